// The types of columns that an agency's relations have: what a database may hold there, and the one form in which it leaves.
// What is certain is normalised (docs/agency-data.md has the table); anything else is refused, never guessed.
import { isDate, type Fen, type IsoDate } from '../scalars';

/** A column as its relation declares it. */
export interface Column<T = unknown> {
  /** What is expected there, as an error says it: "expected …". */
  expected: string;
  /** The value of what the database holds, which is not null; undefined where it is none that the type has. */
  read(value: unknown): T | undefined;
  /** Whether null is a value: nothing is known, or there is none. */
  mayBeNull: boolean;
  /** Whether the relation may lack the column: then it is null. */
  mayLack: boolean;
  /** Who is given it: everybody, whoever may see personal data, or nobody, where only conditions read it. */
  givenTo: 'all' | 'contacts' | 'none';
  /** The values of a vocabulary; absent for other types. */
  vocabulary?: readonly string[];
}

function column<T>(expected: string, read: Column<T>['read']): Column<T> {
  return { expected, read, mayBeNull: false, mayLack: false, givenTo: 'all' };
}

/** The same column where null is a value. */
export function orNull<T>(of: Column<T>): Column<T | null> {
  return { ...of, mayBeNull: true };
}

/** A column that a relation may lack. */
export function optional<T>(of: Column<T>): Column<T | null> {
  return { ...orNull(of), mayLack: true };
}

/** Personal data. */
export function personal<T>(of: Column<T>): Column<T> {
  return { ...of, givenTo: 'contacts' };
}

/** A column that conditions compare and no answer gives. */
export function conditionOnly<T>(of: Column<T>): Column<T> {
  return { ...of, givenTo: 'none' };
}

/** Text with something in it. A whole number is text of digits: servers keep codes as either. */
export const text = column<string>('text', readText);

function readText(value: unknown): string | undefined {
  const read = typeof value === 'string' ? value : readWholeNumber(value);
  return read === undefined || read.trim() === '' ? undefined : read;
}

/** Text that may be absent; blank text is. */
export const textOrNull: Column<string | null> = {
  ...column<string | null>('text', (value) => (typeof value === 'string' && value.trim() === '' ? null : readText(value))),
  mayBeNull: true,
};

function readWholeNumber(value: unknown): string | undefined {
  return Number.isSafeInteger(value) || typeof value === 'bigint' ? String(value) : undefined;
}

const idForm = /^[^\s\p{C}]([^\p{C}]{0,38}[^\s\p{C}])?$/u;

/** An identifier: up to 40 characters, no blanks at its ends, which servers compare differently. */
export const id = column<string>('an identifier of 1 to 40 characters without blanks at its ends', (value) => {
  const read = typeof value === 'string' ? value : readWholeNumber(value);
  return read !== undefined && idForm.test(read) ? read : undefined;
});

/** A unified social credit code by its form (GB 32100-2015); its check digits are not looked at. */
export const creditCode = column<string>('a credit code of 18 characters', (value) =>
  typeof value === 'string' && /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(value) ? value : undefined,
);

/** A code of GB/T 2260. */
export const divisionCode = column<string>('a division code of six digits', (value) => {
  const read = typeof value === 'string' ? value : readWholeNumber(value);
  return read !== undefined && /^[1-9]\d{5}$/.test(read) ? read : undefined;
});

/** Days read before: there are few, and millions of rows name them. */
const knownDays = new Map<string, IsoDate>();
// A DATETIME at midnight is its day. One at another time may be of the day before, in another zone.
const dayForm = /^(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0{1,9})?)?Z?)?$/;
const firstYear = '1000';

function readDay(value: unknown): IsoDate | undefined {
  if (typeof value !== 'string') return undefined;
  const known = knownDays.get(value);
  if (known !== undefined) return known;
  const day = dayForm.exec(value)?.[1];
  if (day === undefined || day < firstYear || !isDate(day)) return undefined;
  if (knownDays.size < 100_000) knownDays.set(value, day);
  return day;
}

const existingDay = 'a date that exists, as YYYY-MM-DD';

/** A day, from the year 1000 on as servers have it. */
export const date = column<IsoDate>(existingDay, readDay);

/** The end of what has one or goes on: 9999-12-31, at whatever time of day, is the open end that servers without null write. */
export const endDate: Column<IsoDate | null> = {
  ...column<IsoDate | null>(existingDay, (value) => (typeof value === 'string' && value.startsWith('9999-12-31') ? readOpenEnd(value) : readDay(value))),
  mayBeNull: true,
};

function readOpenEnd(value: string): null | undefined {
  return value === '9999-12-31' || readInstant(value) !== undefined ? null : undefined;
}

const plainInstant = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/;
const instantForm = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;

/** An instant as `YYYY-MM-DD HH:MM:SS.mmm` in UTC. Fractions of any length and offsets are understood; without an offset it is UTC. */
export const instant = column<string>('an instant in UTC as YYYY-MM-DD HH:MM:SS.mmm', readInstant);

function readInstant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const match = instantForm.exec(value);
  if (match === null) return undefined;
  const [, day = '', time = '', fraction = '', offset = 'Z'] = match;
  if (readDay(day) === undefined || time > '23:59:59' || time.slice(3) > '59:59') return undefined;
  if (plainInstant.test(value)) return value;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  if (offset === 'Z') return `${day} ${time}.${milliseconds}`;
  const moment = Date.parse(`${day}T${time}.${milliseconds}${offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset}`);
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString().replace('T', ' ').replace('Z', '');
}

/** A whole number, as a number or as its digits; decimals that are zero are none. */
function whole(expected: string, least: number, most: number): Column<number> {
  return column(expected, (value) => {
    const number = typeof value === 'string' && /^-?\d{1,16}(\.0+)?$/.test(value) ? Number(value) : typeof value === 'bigint' ? Number(value) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= least && number <= most ? number + 0 : undefined;
  });
}

/** Money in whole fen, none of it negative: capital, pledges, budgets and what was spent so far. */
export const fen: Column<Fen> = whole('an amount in whole fen, not negative', 0, Number.MAX_SAFE_INTEGER);

/** How many, as GraphQL's Int has it. */
export const count = whole('a whole number from 0 to 2147483647', 0, 2 ** 31 - 1);

export const year = whole('a year of four digits', 1_000, 9_999);

/** A truth value: 0 or 1, as servers keep it. */
export const flag = column<0 | 1>('0 or 1', (value) => {
  const bit = Buffer.isBuffer(value) && value.length === 1 ? value[0] : value;
  if (bit === 0 || bit === false || bit === '0') return 0;
  return bit === 1 || bit === true || bit === '1' ? 1 : undefined;
});

/** One value of a vocabulary, written exactly so. */
export function oneOf<const Value extends string>(vocabulary: readonly Value[]): Column<Value> {
  const values = new Set<unknown>(vocabulary);
  return { ...column(`one of ${vocabulary.join(', ')}`, (value) => (values.has(value) ? (value as Value) : undefined)), vocabulary };
}
