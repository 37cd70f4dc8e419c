// What stands between the gateway and a subgraph over HTTP: what is sent again, what is held back, and what is counted.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { readConfig } from '../../../config';
import { createResilience, type ResilienceOptions } from '../../../gateway/execution/resilience';
import { createHttpTransport } from '../../../gateway/execution/http-transport';
import { SubgraphFailure } from '../../../gateway/execution/subgraph-failure';
import { createSubgraphStates, type SubgraphState } from '../../../gateway/execution/subgraph-state';
import { anonymous, type Answer, type Transport } from '../../../gateway/execution/transport';
import { Deadline } from '../../../gateway/time-limit';
import { until } from '../until';

const defaults: ResilienceOptions = { ...readConfig({}, '/').gateway.resilience, breakerPercent: 100 };
const good = '{"data":{"ok":true}}';

let server: Server;
let url: string;
let requests = 0;
let behave: (response: ServerResponse, request: IncomingMessage, number: number) => unknown;
const transports: Transport[] = [];

beforeAll(async () => {
  server = createServer((request, response) => behave(response, request, ++requests));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  requests = 0;
  behave = (response) => response.end(good);
});
afterEach(async () => {
  server.closeAllConnections();
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

interface Opened {
  state: SubgraphState;
  told: string[];
  send(operationKind?: 'query' | 'mutation', deadline?: Deadline): Promise<Answer>;
}

function open(options: Partial<ResilienceOptions> = {}, timeoutMs = 2_000, to = url): Opened {
  const told: string[] = [];
  const states = createSubgraphStates([
    {
      onAnswer: (name, ms, outcome) => told.push(`${name} ${ms >= 0 ? outcome : 'before it was sent'}`),
      onRetry: (name) => told.push(`${name} again`),
      onBreaker: (name, breaker) => told.push(`${name} ${breaker}`),
    },
  ]);
  const resilience = createResilience(timeoutMs, { ...defaults, ...options }, states.of('shop'));
  const transport = createHttpTransport({ url: to, timeoutMs, maxAnswerBytes: 10_000, resilience });
  transports.push(transport);
  let number = 0;
  return {
    state: states.of('shop'),
    told,
    send: (operationKind = 'query', deadline = new Deadline()) => {
      // None equals another, so that each is sent.
      const body = `{"query":"{ ok }","variables":{"number":${number++}}}`;
      const request = {
        query: '{ ok }',
        operationName: null,
        operationKind,
        toJson: () => body,
        toVariables: () => ({}),
        caller: anonymous,
        deadline,
      };
      return new Promise((resolve) => transport.send(request, resolve));
    },
  };
}

const kindOf = (answer: Answer): string => ('failure' in answer ? answer.failure.kind : 'ok');
const reset = (response: ServerResponse) => response.socket?.resetAndDestroy();
/** Says that it did not begin with the request. */
const busy = (response: ServerResponse) => response.writeHead(503, { 'retry-after': '0' }).end();
const failFirst = (count: number, fail: (response: ServerResponse) => unknown) => {
  behave = (response, _request, number) => (number <= count ? fail(response) : response.end(good));
};

/** Twenty requests that the subgraph holds, until the connections of ten are lost. */
async function openHeld(options: Partial<ResilienceOptions>, timeoutMs = 60_000) {
  const held: ServerResponse[] = [];
  behave = (response) => held.push(response);
  const opened = open(options, timeoutMs);
  for (let number = 0; number < 20; number++) void opened.send();
  await until('all are held', () => held.length === 20);
  return {
    ...opened,
    async loseTen() {
      for (const response of held.splice(0, 10)) reset(response);
      await until('ten have ended', () => opened.state.inFlight === held.length);
    },
  };
}

describe('a query', () => {
  it.each<[string, (response: ServerResponse) => unknown]>([
    ['503 with Retry-After', busy],
    ['503 with Retry-After as a date', (response) => response.writeHead(503, { 'retry-after': new Date().toUTCString() }).end()],
    ['503 with Retry-After and errors', (response) => response.writeHead(503, { 'retry-after': '0' }).end('{"errors":[{"message":"no"}]}')],
  ])('is sent again after %s', async (_case, fail) => {
    failFirst(2, fail);
    const { send, state, told } = open({ retries: 2 });
    expect(await send()).toMatchObject({ body: { data: { ok: true } } });
    expect(requests).toBe(3);
    expect(state).toMatchObject({ requests: 1, retries: 2, inFlight: 0 });
    expect(told.filter((each) => each === 'shop again')).toHaveLength(2);
    expect(told.at(-1)).toBe('shop ok');
  });

  it('is sent again after a refused connection', async () => {
    const late = createServer((_request, response) => response.end(good));
    await new Promise<void>((resolve) => late.listen(0, '127.0.0.1', resolve));
    const { port } = late.address() as AddressInfo;
    await new Promise((resolve) => late.close(resolve));
    const { send, told } = open({ retries: 5 }, 10_000, `http://127.0.0.1:${port}/`);
    const answer = send();
    await until('it was refused', () => told.length > 0);
    await new Promise<void>((resolve) => late.listen(port, '127.0.0.1', resolve));
    expect(kindOf(await answer)).toBe('ok');
    expect(told).toContain('shop again');
    late.closeAllConnections();
    await new Promise((resolve) => late.close(resolve));
  });

  it('is sent over a new connection where the server has closed the idle one', async () => {
    behave = (response) => response.end(good, () => response.socket?.end());
    const { send, state } = open({ retries: 0 });
    for (let number = 1; number <= 5; number++) {
      expect(kindOf(await send())).toBe('ok');
      await setTimeout(20);
    }
    expect(state.failures.connection).toBe(0);
  });

  it('waits as long as Retry-After says, and fails at once where that is past the time limit', async () => {
    failFirst(1, (response) => response.writeHead(503, { 'retry-after': '1' }).end());
    const begunAt = performance.now();
    expect(kindOf(await open({ retries: 2 }, 10_000).send())).toBe('ok');
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(990);
    failFirst(99, (response) => response.writeHead(503, { 'retry-after': '60' }).end());
    requests = 0;
    expect(kindOf(await open({ retries: 2 }, 50_000).send())).toBe('status');
    expect(requests).toBe(1);
  });

  it.each<[string, (response: ServerResponse) => unknown, string]>([
    // Sent again, a query that takes its subgraph down would take down one replica after another.
    ['a connection reset before an answer', reset, 'connection'],
    ['a connection closed before an answer', (response) => response.socket?.end(), 'connection'],
    [
      'a connection reset within the answer',
      (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{');
        global.setTimeout(() => reset(response), 20);
      },
      'connection',
    ],
    ['502', (response) => response.writeHead(502).end(), 'status'],
    ['503 that says no more', (response) => response.writeHead(503).end(), 'status'],
    ['503 with a Retry-After that says nothing', (response) => response.writeHead(503, { 'retry-after': 'soon' }).end(), 'status'],
    ['504', (response) => response.writeHead(504).end(), 'status'],
    ['500', (response) => response.writeHead(500).end(), 'status'],
    ['404', (response) => response.writeHead(404).end(), 'answer'],
    ['an answer that is no JSON', (response) => response.end('<html>'), 'answer'],
    ['an answer that is too large', (response) => response.end('x'.repeat(20_000)), 'answer'],
    ['errors of GraphQL', (response) => response.writeHead(503).end('{"errors":[{"message":"no"}]}'), 'ok'],
  ])('is not sent again after %s', async (_case, fail, kind) => {
    failFirst(9, fail);
    const { send, state } = open({ retries: 2 });
    expect(kindOf(await send())).toBe(kind);
    expect(requests).toBe(1);
    expect(state.retries).toBe(0);
  });

  it('is not sent again after the time limit, nor does the waiting between pass it', async () => {
    behave = () => {};
    const silent = open({ retries: 5 }, 100);
    expect(kindOf(await silent.send())).toBe('timeout');
    expect(requests).toBe(1);
    failFirst(99, busy);
    // The fifth wait alone ends past the time limit, whatever the jitter.
    const failing = open({ retries: 5 }, 60);
    expect(kindOf(await failing.send())).not.toBe('ok');
    const { retries } = failing.state;
    expect(retries).toBeLessThan(5);
    await setTimeout(200);
    expect(failing.state.retries).toBe(retries);
    expect(requests).toBeLessThanOrEqual(1 + 1 + retries);
  });

  it('is sent again as often as set, and no more', async () => {
    failFirst(99, busy);
    const { send, state } = open({ retries: 3 });
    expect(kindOf(await send())).toBe('status');
    expect(requests).toBe(4);
    expect(state.failures).toEqual({ timeout: 0, connection: 0, status: 4, answer: 0 });
  });
});

describe('a mutation', () => {
  it('is never sent again', async () => {
    failFirst(99, busy);
    const { send, state } = open({ retries: 3 });
    expect(kindOf(await send('mutation'))).toBe('status');
    expect(requests).toBe(1);
    expect(state.retries).toBe(0);
  });
});

describe('a request that is given up', () => {
  const given = () => {
    const deadline = new Deadline();
    return { deadline, giveUp: () => deadline.giveUp() };
  };

  it('ends its call, and counts neither as failure nor as success', async () => {
    let closed = 0;
    behave = (response) => response.once('close', () => closed++);
    const { send, state, told } = open({ breakerPercent: 50, breakerCalls: 10 });
    const waiting = Array.from({ length: 20 }, given);
    const answers = waiting.map(({ deadline }) => send('query', deadline).then(kindOf));
    await until('all are held', () => requests === 20);
    for (const { giveUp } of waiting) giveUp();
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['given-up']));
    await until('the calls have ended', () => closed === 20 && state.inFlight === 0);
    expect(state).toMatchObject({ breaker: 'closed', rejected: 0, failures: { timeout: 0, connection: 0, status: 0, answer: 0 } });
    expect(new Set(told)).toEqual(new Set(['shop given-up']));
    // Twenty successes would outweigh these.
    failFirst(Number.POSITIVE_INFINITY, reset);
    for (let number = 0; number < 5; number++) await send();
    await until('it is open', () => state.breaker === 'open');
  });

  it('leaves the breaker’s trial to its end, whose outcome alone decides', async () => {
    for (const [outcome, breaker] of [
      [(response: ServerResponse) => response.end(good), 'closed'],
      [reset, 'open'],
      [() => {}, 'open'],
    ] as const) {
      requests = 0;
      const held: ServerResponse[] = [];
      behave = reset;
      const { send, state } = open({ retries: 0, breakerPercent: 50, breakerCalls: 10, breakerIntervalMs: 200 }, 60_000);
      for (let number = 0; number < 5; number++) await send();
      await setTimeout(220);
      behave = (response) => held.push(response);
      const { deadline, giveUp } = given();
      const trial = send('query', deadline).then(kindOf);
      await until('it is sent', () => held.length === 1);
      giveUp();
      expect(await trial).toBe('given-up');
      expect(state.breaker).toBe('half-open');
      outcome(held[0] as ServerResponse);
      await until('the trial has ended', () => state.breaker === breaker);
    }
  });

  it('is not sent where it waited, nor again', async () => {
    const held: ServerResponse[] = [];
    behave = (response) => held.push(response);
    const { send, state } = open({ maxConcurrent: 1, retries: 5 });
    const first = send();
    await until('one is held', () => held.length === 1);
    const { deadline, giveUp } = given();
    const second = send('query', deadline).then(kindOf);
    giveUp();
    expect(await second).toBe('given-up');
    held[0]?.end(good);
    expect(kindOf(await first)).toBe('ok');
    behave = (response) => response.writeHead(503, { 'retry-after': '1' }).end();
    const later = given();
    const third = send('query', later.deadline).then(kindOf);
    await until('it was refused', () => state.retries === 1);
    later.giveUp();
    expect(await third).toBe('given-up');
    await setTimeout(1_100);
    expect(requests).toBe(2);
  });
});

describe('retries together', () => {
  it.each([0, 10, 20, 50])('stay under %s percent of the requests, but for those that were saved up', async (retryPercent) => {
    failFirst(Number.POSITIVE_INFINITY, busy);
    const { send, state } = open({ retries: 3, retryPercent });
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 10 }, () => send()));
    expect(state.requests).toBe(100);
    expect(state.retries).toBeLessThanOrEqual(retryPercent + (retryPercent === 0 ? 0 : 10));
    expect(state.retries).toBeGreaterThanOrEqual(retryPercent);
    expect(requests).toBe(100 + state.retries);
  });
});

