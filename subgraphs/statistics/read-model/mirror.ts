// The records of the feeds as they were read: the part of the read model that the rest is derived from. A page is written
// in one transaction with the position after it, so that a crash loses nothing and repeats nothing.
import type { Knex } from 'knex';
import type { FeedPage, FeedRecord } from '../../shared/feed-client/reader';
import type { Changed, Derived } from './changed';
import { toPeriods } from './organization-periods';
import { type Collection, type ReadRecord, readRecord, type RecordOf } from './records';
import { deleteRows, insertRows, selectRows, type Value } from './rows';

/** How far a collection was read. */
export interface Position {
  /** Changes from this time on are still to be read; null where none was. */
  since: string | null;
  /** The cursor within the present round; null between rounds. */
  after: string | null;
  /** How far the present comparison is: the feed's cursor and the last key before it; null between comparisons. */
  comparison: { after: string | null; key: string | null } | null;
  /** Milliseconds since 1970 at which the last comparison ended. */
  comparedAt: number;
}

interface KeptPosition {
  position: Position;
  recordCount: number;
  /** The sum of all hashes, which tells equal contents from different ones in whatever order they came. */
  content: bigint;
}

/** What becomes of records that changed. */
export type Settle = (trx: Knex, collection: Collection, changed: Changed<Collection>) => Promise<void>;

const start: Position = { since: null, after: null, comparison: null, comparedAt: 0 };
const contentBits = 128n;

const recordTable = { name: 'feed_record', columns: ['collection', 'record_key', 'hash', 'changed_at', 'body'] } as const;
const rejectedTable = { name: 'feed_rejected', columns: ['collection', 'record_key', 'hash', 'reason', 'body'] } as const;
const dirtyTable = { name: 'feed_dirty', columns: ['collection', 'record_key'] } as const;

export async function readPosition(database: Knex, collection: Collection): Promise<KeptPosition> {
  const row: { position: string; record_count: number; content: string } | undefined = await database('feed_position').where({ collection }).first();
  if (row === undefined) return { position: start, recordCount: 0, content: 0n };
  return { position: JSON.parse(row.position) as Position, recordCount: row.record_count, content: BigInt(`0x${row.content}`) };
}

/**
 * Writes a page and the position after it.
 *
 * @param isPresent whether the page is what the agency holds now, and not a report of changes that may come out of order
 * @param settle what becomes of the records that changed, in the same transaction
 */
export async function applyPage(
  database: Knex,
  collection: Collection,
  page: Pick<FeedPage, 'records' | 'malformed'>,
  { position, isPresent, settle }: { position: Position; isPresent: boolean; settle: Settle },
): Promise<void> {
  return database.transaction(async (trx) => {
    const kept = await readPosition(trx, collection);
    const changes = await findChanges(trx, collection, page, isPresent);
    await writeChanges(trx, collection, changes);
    const lost = changes.rejected.filter(({ before }) => before !== null);
    await settle(trx, collection, {
      keys: [...changes.accepted, ...lost].map(({ key }) => key),
      records: changes.accepted.map(({ record }) => record),
      isNew: lost.length === 0 && changes.accepted.every(({ before }) => before === null),
    });
    for (const { hash, before } of changes.accepted) kept.content += contentOf(hash) - contentOf(before);
    for (const { before } of changes.rejected) kept.content -= contentOf(before);
    const added = changes.accepted.filter(({ before }) => before === null).length;
    await writePosition(trx, collection, { position, recordCount: kept.recordCount + added - lost.length, content: kept.content });
  });
}

const checked = new WeakMap<FeedRecord, ReadRecord>();

/** Checks a record, once. */
function check(collection: Collection, record: FeedRecord): ReadRecord {
  const known = checked.get(record) ?? readRecord(collection, record.key, record.body);
  checked.set(record, known);
  return known;
}

/** Does what writing a page needs and what takes no database: while another page is written, that costs no time. */
export function preparePage(collection: Collection, page: FeedPage): FeedPage {
  for (const each of page.records) {
    const read = check(collection, each);
    if ('record' in read && collection === 'organization') toPeriods(read.record as RecordOf<'organization'>);
  }
  return page;
}

