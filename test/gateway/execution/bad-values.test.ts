// Answers of a subgraph in which something is of a wrong kind, missing or nested beyond use. Each costs its own field alone,
// which is null with an error at its place.
import { type FaultyGraph, sendAnswer, startFaultyGraph } from './faulty-graph';
import { shop } from './shop';
import { codes, each, places } from './shop-situations';

let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop);
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

describe('a value of a wrong kind at the root', () => {
  const good = { currency: 'CNY' };
  it.each([
    ['a list where an object belongs', '{ warehouse { city } currency }', { warehouse: [{ city: 'x' }] }, { warehouse: null }, ['warehouse']],
    ['a text where an object belongs', '{ warehouse { city } currency }', { warehouse: 'x' }, { warehouse: null }, ['warehouse']],
    ['a number where an object belongs', '{ warehouse { city } currency }', { warehouse: 0 }, { warehouse: null }, ['warehouse']],
    ['an object where a list belongs', '{ warehouses { city } currency }', { warehouses: { city: 'x' } }, { warehouses: null }, ['warehouses']],
    ['a text where a list belongs', '{ warehouses { city } currency }', { warehouses: 'xy' }, { warehouses: null }, ['warehouses']],
    ['false where a list belongs', '{ warehouses { city } currency }', { warehouses: false }, { warehouses: null }, ['warehouses']],
    [
      'a list and a text in a list of objects',
      '{ warehouses { city } currency }',
      { warehouses: [{ city: 'x' }, [{ city: 'x' }], 'x'] },
      { warehouses: [{ city: 'x' }, null, null] },
      ['warehouses.1', 'warehouses.2'],
    ],
    [
      'an object where a list of scalars belongs',
      '{ warehouse { city places } currency }',
      { warehouse: { city: 'x', places: {} } },
      { warehouse: { city: 'x', places: null } },
      ['warehouse.places'],
    ],
  ])('%s costs that field', async (_name, query, data, expected, lost) => {
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, { data });
    const answer = await graph.ask(query);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ ...expected, ...good });
    expect(places(answer)).toEqual(lost);
    for (const { extensions } of answer.errors ?? []) expect(extensions).toEqual({ code: 'AGENCY_ERROR', agency: 'stock', requestId: 'test' });
  });

  it.each([
    ['an object where a text belongs', { warehouse: { city: { name: 'x' } } }],
    ['a list where a text belongs', { warehouse: { city: ['x'] } }],
    ['a number where a text belongs', { warehouse: { city: 5 } }],
  ])('%s is null with an error, also beside errors of others, and is logged', async (_name, data) => {
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, { data });
    const city = {
      path: ['warehouse', 'city'],
      message: 'stock answered with an error, or with what cannot be used. stock 的应答有误或无法使用。',
      extensions: { code: 'AGENCY_ERROR', agency: 'stock', requestId: 'test' },
    };
    const failed = { agency: 'stock', status: 'FAILED', code: 'AGENCY_ERROR', paths: ['warehouse.city'] };
    expect(await graph.ask('{ warehouse { city } currency }')).toMatchObject({
      data: { warehouse: { city: null }, currency: 'CNY' },
      errors: [city],
      extensions: { agencies: [{ agency: 'prices', status: 'OK' }, failed] },
    });
    expect(graph.logged()).toMatch(/stock: .* the first at warehouse\.city/);
    graph.subgraphs.prices.behaviour = (response) => response.socket?.destroy();
    const beside = await graph.ask('{ warehouse { city } currency }');
    expect(beside.errors).toContainEqual(city);
    expect(beside.extensions).toMatchObject({ agencies: [{ agency: 'prices', status: 'UNAVAILABLE' }, failed] });
  });
});

describe('a field that is left out of an answer', () => {
  it.each<[string, string, Record<string, unknown>, unknown, string[]]>([
    ['at the root', '{ open warehouse { city } currency }', { open: true }, { open: true, warehouse: null, currency: 'CNY' }, ['warehouse']],
    ['of an object', '{ warehouse { city places } }', { warehouse: { city: 'x' } }, { warehouse: { city: 'x', places: null } }, ['warehouse.places']],
    [
      'of an object in a list',
      '{ warehouses { city } }',
      { warehouses: [{}, { city: 'x' }, null] },
      { warehouses: [{ city: null }, { city: 'x' }, null] },
      ['warehouses.0.city'],
    ],
  ])('%s is null with an error', async (_where, query, data, expected, lost) => {
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, { data });
    const answer = await graph.ask(query);
    expect(answer.data).toEqual(expected);
    expect(places(answer)).toEqual(lost);
    for (const { extensions } of answer.errors ?? []) expect(extensions).toEqual({ code: 'AGENCY_ERROR', agency: 'stock', requestId: 'test' });
  });

  it('of an entity is null with an error, and one of an entity that is not known there is null', async () => {
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, { data: { _entities: [{ __typename: 'Product' }, null, { count: 7 }] } });
    const answer = await graph.ask('{ products { count price } }');
    expect(answer.data).toEqual({ products: [null, null, 7].map((count, n) => ({ count, price: n + 1 })) });
    expect(places(answer)).toEqual(['products.0.count']);
  });

  it('with an error of its own has that alone', async () => {
    const errors = [{ message: 'm', path: ['warehouse'], extensions: { code: 'WITHHELD' } }];
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, { data: {}, errors });
    const answer = await graph.ask('{ warehouse { city } }');
    expect(answer.errors).toMatchObject([{ path: ['warehouse'], extensions: { code: 'WITHHELD' } }]);
  });
});

