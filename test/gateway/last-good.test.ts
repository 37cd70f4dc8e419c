// While an agency cannot be reached its last good answer is given, marked STALE with its age: to callers who could have been
// given that answer, within bounds, and in place of no answer that the agency did give.
import { setTimeout } from 'node:timers/promises';
import { createGateway } from '../../gateway/gateway';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph';
import { defaultSettings, readerUrl, silentLog } from '../graph/graph';
import { createScratch } from './audit/scratch-trail';
import { allScopes, sources } from './authorization/protected-world';
import { ask, type Behaviour, type FaultyGraph, type FaultyGraphOptions, sendAnswer, startFaultyGraph, type WholeAnswer } from './execution/faulty-graph';
import { shop } from './execution/shop';
import { serveSubgraph } from './http-subgraph';
import { type Issuer, startIssuer } from './identity/issuer';
import { until } from './until';

const lastGood = { maxBytes: 1_000_000, maxAgeMs: 3_600_000 };

type Shop = FaultyGraph<keyof typeof shop>;
const graphs: { stop(): Promise<void> }[] = [];

/** A shop of the test's own, stopped at the end. */
async function startShop(options: FaultyGraphOptions = {}): Promise<Shop> {
  const started = await startFaultyGraph(shop, { subgraphTimeoutMs: 1_000, lastGood, ...options });
  graphs.push(started);
  return started;
}

let issuer: Issuer;
let graph: Shop;
beforeAll(async () => {
  issuer = startIssuer();
  graph = await startShop({ forwardedHeaders: ['x-request-id', 'traceparent', 'x-region'], identity: issuer.settings });
});
afterEach(() => graph.reset());
afterAll(async () => {
  for (const { stop } of graphs) await stop();
  issuer.stop();
});

interface Agency {
  agency: string;
  status: string;
  answeredAt?: string;
  ageSeconds?: number;
}

const query = '{ all: products { id count price } warehouse { city } }';
const agencyOf = ({ extensions }: WholeAnswer, name = 'stock') =>
  (extensions as { agencies?: Agency[] } | undefined)?.agencies?.find((each) => each.agency === name);
const statusOf = (answer: WholeAnswer, name?: string) => agencyOf(answer, name)?.status;
/** Asks what no other test has asked, so that no other test's answer is given. */
let questions = 0;
beforeEach(() => {
  questions++;
});
const askOwn = (headers: Record<string, string>) => graph.ask('query ($v: JSON) { echo(value: $v) }', { v: questions }, headers);

const reset: Behaviour = (response) => response.socket?.resetAndDestroy();
const unavailable: Behaviour = (response) =>
  sendAnswer(response, { data: null, errors: [{ message: 'its database is down', extensions: { code: 'AGENCY_UNAVAILABLE' } }] });

