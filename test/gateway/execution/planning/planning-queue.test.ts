// Planning in a thread: its budget, its bounds, what becomes of operations when a thread ends; and what clients see of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type PlanningQueue, startPlanning } from '../../../../gateway/execution/planning/planning-queue';
import { createGateway, type Gateway } from '../../../../gateway/gateway';
import { ask, defaultSettings, silentLog } from '../../../graph/graph';
import { composeSupergraph, type HttpSubgraph, serveSubgraph } from '../../http-subgraph';
import { type PlannerThreads, watchPlannerThreads } from '../../planner-threads';
import { until } from '../../until';
import { composeHard, hardOperation, quickSdl, limits } from './hard-operation';

/** Enough for easy operations on a slow machine, by far too little for a hard one. */
const budgetMs = 2_000;

let threads: PlannerThreads;
let folder: string;
let subgraph: HttpSubgraph;
let hardSupergraph: string;
const queues: PlanningQueue[] = [];
const gateways: Gateway[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-planning-'));
  subgraph = await serveSubgraph(quickSdl, { Query: { quick: () => 1 } });
  hardSupergraph = composeHard(subgraph.url);
});
beforeEach(() => {
  threads = watchPlannerThreads();
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()));
  await until('no thread is left', () => threads.living() === 0);
  threads.stopWatching();
});
afterAll(async () => {
  await subgraph.stop();
  rmSync(folder, { recursive: true });
});

async function start({ maxWaiting = 10, budget = budgetMs, idleMs = 60_000 } = {}): Promise<PlanningQueue> {
  const queue = await startPlanning({ supergraphSdl: hardSupergraph, budgetMs: budget, maxWaiting, idleMs });
  queues.push(queue);
  return queue;
}

/** What a promise was rejected with; looked at from the start, so that none is unhandled. */
function failureOf(promise: Promise<unknown>): Promise<Error & { extensions?: Record<string, unknown> }> {
  return promise.then(
    (value) => {
      throw new Error(`expected a rejection, got ${JSON.stringify(value).slice(0, 200)}`);
    },
    (error) => error,
  );
}

const easy = (name: string) => `query ${name} { quick }`;
const easyPlan = { plan: expect.objectContaining({ node: expect.objectContaining({ kind: 'Fetch', subgraph: 'quick' }) }) };

describe('an operation whose planning takes more than the budget', () => {
  it('is refused with PLANNING_TIMEOUT, and those behind it are planned by another thread', async () => {
    const queue = await start();
    const refused = failureOf(queue.plan(hardOperation('Hard'), null));
    const planned = Promise.all([queue.plan(easy('A'), null), queue.plan(easy('B'), null)]);
    const error = await refused;
    expect(error.extensions).toEqual({ code: 'PLANNING_TIMEOUT' });
    expect(error.message).toMatch(/more than 2000 ms/);
    expect(await planned).toEqual([expect.objectContaining(easyPlan), expect.objectContaining(easyPlan)]);
    expect(threads.started()).toBe(2);
    await until('the first thread has ended', () => threads.living() === 1);
  });

  it('is refused without another try when it is asked again, unlike another operation of its document', async () => {
    const queue = await start();
    const document = `${hardOperation('Hard')} ${easy('Easy')}`;
    expect((await failureOf(queue.plan(document, 'Hard'))).extensions).toEqual({ code: 'PLANNING_TIMEOUT' });
    expect((await failureOf(queue.plan(document, 'Hard'))).extensions).toEqual({ code: 'PLANNING_TIMEOUT' });
    expect(await queue.plan(document, 'Easy')).toMatchObject(easyPlan);
    // Another try would have used up another thread.
    expect(threads.started()).toBe(2);
  });
});