/** Keeps data sets aside of which something is no value, in place of those that were. */
export async function rejectDatasets(database: Knex, collection: string, malformed: readonly { body: unknown; hash: string }[]): Promise<void> {
  await database('feed_rejected').where({ collection }).delete();
  const rows = new Map(malformed.map(({ body, hash }) => [hash, [collection, `?${hash.slice(0, 30)}`, hash, describeDataset(body), JSON.stringify(body)]]));
  await insertRows(database, rejectedTable, [...rows.values()]);
}

function describeDataset(body: unknown): string {
  const { faults } = (body ?? {}) as { faults?: unknown };
  const told = Array.isArray(faults) ? faults.map(({ at, reason }: { at?: unknown; reason?: unknown }) => `${at}: ${reason}`) : [];
  return (told.length > 0 ? told.join('; ') : 'no data set: without a name, a date that exists or a confidence').slice(0, 500);
}

/** Removes records that the agency no longer has. */
export async function removeRecords(database: Knex, collection: Collection, keys: readonly string[], settle: Settle): Promise<void> {
  await database.transaction(async (trx) => {
    const kept = await readPosition(trx, collection);
    const rows = await selectKept(trx, collection, keys);
    for (const { hash } of rows) kept.content -= contentOf(hash);
    for (const table of ['feed_record', 'feed_rejected']) await deleteRows(trx(table).where({ collection }), 'record_key', keys);
    await settle(trx, collection, { keys, records: [], isNew: false });
    await writePosition(trx, collection, { ...kept, recordCount: kept.recordCount - rows.length });
  });
}