describe('an answer nested beyond any use', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it('in a list of entities costs that list', async () => {
    graph.subgraphs.products.behaviour = (response) => sendAnswer(response, `{"data":{"products":${nested(200_000)}}}`);
    const answer = await graph.ask('{ products { id price } currency }');
    expect(answer).toMatchObject({ status: 200, data: { products: null, currency: 'CNY' } });
    expect(places(answer)).toEqual(['products.0']);
  });

  it('in a custom scalar costs that field', async () => {
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, `{"data":{"details":${nested(200_000)}}}`);
    const answer = await graph.ask('{ details currency }');
    expect(answer).toMatchObject({ status: 200, data: { details: null, currency: 'CNY' } });
    expect(places(answer)).toEqual(['details']);
  });

  it('in an error costs nothing', async () => {
    graph.subgraphs.stock.behaviour = (response) =>
      sendAnswer(response, `{"data":{"open":true},"errors":[{"message":"m","path":${nested(200_000)},"extensions":{"code":${nested(200_000)}}}]}`);
    const answer = await graph.ask('{ open currency }');
    expect(answer).toMatchObject({ status: 200, data: { open: true, currency: 'CNY' } });
    expect(answer.errors).toHaveLength(1);
  });
});

describe('entities of a wrong form', () => {
  type Spoil = (entities: unknown[]) => unknown;
  const lists: [string, Spoil][] = [
    ['fewer than asked for', (entities) => entities.slice(1)],
    ['more than asked for', (entities) => [...entities, entities[0]]],
    ['none', () => []],
    ['no list but one entity', ([first]) => first],
    ['no list but an object of entities', (entities) => ({ ...entities, length: entities.length })],
    ['no list but a text as long as the list', (entities) => 'x'.repeat(entities.length)],
    ['null without a reason', () => null],
    ['absent', () => undefined],
  ];
  const lostCounts = { products: each((n) => ({ id: `p${n}`, count: null, price: n + 1 })) };

  it.each(lists)('%s cost the fields of the fetch', async (_name, spoil) => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      sendAnswer(response, { data: { _entities: spoil(data._entities) } });
    };
    const answer = await graph.ask('{ products { id count price } }');
    expect(answer.data).toEqual(lostCounts);
    expect(places(answer)).toEqual(each((n) => `products.${n}.count`));
    expect(codes(answer)).toEqual(['AGENCY_ERROR']);
    expect(graph.logged()).toMatch(/stock/);
  });

  it.each(lists)('%s cost one of two merged fetches alone', async (_name, spoil) => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      sendAnswer(response, { data: { ...data, _0: spoil(data._0) } });
    };
    const answer = await graph.ask('{ products { id count maker { owed } } }');
    expect(answer.data).toEqual({ products: each((n) => ({ id: `p${n}`, count: null, maker: { owed: n * 100 } })) });
    expect(places(answer)).toEqual(each((n) => `products.${n}.count`));
    expect(codes(answer)).toEqual(['AGENCY_ERROR']);
  });

  it.each<[string, unknown]>([
    ['a text', 'x'],
    ['a number', 7],
    ['a list', [{ count: 1 }]],
    ['true', true],
  ])('of which one is %s cost no other entity', async (_name, entity) => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      data._entities[1] = entity;
      sendAnswer(response, { data });
    };
    const answer = await graph.ask('{ products { id count price } }');
    expect(answer.data).toEqual({ products: each((n) => ({ id: `p${n}`, count: n === 1 ? null : n * 10, price: n + 1 })) });
    // The error stands where the fault is, and there only.
    expect(places(answer)).toEqual(['products.1.count']);
    expect(codes(answer)).toEqual(['AGENCY_ERROR']);
  });

  it('of which one is null is null there, as an unknown key is', async () => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      data._entities[1] = null;
      sendAnswer(response, { data });
    };
    const answer = await graph.ask('{ products { id count } }');
    expect(answer.data).toEqual({ products: each((n) => ({ id: `p${n}`, count: n === 1 ? null : n * 10 })) });
    expect(answer.errors).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, unknown, string]>([
    ['a list where an object belongs', { shelf: [{ row: 1 }] }, { shelf: null, shelves: [{ row: 1 }, { row: 2 }] }, 'shelf'],
    ['a number where an object belongs', { shelf: 4 }, { shelf: null, shelves: [{ row: 1 }, { row: 2 }] }, 'shelf'],
    ['an object where a list belongs', { shelves: { row: 1 } }, { shelf: { row: 1 }, shelves: null }, 'shelves'],
    ['a text where a list belongs', { shelves: 'ab' }, { shelf: { row: 1 }, shelves: null }, 'shelves'],
  ])('with %s lose that field', async (_name, spoilt, expected, lost) => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      Object.assign(data._entities[1], spoilt);
      sendAnswer(response, { data });
    };
    const answer = await graph.ask('{ products { shelf { row } shelves { row } } }');
    const whole = { shelf: { row: 1 }, shelves: [{ row: 1 }, { row: 2 }] };
    expect(answer.data).toEqual({ products: [whole, expected, whole] });
    expect(places(answer)).toEqual([`products.1.${lost}`]);
    expect(codes(answer)).toEqual(['AGENCY_ERROR']);
  });

  it('that claim a type that the graph does not have keep what else is sound', async () => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      for (const typename of ['NoSuchType', '', 5, null, {}]) data._entities[1].__typename = typename;
      sendAnswer(response, { data });
    };
    const answer = await graph.ask('{ products { id count price } }');
    expect(answer.status).toBe(200);
    expect(answer.data.products[0]).toEqual({ id: 'p0', count: 0, price: 1 });
    expect(answer.data.products[2]).toEqual({ id: 'p2', count: 20, price: 3 });
  });
});
