// Keeps the read model fresh: reads each agency's feed from where it was, compares what the feed cannot tell, and publishes.
// An agency that does not answer is tried again later and holds up no other.
import { setTimeout } from 'node:timers/promises';
import type { Knex } from 'knex';
import { digestRecords, type FeedDigest, type FeedPage, type FeedReader, type FeedState } from '../../shared/feed-client/reader';
import type { Log } from '../../shared/process';
import { isSqlite } from '../../shared/database';
import { prepareCandidates, readCandidateVersion } from './candidates';
import type { Rules } from './changed';
import { applyPage, markDirty, movePosition, type Position, preparePage, readPosition, removeRecords, selectRange, type Settle } from './mirror';
import { deriveUnseen, isBuilt, publish } from './publish';
import { type Agency, type Collection, collections } from './records';

const candidatesEveryMs = 600_000;
/** How long a round compares before it reads what changed: a comparison goes on in the rounds after, and delays no change by more. */
const comparisonMs = 500;
/** A collection without change times is compared so much more often than one with them. */
const comparedMoreOften = 60;
/** So many records of a collection, and more than half of it, do not vanish at once: what does not show them is taken to be broken. */
const mostVanishing = 100;

export interface SyncOptions {
  /** The statistics' own database, for a user who may write. */
  database: Knex;
  readers: ReadonlyMap<Agency, FeedReader>;
  rules: Rules;
  log: Log;
  /** Time between the end of a round and the next. */
  pauseMs: number;
  /** How long after its change time a row may be committed and still be read with the changes. */
  overlapMs: number;
  /** Time between comparisons of a whole collection, which find what change times cannot tell: rows that were deleted. */
  compareEveryMs: number;
  now?: () => number;
}

/**
 * The greatest key of a page, after which the next one begins.
 *
 * @throws Error where a key is not after the page before: what is missing from such pages cannot be told
 */
function findLastKey(collection: Collection, { records }: FeedPage, after: string | null): string | null {
  if (after !== null && records.some(({ key }) => key <= after)) throw new Error(`the feed of ${collection} does not keep the order of keys`);
  return records.reduce<string | null>((last, { key }) => (last === null || key > last ? key : last), after);
}

/** Reads a page before it is asked for. */
function createReadAhead(read: (after: string | null) => Promise<FeedPage>) {
  let ahead: { after: string | null; page: Promise<FeedPage> } | undefined;
  return {
    start(after: string | null): void {
      const page = read(after);
      // Told where it is taken; one that never is must not end the process.
      page.catch(() => {});
      ahead = { after, page };
    },
    take(after: string | null): Promise<FeedPage> {
      const page = ahead?.after === after ? ahead.page : read(after);
      ahead = undefined;
      return page;
    },
  };
}

/** What one round reads of an agency by. */
interface Reading {
  state: FeedState;
  settle: Settle;
  /** Milliseconds since 1970 until which collections are compared. */
  deadline: number;
}

export interface Sync {
  /** One round: reads what there is of every agency that answers, and publishes it. */
  runRound(): Promise<void>;
  /** Rounds until `stop`. */
  start(): void;
  /** Ends after the page in hand. */
  stop(): Promise<void>;
}