describe('the last good answer of an agency', () => {
  it.each<[string, Behaviour]>([
    ['resets connections', reset],
    ['answers 500', (response) => response.writeHead(500).end('<html>')],
    ['answers 503', (response) => response.writeHead(503).end()],
    ['does not answer', () => {}],
    ['says that its data cannot be read', unavailable],
    [
      'says so of each of its fields',
      async (response, _request, answerWell) => {
        const { data } = await answerWell();
        const path = Object.keys(data);
        sendAnswer(response, { data: null, errors: [0, 1].map(() => ({ message: 'down', path, extensions: { code: 'AGENCY_UNAVAILABLE' } })) });
      },
    ],
  ])('is given while it %s, with its age, and not once it answers again', async (_what, behaviour) => {
    const before = Date.now();
    const whole = await graph.ask(query);
    const after = Date.now();
    expect(whole.extensions).toBeUndefined();
    graph.subgraphs.stock.behaviour = behaviour;
    for (let time = 0; time < 2; time++) {
      const stale = await graph.ask(query);
      expect(stale.errors).toBeUndefined();
      expect(stale.data).toEqual(whole.data);
      expect(stale.extensions).toEqual({
        agencies: [
          { agency: 'prices', status: 'OK' },
          { agency: 'products', status: 'OK' },
          { agency: 'stock', status: 'STALE', answeredAt: expect.any(String), ageSeconds: expect.any(Number), paths: ['warehouse', 'all.*.count'] },
        ],
      });
      const { answeredAt = '', ageSeconds = -1 } = agencyOf(stale) ?? {};
      expect(Date.parse(answeredAt)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(answeredAt)).toBeLessThanOrEqual(after);
      expect(ageSeconds).toBe(Math.round(ageSeconds));
      expect(ageSeconds).toBeLessThanOrEqual((Date.now() - before) / 1_000 + 1);
    }
    expect(graph.errors()).toEqual(expect.arrayContaining([expect.objectContaining({ agency: 'stock', requestId: 'test' })]));
    graph.reset();
    const mended = await graph.ask(query);
    expect(mended.data).toEqual(whole.data);
    expect(mended.extensions).toBeUndefined();
  });

  it('is given while its process is gone', async () => {
    const sdl = 'type Query { open: Boolean }';
    const gone = await serveSubgraph(sdl, { Query: { open: () => true } });
    const own = await startShop({ elsewhere: new Map([['stock', gone.url]]) });
    expect((await own.ask('{ open }')).data).toEqual({ open: true });
    await gone.stop();
    const answer = await own.ask('{ open }');
    expect(answer.data).toEqual({ open: true });
    expect(statusOf(answer)).toBe('STALE');
  });

  it('is given while the breaker is open, without asking', async () => {
    const breaker = { retries: 0, breakerPercent: 50, breakerCalls: 5, breakerIntervalMs: 600_000 };
    const own = await startShop({ resilience: { ...defaultSettings.resilience, ...breaker } });
    await own.ask('{ open }');
    own.subgraphs.stock.behaviour = reset;
    await until('the breaker is open', async () => {
      own.subgraphs.stock.requests = [];
      expect(statusOf(await own.ask('{ open }'))).toBe('STALE');
      return own.subgraphs.stock.requests.length === 0;
    });
    expect(own.logged()).toContain('the breaker is open');
  });

  it('is as old as its oldest part', async () => {
    const [older, newer] = ['{ all: products(count: 4) { count } }', '{ warehouse { places } }'];
    await graph.ask(older);
    await setTimeout(5);
    await graph.ask(newer);
    graph.subgraphs.stock.behaviour = reset;
    const [first, second] = [agencyOf(await graph.ask(older))?.answeredAt, agencyOf(await graph.ask(newer))?.answeredAt];
    expect(Date.parse(first ?? '')).toBeLessThan(Date.parse(second ?? ''));
    expect(agencyOf(await graph.ask('{ warehouse { places } all: products(count: 4) { count } }'))?.answeredAt).toBe(first);
  });

  it('is the last one, whether it says the same as the one before or not', async () => {
    const times: (string | undefined)[] = [];
    for (const price of [1, 1, 2]) {
      graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, { data: { echo: price } });
      await askOwn({});
      graph.subgraphs.stock.behaviour = reset;
      const stale = await askOwn({});
      expect(stale.data).toEqual({ echo: price });
      times.push(agencyOf(stale)?.answeredAt);
      await setTimeout(5);
    }
    expect(new Set(times).size).toBe(3);
  });

  it('is told apart from what has none', async () => {
    await graph.ask('{ warehouse { city } }');
    graph.subgraphs.stock.behaviour = reset;
    const { data, errors, extensions } = await graph.ask('query { all: products(count: 2) { count } warehouse { city } }');
    expect(data).toEqual({ all: [{ count: null }, { count: null }], warehouse: { city: 'Guiyang' } });
    expect(errors?.map(({ path }) => path?.join('.'))).toEqual(['all.0.count', 'all.1.count']);
    expect((extensions as { agencies?: unknown[] }).agencies).toContainEqual({
      agency: 'stock',
      status: 'UNAVAILABLE',
      code: 'AGENCY_UNAVAILABLE',
      answeredAt: expect.any(String),
      ageSeconds: expect.any(Number),
      paths: ['all.*.count'],
      stalePaths: ['warehouse'],
    });
  });

  it('tells the day that it told then', async () => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) =>
      sendAnswer(response, { ...(await answerWell()), extensions: { asOf: '2025-12-31' } });
    await graph.ask('{ open }');
    graph.subgraphs.stock.behaviour = reset;
    expect(agencyOf(await graph.ask('{ open }'))).toMatchObject({ status: 'STALE', asOf: '2025-12-31' });
  });

  it('is each receiver’s own, also of equal requests in flight together', async () => {
    const askTwelve = () => Promise.all(Array.from({ length: 12 }, (_, number) => graph.ask(query, {}, { 'x-request-id': `r${number}` })));
    const [whole] = await askTwelve();
    graph.subgraphs.stock.behaviour = reset;
    for (const stale of await askTwelve()) {
      expect(stale.data).toEqual(whole?.data);
      expect(statusOf(stale)).toBe('STALE');
    }
  });

  it('may not be kept by whoever gets it', async () => {
    await graph.ask('{ open }');
    graph.subgraphs.stock.behaviour = reset;
    const response = await fetch(graph.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ open }"}' });
    expect(await response.text()).toContain('STALE');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('no answer is given', () => {
  const isRefused = async (ask: Promise<WholeAnswer>, code = 'AGENCY_UNAVAILABLE') => {
    const answer = await ask;
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toContain(code);
    expect(statusOf(answer)).not.toBe('STALE');
    expect(agencyOf(answer)?.answeredAt).toBeUndefined();
  };

  it('to a mutation', async () => {
    expect((await graph.ask('mutation { restock }')).data).toEqual({ restock: 1 });
    graph.subgraphs.stock.behaviour = reset;
    await isRefused(graph.ask('mutation { restock }'));
  });

  it('that was asked for before the caller’s own mutation, to any subgraph', async () => {
    await graph.ask(query);
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    graph.subgraphs.stock.behaviour = async (response, { query: asked }, answerWell) => {
      const answer = await answerWell();
      if (asked.includes('late')) await released;
      sendAnswer(response, answer);
    };
    const late = graph.ask('{ warehouse { late: city } }');
    await until('it is asked', () => graph.subgraphs.stock.requests.some(({ query: asked }) => asked.includes('late')));
    await graph.ask('mutation { addProduct { id } }');
    release();
    expect((await late).data).toEqual({ warehouse: { late: 'Guiyang' } });
    graph.subgraphs.stock.behaviour = reset;
    await isRefused(graph.ask(query));
    await isRefused(graph.ask('{ warehouse { late: city } }'));
    // What is asked for afterwards is kept again.
    graph.reset();
    await graph.ask(query);
    graph.subgraphs.stock.behaviour = reset;
    expect(statusOf(await graph.ask(query))).toBe('STALE');
  });

  it('to another question', async () => {
    const echo = 'query ($v: JSON) { echo(value: $v) }';
    await graph.ask(echo, { v: 1 });
    graph.subgraphs.stock.behaviour = reset;
    await isRefused(graph.ask(echo, { v: 2 }));
    expect((await graph.ask(echo, { v: 1 })).data).toEqual({ echo: 1 });
  });

  it('that had errors', async () => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) =>
      sendAnswer(response, { ...(await answerWell()), errors: [{ message: 'in part', extensions: { code: 'WITHHELD' } }] });
    await graph.ask('{ warehouse { places } }');
    graph.subgraphs.stock.behaviour = reset;
    await isRefused(graph.ask('{ warehouse { places } }'));
  });

  it.each<[string, Behaviour, string]>([
    ['withholds', (response) => sendAnswer(response, { data: null, errors: [{ message: 'no', extensions: { code: 'WITHHELD' } }] }), 'WITHHELD'],
    ['refuses the gateway', (response) => sendAnswer(response, { errors: [{ message: 'no signature' }] }, 401), 'AGENCY_UNAVAILABLE'],
    ['fails', (response) => sendAnswer(response, { data: null, errors: [{ message: 'internal' }] }), 'AGENCY_ERROR'],
    [
      'is down in part and withholds the rest',
      (response) => sendAnswer(response, { data: null, errors: ['AGENCY_UNAVAILABLE', 'WITHHELD'].map((code) => ({ message: 'no', extensions: { code } })) }),
      'WITHHELD',
    ],
    ['answers what is no JSON', (response) => response.writeHead(200).end('<html>'), 'AGENCY_UNAVAILABLE'],
    ['answers without data and errors', (response) => sendAnswer(response, {}), 'AGENCY_ERROR'],
    ['answers with an empty list of errors', (response) => sendAnswer(response, { data: null, errors: [] }), 'AGENCY_ERROR'],
  ])('where the agency %s, nor afterwards', async (_what, behaviour, code) => {
    expect((await graph.ask('{ warehouse { city } }')).errors).toBeUndefined();
    graph.subgraphs.stock.behaviour = behaviour;
    await isRefused(graph.ask('{ warehouse { city } }'), code);
    graph.subgraphs.stock.behaviour = reset;
    await isRefused(graph.ask('{ warehouse { city } }'));
  });

  it('that is too old', async () => {
    const own = await startShop({ lastGood: { ...lastGood, maxAgeMs: 300 } });
    await own.ask('{ open }');
    own.subgraphs.stock.behaviour = reset;
    await until('it is too old', async () => (await own.ask('{ open }')).errors !== undefined);
    await isRefused(own.ask('{ open }'));
  });

  it('that had to make room for others, or has none itself', async () => {
    const own = await startShop({ lastGood: { ...lastGood, maxBytes: 5_000 } });
    const echo = (letter: string, length = 1_000) => own.ask('query ($v: JSON) { echo(value: $v) }', { v: letter.repeat(length) });
    for (const letter of ['a', 'b', 'c', 'd']) await echo(letter);
    await echo('e', 6_000);
    own.subgraphs.stock.behaviour = reset;
    await isRefused(echo('a'));
    await isRefused(echo('e', 6_000));
    for (const letter of ['b', 'c', 'd']) expect(statusOf(await echo(letter))).toBe('STALE');
  });

  it('where nothing is to be kept', async () => {
    const own = await startShop({ lastGood: null });
    await own.ask('{ open }');
    own.subgraphs.stock.behaviour = reset;
    await isRefused(own.ask('{ open }'));
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['with another header that the agency is told', { 'x-region': 'a' }, { 'x-region': 'b' }],
    ['without a header that the agency is told', { 'x-region': 'a' }, {}],
  ])('to a caller %s', async (_what, first, other) => {
    await askOwn(first);
    graph.subgraphs.stock.behaviour = reset;
    await isRefused(askOwn(other));
    expect(statusOf(await askOwn(first))).toBe('STALE');
  });

  it('to a caller with other scopes, though the agency could not tell them apart', async () => {
    const [one, other] = [await issuer.bearer('one'), await issuer.bearer('one two')];
    await graph.ask('{ currency }', {}, one);
    graph.subgraphs.prices.behaviour = reset;
    for (const headers of [other, {}, await issuer.bearer('')]) {
      const answer = await graph.ask('{ currency }', {}, headers);
      expect(answer.data).toEqual({ currency: null });
      expect(statusOf(answer, 'prices')).toBe('UNAVAILABLE');
    }
    expect(statusOf(await graph.ask('{ currency }', {}, one), 'prices')).toBe('STALE');
  });

  it('to a caller without a token of what one with a token was given', async () => {
    await askOwn(await issuer.bearer(''));
    graph.subgraphs.stock.behaviour = reset;
    await isRefused(askOwn({}));
  });
});