describe('a bound on what is in flight', () => {
  it('makes others wait, and refuses those that would wait too many', async () => {
    const held: ServerResponse[] = [];
    behave = (response) => held.push(response);
    const { send, state } = open({ maxConcurrent: 2, maxQueued: 3 });
    const answers = Array.from({ length: 6 }, () => send().then(kindOf));
    expect(await answers[5]).toBe('rejected');
    expect(state).toMatchObject({ inFlight: 2, rejected: 1 });
    await until('two are held', () => held.length === 2);
    behave = (response) => response.end(good);
    for (const response of held) response.end(good);
    expect(await Promise.all(answers)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'rejected']);
    expect(requests).toBe(5);
  });

  it('counts the waiting into the time limit, and sends nothing whose time is over', async () => {
    behave = () => {};
    const { send } = open({ maxConcurrent: 1, maxQueued: 20 }, 100);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send().then(kindOf)));
    expect(new Set(answers)).toEqual(new Set(['timeout']));
    await setTimeout(50);
    // The time of the second one may not have been quite over yet.
    expect(requests).toBeLessThanOrEqual(2);
    // None of them keeps its place.
    behave = (response) => response.end(good);
    expect(kindOf(await send())).toBe('ok');
  });
});

describe('the breaker', () => {
  const quick = { retries: 0, breakerPercent: 50, breakerCalls: 10, breakerIntervalMs: 200 };

  it.each<[string, (response: ServerResponse) => unknown, number]>([
    ['lost connections', reset, 2_000],
    ['5xx', (response) => response.writeHead(500).end(), 2_000],
    ['time-outs', () => {}, 60],
  ])('opens on %s, and asks the subgraph no more', async (_case, fail, timeoutMs) => {
    failFirst(Number.POSITIVE_INFINITY, fail);
    const { send, state, told } = open({ ...quick, breakerIntervalMs: 60_000 }, timeoutMs);
    for (let number = 0; number < 5; number++) await send();
    await until('it is open', () => state.breaker === 'open');
    expect(requests).toBe(5);
    for (let number = 0; number < 20; number++) expect(kindOf(await send())).toBe('rejected');
    expect(requests).toBe(5);
    expect(state.rejected).toBe(20);
    expect(told.filter((each) => each === 'shop open')).toHaveLength(1);
  });

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['errors of GraphQL, with whatever status', (response) => response.writeHead(500).end('{"errors":[{"message":"no"}]}')],
    ['answers that cannot be read', (response) => response.end('<html>')],
    ['4xx', (response) => response.writeHead(404).end()],
  ])('stays closed on %s', async (_case, fail) => {
    failFirst(Number.POSITIVE_INFINITY, fail);
    const { send, state } = open(quick);
    for (let number = 0; number < 30; number++) await send();
    expect(state.breaker).toBe('closed');
    expect(requests).toBe(30);
  });

  it('stays closed while no more than the share fails', async () => {
    behave = (response, _request, number) => (number % 2 === 0 ? reset(response) : response.end(good));
    const { send, state } = open(quick);
    for (let number = 0; number < 40; number++) await send();
    expect(state.breaker).toBe('closed');
    expect(requests).toBe(40);
  });

  it('lets one request try after the interval, and refuses all others meanwhile', async () => {
    const held: ServerResponse[] = [];
    failFirst(5, reset);
    const { send, state, told } = open(quick);
    for (let number = 0; number < 5; number++) await send();
    await setTimeout(quick.breakerIntervalMs + 20);
    behave = (response) => held.push(response);
    const trial = send();
    await until('it is sent', () => held.length === 1);
    expect(state.breaker).toBe('half-open');
    expect(await Promise.all(Array.from({ length: 20 }, () => send().then(kindOf)))).toEqual(Array.from({ length: 20 }, () => 'rejected'));
    expect(requests).toBe(6);
    behave = (response) => response.end(good);
    held[0]?.end(good);
    expect(kindOf(await trial)).toBe('ok');
    expect(state.breaker).toBe('closed');
    expect(kindOf(await send())).toBe('ok');
    expect(told.filter((each) => /open|closed/.test(each))).toEqual(['shop open', 'shop half-open', 'shop closed']);
  });

  it('opens again where the trial fails', async () => {
    failFirst(6, reset);
    const { send, state } = open(quick);
    for (let number = 0; number < 5; number++) await send();
    await setTimeout(quick.breakerIntervalMs + 20);
    expect(kindOf(await send())).toBe('connection');
    expect(state.breaker).toBe('open');
    expect(kindOf(await send())).toBe('rejected');
    await setTimeout(quick.breakerIntervalMs + 20);
    expect(kindOf(await send())).toBe('ok');
    expect(state.breaker).toBe('closed');
  });

  it('does not make those wait who would wait behind requests that hang', async () => {
    const { send, state, loseTen } = await openHeld({ ...quick, maxConcurrent: 20, breakerIntervalMs: 60_000 });
    await loseTen();
    const refused = await Promise.all(Array.from({ length: 100 }, () => send().then(kindOf)));
    expect(new Set(refused)).toEqual(new Set(['rejected']));
    expect(state).toMatchObject({ breaker: 'open', inFlight: 10 });
  });

  it('is not opened again by requests from before it opened, which time out only now', async () => {
    const { send, state, loseTen } = await openHeld({ ...quick, breakerIntervalMs: 100 }, 2_000);
    await loseTen();
    expect(state.breaker).toBe('open');
    behave = (response) => response.end(good);
    await setTimeout(105);
    expect(kindOf(await send())).toBe('ok');
    expect(state).toMatchObject({ breaker: 'closed', inFlight: 10 });
    await until('the others have timed out', () => state.failures.timeout === 10);
    expect(state).toMatchObject({ breaker: 'closed', inFlight: 0 });
    expect(kindOf(await send())).toBe('ok');
  });

  it('of a subgraph’s new address is closed, and the old one is heard no more', async () => {
    const recorder = createSubgraphStates().of('shop');
    const fail = () => new Promise((resolve) => old.call(false, failing, resolve));
    const failing: Parameters<typeof old.call<never>>[1] = (finish) => {
      setImmediate(() => finish({ failure: new SubgraphFailure('status', 'HTTP status 500') }));
      return () => {};
    };
    const old = createResilience(1_000, { ...defaults, ...quick }, recorder);
    for (let number = 0; number < 5; number++) await fail();
    expect(recorder.breaker).toBe('open');
    createResilience(1_000, { ...defaults, ...quick }, recorder);
    expect(recorder.breaker).toBe('closed');
    await setTimeout(quick.breakerIntervalMs + 20);
    await fail();
    expect(recorder.breaker).toBe('closed');
  });

  it('is not there where it is switched off', async () => {
    failFirst(Number.POSITIVE_INFINITY, reset);
    const { send, state } = open({ ...quick, breakerPercent: 100 });
    for (let number = 0; number < 30; number++) await send();
    expect(requests).toBe(30);
    expect(state.breaker).toBe('closed');
  });
});
