// An answer that lacks something says why: which agency, what happened, where, and under which identifier the log has more.
import { type Behaviour, type FaultyGraph, sendAnswer, startFaultyGraph } from './execution/faulty-graph';
import { shop } from './execution/shop';

let graph: FaultyGraph<'products' | 'stock' | 'prices'>;
beforeAll(async () => {
  graph = await startFaultyGraph(shop, { subgraphTimeoutMs: 150 });
});
afterEach(() => graph.reset());
afterAll(() => graph.stop());

const query = '{ all: products { id count price } warehouse { city } }';
const agenciesOf = async () => ((await graph.ask(query)).extensions as { agencies?: unknown } | undefined)?.agencies;

describe('extensions.agencies', () => {
  it('is absent while every agency answers', async () => {
    expect((await graph.ask(query)).extensions).toBeUndefined();
  });

  it('lists the agencies that were asked, and where one left nothing', async () => {
    graph.subgraphs.stock.behaviour = (response) => response.socket?.resetAndDestroy();
    expect(await agenciesOf()).toEqual([
      { agency: 'prices', status: 'OK' },
      { agency: 'products', status: 'OK' },
      { agency: 'stock', status: 'UNAVAILABLE', code: 'AGENCY_UNAVAILABLE', paths: ['warehouse', 'all.*.count'] },
    ]);
  });

  it('does not list those that were not asked, for what others failed in', async () => {
    graph.subgraphs.products.behaviour = (response) => response.socket?.resetAndDestroy();
    const { data, extensions } = await graph.ask('{ all: products { id count price } currency }');
    expect(data).toEqual({ all: null, currency: 'CNY' });
    expect(extensions).toEqual({
      agencies: [
        { agency: 'prices', status: 'OK' },
        { agency: 'products', status: 'UNAVAILABLE', code: 'AGENCY_UNAVAILABLE', paths: ['all'] },
      ],
    });
  });

  it('tells lateness, errors and what is withheld apart', async () => {
    graph.subgraphs.prices.behaviour = () => {};
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) =>
      sendAnswer(response, { ...(await answerWell()), errors: [{ message: 'no such column: x', path: ['warehouse', 'city'] }] });
    expect(await agenciesOf()).toEqual([
      { agency: 'prices', status: 'UNAVAILABLE', code: 'AGENCY_TIMEOUT', paths: ['all.*.price'] },
      { agency: 'products', status: 'OK' },
      expect.objectContaining({ agency: 'stock', status: 'FAILED', code: 'AGENCY_ERROR' }),
    ]);
    graph.reset();
    graph.subgraphs.stock.behaviour = (response) =>
      sendAnswer(response, { data: { warehouse: null }, errors: [{ message: 'no', path: ['warehouse'], extensions: { code: 'FORBIDDEN_FIELD' } }] });
    expect((await graph.ask('{ warehouse { city } }')).extensions).toEqual({
      agencies: [{ agency: 'stock', status: 'WITHHELD', code: 'FORBIDDEN_FIELD', paths: ['warehouse'] }],
    });
  });

  it('is absent where a client’s input is all that is wrong', async () => {
    graph.subgraphs.stock.behaviour = (response) =>
      sendAnswer(response, { data: { warehouse: null }, errors: [{ message: 'no', path: ['warehouse'], extensions: { code: 'BAD_USER_INPUT' } }] });
    const { errors, extensions } = await graph.ask('{ warehouse { city } }');
    expect(errors).toHaveLength(1);
    expect(extensions).toBeUndefined();
  });
});