describe('callers of equal rights whom the agency cannot tell apart', () => {
  it('share an answer: the scopes’ order, names of requests and traces, and what is not forwarded do not count', async () => {
    const trace = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;
    await askOwn({ ...(await issuer.bearer('one two')), cookie: 'a=1', 'x-request-id': 'first', traceparent: trace('1') });
    graph.subgraphs.stock.behaviour = reset;
    const answer = await askOwn({ ...(await issuer.bearer('two one')), cookie: 'a=2', 'x-request-id': 'second', traceparent: trace('2') });
    expect(answer.data).toEqual({ echo: expect.any(Number) });
    expect(statusOf(answer)).toBe('STALE');
  });

  it('do not where their credentials are forwarded', async () => {
    const own = await startShop({ forwardedHeaders: ['cookie'] });
    await own.ask('{ open }', {}, { cookie: 'a=1' });
    own.subgraphs.stock.behaviour = reset;
    expect((await own.ask('{ open }', {}, { cookie: 'a=2' })).data).toEqual({ open: null });
    expect((await own.ask('{ open }', {}, { cookie: 'a=1' })).data).toEqual({ open: true });
  });
});

describe('a protected value', () => {
  it('is given again to whom it was open, and to nobody else', async () => {
    const world = await startFaultyGraph(sources, { identity: issuer.settings, lastGood });
    graphs.push(world);
    const question = '{ person(id: "1") { name phone badge employer { title payroll } } }';
    const scopes = await issuer.bearer(allScopes.join(' '));
    const whole = await world.ask(question, {}, scopes);
    expect(whole.text).toContain('secret Person.phone 1.');
    await world.ask(question);
    for (const subgraph of Object.values(world.subgraphs)) subgraph.behaviour = reset;
    expect((await world.ask(question, {}, scopes)).data).toEqual(whole.data);
    for (const headers of [{}, await issuer.bearer(''), await issuer.bearer('person:nick')]) {
      const { text } = await world.ask(question, {}, headers);
      expect(text).not.toContain('secret');
    }
    const answer = await world.ask(question);
    expect(answer.data).toEqual({ person: { name: 'person 1', phone: null, badge: null, employer: { title: 'company 1', payroll: null } } });
    expect(agencyOf(answer, 'people')).toEqual({
      agency: 'people',
      status: 'WITHHELD',
      code: 'FORBIDDEN_FIELD',
      answeredAt: expect.any(String),
      ageSeconds: expect.any(Number),
      paths: ['person.phone'],
      stalePaths: ['person'],
    });
  });
});

