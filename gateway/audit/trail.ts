// The audit trail of one process: takes records, has them written together and in order, and says of each whether it is in the
// trail. Where the trail cannot be written it is tried again, and the time without it becomes a record.
import path from 'node:path';
import { lockFile } from '../../subgraphs/shared/file-lock';
import { makeFolder } from '../../subgraphs/shared/make-folder';
import type { Log } from '../../subgraphs/shared/process';
import { type ChainOptions, ChainWriter, type NewRecord, type Position } from './chain-writer';

export interface TrailOptions extends ChainOptions {
  /** What becomes of requests while the trail cannot be written. */
  onFailure: 'refuse' | 'continue';
  /** How often what was written is brought to the disk; 0 for before it counts as written. */
  syncMs: number;
  /** How often a head is signed where lines were written. */
  headEveryMs: number;
  log: Log;
}

export interface Trail {
  /** @throws as writing files does, where requests are to be refused without a trail */
  open(): Promise<void>;
  /** Whether requests are to be refused now. */
  refuses(): boolean;
  /** Counts a request that was refused for want of a trail. */
  countRefused(): void;
  /** Counts a head that could not be kept elsewhere. */
  countUnanchored(): void;
  /**
   * Adds a record, given by its members as JSON without braces.
   *
   * @returns whether whoever waits for it may go on: false where requests are refused and it could not be written
   */
  add(members: string): Promise<boolean>;
  /** For the metrics: so far, since the process began. */
  readonly counts: { lines: number; failures: number; refused: number; lost: number; unanchored: number };
  /** Whether it can be written, as far as is known. */
  works(): boolean;
  /** Writes what waits, ends the chain and signs it. */
  close(): Promise<void>;
}

interface Waiting extends NewRecord {
  settle: (written: boolean) => void;
}

const retryMs = 1_000;
const maxBatch = 1_000;
/** Records kept while requests go on without a trail. */
const maxKept = 10_000;
/** A head is signed at the latest after so many lines. */
const headEveryLines = 10_000;