describe('the queue', () => {
  it('refuses with GATEWAY_BUSY what comes when as many wait as may, and plans those that wait', async () => {
    const queue = await start({ maxWaiting: 3 });
    const hard = failureOf(queue.plan(hardOperation('Hard'), null));
    const waiting = Promise.all(['A', 'B', 'C'].map((name) => queue.plan(easy(name), null)));
    const { extensions } = await failureOf(queue.plan(easy('D'), null));
    expect(extensions).toMatchObject({ code: 'GATEWAY_BUSY', http: { status: 503 } });
    expect((await hard).extensions).toEqual({ code: 'PLANNING_TIMEOUT' });
    expect(await waiting).toHaveLength(3);
    expect(await queue.plan(easy('D'), null)).toMatchObject(easyPlan);
  });

  it('answers each with its own plan, in whatever order they are asked', async () => {
    const queue = await start();
    const ways = ['north', 'east', 'south', 'west'];
    const plans = await Promise.all(ways.map((way) => queue.plan(`{ node { ${way} { id } } }`, null)));
    for (const [index, way] of ways.entries()) {
      const text = JSON.stringify(plans[index]);
      expect(ways.filter((each) => text.includes(each))).toEqual([way]);
    }
  });

  it('refuses what does not fit the schema or cannot be parsed, and goes on', async () => {
    const queue = await start();
    const misfit = await failureOf(queue.plan('{ nosuch }', null, { validate: true }));
    expect(misfit.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(misfit.message).toMatch(/nosuch/);
    await failureOf(queue.plan('{ quick', null));
    expect(await queue.plan(easy('A'), null)).toMatchObject(easyPlan);
    expect(threads.started()).toBe(1);
  });
});

describe('the order of planning', () => {
  /** Has the operations planned that come while the thread is held; gives their names in the order in which they were. */
  async function orderOf(asked: readonly (readonly [name: string, caller: string, size: number])[]): Promise<string[]> {
    const queue = await start({ maxWaiting: 100 });
    const held = failureOf(queue.plan(hardOperation('Hard'), null, { caller: 'holder' }));
    const order: string[] = [];
    const all = asked.map(async ([name, caller, size]) => {
      await queue.plan(`query ${name} { ${Array.from({ length: size }, (_, i) => `f${i}: quick`).join(' ')} }`, null, { caller });
      order.push(name);
    });
    await held;
    await Promise.all(all);
    return order;
  }

  it('puts a short document before the long ones of forty callers that came before it, and of its own caller', async () => {
    const long = Array.from({ length: 40 }, (_, i) => [`Long${i}`, `caller ${i}`, 60] as const);
    const order = await orderOf([...long, ['New', 'another', 1], ['Own', 'caller 0', 2]]);
    expect(order.slice(0, 2)).toEqual(['New', 'Own']);
    expect(order).toHaveLength(42);
  });

  it('takes callers in turn, however much one has sent', async () => {
    const flood = Array.from({ length: 8 }, (_, i) => [`Same${i}`, 'one', 1] as const);
    expect(await orderOf([...flood, ['Other', 'two', 1], ['Third', 'three', 1]])).toEqual(['Same0', 'Other', 'Third', ...flood.slice(1).map(([name]) => name)]);
  });

  it('makes room for a caller with little waiting where one caller has filled the queue', async () => {
    const queue = await start({ maxWaiting: 3 });
    const hard = failureOf(queue.plan(hardOperation('Hard'), null, { caller: 'one' }));
    const [first, second, third] = ['A', 'B', 'C'].map((name) => queue.plan(easy(name), null, { caller: 'one' })) as [
      Promise<unknown>,
      Promise<unknown>,
      Promise<unknown>,
    ];
    const displaced = failureOf(third);
    const other = queue.plan(easy('D'), null, { caller: 'two' });
    expect((await displaced).extensions).toMatchObject({ code: 'GATEWAY_BUSY' });
    expect((await failureOf(queue.plan(easy('E'), null, { caller: 'one' }))).extensions).toMatchObject({ code: 'GATEWAY_BUSY' });
    await hard;
    expect(await Promise.all([first, second, other])).toHaveLength(3);
  });
});

describe('a thread that ends by itself', () => {
  it('while it plans takes one operation with it; the others are planned by another thread', async () => {
    const queue = await start({ budget: 60_000 });
    const lost = failureOf(queue.plan(hardOperation('Hard'), null));
    const waiting = queue.plan(easy('A'), null);
    await threads.kill();
    expect((await lost).message).toMatch(/^the planner ended/);
    expect(await waiting).toMatchObject(easyPlan);
    expect(threads.started()).toBe(2);
  });

  it('while it has nothing to do is replaced, again and again', async () => {
    const queue = await start();
    for (const name of ['A', 'B']) {
      await threads.kill();
      expect(await queue.plan(easy(name), null)).toMatchObject(easyPlan);
    }
    expect(threads.started()).toBe(3);
  });

  it('while it loads, in place of another, is replaced too', async () => {
    const queue = await start();
    await threads.kill();
    await until('another is started', () => threads.started() === 2);
    await threads.kill();
    // What waited for it may be refused; what comes later is planned.
    await queue.plan(easy('A'), null).catch(() => {});
    expect(await queue.plan(easy('B'), null)).toMatchObject(easyPlan);
  });
});

describe('a thread that has had nothing to do for long', () => {
  it('ends, and another is started for the next operations', async () => {
    const queue = await start({ idleMs: 50 });
    for (const name of ['A', 'B']) {
      await until('no thread is left', () => threads.living() === 0);
      const plans = await Promise.all([queue.plan(easy(name), null), queue.plan(`{ ${name.toLowerCase()}: quick }`, null)]);
      expect(plans).toEqual([expect.objectContaining(easyPlan), expect.objectContaining(easyPlan)]);
    }
    expect(threads.started()).toBe(3);
  });

  it('does not end while it plans', async () => {
    const queue = await start({ idleMs: 50 });
    const error = await failureOf(queue.plan(hardOperation('Hard'), null));
    expect(error.extensions).toEqual({ code: 'PLANNING_TIMEOUT' });
  });
});

describe('closing', () => {
  it('refuses what is planned and what waits, then everything, and leaves no thread', async () => {
    const queue = await start({ budget: 60_000 });
    const refused = [hardOperation('Hard'), easy('A'), easy('B')].map((source) => failureOf(queue.plan(source, null)));
    await queue.close();
    expect(threads.living()).toBe(0);
    for (const error of await Promise.all(refused)) expect(error.message).toBe('the planner has ended');
    expect((await failureOf(queue.plan(easy('C'), null))).message).toBe('the planner has ended');
    // No budget runs on that would start a thread anew.
    await setTimeout(100);
    expect(threads.started()).toBe(1);
  });

  it('while another thread takes the place of one leaves neither', async () => {
    const queue = await start();
    await threads.kill();
    await until('another is started', () => threads.started() === 2);
    const refused = failureOf(queue.plan(easy('A'), null));
    await queue.close();
    expect((await refused).message).toBe('the planner has ended');
    await until('no thread is left', () => threads.living() === 0);
  });

  it('twice is closing once', async () => {
    const queue = await start();
    await Promise.all([queue.close(), queue.close()]);
    expect(threads.living()).toBe(0);
  });
});

describe('a supergraph that does not load', () => {
  const good = () => composeSupergraph({ a: { url: 'http://a.invalid/', sdl: 'type Query { a: Int }' } });

  it.each([
    ['is empty', () => '', /./],
    ['is no SDL', () => 'hello', /Unexpected Name "hello"/],
    ['is no supergraph', () => 'type Query { a: Int }', /./],
    ['uses a type that it does not define', () => good().replace('a: Int', 'a: Nosuch'), /Nosuch/],
    ['is cut off', () => good().slice(0, -20), /Syntax Error/],
  ])('because it %s is refused with one sentence, and leaves no thread', async (_name, write, message) => {
    const error = await failureOf(startPlanning({ supergraphSdl: write(), budgetMs, maxWaiting: 10 }));
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/\n|Worker|node:internal|\.js:/);
    await until('no thread is left', () => threads.living() === 0);
  });
});

