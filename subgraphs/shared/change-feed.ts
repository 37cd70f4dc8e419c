// Offers an agency's rows to whoever keeps a copy of them: what changed since an instant, or everything in the order of
// keys. A record is a row with the rows that hang on it. Hidden from the public graph, and refused to unsigned callers.
import { createHash, hash } from 'node:crypto';
import type { Knex } from 'knex';
import { isSqlite } from './database';
import { BadUserInput, SignatureRequired } from './errors';
import { groupBy } from './group-by';
import { requireFirst } from './input';
import type { DatasetRow } from './source';
import type { Caller } from './subgraph';

type Value = string | number | null;
type FeedRow = Record<string, Value>;

/** Rows that hang on a record, in the order in which it shows them. */
interface FeedChild {
  relation: string;
  /** The column that names the record. */
  parent: string;
  select: readonly string[];
  orderBy: readonly string[];
}

/** How one collection of records stands in the database. */
interface FeedCollection {
  relation: string;
  /** Columns of the key; a record's key is their values with `-` between them. */
  key: readonly string[];
  select: readonly string[];
  children: Readonly<Record<string, FeedChild>>;
  /** What a record says. The same row gives the same text of JSON on every server. */
  toBody(row: FeedRow, childrenOf: (name: string) => readonly FeedRow[]): Record<string, unknown>;
}

export type FeedCollections = Readonly<Record<string, FeedCollection>>;

interface ChangesArguments {
  collection: string;
  since?: string | null | undefined;
  after?: string | null | undefined;
  first?: number | null | undefined;
}

type RecordsArguments = Omit<ChangesArguments, 'since'>;

interface FeedRecord {
  key: string;
  changedAt: string | null;
  body: Record<string, unknown>;
}

/** The GraphQL type `FeedPage`. */
interface FeedPage {
  keys: string[];
  records: FeedRecord[];
  checksum: () => string;
  endCursor: string | null;
  hasNextPage: boolean;
}

/** The GraphQL type `ChangeFeed`. */
export interface Feed {
  now: () => Promise<string>;
  dataThrough: () => Promise<string | null>;
  datasets: () => Promise<unknown[]>;
  collections: () => Promise<{ name: string; hasChangeTime: boolean }[]>;
  changes: (args: ChangesArguments) => Promise<FeedPage>;
  records: (args: RecordsArguments) => Promise<FeedPage>;
}

const defaultPageSize = 1_000;
const maxPageSize = 5_000;
const instantForm = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/;

/**
 * Opens the feed for one request.
 *
 * @throws SignatureRequired where the caller may not read feeds
 */
export function openChangeFeed(database: Knex, collections: FeedCollections, { trusted }: Caller): Feed {
  if (!trusted) throw new SignatureRequired();

  function requireCollection(name: string): FeedCollection {
    const collection = Object.hasOwn(collections, name) ? collections[name] : undefined;
    if (collection !== undefined) return collection;
    const names = Object.keys(collections);
    throw new BadUserInput(`the feed has the collections ${names.join(', ')}`, `变更数据的记录类别为 ${names.join('、')}`);
  }

  async function readPage(collection: FeedCollection, { query, limit, cursorOf, hasChangeTime, isByKey }: PageQuery) {
    const columns = [...new Set([...collection.key, ...collection.select])];
    const rows: FeedRow[] = await query.select(columns.concat(hasChangeTime ? ['changed_at'] : [])).limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const records = await readRecords(database, collection, shown, isByKey);
    return {
      keys: records.map(({ key }) => key),
      records,
      checksum: () => digest(records),
      endCursor: last === undefined ? null : cursorOf(last),
      hasNextPage: rows.length > limit,
    };
  }

  return {
    now: () => readClock(database),
    async dataThrough() {
      const row = await database('dataset').max({ day: 'as_of' }).first();
      return (row?.day as string | null | undefined) ?? null;
    },
    async datasets() {
      const rows: DatasetRow[] = await database('dataset').orderBy('id');
      return rows.map(({ id, agency, name, as_of, loaded_at, confidence }) => ({ id, agency, name, asOf: as_of, loadedAt: loaded_at, confidence }));
    },
    async collections() {
      const found: { name: string; hasChangeTime: boolean }[] = [];
      for (const [name, { relation }] of Object.entries(collections)) found.push({ name, hasChangeTime: await tellsChangeTime(database, relation) });
      return found;
    },
    async changes({ collection: name, since, after, first }) {
      const collection = requireCollection(name);
      const limit = requireFirst(first ?? defaultPageSize, maxPageSize);
      if (!(await tellsChangeTime(database, collection.relation)))
        throw new BadUserInput(`${name} does not tell when a record changed; ask for its records`, `${name} 不记变更时刻，请查询其 records`);
      const query = database(collection.relation)
        .whereNotNull('changed_at')
        .orderBy(['changed_at', ...collection.key]);
      if (since !== null && since !== undefined) query.where('changed_at', '>=', requireInstant(since));
      if (after !== null && after !== undefined) whereAfter(query, ['changed_at', ...collection.key], readCursor(after, collection.key.length + 1));
      const cursorOf = (row: FeedRow) => writeCursor(['changed_at', ...collection.key].map((column) => row[column]));
      return readPage(collection, { query, limit, cursorOf, hasChangeTime: true, isByKey: false });
    },
    async records({ collection: name, after, first }) {
      const collection = requireCollection(name);
      const limit = requireFirst(first ?? defaultPageSize, maxPageSize);
      const query = database(collection.relation).orderBy([...collection.key]);
      if (after !== null && after !== undefined) whereAfter(query, collection.key, readCursor(after, collection.key.length));
      const hasChangeTime = await tellsChangeTime(database, collection.relation);
      const cursorOf = (row: FeedRow) => writeCursor(collection.key.map((column) => row[column]));
      return readPage(collection, { query, limit, cursorOf, hasChangeTime, isByKey: true });
    },
  };
}