export function createTrail(options: TrailOptions): Trail {
  const { onFailure, syncMs, headEveryMs, log } = options;
  const counts = { lines: 0, failures: 0, refused: 0, lost: 0, unanchored: 0 };
  let writer: ChainWriter | null = null;
  /** What wrote the batch that failed. */
  let failedWriter: ChainWriter | null = null;
  let known: Position | null = null;
  /** Frees the chain for another gateway; null where it is not ours. */
  let unlock: (() => void) | null = null;
  let started = false;
  let waiting: Waiting[] = [];
  let working: Promise<void> | null = null;
  let syncing: Promise<void> | null = null;
  /** Why lines of a writer could not be brought to the disk. */
  let syncFault: { of: ChainWriter; error: unknown } | null = null;
  let headIsDue = false;
  let syncIsDue = false;
  /** The time without a trail; null while there is one. */
  let gap: { since: string; refused: number; lost: number } | null = null;
  let retryTimer: NodeJS.Timeout | undefined;
  let headTimer: NodeJS.Timeout | undefined;
  let syncTimer: NodeJS.Timeout | undefined;

  /** Works off what is due, one after the other: one at a time does so. */
  function work(): void {
    if (working !== null || writer === null) return;
    working = workOff(writer).finally(() => {
      working = null;
      if (waiting.length > 0) work();
    });
  }

  async function workOff(current: ChainWriter): Promise<void> {
    // What else is answered in this turn of the event loop is written with it.
    await new Promise((resolve) => setImmediate(resolve));
    let batch: Waiting[] = [];
    try {
      while (waiting.length > 0 || headIsDue || syncIsDue || syncFault !== null) {
        if (syncFault !== null) {
          const { of, error } = syncFault;
          syncFault = null;
          if (of === current) throw error;
        }
        batch = waiting.splice(0, maxBatch);
        if (batch.length > 0) await current.write(batch);
        if (syncMs === 0 && batch.length > 0) await current.sync();
        if (syncIsDue) syncBeside(current);
        syncIsDue = false;
        counts.lines += batch.length;
        known = current.position;
        for (const { settle } of batch) settle(true);
        batch = [];
        if (headIsDue || current.unsigned >= headEveryLines) await current.signHead();
        headIsDue = false;
      }
    } catch (error) {
      await fail(current, batch, error);
    }
  }

  /** Lines are written on while those before them are brought to the disk; one at a time does so. */
  function syncBeside(current: ChainWriter): void {
    syncing ??= current
      .sync()
      .catch((error: unknown) => {
        syncFault = { of: current, error };
        work();
      })
      .finally(() => {
        syncing = null;
      });
  }

  async function fail(failed: ChainWriter | null, batch: readonly Waiting[], error: unknown): Promise<void> {
    counts.failures++;
    writer = null;
    failedWriter = batch.length > 0 ? failed : null;
    headIsDue = false;
    syncIsDue = false;
    gap ??= { since: new Date().toISOString(), refused: 0, lost: 0 };
    if (onFailure === 'refuse') {
      for (const { settle } of [...batch, ...waiting.splice(0)]) refuse(settle);
    } else {
      waiting = [...batch, ...waiting];
    }
    const consequence = onFailure === 'refuse' ? 'requests are refused' : 'requests are answered all the same';
    log.error(new Error(`the audit trail cannot be written, ${consequence}: ${describe(error)}`));
    await failed?.abandon();
    retryTimer = setTimeout(() => void reopen(), retryMs).unref();
  }

  function refuse(settle: (written: boolean) => void): void {
    countRefused();
    settle(false);
  }

  function countRefused(): void {
    counts.refused++;
    if (gap !== null) gap.refused++;
  }

  /** Opens the chain, as far as it is there already, and says in it what has happened. Gives how far it had come. */
  async function begin(): Promise<Position> {
    // Anew each time: the folder may be another one since.
    unlock?.();
    unlock = null;
    unlock = lockChain(options);
    const { writer: opened, found, lastKind } = await ChainWriter.open({ ...options, blocks: onFailure === 'refuse' }, known);
    try {
      const time = new Date().toISOString();
      // Where the last record is no stop, the process before this one was ended without one.
      if (!started) await opened.write([{ time, members: `"kind":"start","afterStop":${lastKind === null || lastKind === 'stop'}` }]);
      started = true;
      if (gap !== null) {
        const { since, refused, lost } = gap;
        await opened.write([{ time, members: `"kind":"gap","since":"${since}","refused":${refused},"lost":${lost}` }]);
      }
      await opened.signHead();
    } catch (error) {
      await opened.abandon();
      throw error;
    }
    known = opened.position;
    writer = opened;
    return found;
  }

  async function reopen(): Promise<void> {
    try {
      const found = await begin();
      // Lines of the batch that failed may be there all the same; those of somebody else are not them.
      const alreadyThere = failedWriter?.countWritten(found.prev) ?? 0;
      failedWriter = null;
      if (onFailure === 'continue') waiting.splice(0, alreadyThere);
      gap = null;
      log.info('the audit trail is written again');
      work();
    } catch {
      // It was said when it began.
      counts.failures++;
      retryTimer = setTimeout(() => void reopen(), retryMs).unref();
    }
  }

  return {
    counts,
    async open() {
      try {
        // Made at the start alone: a folder that goes away later is missed.
        makeFolder(options.folder, 0o750);
        await begin();
      } catch (error) {
        if (onFailure === 'refuse') throw error;
        await fail(null, [], error);
      }
      headTimer = setInterval(() => {
        headIsDue = true;
        work();
      }, headEveryMs).unref();
      if (syncMs === 0) return;
      syncTimer = setInterval(() => {
        syncIsDue = true;
        work();
      }, syncMs).unref();
    },
    refuses: () => gap !== null && onFailure === 'refuse',
    works: () => gap === null,
    countRefused,
    countUnanchored: () => {
      counts.unanchored++;
    },
    add(members) {
      return new Promise((resolve) => {
        const record: Waiting = { time: new Date().toISOString(), members, settle: resolve };
        if (onFailure === 'continue') {
          record.settle = ignore;
          resolve(true);
          if (gap !== null && waiting.length >= maxKept) {
            counts.lost++;
            gap.lost++;
            return;
          }
        } else if (gap !== null) {
          refuse(resolve);
          return;
        }
        waiting.push(record);
        work();
      });
    },
    async close() {
      clearInterval(headTimer);
      clearInterval(syncTimer);
      clearTimeout(retryTimer);
      while (working !== null || syncing !== null) await (working ?? syncing);
      clearTimeout(retryTimer);
      if (gap !== null) await reopen();
      while (working !== null) await working;
      clearTimeout(retryTimer);
      if (writer === null) {
        if (waiting.length > 0) log.error(new Error(`the audit trail ends without its last ${waiting.length} lines`));
        unlock?.();
        return;
      }
      try {
        await writer.write([{ time: new Date().toISOString(), members: '"kind":"stop"' }]);
        await writer.close();
      } catch (error) {
        // Every line is in it; what follows the trail's end, such as the databases', must not wait for it.
        log.error(new Error(`the audit trail ends without a record of the stop: ${describe(error)}`));
        await writer.abandon();
      }
      writer = null;
      unlock?.();
    },
  };
}

/** Two gateways that write one chain would fork it. @throws Error where another gateway writes it */
function lockChain({ folder, chain }: ChainOptions): () => void {
  const unlock = lockFile(path.join(folder, `${chain}.lock`));
  if (unlock === null) throw new Error(`another gateway writes the chain ${chain}; give each gateway a JIEDUI_AUDIT_CHAIN of its own`);
  return unlock;
}

function ignore(): void {}

/** Why, without the path: logs go to more people than the trail. */
function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
