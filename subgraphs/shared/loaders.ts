// Shapes of DataLoader that every subgraph uses. Loaders live for one request to a subgraph; one batch is one statement.
import DataLoader from 'dataloader';
import { groupBy } from './group-by';

/** Keys in one statement; servers allow 65,535 bound values, SQLite 32,766. */
const maxBatchSize = 10_000;

/** Loads one row for each key, null where there is none. */
export function loadOne<Row>(query: (keys: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string): DataLoader<string, Row | null> {
  return new DataLoader(
    async (keys) => {
      const rows = new Map((await query(keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => rows.get(key) ?? null);
    },
    { maxBatchSize },
  );
}

/** Loads the rows of each key, in the order the query gives them. */
export function loadMany<Row>(query: (keys: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string): DataLoader<string, Row[]> {
  return new DataLoader(
    async (keys) => {
      const rows = groupBy(await query(keys), keyOf);
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