describe('the day that an agency’s data describe', () => {
  const tell =
    (extensions: unknown, spoil = {}): Behaviour =>
    async (response, _request, answerWell) =>
      sendAnswer(response, { ...(await answerWell()), ...spoil, extensions });
  const withheld = { errors: [{ message: 'no', path: ['warehouse', 'city'], extensions: { code: 'FORBIDDEN_FIELD' } }] };

  it('stands with agencies that have answered, what is withheld included, and not with others', async () => {
    graph.subgraphs.products.behaviour = tell({ asOf: '2025-12-31' });
    graph.subgraphs.stock.behaviour = tell({ asOf: '2025-06-30' }, withheld);
    graph.subgraphs.prices.behaviour = tell({ asOf: '2025-01-31' }, { data: null, errors: [{ message: 'no such column: x' }] });
    expect(await agenciesOf()).toEqual([
      expect.objectContaining({ agency: 'prices', status: 'FAILED' }),
      { agency: 'products', status: 'OK', asOf: '2025-12-31' },
      expect.objectContaining({ agency: 'stock', status: 'WITHHELD', asOf: '2025-06-30' }),
    ]);
    expect(JSON.stringify(await agenciesOf())).not.toContain('2025-01-31');
  });

  it('is the earliest of several answers', async () => {
    const days = ['2025-12-31', '2025-06-30'];
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) =>
      sendAnswer(response, { ...(await answerWell()), extensions: { asOf: days.shift() } });
    graph.subgraphs.prices.behaviour = (response) => response.socket?.resetAndDestroy();
    expect(await agenciesOf()).toContainEqual({ agency: 'stock', status: 'OK', asOf: '2025-06-30' });
    expect(days).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a day that does not exist', { asOf: '2025-02-30' }],
    ['a time', { asOf: '2025-12-31T00:00:00Z' }],
    ['a sentence', { asOf: 'SELECT * FROM secret' }],
    ['a number', { asOf: 20251231 }],
    ['a list', { asOf: ['2025-12-31'] }],
    ['extensions that are no object', '2025-12-31'],
    ['extensions that are a list', [{ asOf: '2025-12-31' }]],
    ['extensions that are null', null],
  ])('is left out where a subgraph tells %s', async (_what, extensions) => {
    graph.subgraphs.products.behaviour = tell(extensions);
    graph.subgraphs.stock.behaviour = (response) => response.socket?.resetAndDestroy();
    expect(await agenciesOf()).toContainEqual({ agency: 'products', status: 'OK' });
  });

  it('is all that is passed on of what a subgraph tells, and only where something is explained', async () => {
    for (const subgraph of Object.values(graph.subgraphs)) subgraph.behaviour = tell({ asOf: '2025-12-31', trace: 'at 10.0.0.3', agencies: 'mine' });
    expect((await graph.ask(query)).extensions).toBeUndefined();
    graph.subgraphs.stock.behaviour = (response) => response.socket?.resetAndDestroy();
    const { extensions, text } = await graph.ask(query);
    expect(Object.keys(extensions ?? {})).toEqual(['agencies']);
    expect(text).not.toMatch(/10\.0\.0\.3|trace|mine/);
  });
});

describe('a request’s identifier', () => {
  const post = (headers: Record<string, string>, body = JSON.stringify({ query })) =>
    fetch(graph.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

  it('is the client’s, in the answer, in its errors, in the log, and towards subgraphs', async () => {
    graph.subgraphs.prices.behaviour = (response) => response.socket?.resetAndDestroy();
    const response = await post({ 'x-request-id': 'proxy-7:a/b' });
    expect(response.headers.get('x-request-id')).toBe('proxy-7:a/b');
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect(errors.map(({ extensions }) => extensions)).toEqual(
      [0, 1, 2].map(() => ({ code: 'AGENCY_UNAVAILABLE', agency: 'prices', requestId: 'proxy-7:a/b' })),
    );
    for (const { headers } of graph.subgraphs.products.requests) expect(headers['x-request-id']).toBe('proxy-7:a/b');
    expect(graph.errors()).toEqual(expect.arrayContaining([expect.objectContaining({ requestId: 'proxy-7:a/b', agency: 'prices' })]));
  });

  it.each([undefined, '', 'a b', 'x'.repeat(129), '<script>', '{"a":1}'])('is made where the client’s is %p', async (given) => {
    const response = await post(given === undefined ? {} : { 'x-request-id': given });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(graph.subgraphs.products.requests[0]?.headers['x-request-id']).toBe(response.headers.get('x-request-id'));
  });

  it('is in the answers to requests that are refused', async () => {
    for (const body of ['{', '{"query":"{ nosuch }"}', `{"query":"${' '.repeat(1_100_000)}"}`])
      expect((await post({ 'x-request-id': 'r' }, body)).headers.get('x-request-id')).toBe('r');
  });
});
