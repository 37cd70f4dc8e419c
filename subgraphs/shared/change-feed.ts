// Offers an agency's rows to whoever keeps a copy of them: what changed since an instant, or everything in the order of
// keys. A record is a row with the rows that hang on it. Hidden from the public graph, and refused to unsigned callers.
import { createHash, hash } from 'node:crypto';
import type { Knex } from 'knex';
import { instant } from './contract/columns';
import { InvalidValue, severalRows } from './contract/invalid-value';
import { givenColumns, type Relation } from './contract/relation';
import { checkRows, type RowFaults, selectPresent } from './contract/rows';
import { isSqlite } from './database';
import { BadUserInput, SignatureRequired } from './errors';
import { type FeedFault, takeFaults } from './feed-faults';
import { groupBy } from './group-by';
import { requireFirst } from './input';
import { datasetRelation, selectNewestDate } from './source';
import type { Caller } from './subgraph';

/** A row's values; an invalid one is the error that says so. */
type Value = string | number | null | InvalidValue;
type FeedRow = Record<string, Value>;

/** Rows that hang on a record, in the order in which it shows them. */
interface FeedChild {
  relation: Relation;
  /** The column that names the record. */
  parent: string;
  orderBy: readonly string[];
}

/** How one collection of records stands in the database. Every value of its relations is read, so that an invalid one is told of. */
interface FeedCollection {
  /** A record's key is the values of the relation's with `-` between them. */
  relation: Relation;
  children: Readonly<Record<string, FeedChild>>;
  /** What a record says. The same row gives the same text of JSON on every server. Invalid values are passed on as they are. */
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
 * @param report told of every invalid value that is met
 * @throws SignatureRequired where the caller may not read feeds
 */
export function openChangeFeed(database: Knex, collections: FeedCollections, { trusted }: Caller, report: (fault: InvalidValue) => void): Feed {
  if (!trusted) throw new SignatureRequired();

  function requireCollection(name: string): FeedCollection {
    const collection = Object.hasOwn(collections, name) ? collections[name] : undefined;
    if (collection !== undefined) return collection;
    const names = Object.keys(collections);
    throw new BadUserInput(`the feed has the collections ${names.join(', ')}`, `变更数据的记录类别为 ${names.join('、')}`);
  }

  async function readPage(collection: FeedCollection, page: PageQuery) {
    const { relation } = collection;
    const columns = givenColumns(relation).concat(page.hasChangeTime ? [`${relation.name}.changed_at`] : []);
    const rows = (await selectPresent(
      database,
      relation,
      (present) =>
        page.query
          .clone()
          .select(present)
          .limit(page.limit + 1),
      columns,
    )) as FeedRow[];
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    // By what the database holds, before it is checked.
    const endCursor = last === undefined ? null : writeCursor(page.orderedBy.map((column) => String(last[column])));
    const repeated = page.isByKey ? findRepeated(relation, rows) : await selectRepeated(database, relation, shown);
    const records = await readRecords(database, collection, shown.filter(page.belongs), { columns, repeated, isByKey: page.isByKey, report });
    return { keys: records.map(({ key }) => key), records, checksum: () => digest(records), endCursor, hasNextPage: rows.length > page.limit };
  }

  return {
    now: () => readClock(database),
    dataThrough: () => selectNewestDate(database),
    async datasets() {
      const columns = givenColumns(datasetRelation);
      const rows = await selectPresent(database, datasetRelation, (present) => database('dataset').select(present).orderBy('id'), columns);
      const check = checkRows(datasetRelation, columns);
      return rows.map((row) => {
        const faults = mark(row as FeedRow, check(row), report);
        const { id, agency, name, as_of, loaded_at, confidence } = row;
        return takeFaults({ id, agency, name, asOf: as_of, loadedAt: loaded_at, confidence }, faults);
      });
    },
    async collections() {
      const found: { name: string; hasChangeTime: boolean }[] = [];
      for (const [name, { relation }] of Object.entries(collections)) found.push({ name, hasChangeTime: await tellsChangeTime(database, relation) });
      return found;
    },
    async changes({ collection: name, since, after, first }) {
      const collection = requireCollection(name);
      const limit = requireFirst(first ?? defaultPageSize, maxPageSize);
      const { relation } = collection;
      if (!(await tellsChangeTime(database, relation)))
        throw new BadUserInput(`${name} does not tell when a record changed; ask for its records`, `${name} 不记变更时刻，请查询其 records`);
      const orderedBy = ['changed_at', ...relation.key];
      const query = database(relation.name).whereNotNull('changed_at').orderBy(orderedBy);
      const from = since === null || since === undefined ? null : requireInstant(since);
      // A time without a fraction sorts before every one of its second: all of the second is read.
      if (from !== null) query.where('changed_at', '>=', from.slice(0, 19));
      if (after !== null && after !== undefined) whereAfter(query, orderedBy, readCursor(after, orderedBy.length));
      return readPage(collection, { query, limit, orderedBy, hasChangeTime: true, isByKey: false, belongs: (row) => from === null || mayBeSince(row, from) });
    },
    async records({ collection: name, after, first }) {
      const collection = requireCollection(name);
      const limit = requireFirst(first ?? defaultPageSize, maxPageSize);
      const { relation } = collection;
      const query = database(relation.name).orderBy([...relation.key]);
      if (after !== null && after !== undefined) whereAfter(query, relation.key, readCursor(after, relation.key.length));
      const hasChangeTime = await tellsChangeTime(database, relation);
      return readPage(collection, { query, limit, orderedBy: relation.key, hasChangeTime, isByKey: true, belongs: () => true });
    },
  };
}

interface PageQuery {
  query: Knex.QueryBuilder;
  limit: number;
  orderedBy: readonly string[];
  hasChangeTime: boolean;
  /** Whether the page has every row from its first key to its last. */
  isByKey: boolean;
  /** Whether a row is of the page, as far as the statement could not tell. */
  belongs: (row: FeedRow) => boolean;
}

/** Whether a row changed at an instant or later; one that tells no fraction of its second, or no instant, may have. */
function mayBeSince({ changed_at }: FeedRow, from: string): boolean {
  const told = instant.read(changed_at);
  return told === undefined || told >= from || !String(changed_at).includes('.');
}

interface ReadOptions {
  /** What is read of the record's own row. */
  columns: readonly string[];
  /** Keys that more than one row has. */
  repeated: ReadonlySet<string>;
  isByKey: boolean;
  report: (fault: InvalidValue) => void;
}

/** Rows of a page with what hangs on them: one statement for each kind of child. */
async function readRecords(
  database: Knex,
  { relation, children, toBody }: FeedCollection,
  rows: readonly FeedRow[],
  { columns, repeated, isByKey, report }: ReadOptions,
): Promise<FeedRecord[]> {
  const keys = rows.map((row) => String(row[relation.key[0] ?? '']));
  const ofName = new Map<string, Map<string, FeedRow[]>>();
  const childFaults = new Map<FeedRow, FeedFault[]>();
  for (const [name, { relation: child, parent, orderBy }] of Object.entries(children)) {
    const childColumns = givenColumns(child);
    const build = (present: string[]) =>
      database(child.name)
        .select(present)
        // A range is several times cheaper than a thousand keys, for the server and for us.
        .where((query) => (isByKey ? query.whereBetween(parent, [keys[0] ?? '', keys.at(-1) ?? '']) : query.whereIn(parent, keys)))
        .orderBy([parent, ...orderBy]);
    const found = keys.length === 0 ? [] : ((await selectPresent(database, child, build, childColumns)) as FeedRow[]);
    const groups = groupBy(found, (row) => String(row[parent]));
    const check = checkRows(child, childColumns);
    for (const row of found) {
      const faults = check(row);
      if (faults !== null) childFaults.set(row, mark(row, faults, report));
    }
    ofName.set(name, groups);
  }
  const seen = new Set<string>();
  const check = checkRows(relation, columns);
  return rows.flatMap((row, i) => {
    const key = keyOf(relation, row);
    if (seen.has(key)) return [];
    seen.add(key);
    if (repeated.has(key)) {
      report(new InvalidValue({ relation: relation.name, column: relation.key.join(', '), key }, severalRows));
      return [{ key, changedAt: null, body: { faults: [{ path: '', at: `${relation.name}.${relation.key.join(', ')}`, reason: severalRows }] } }];
    }
    const own = mark(row, check(row), report);
    const childrenOf = (name: string) => ofName.get(name)?.get(keys[i] ?? '') ?? [];
    const body = toBody(row, childrenOf);
    const ofChildren = childFaults.size === 0 ? [] : Object.keys(children).flatMap((name) => childrenOf(name).flatMap((child) => childFaults.get(child) ?? []));
    return [
      {
        key,
        changedAt: typeof row.changed_at === 'string' ? row.changed_at : null,
        body: own.length + ofChildren.length === 0 ? body : takeFaults(body, [...own, ...ofChildren]),
      },
    ];
  });
}

/** Puts the errors in the place of the values that they are about. */
function mark(row: FeedRow, faults: RowFaults | null, report: (fault: InvalidValue) => void): FeedFault[] {
  if (faults === null) return [];
  return [...faults].map(([column, fault]) => {
    row[column] = fault;
    report(fault);
    return { fault };
  });
}

function keyOf({ key }: Relation, row: FeedRow): string {
  return key.map((column) => String(row[column])).join('-');
}

/** Keys that stand several times among rows in the order of keys. */
function findRepeated(relation: Relation, rows: readonly FeedRow[]): ReadonlySet<string> {
  const keys = rows.map((row) => keyOf(relation, row));
  return new Set(keys.filter((key, i) => key === keys[i - 1]));
}

/** The same for rows in another order: asked of the database. */
async function selectRepeated(database: Knex, relation: Relation, rows: readonly FeedRow[]): Promise<ReadonlySet<string>> {
  const [first = ''] = relation.key;
  if (rows.length === 0) return new Set();
  const keys = rows.map((row) => String(row[first]));
  const repeated: FeedRow[] = await database(relation.name)
    .select([...relation.key])
    .whereIn(first, keys)
    .groupBy([...relation.key])
    .havingRaw('count(*) > 1');
  return new Set(repeated.map((row) => keyOf(relation, row)));
}

/** SHA-256, in hexadecimal, over a line `key hash` for each record, where the hash is the SHA-256 of its body as compact JSON. */
function digest(records: readonly FeedRecord[]): string {
  const checksum = createHash('sha256');
  for (const { key, body } of records) checksum.update(`${key} ${hash('sha256', JSON.stringify(body), 'hex')}\n`);
  return checksum.digest('hex');
}

/** A view of an agency's own may lack the column. */
function tellsChangeTime(database: Knex, { name }: Relation): Promise<boolean> {
  return database.schema.hasColumn(name, 'changed_at');
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
