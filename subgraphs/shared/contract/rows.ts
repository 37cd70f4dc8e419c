// Reads rows by the relation that declares them. No value leaves that is none of its column's type: taking one throws, so that
// the fields that depend on it have an error, and the rest of the row answers.
import type { Knex } from 'knex';
import type { Column } from './columns';
import { InvalidValue } from './invalid-value';
import { givenColumns, isMissing, presentColumns, type Relation, type RowOf } from './relation';

type Row = Record<string, unknown>;

/** What is wrong with the values of a row, by column. */
export type RowFaults = ReadonlyMap<string, InvalidValue>;

/** What the database holds where a row's value is none, by column. */
const rawValues = new WeakMap<object, Map<string, unknown>>();

/**
 * Rows of a relation, checked.
 *
 * @param build a statement that selects the columns it is given, and what else it likes; called again without those that the
 *   database turns out to lack, whose values then are errors
 */
export async function readRows<Of extends Relation, More extends object = object>(
  database: Knex,
  relation: Of,
  build: (columns: string[]) => Knex.QueryBuilder,
  columns: string[] = givenColumns(relation),
): Promise<(RowOf<Of> & More)[]> {
  const rows = await selectPresent(database, relation, build, columns);
  const check = checkRows(relation, columns);
  for (const row of rows) {
    const faults = check(row);
    if (faults !== null) guard(row, faults);
  }
  return rows as (RowOf<Of> & More)[];
}

/** The same rows as the database holds them. */
export async function selectPresent(database: Knex, { name }: Relation, build: (columns: string[]) => Knex.QueryBuilder, columns: string[]): Promise<Row[]> {
  try {
    return await build(columns);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const present = await presentColumns(database, name);
    const found = columns.filter((column) => present.has(column.slice(name.length + 1)));
    if (found.length === 0 || found.length === columns.length) throw error;
    return build(found);
  }
}

/**
 * Makes a function that puts every value of a row into the one form of its column's type, and returns what is wrong; null where
 * nothing is. Those values stay as they are.
 *
 * @param columns with the relation's name before each, as `givenColumns` gives them
 */
export function checkRows(relation: Relation, columns: readonly string[]): (row: Row) => RowFaults | null {
  const names = columns.map((qualified) => qualified.slice(relation.name.length + 1));
  const declared = names.map((name) => {
    const column = relation.columns[name];
    if (column === undefined) throw new Error(`${relation.name} declares no column ${name}`);
    return column;
  });
  return (row) => {
    let faults: Map<string, InvalidValue> | null = null;
    for (let i = 0; i < names.length; i++) {
      const [name, column] = [names[i] as string, declared[i] as Column];
      const value = row[name];
      if (value === null && column.mayBeNull) continue;
      const read = value === null || value === undefined ? undefined : column.read(value);
      if (read !== undefined) {
        if (read !== value) row[name] = read;
      } else if (value === undefined && column.mayLack) {
        row[name] = null;
      } else {
        faults ??= new Map();
        faults.set(name, new InvalidValue({ relation: relation.name, column: name, key: keyText(relation, row) }, reasonFor(value, column.expected)));
      }
    }
    return faults;
  };
}

function reasonFor(value: unknown, expected: string): string {
  if (value === undefined) return 'the relation lacks the column';
  return `expected ${expected}${value === null ? '; it is null' : ''}`;
}

/** A row's key in words, for the log. */
function keyText({ key }: Relation, row: Row): string {
  return key.map((column) => String(row[column] ?? '?').slice(0, 40)).join(' ');
}

function guard(row: Row, faults: RowFaults): void {
  const raw = new Map<string, unknown>();
  for (const [name, fault] of faults) {
    raw.set(name, row[name]);
    // Enumerable, so that copying the row throws as well and loses nothing.
    Object.defineProperty(row, name, {
      enumerable: true,
      get() {
        throw fault;
      },
    });
  }
  rawValues.set(row, raw);
}

/** Whether a row's value is none, so that taking it would throw. */
export function isInvalid<Of extends object>(row: Of, column: keyof Of & string): boolean {
  return rawValues.get(row)?.has(column) ?? false;
}

/** Whether a row's value is known to be absent. */
export function isNull<Of extends object>(row: Of, column: keyof Of & string): boolean {
  return !isInvalid(row, column) && row[column] === null;
}

/** A row's value as the database holds it, as text: what rows are put together and pages go on by, valid or not. */
export function rawText<Of extends object>(row: Of, column: keyof Of & string): string {
  return String(isInvalid(row, column) ? rawValues.get(row)?.get(column) : row[column]);
}

/** Makes an item of each row; a row whose value is none gives an item with an error, and the others theirs. */
export function mapRows<Of, Item>(rows: readonly Of[], make: (row: Of) => Item): Item[] {
  return rows.map((row) => {
    try {
      return make(row);
    } catch (error) {
      // graphql-js takes an Error among a list's items as that item's own.
      if (error instanceof InvalidValue) return error as unknown as Item;
      throw error;
    }
  });
}
