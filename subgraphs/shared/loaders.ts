// Shapes of DataLoader that every subgraph uses. Loaders live for one request to a subgraph; one batch is one statement.
import DataLoader from 'dataloader';
import { InvalidValue, severalRows } from './contract/invalid-value';
import type { Relation } from './contract/relation';
import { isInvalid, rawText } from './contract/rows';
import { groupBy } from './group-by';

/** Keys in one statement; servers allow 65,535 bound values, SQLite 32,766. */
const maxBatchSize = 10_000;

/**
 * Loads one row for each key, null where there is none. Where several rows have a key, or one has it in another spelling that the
 * server takes for the same, none answers for it: that is an error of the key's field.
 *
 * @param keyColumn the column of the rows that holds the key
 */
export function loadOne<Row extends object>(
  { name: relation, columns }: Relation,
  keyColumn: keyof Row & string,
  query: (keys: readonly string[]) => Promise<Row[]>,
): DataLoader<string, Row | null> {
  return new DataLoader<string, Row | null>(
    async (keys) => {
      const rows = groupBy(await query(keys), (row) => rawText(row, keyColumn));
      const others = findOtherSpellings(rows, keys, (row) => columns[keyColumn] === undefined || isInvalid(row, keyColumn));
      return keys.map((key) => {
        const [row = null, ...more] = rows.get(key) ?? [];
        const refuse = (reason: string) => new InvalidValue({ relation, column: keyColumn, key }, reason);
        if (more.length > 0) return refuse(severalRows);
        return row === null && others.has(spelling(key)) ? refuse('the row writes the key in another case, or with blanks at its end') : row;
      });
    },
    { maxBatchSize },
  );
}

/** What a server without a binary collation compares a text by. */
function spelling(key: string): string {
  return key.trim().toLowerCase();
}

/** Spellings of keys that came back without being asked for so, and are none. One that is a key is another's: whoever asks in another case finds nothing. */
function findOtherSpellings<Row>(rows: ReadonlyMap<string, readonly Row[]>, keys: readonly string[], isNone: (row: Row) => boolean): ReadonlySet<string> {
  const asked = new Set(keys);
  return new Set([...rows].filter(([key, own]) => !asked.has(key) && own.some(isNone)).map(([key]) => spelling(key)));
}

/**
 * Loads the rows of each key, in the order the query gives them.
 *
 * @param keyColumn the column of the rows that holds the key
 */
export function loadMany<Row extends object>(keyColumn: keyof Row & string, query: (keys: readonly string[]) => Promise<Row[]>): DataLoader<string, Row[]> {
  return new DataLoader(
    async (keys) => {
      const rows = groupBy(await query(keys), (row) => rawText(row, keyColumn));
      return keys.map((key) => rows.get(key) ?? []);
    },
    { maxBatchSize },
  );
}

/** Loads a number for each key, 0 where the query names none. */
export function loadCount(query: (keys: readonly string[]) => Promise<Map<string, number>>): DataLoader<string, number> {
  return new DataLoader(
    async (keys) => {
      const counts = await query(keys);
      return keys.map((key) => counts.get(key) ?? 0);
    },
    { maxBatchSize },
  );
}

/** One loader for each distinct set of arguments, so that fields with equal arguments share a statement. */
export function perArguments<Arguments, Loader>(create: (args: Arguments) => Loader): (args: Arguments) => Loader {
  const loaders = new Map<string, Loader>();
  return (args) => {
    const key = JSON.stringify(args);
    let loader = loaders.get(key);
    if (loader === undefined) {
      loader = create(args);
      loaders.set(key, loader);
    }
    return loader;
  };
}