export function createSync({ database, readers, rules, log, pauseMs, overlapMs, compareEveryMs, now = Date.now }: SyncOptions): Sync {
  const stopping = new AbortController();
  const down = new Set<Agency>();
  let running: Promise<void> | undefined;
  let preparing: Promise<void> | undefined;
  let candidates = { version: '', preparedAt: 0 };

  /** Reads one agency's feed to its end; null where it does not answer. */
  async function readAgency(agency: Agency, reader: FeedReader, settle: Settle): Promise<FeedState | null> {
    try {
      const state = await reader.readState();
      const reading = { state, settle, deadline: now() + comparisonMs };
      for (const collection of Object.keys(collections[agency]) as Collection[]) await readCollection(reader, collection, reading);
      if (down.delete(agency)) log.info(`the feed of ${agency} answers again`);
      return state;
    } catch (error) {
      if (stopping.signal.aborted) return null;
      if (!down.has(agency)) {
        log.warn(`the feed of ${agency} cannot be read; trying again every round`);
        log.error(error);
      }
      down.add(agency);
      return null;
    }
  }

  async function readCollection(reader: FeedReader, collection: Collection, { state, settle, deadline }: Reading): Promise<void> {
    const { position } = await readPosition(database, collection);
    const tellsChanges = state.withChangeTime.has(collection);
    // What changes while everything is read for the first time is read again after it.
    if (tellsChanges && position.since === null) await movePosition(database, collection, { ...position, since: settledBefore(state) });
    const every = tellsChanges ? compareEveryMs : compareEveryMs / comparedMoreOften;
    // What is read for the first time, and what can only be compared, is published when it is whole.
    const atOnce = !tellsChanges || position.comparedAt === 0;
    if (position.comparison !== null || now() - position.comparedAt >= every)
      await compare(reader, collection, { settle, until: atOnce ? Number.POSITIVE_INFINITY : deadline });
    if (tellsChanges) await readChanges(reader, collection, state, settle);
  }

  /** A row that is committed late has a change time before the agency's clock, by the overlap at most: what is older is settled. */
  function settledBefore({ now: clock }: FeedState): string {
    return new Date(Date.parse(`${clock.replace(' ', 'T')}Z`) - overlapMs).toISOString().replace('T', ' ').replace('Z', '');
  }

  async function readChanges(reader: FeedReader, collection: Collection, state: FeedState, settle: Settle): Promise<void> {
    const settled = settledBefore(state);
    let { position } = await readPosition(database, collection);
    for (let more = true; more; ) {
      stopping.signal.throwIfAborted();
      const page = await reader.readChanges(collection, position.since, position.after);
      more = page.hasNextPage;
      position = { ...position, ...(more ? { after: page.endCursor } : { since: settled, after: null }) };
      await applyPage(database, collection, page, { position, settle, isPresent: false });
    }
  }

  /** Compares a whole collection page by page, one page at least, and reads again the pages that differ; the first time it reads all. */
  async function compare(reader: FeedReader, collection: Collection, { settle, until }: { settle: Settle; until: number }): Promise<void> {
    let { position } = await readPosition(database, collection);
    const readAhead = createReadAhead(async (after) => preparePage(collection, await reader.readRecords(collection, after)));
    for (let more = true; more; more &&= now() < until) {
      stopping.signal.throwIfAborted();
      const { after, key } = position.comparison ?? { after: null, key: null };
      const digest = position.comparedAt === 0 ? null : await findEqualPage(reader, collection, after, key);
      if (digest !== null) {
        more = digest.hasNextPage;
        position = afterComparing(position, digest, digest.keys.at(-1) ?? null);
        await movePosition(database, collection, position);
      } else {
        const page = await readAhead.take(after);
        more = page.hasNextPage;
        // The first time, all pages are read: the agency prepares the next one while this one is written.
        if (more && position.comparedAt === 0) readAhead.start(page.endCursor);
        const last = findLastKey(collection, page, key);
        if (page.malformed.length === 0) await removeMissing(collection, page, key, more ? last : null, settle);
        position = afterComparing(position, page, last);
        await applyPage(database, collection, page, { position, settle, isPresent: true });
      }
    }
  }

  /** The agency's page in short, where it is what is held; null where it differs. */
  async function findEqualPage(reader: FeedReader, collection: Collection, after: string | null, key: string | null): Promise<FeedDigest | null> {
    const digest = await reader.readDigest(collection, after);
    const held = await selectRange(database, collection, key, digest.hasNextPage ? (digest.keys.at(-1) ?? null) : null);
    return digestRecords(held) === digest.checksum ? digest : null;
  }

  function afterComparing(position: Position, { hasNextPage, endCursor }: { hasNextPage: boolean; endCursor: string | null }, key: string | null): Position {
    return hasNextPage ? { ...position, comparison: { after: endCursor, key } } : { ...position, comparison: null, comparedAt: now() };
  }

  async function removeMissing(collection: Collection, { records }: FeedPage, after: string | null, through: string | null, settle: Settle): Promise<void> {
    const there = new Set(records.map(({ key }) => key));
    const gone = (await selectRange(database, collection, after, through)).filter(({ key }) => !there.has(key));
    if (gone.length > 0) {
      const { recordCount } = await readPosition(database, collection);
      if (gone.length >= mostVanishing && gone.length > recordCount / 2)
        throw new Error(`the feed of ${collection} lacks ${gone.length} of ${recordCount} records at once; they are kept, and the feed is taken to be broken`);
      await removeRecords(
        database,
        collection,
        gone.map(({ key }) => key),
        settle,
      );
    }
  }

  async function readAndPublish(): Promise<void> {
    const settle: Settle = (await isBuilt(database))
      ? (trx, collection, { keys }) => markDirty(trx, collection, keys)
      : (trx, collection, changed) => deriveUnseen(trx, collection, changed, rules);
    const states = new Map<Agency, FeedState>();
    for (const [agency, reader] of readers) {
      const state = await readAgency(agency, reader, settle);
      if (state !== null) states.set(agency, state);
    }
    if (states.size > 0 && !stopping.signal.aborted) await publish(database, states, rules);
  }

  /** One preparation at a time. */
  function refreshCandidates(): Promise<void> {
    preparing ??= prepareChanged().finally(() => {
      preparing = undefined;
    });
    return preparing;
  }

  /** Candidates are prepared anew at most so often, and only where something changed. */
  async function prepareChanged(): Promise<void> {
    const version = await readCandidateVersion(database);
    if (version === null || version === candidates.version || now() - candidates.preparedAt < candidatesEveryMs) return;
    await prepareCandidates(database, rules.criteria);
    candidates = { version, preparedAt: now() };
  }

  async function run(): Promise<void> {
    // Readers of the file go on while this writes.
    if (isSqlite(database)) await database.raw('PRAGMA journal_mode = WAL').catch((error: unknown) => log.error(error));
    while (!stopping.signal.aborted) {
      try {
        await readAndPublish();
        // Rounds go on meanwhile: it looks at every organization.
        refreshCandidates().catch((error: unknown) => log.error(error));
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn('the read model could not be written; trying again');
        log.error(error);
      }
      await setTimeout(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  return {
    async runRound() {
      await readAndPublish();
      await refreshCandidates();
    },
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
      await preparing?.catch(() => {});
    },
  };
}
