// Plans operations in a thread, one after the other, fair by caller, each within a time budget. A planner that thinks too long is ended
// and another one started; known operations need no planner and go on meanwhile. One that has had nothing to do for long is
// ended too: it takes as much memory as all of serving, and starts again in half a second.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { packageRoot } from '../../../subgraphs/shared/package-root';
import type { ConditionValues } from '../conditions';
import type { ExecutablePlan } from '../plan';
import { FairQueue, type Turn } from './fair-queue';
import type { PlannerMessage, PlanningRequest } from './planner-thread';

export interface PlanningOptions {
  supergraphSdl: string;
  /** How long one operation may be planned. */
  budgetMs: number;
  /** How many operations may wait. */
  maxWaiting: number;
  /** How long a planner without work is kept. */
  idleMs?: number;
}

export interface PlanningQueue {
  /** SDL of the public schema. */
  apiSdl: string;
  subgraphs: readonly { name: string; url: string | undefined }[];
  /**
   * Plans one operation of a document.
   *
   * @param options.validate whether the document is checked against the schema first; otherwise it has been
   * @param options.conditions the values that decide the operation's conditions
   * @param options.caller who asks; short documents of callers who have had little planned go first
   * @throws GraphQLError with code PLANNING_TIMEOUT past the budget, GATEWAY_BUSY where too many wait, or the planner's own
   */
  plan(source: string, operationName: string | null, options?: PlanOptions): Promise<PlannedOperation>;
  /** Ends the thread; what waits is refused. */
  close(): Promise<void>;
}

interface PlanOptions {
  validate?: boolean;
  conditions?: ConditionValues;
  caller?: string;
}

interface PlannedOperation {
  plan: ExecutablePlan;
  /** Of the plan as JSON, in characters. */
  length: number;
}

interface Waiting extends Omit<PlanningRequest, 'id'>, Turn {
  resolve(planned: PlannedOperation): void;
  reject(error: Error): void;
}

const threadFile = path.join(packageRoot, 'dist/gateway/execution/planning/planner-thread.js');

/** A planner that takes more is ended, not the gateway. */
const maxOldGenerationSizeMb = 1_024;
/** Planning makes much garbage for a moment; a small young generation keeps the thread small between. */
const maxYoungGenerationSizeMb = 8;

const defaultIdleMs = 60_000;

/** How long a planner may take to load a supergraph. */
const loadingBudgetMs = 60_000;

/** Operations that used up the budget are known by their text, and not tried again for this long. */
const refusalMs = 60_000;

/**
 * Loads a supergraph in a new thread.
 *
 * @throws Error saying why where it does not load
 */