describe('a subgraph in the gateway’s process', () => {
  it('whose database is gone is answered for too', async () => {
    const openCounties = (url: string) => createSubgraph(counties, { database: openDatabase(url, { role: 'reader' }), logError: () => {} });
    const [sound, broken] = [openCounties(readerUrl('counties')), openCounties('mysql://reader:secret@127.0.0.1:9/counties')];
    let current = sound;
    const inProcess: Subgraph = {
      name: 'counties',
      execute: (request) => current.execute(request),
      findFault: () => sound.findFault(),
      close: async () => void (await Promise.all([sound.close(), broken.close()])),
    };
    const gateway = createGateway({ ...defaultSettings, lastGood, inProcess: [inProcess], log: silentLog });
    graphs.push(gateway);
    const url = `http://127.0.0.1:${await gateway.start()}/graphql`;
    await gateway.ready();
    const question = '{ county(code: "520204") { name code } }';
    const whole = await ask(url, question);
    expect(whole).toMatchObject({ data: { county: { name: '水城区', code: '520204' } } });
    current = broken;
    const stale = await ask(url, question);
    expect(stale.data).toEqual(whole.data);
    expect(agencyOf(stale, 'counties')).toEqual({
      agency: 'counties',
      status: 'STALE',
      asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      answeredAt: expect.any(String),
      ageSeconds: expect.any(Number),
      paths: ['county'],
    });
    expect(statusOf(await ask(url, '{ county(code: "520221") { name } }'), 'counties')).toBe('UNAVAILABLE');
    current = sound;
    expect((await ask(url, question)).extensions).toBeUndefined();
  });
});