interface PageQuery {
  query: Knex.QueryBuilder;
  limit: number;
  cursorOf: (row: FeedRow) => string;
  hasChangeTime: boolean;
  /** Whether the page has every row from its first key to its last. */
  isByKey: boolean;
}

/** Rows of a page with what hangs on them: one statement for each kind of child. */
async function readRecords(database: Knex, { key, children, toBody }: FeedCollection, rows: readonly FeedRow[], isByKey: boolean): Promise<FeedRecord[]> {
  const keys = rows.map((row) => String(row[key[0] ?? '']));
  const ofName = new Map<string, Map<string, FeedRow[]>>();
  for (const [name, { relation, parent, select, orderBy }] of Object.entries(children)) {
    const found: FeedRow[] =
      keys.length === 0
        ? []
        : await database(relation)
            .select([parent, ...select])
            // A range is several times cheaper than a thousand keys, for the server and for us.
            .where((query) => (isByKey ? query.whereBetween(parent, [keys[0] ?? '', keys.at(-1) ?? '']) : query.whereIn(parent, keys)))
            .orderBy([parent, ...orderBy]);
    ofName.set(
      name,
      groupBy(found, (row) => String(row[parent])),
    );
  }
  return rows.map((row, i) => ({
    key: key.map((column) => String(row[column])).join('-'),
    changedAt: typeof row.changed_at === 'string' ? row.changed_at.slice(0, 23) : null,
    body: toBody(row, (name) => ofName.get(name)?.get(keys[i] ?? '') ?? []),
  }));
}

/** SHA-256, in hexadecimal, over a line `key hash` for each record, where the hash is the SHA-256 of its body as compact JSON. */
function digest(records: readonly FeedRecord[]): string {
  const checksum = createHash('sha256');
  for (const { key, body } of records) checksum.update(`${key} ${hash('sha256', JSON.stringify(body), 'hex')}\n`);
  return checksum.digest('hex');
}

/** A view of an agency's own may lack the column. */
function tellsChangeTime(database: Knex, relation: string): Promise<boolean> {
  return database.schema.hasColumn(relation, 'changed_at');
}

/** The database's own clock, by which its rows are stamped. */
async function readClock(database: Knex): Promise<string> {
  const clock = isSqlite(database) ? "strftime('%Y-%m-%d %H:%M:%f', 'now')" : "left(date_format(utc_timestamp(3), '%Y-%m-%d %H:%i:%s.%f'), 23)";
  const row = await database.select(database.raw(`${clock} as now`)).first();
  return row.now;
}

/** Rows that sort after the values of some columns. */
function whereAfter(query: Knex.QueryBuilder, columns: readonly string[], values: readonly string[]): void {
  query.where((any) => {
    for (const [i, column] of columns.entries()) {
      any.orWhere((all) => {
        for (const [j, equal] of columns.slice(0, i).entries()) all.where(equal, values[j] ?? '');
        all.where(column, '>', values[i] ?? '');
      });
    }
  });
}

function requireInstant(text: string): string {
  if (!instantForm.test(text))
    throw new BadUserInput('since is an instant in UTC as YYYY-MM-DD HH:MM:SS.mmm', 'since 须为协调世界时的时刻，格式为 YYYY-MM-DD HH:MM:SS.mmm');
  return text;
}

function writeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

function readCursor(cursor: string, length: number): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values) && values.length === length && values.every((value) => typeof value === 'string')) return values;
  } catch {
    // Falls through to the refusal.
  }
  throw new BadUserInput('after is no cursor of this collection', 'after 不是此类记录的游标');
}

/** A truth value as servers keep it, 0 or 1. */
export function toBoolean(value: Value | undefined): boolean | null {
  return value === null || value === undefined ? null : Number(value) === 1;
}
