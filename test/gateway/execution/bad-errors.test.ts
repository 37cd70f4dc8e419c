// Errors of a subgraph that have no proper form, or are too many: they are told in a proper form, and cost no data.
import { type FaultyGraph, sendAnswer, startFaultyGraph } from './faulty-graph';
import { shop } from './shop';
import { allSituations, each, places, type Situation, situations } from './shop-situations';

let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop);
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

describe('errors of a wrong form beside good data', () => {
  const odd: [string, unknown][] = [
    ['null', null],
    ['a number', 5],
    ['a text', 'it failed'],
    ['a list', [[]]],
    ['an empty object', {}],
    ['one without a message', { path: ['warehouse'] }],
    ['one whose message is a number', { message: 5 }],
    ['one whose message is null', { message: null }],
    ['one whose message is empty', { message: '' }],
    ['a path that is a text', { message: 'm', path: 'warehouse' }],
    ['a path that is empty', { message: 'm', path: [] }],
    ['a path of nulls', { message: 'm', path: [null, null] }],
    ['a path of numbers', { message: 'm', path: [0, 1, 2] }],
    ['a path of objects', { message: 'm', path: [{}, []] }],
    ['a path of ten thousand steps', { message: 'm', path: Array(2_000).fill('a') }],
    ['a path of the entities alone', { message: 'm', path: ['_entities'] }],
    ['a path to an entity that was not asked for', { message: 'm', path: ['_entities', 99, 'count'] }],
    ['a path to an entity before the first', { message: 'm', path: ['_entities', -1, 'count'] }],
    ['a path to half an entity', { message: 'm', path: ['_entities', 0.5, 'count'] }],
    ['a path whose number is a text', { message: 'm', path: ['_entities', '0', 'count'] }],
    ['a path by another alias', { message: 'm', path: ['_7', 0, 'count'] }],
    ['a path by the other fetch’s alias, to no entity', { message: 'm', path: ['_1', 99, 'owed'] }],
    ['a path of the prototype’s names', { message: 'm', path: ['__proto__', 'constructor', 'toString'] }],
    ['a path through an entity’s prototype', { message: 'm', path: ['_entities', 0, '__proto__', 'polluted'] }],
    ['extensions that are a text', { message: 'm', extensions: 'x' }],
    ['extensions that are a list', { message: 'm', extensions: [1] }],
    ['extensions that are null', { message: 'm', extensions: null }],
    ['a code that is a number', { message: 'm', extensions: { code: 5 } }],
    [
      'a status and headers for the client',
      { message: 'm', extensions: { code: 'AGENCY_ERROR', http: { status: 302, headers: { location: 'http://evil.invalid' } } } },
    ],
    ['locations that are a text', { message: 'm', locations: 'x' }],
  ];
  const whole: Record<Situation, unknown> = {
    'a fetch at the root': { warehouse: { city: 'Guiyang' }, products: each((n) => ({ id: `p${n}`, price: n + 1 })) },
    'a fetch of entities': { products: each((n) => ({ id: `p${n}`, count: n * 10, price: n + 1 })) },
    'two merged fetches of entities': { products: each((n) => ({ id: `p${n}`, count: n * 10, maker: { owed: n * 100 }, price: n + 1 })) },
  };

  describe.each(allSituations)('in %s', (situation) => {
    it.each(odd)('%s is told as an error in a proper form and costs nothing', async (_name, error) => {
      graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => sendAnswer(response, { ...(await answerWell()), errors: [error] });
      const answer = await graph.ask(situations[situation].query);
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual(whole[situation]);
      expect(answer.errors?.length).toBeGreaterThan(0);
      for (const { message, path, extensions } of answer.errors ?? []) {
        expect(message).toEqual(expect.stringMatching(/./));
        expect(extensions).toEqual({ code: expect.any(String), agency: 'stock', requestId: 'test' });
        expect(path?.every((step) => typeof step === 'string' || Number.isInteger(step))).toBe(true);
      }
    });

    it.each([
      ['a text', 'it failed'],
      ['an object', { message: 'it failed' }],
      ['null', null],
      ['an empty list', []],
    ])('errors that are %s cost nothing', async (_name, errors) => {
      graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => sendAnswer(response, { ...(await answerWell()), errors });
      const answer = await graph.ask(situations[situation].query);
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual(whole[situation]);
    });
  });

  it.each([
    ['an entity that was not asked for', ['_entities', 99, 'count']],
    ['half an entity', ['_entities', 0.5]],
    ['another field', ['somewhere', 'else']],
  ])('still explain data that is null, though their path leads to %s', async (_name, path) => {
    const { query, left, places: lost } = situations['a fetch of entities'];
    graph.subgraphs.stock.behaviour = (response) =>
      sendAnswer(response, { data: null, errors: [{ message: 'm', path, extensions: { code: 'AGENCY_ERROR' } }] });
    const answer = await graph.ask(query);
    expect(answer.data).toEqual(left);
    expect(places(answer)).toEqual(lost);
  });

  it('of all kinds at once are all told', async () => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) =>
      sendAnswer(response, { ...(await answerWell()), errors: odd.map(([, error]) => error) });
    const answer = await graph.ask('{ products { id count price } }');
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual(whole['a fetch of entities']);
    expect(answer.errors?.length).toBeGreaterThanOrEqual(odd.length);
  });

  it('are told at the client’s places, under the client’s aliases', async () => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      const [name] = Object.keys(data._entities[1]).filter((key) => key !== '__typename');
      data._entities[1][String(name)] = null;
      sendAnswer(response, { data, errors: [{ message: 'm', path: ['_entities', 1, name], extensions: { code: 'AGENCY_ERROR' } }] });
    };
    const answer = await graph.ask('{ all: products { id left: count } }');
    expect(answer.data).toEqual({ all: each((n) => ({ id: `p${n}`, left: n === 1 ? null : n * 10 })) });
    expect(answer.errors).toEqual([expect.objectContaining({ path: ['all', 1, 'left'] })]);
  });
});