describe('through the gateway', () => {
  async function startGateway(planningBudgetMs = budgetMs): Promise<string> {
    const supergraphFile = path.join(folder, 'supergraph.graphql');
    writeFileSync(supergraphFile, hardSupergraph);
    const gateway = createGateway({ ...defaultSettings, limits, supergraphFile, planningBudgetMs, inProcess: [], log: silentLog });
    gateways.push(gateway);
    return `http://127.0.0.1:${await gateway.start()}/graphql`;
  }

  it('a known operation is answered while a hard one is planned, and the hard one is refused with its code', async () => {
    const url = await startGateway();
    await ask(url, easy('Known'));
    const order: string[] = [];
    const hard = ask(url, hardOperation('Hard')).finally(() => order.push('hard'));
    for (let time = 0; time < 5; time++) {
      expect(await ask(url, easy('Known'))).toEqual({ status: 200, data: { quick: 1 } });
      order.push('known');
    }
    const { data, errors } = await hard;
    expect(order).toEqual(['known', 'known', 'known', 'known', 'known', 'hard']);
    expect(data ?? null).toBeNull();
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: 'PLANNING_TIMEOUT', requestId: 'test' } })]);
    expect((await ask(url, hardOperation('Hard'))).errors?.[0]?.extensions).toEqual({ code: 'PLANNING_TIMEOUT', requestId: 'test' });
    expect(await ask(url, easy('New'))).toEqual({ status: 200, data: { quick: 1 } });
    expect(threads.started()).toBe(2);
  });

  it('equal new operations of many callers at once are planned once', async () => {
    const url = await startGateway();
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, number) => {
        // A header of its own makes each a request of its own.
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-request-id': String(number) },
          body: JSON.stringify({ query: easy('Same') }),
        });
        return response.json();
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"data":{"quick":1}}']));
    expect(threads.planned()).toBe(1);
  });

  it('more new operations than may wait are refused with status 503 and when to try again', async () => {
    const url = await startGateway(5_000);
    await ask(url, easy('Known'));
    const hard = ask(url, hardOperation('Hard'));
    await ask(url, easy('Known'));
    const responses = await Promise.all(
      Array.from({ length: 260 }, (_, number) =>
        fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: easy(`New${number}`) }) }),
      ),
    );
    const refused = responses.filter(({ status }) => status === 503);
    const answered = responses.filter(({ status }) => status === 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length + answered.length).toBe(responses.length);
    for (const response of refused) {
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'GATEWAY_BUSY' } }] });
    }
    for (const response of answered) expect(await response.json()).toEqual({ data: { quick: 1 } });
    expect((await hard).errors?.[0]?.extensions).toEqual({ code: 'PLANNING_TIMEOUT', requestId: 'test' });
    expect(await ask(url, easy('New259'))).toEqual({ status: 200, data: { quick: 1 } });
  });
});