/** The keys and hashes held in a range of keys, the refused ones among them: what an agency's checksum is compared with. */
export async function selectRange(
  database: Knex,
  collection: Collection,
  after: string | null,
  through: string | null,
): Promise<{ key: string; hash: string }[]> {
  const within = (table: string) => {
    const query = database(table).where({ collection }).select('record_key as key', 'hash');
    if (after !== null) query.where('record_key', '>', after);
    if (through !== null) query.where('record_key', '<=', through);
    return query;
  };
  // A record that was refused in part is in both.
  const rows = new Map<string, { key: string; hash: string }>();
  for (const row of [...(await within('feed_rejected')), ...(await within('feed_record'))]) rows.set(row.key, row);
  return [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

export async function markDirty(database: Knex, collection: Derived, keys: Iterable<string>): Promise<void> {
  const unique = [...new Set(keys)];
  await deleteRows(database('feed_dirty').where({ collection }), 'record_key', unique);
  await insertRows(
    database,
    dirtyTable,
    unique.map((key) => [collection, key]),
  );
}

/** Writes how far a collection was read, where no record changed. */
export async function movePosition(database: Knex, collection: Collection, position: Position): Promise<void> {
  await database.transaction(async (trx) => writePosition(trx, collection, { ...(await readPosition(trx, collection)), position }));
}

async function writePosition(database: Knex, collection: Collection, { position, recordCount, content }: KeptPosition): Promise<void> {
  const row = { position: JSON.stringify(position), record_count: recordCount, content: BigInt.asUintN(Number(contentBits), content).toString(16) };
  const updated = await database('feed_position').where({ collection }).update(row);
  if (updated === 0) await database('feed_position').insert({ collection, ...row });
}

interface Changes {
  accepted: {
    key: string;
    hash: string;
    before: string | null;
    changedAt: string | null;
    record: RecordOf<Collection>;
    faults: string | null;
    body: unknown;
  }[];
  /** Their versions before do not count either: what is counted depends on what the agency holds, not on when it was read. */
  rejected: { key: string; hash: string; before: string | null; reason: string; body: string }[];
  /** Records that are the ones that are held. */
  unchanged: { key: string; hash: string }[];
}

async function findChanges(
  database: Knex,
  collection: Collection,
  { records, malformed }: Pick<FeedPage, 'records' | 'malformed'>,
  isPresent: boolean,
): Promise<Changes> {
  const latest = new Map<string, FeedRecord>();
  for (const record of records) {
    const known = latest.get(record.key);
    // A feed may repeat a record, or send an older one after a newer.
    if (known === undefined || (record.changedAt ?? '') >= (known.changedAt ?? '')) latest.set(record.key, record);
  }
  const held = new Map((await selectKept(database, collection, [...latest.keys()])).map((row) => [row.record_key, row]));
  const changes: Changes = { accepted: [], rejected: [], unchanged: [] };
  for (const [hash, body] of new Map(malformed.map(({ hash, body }) => [hash, body]))) {
    changes.rejected.push({
      key: `?${hash.slice(0, 30)}`,
      hash,
      before: null,
      reason: 'no record: without a key, a change time or a body',
      body: JSON.stringify(body),
    });
  }
  for (const fed of latest.values()) {
    const { key, changedAt, body, hash } = fed;
    const before = held.get(key);
    if (before?.hash === hash) {
      changes.unchanged.push({ key, hash });
      continue;
    }
    if (!isPresent && before !== undefined && changedAt !== null && changedAt < (before.changed_at ?? '')) continue;
    const read = check(collection, fed);
    if ('fault' in read) changes.rejected.push({ key, hash, before: before?.hash ?? null, reason: read.fault, body: JSON.stringify(body) });
    else changes.accepted.push({ key, hash, before: before?.hash ?? null, changedAt, record: read.record, faults: read.faults, body });
  }
  return changes;
}

async function writeChanges(database: Knex, collection: Collection, { accepted, rejected, unchanged }: Changes): Promise<void> {
  const replaced = [...accepted, ...rejected].filter(({ before }) => before !== null).map(({ key }) => key);
  await deleteRows(database('feed_record').where({ collection }), 'record_key', replaced);
  await insertRows(
    database,
    recordTable,
    accepted.map(({ key, hash, changedAt, record }): Value[] => [collection, key, hash, changedAt, JSON.stringify(record)]),
  );
  const listed = await selectRows<{ record_key: string; hash: string }>(
    database('feed_rejected').where({ collection }),
    ['record_key', 'hash'],
    'record_key',
    unchanged.map(({ key }) => key),
  );
  const hashes = new Map(unchanged.map(({ key, hash }) => [key, hash]));
  // What is held may have been refused in part: then it stays on the list.
  const outdated = listed.filter(({ record_key, hash }) => hashes.get(record_key) !== hash).map(({ record_key }) => record_key);
  await deleteRows(database('feed_rejected').where({ collection }), 'record_key', [...[...accepted, ...rejected].map(({ key }) => key), ...outdated]);
  await insertRows(database, rejectedTable, [
    ...rejected.map(({ key, hash, reason, body }): Value[] => [collection, key, hash, reason, body]),
    ...accepted.flatMap(({ key, hash, faults, body }): Value[][] => (faults === null ? [] : [[collection, key, hash, faults, JSON.stringify(body)]])),
  ]);
}

function selectKept(
  database: Knex,
  collection: Collection,
  keys: readonly string[],
): Promise<{ record_key: string; hash: string; changed_at: string | null }[]> {
  return selectRows(database('feed_record').where({ collection }), ['record_key', 'hash', 'changed_at'], 'record_key', keys);
}

/** The first half of a SHA-256 as a number. */
function contentOf(hash: string | null): bigint {
  return hash === null ? 0n : BigInt(`0x${hash.slice(0, Number(contentBits) / 4)}`);
}

/** Records as they are kept; those that there are of some keys. */
export async function readRecords<Name extends Collection>(database: Knex, collection: Name, keys: readonly string[]): Promise<RecordOf<Name>[]> {
  const rows = await selectRows<{ body: string }>(database('feed_record').where({ collection }), ['body'], 'record_key', keys);
  return rows.map(({ body }) => JSON.parse(body) as RecordOf<Name>);
}