export async function startPlanning({ supergraphSdl, budgetMs, maxWaiting, idleMs = defaultIdleMs }: PlanningOptions): Promise<PlanningQueue> {
  const waiting = new FairQueue<Waiting>();
  const overBudget = new LRUCache<string, true>({ max: 1_000, ttl: refusalMs });
  let closed = false;
  let nextId = 0;
  let current: { id: number; work: Waiting; timer: NodeJS.Timeout } | null = null;
  let thread: Worker | null = null;
  let starting = false;
  let idleTimer: NodeJS.Timeout | undefined;
  const { worker, loaded } = await load(supergraphSdl);
  adopt(worker);

  return {
    apiSdl: loaded.apiSdl,
    subgraphs: loaded.subgraphs,
    plan(source, operationName, { validate = false, conditions = [], caller = '' } = {}) {
      const asked = { source, operationName, validate, conditions, caller, size: source.length + 1 };
      return new Promise((resolve, reject) => {
        if (closed) reject(new Error('the planner has ended'));
        else if (overBudget.has(keyOf(asked))) reject(tooLong(budgetMs));
        else {
          if (waiting.length >= maxWaiting) {
            // One caller's flood leaves room for the others.
            const displaced = waiting.makeRoom(caller);
            if (displaced === undefined) {
              reject(busy());
              return;
            }
            displaced.reject(busy());
          }
          waiting.push({ ...asked, resolve, reject });
          next();
        }
      });
    },
    async close() {
      closed = true;
      clearTimeout(idleTimer);
      const ended = thread;
      thread = null;
      const ending = current === null ? [] : [current.work];
      clearTimeout(current?.timer);
      current = null;
      for (const { reject } of [...ending, ...waiting.clear()]) reject(new Error('the planner has ended'));
      await ended?.terminate();
    },
  };

  function adopt(started: Worker): void {
    thread = started;
    started.on('message', (message: PlannerMessage) => {
      if (current === null || !('id' in message) || message.id !== current.id) return;
      const { work, timer } = current;
      clearTimeout(timer);
      current = null;
      next();
      if (message.kind === 'planned') work.resolve({ plan: JSON.parse(message.plan) as ExecutablePlan, length: message.plan.length });
      else if (message.kind === 'refused') work.reject(new GraphQLError(message.message, { extensions: message.extensions }));
      else work.reject(new Error(`the planner failed: ${message.error}`));
    });
    started.on('error', (error) => {
      // What takes more memory than there is takes it again the next time.
      if (current !== null) overBudget.set(keyOf(current.work), true);
      replace(started, new Error(`the planner ended: ${error.message}`));
    });
    started.on('exit', () => replace(started, new Error('the planner ended')));
    next();
  }

  function next(): void {
    if (current !== null || closed) return;
    clearTimeout(idleTimer);
    if (thread === null) {
      if (waiting.length > 0) start();
      return;
    }
    const work = waiting.shift();
    if (work === undefined) {
      idleTimer = setTimeout(endIdle, idleMs).unref();
      return;
    }
    const id = nextId++;
    const started = thread;
    const timer = setTimeout(() => {
      overBudget.set(keyOf(work), true);
      replace(started, tooLong(budgetMs));
    }, budgetMs);
    current = { id, work, timer };
    const { source, operationName, validate, conditions } = work;
    started.postMessage({ id, source, operationName, validate, conditions } satisfies PlanningRequest);
  }

  /** Ends a thread, refuses what it was at, and starts another. */
  function replace(ended: Worker, reason: Error): void {
    if (closed || thread !== ended) return;
    thread = null;
    const { work, timer } = current ?? {};
    clearTimeout(timer);
    current = null;
    work?.reject(reason);
    void ended.terminate();
    start();
  }

  function endIdle(): void {
    const ended = thread;
    thread = null;
    void ended?.terminate();
  }

  function start(): void {
    if (starting) return;
    starting = true;
    load(supergraphSdl).then(
      ({ worker: started }) => {
        starting = false;
        if (closed) void started.terminate();
        else adopt(started);
      },
      // It loaded before: what stops it now is the machine.
      (error: Error) => {
        starting = false;
        for (const { reject } of waiting.clear()) reject(error);
      },
    );
  }
}

function load(supergraphSdl: string): Promise<{ worker: Worker; loaded: Extract<PlannerMessage, { kind: 'loaded' }> }> {
  const worker = new Worker(threadFile, { workerData: { supergraphSdl }, resourceLimits: { maxOldGenerationSizeMb, maxYoungGenerationSizeMb } });
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      worker.off('error', fail).off('exit', onExit).off('message', onMessage);
    };
    const fail = (error: Error) => {
      settle();
      void worker.terminate();
      reject(error);
    };
    const onExit = () => fail(new Error('the planner ended while it loaded'));
    const onMessage = (message: PlannerMessage) => {
      if (message.kind === 'loaded') {
        settle();
        resolve({ worker, loaded: message });
      } else {
        fail(new Error(message.kind === 'failed' ? message.message : 'the planner did not load'));
      }
    };
    const timer = setTimeout(() => fail(new Error(`the supergraph did not load within ${loadingBudgetMs} ms`)), loadingBudgetMs);
    worker.on('error', fail).on('exit', onExit).on('message', onMessage);
  });
}

function keyOf({ source, operationName, conditions }: Pick<PlanningRequest, 'source' | 'operationName' | 'conditions'>): string {
  return `${operationName ?? ''} ${conditions.join()}\n${source}`;
}

function tooLong(budgetMs: number): GraphQLError {
  const message = `planning this operation takes more than ${budgetMs} ms; ask for less at once. 该查询的规划超过 ${budgetMs} 毫秒，请减少一次查询的内容。`;
  return new GraphQLError(message, { extensions: { code: 'PLANNING_TIMEOUT' } });
}

function busy(): GraphQLError {
  return new GraphQLError('too many new operations wait to be planned; try again. 等待规划的新查询过多，请稍后重试。', {
    extensions: { code: 'GATEWAY_BUSY', http: { status: 503, headers: new Map([['retry-after', '1']]) } },
  });
}