describe('metrics and trail', () => {
  it('tell of old answers, and of the failures behind them', async () => {
    const scratch = createScratch();
    const own = await startShop({ measures: true, trail: scratch.create({ onFailure: 'refuse' }) });
    await own.ask(query);
    own.subgraphs.stock.behaviour = reset;
    const { extensions } = await own.ask(query);
    const { answeredAt } = (extensions as { agencies?: Agency[] }).agencies?.find(({ agency }) => agency === 'stock') ?? {};
    const figures = await own.registry?.metrics();
    expect(figures).toMatch(/^jiedui_stale_answers_total\{subgraph="stock"\} 2$/m);
    expect(figures).toMatch(/^jiedui_subgraph_seconds_count\{subgraph="stock",outcome="connection"\} 2$/m);
    const [first, second] = scratch.records().filter(({ kind }) => kind === 'request') as { decision?: string; agencies?: Record<string, Agency> }[];
    expect(first?.agencies?.stock?.answeredAt).toBeUndefined();
    expect(second).toMatchObject({ decision: 'answered', agencies: { stock: { answeredAt } } });
    expect(second?.agencies?.products?.answeredAt).toBeUndefined();
    expect(scratch.seenBy('stock').map((record) => record.answeredAt)).toEqual([undefined, answeredAt]);
    scratch.remove();
  });
});
