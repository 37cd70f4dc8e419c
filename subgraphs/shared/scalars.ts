// The scalars of the graph and how they stand in a database: dates as ISO text, money as whole fen (0.01 yuan).
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { BadUserInput } from './errors';

/** `YYYY-MM-DD`, proleptic Gregorian, of a day that exists. Ordered as text. */
export type IsoDate = string;

/** A whole number of fen (0.01 yuan): exact up to 9 × 10^15. */
export type Fen = number;

/** Today in Beijing, the calendar by which both ministries date their records. */
export function today(): IsoDate {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
}

const [firstDay, lastDay] = ['0001-01-01', '9999-12-31'];

/** The day so many days later, or earlier where `days` is negative; the calendar's first or last day where it would be beyond. */
export function addDays(date: IsoDate, days: number): IsoDate {
  const moved = new Date(Date.parse(date) + days * 86_400_000).toISOString();
  // Years of more than four digits have a sign.
  if (moved.startsWith('+')) return lastDay;
  return moved.startsWith('-') || moved < firstDay ? firstDay : moved.slice(0, 10);
}

/** Whether a value is the text of a date that exists. */
export function isDate(value: unknown): value is IsoDate {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** @throws BadUserInput where the text is no date that exists */
export function parseDate(value: unknown): IsoDate {
  if (isDate(value)) return value;
  throw new BadUserInput(`expected a date that exists, as YYYY-MM-DD; got ${quote(value)}`, '须为真实存在的日期，格式为 YYYY-MM-DD');
}

/** @throws BadUserInput where the text is no amount with at most two decimals */
export function parseMoney(value: unknown): Fen {
  const match = typeof value === 'string' ? /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(value) : null;
  if (match === null) {
    const english = `expected an amount in yuan as a string with at most two decimals, such as "1200000.00"; got ${quote(value)}`;
    throw new BadUserInput(english, '金额须为以元为单位的字符串，至多两位小数，如 "1200000.00"');
  }
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -fen : fen;
}

/** Writes fen as yuan with two decimals. */
export function formatMoney(fen: Fen): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export const DateScalar = new GraphQLScalarType<IsoDate, IsoDate>({
  name: 'Date',
  serialize(value) {
    if (isDate(value)) return value;
    throw new GraphQLError('a Date is a day that exists, as YYYY-MM-DD');
  },
  parseValue: parseDate,
  parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : undefined),
});

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  serialize(value) {
    const text = typeof value === 'string' ? `${value.replace(' ', 'T').replace(/Z$/, '')}Z` : '';
    if (instantForm.test(text) && !Number.isNaN(Date.parse(text))) return text;
    throw new GraphQLError('a DateTime is an instant in UTC, as YYYY-MM-DD HH:MM:SS.mmm');
  },
  parseValue: () => {
    throw new BadUserInput('DateTime is not taken as input', 'DateTime 不能用作输入');
  },
});

export const MoneyScalar = new GraphQLScalarType<Fen, string>({
  name: 'Money',
  serialize(value) {
    const fen = typeof value === 'string' ? Number(value) : value;
    if (typeof fen !== 'number' || !Number.isSafeInteger(fen)) throw new GraphQLError('an amount is outside the range that can be written exactly');
    return formatMoney(fen);
  },
  parseValue: parseMoney,
  parseLiteral: (node) => parseMoney(node.kind === Kind.STRING ? node.value : undefined),
});

function quote(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : `a value of type ${value === null ? 'null' : typeof value}`;
}