describe('a flood of errors', () => {
  it.each<[string, unknown]>([
    ['that are nothing', 0],
    ['without a path', { message: 'm' }],
    ['of one entity', { message: 'm', path: ['_entities', 0, 'count'] }],
    ['of no entity', { message: 'm', path: ['_entities', 5_000, 'count'] }],
  ])('%s is cut short, soon', async (_name, error) => {
    const errors = `[${Array(20_000).fill(JSON.stringify(error)).join(',')}]`;
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      sendAnswer(response, `{"data":${JSON.stringify(data)},"errors":${errors}}`);
    };
    const begin = performance.now();
    const answer = await graph.ask('{ products(count: 500) { id count } }');
    expect(performance.now() - begin).toBeLessThan(3_000);
    expect(answer.data.products).toHaveLength(500);
    expect(answer.errors?.length).toBeLessThan(1_100);
  });

  it('that is one for every entity of a long list is placed soon', async () => {
    const count = 10_000;
    graph.subgraphs.stock.behaviour = async (response, { variables }) => {
      const { representations } = variables as { representations: unknown[] };
      const errors = representations.map((_, index) => ({ message: 'm', path: ['_entities', index, 'count'], extensions: { code: 'AGENCY_ERROR' } }));
      sendAnswer(response, { data: { _entities: representations.map(() => ({ __typename: 'Product', count: null })) }, errors });
    };
    const begin = performance.now();
    const answer = await graph.ask('query ($count: Int) { products(count: $count) { id count } }', { count });
    expect(performance.now() - begin).toBeLessThan(4_000);
    expect(answer.data.products).toHaveLength(count);
    expect(answer.errors?.length).toBeGreaterThan(0);
    expect(answer.errors?.length).toBeLessThan(1_100);
  });
});
