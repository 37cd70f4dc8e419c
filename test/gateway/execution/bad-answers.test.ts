// Subgraphs that answer with what no client must ever see, or not at all. Whatever one of them does costs its own fields
// alone: they are null with an error at their place, the others' data stands, and the gateway goes on.
import { setTimeout } from 'node:timers/promises';
import { type Behaviour, type FaultyGraph, sendAnswer, startFaultyGraph, type WholeAnswer } from './faulty-graph';
import { shop } from './shop';

const timeoutMs = 600;
let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop, { subgraphTimeoutMs: timeoutMs, maxAnswerBytes: 10_000 });
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

/** The three ways in which fields are fetched, and what is left of each answer without the second subgraph. */
const situations = {
  'a fetch at the root': {
    query: '{ warehouse { city } products { id price } }',
    asked: /warehouse/,
    left: { warehouse: null, products: each((n) => ({ id: `p${n}`, price: n + 1 })) },
    places: ['warehouse'],
  },
  'a fetch of entities': {
    query: '{ products { id count price } }',
    asked: /\{_entities/,
    left: { products: each((n) => ({ id: `p${n}`, count: null, price: n + 1 })) },
    places: each((n) => `products.${n}.count`),
  },
  'two merged fetches of entities': {
    query: '{ products { id count maker { owed } price } }',
    asked: /_0:_entities.*_1:_entities/,
    left: { products: each((n) => ({ id: `p${n}`, count: null, maker: { owed: null }, price: n + 1 })) },
    places: [...each((n) => `products.${n}.count`), ...each((n) => `products.${n}.maker.owed`)],
  },
};
type Situation = keyof typeof situations;
const allSituations = Object.keys(situations) as Situation[];

function each<Value>(make: (number: number) => Value): Value[] {
  return [0, 1, 2].map(make);
}

function places({ errors = [] }: WholeAnswer): string[] {
  return errors.map(({ path }) => (path ?? []).join('.'));
}

function codes({ errors = [] }: WholeAnswer): unknown[] {
  return [...new Set(errors.map(({ extensions }) => extensions.code))];
}

/** Everything that a subgraph may do instead of answering. */
const noAnswers: [string, Behaviour][] = [
  ['a page of HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>')],
  ['a proxy’s 502', (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')],
  ['a 500 in JSON that is no GraphQL', (response) => sendAnswer(response, { message: 'db.internal:5432 is down' }, 500)],
  ['a redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['an empty body', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end()],
  ['no content', (response) => response.writeHead(204).end()],
  ['truncated JSON', async (response, _request, answerWell) => sendAnswer(response, JSON.stringify(await answerWell()).slice(0, -2))],
  ['JSON with more after it', async (response, _request, answerWell) => sendAnswer(response, `${JSON.stringify(await answerWell())}{}`)],
  ['bytes that are no text', (response) => response.writeHead(200).end(Buffer.from([0, 255, 254, 128, 1]))],
  [
    'a body compressed unasked',
    (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.from('H4sIAAAAAAAAA6tWSkksSVSyqq4FAPcTZKgMAAAA', 'base64')),
  ],
  ['more bytes than allowed', async (response, _request, answerWell) => sendAnswer(response, `${JSON.stringify(await answerWell())}${' '.repeat(20_000)}`)],
  ['nothing but a closed connection', (response) => response.socket?.end()],
  ['nothing but a reset connection', (response) => response.socket?.resetAndDestroy()],
  [
    'a connection closed in the middle of the body',
    async (response, _request, answerWell) => {
      const text = JSON.stringify(await answerWell());
      response.writeHead(200, { 'content-length': String(text.length) });
      response.write(text.slice(0, 10));
      await setTimeout(20);
      response.socket?.end();
    },
  ],
  [
    'a connection reset in the middle of the body',
    async (response) => {
      response.writeHead(200).write('{"data":');
      await setTimeout(20);
      response.socket?.resetAndDestroy();
    },
  ],
  ['a body that is longer than it says', (response) => response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{"data":null}')],
  ['no HTTP', (response) => response.socket?.end('220 smtp.internal ESMTP\r\n')],
  ['headers without end', (response) => response.socket?.write(`HTTP/1.1 200 OK\r\nx-pad: ${'a'.repeat(100_000)}`)],
  ['silence', () => {}],
  ['headers and then silence', (response) => response.writeHead(200).flushHeaders()],
  [
    'one byte now and then',
    async (response) => {
      response.writeHead(200);
      while (!response.destroyed) {
        response.write(' ');
        await setTimeout(50);
      }
    },
  ],
];

/** Those of them that never end. */
const endless = ['silence', 'headers and then silence', 'one byte now and then'];

/** JSON that is no GraphQL response. */
const noResponses: [string, unknown][] = [
  ['null', null],
  ['a number', 5],
  ['a text', '"ok"'],
  ['a list', []],
  ['an empty object', {}],
  ['data that is a number', { data: 5 }],
  ['data that is a text', { data: 'x' }],
  ['data that is a list', { data: [] }],
  ['data that is null, without a reason', { data: null }],
  ['data that is null and an empty list of errors', { data: null, errors: [] }],
  ['data that is null and errors that are no list', { data: null, errors: 'it failed' }],
  ['data that is null and errors that are an object', { data: null, errors: { message: 'it failed' } }],
  ['an empty list of errors alone', { errors: [] }],
  ['members of the prototype alone', '{"__proto__":{"data":{"warehouse":{"city":"x"}}}}'],
];

describe.each(allSituations)('%s', (situation) => {
  const { query, asked, left, places: lost } = situations[situation];

  it('brings its fields while the subgraph is sound', async () => {
    const answer = await graph.ask(query);
    expect(answer.errors).toBeUndefined();
    expect(answer.text).not.toMatch(/null/);
    expect(graph.subgraphs.stock.requests).toHaveLength(1);
    expect(graph.subgraphs.stock.requests[0]?.query).toMatch(asked);
  });

  it.each(noAnswers)('that gets %s loses its own fields alone', async (name, behaviour) => {
    graph.subgraphs.stock.behaviour = behaviour;
    const answer = await graph.ask(query);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual(left);
    expect(places(answer)).toEqual(lost);
    const code = endless.includes(name) ? 'AGENCY_TIMEOUT' : 'AGENCY_UNAVAILABLE';
    for (const { extensions } of answer.errors ?? []) expect(extensions).toEqual({ code, agency: 'stock', requestId: 'test' });
    expect(answer.text).not.toMatch(/127\.0\.0\.1|internal|ECONN|HTTP|JSON|html/i);
    // Who runs the gateway is told.
    expect(graph.logged()).toMatch(/stock/);
    graph.subgraphs.stock.behaviour = null;
    expect((await graph.ask(query)).errors).toBeUndefined();
  });

  it.each(noResponses)('that gets %s loses its own fields alone', async (_name, body) => {
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, typeof body === 'string' ? body : JSON.stringify(body));
    const answer = await graph.ask(query);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual(left);
    expect(places(answer).sort()).toEqual([...lost].sort());
    for (const { extensions } of answer.errors ?? []) expect(extensions).toEqual({ code: 'AGENCY_ERROR', agency: 'stock', requestId: 'test' });
    expect(graph.logged()).toMatch(/stock/);
  });

  it('that is refused with a reason passes the reason on', async () => {
    const errors = [{ message: 'the key is malformed', extensions: { code: 'BAD_USER_INPUT' } }];
    for (const [body, status] of [
      [{ errors }, 200],
      [{ data: null, errors }, 200],
      [{ errors }, 400],
      [{ errors }, 500],
    ] as const) {
      graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, body, status);
      const answer = await graph.ask(query);
      expect(answer.data).toEqual(left);
      expect(places(answer).sort()).toEqual([...lost].sort());
      for (const error of answer.errors ?? [])
        expect(error).toMatchObject({ message: 'the key is malformed', extensions: { code: 'BAD_USER_INPUT', agency: 'stock' } });
    }
  });
});

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
  let deep: FaultyGraph<keyof typeof shop>;

  beforeAll(async () => {
    deep = await startFaultyGraph(shop);
  });
  afterAll(() => deep.stop());

  it('in a list of entities costs that list', async () => {
    deep.subgraphs.products.behaviour = (response) => sendAnswer(response, `{"data":{"products":${nested(200_000)}}}`);
    const answer = await deep.ask('{ products { id price } currency }');
    expect(answer).toMatchObject({ status: 200, data: { products: null, currency: 'CNY' } });
    expect(places(answer)).toEqual(['products.0']);
  });

  it('in a custom scalar costs that field', async () => {
    deep.subgraphs.stock.behaviour = (response) => sendAnswer(response, `{"data":{"details":${nested(200_000)}}}`);
    const answer = await deep.ask('{ details currency }');
    expect(answer).toMatchObject({ status: 200, data: { details: null, currency: 'CNY' } });
    expect(places(answer)).toEqual(['details']);
  });

  it('in an error costs nothing', async () => {
    deep.subgraphs.stock.behaviour = (response) =>
      sendAnswer(response, `{"data":{"open":true},"errors":[{"message":"m","path":${nested(200_000)},"extensions":{"code":${nested(200_000)}}}]}`);
    const answer = await deep.ask('{ open currency }');
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
    const flooded = await startFaultyGraph(shop);
    try {
      const errors = `[${Array(20_000).fill(JSON.stringify(error)).join(',')}]`;
      flooded.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
        const { data } = await answerWell();
        sendAnswer(response, `{"data":${JSON.stringify(data)},"errors":${errors}}`);
      };
      const begin = performance.now();
      const answer = await flooded.ask('{ products(count: 500) { id count } }');
      expect(performance.now() - begin).toBeLessThan(3_000);
      expect(answer.data.products).toHaveLength(500);
      expect(answer.errors?.length).toBeLessThan(1_100);
    } finally {
      await flooded.stop();
    }
  });

  it('that is one for every entity of a long list is placed soon', async () => {
    const count = 10_000;
    const flooded = await startFaultyGraph(shop);
    try {
      flooded.subgraphs.stock.behaviour = async (response, { variables }) => {
        const { representations } = variables as { representations: unknown[] };
        const errors = representations.map((_, index) => ({ message: 'm', path: ['_entities', index, 'count'], extensions: { code: 'AGENCY_ERROR' } }));
        sendAnswer(response, { data: { _entities: representations.map(() => ({ __typename: 'Product', count: null })) }, errors });
      };
      const begin = performance.now();
      const answer = await flooded.ask('query ($count: Int) { products(count: $count) { id count } }', { count });
      expect(performance.now() - begin).toBeLessThan(4_000);
      expect(answer.data.products).toHaveLength(count);
      expect(answer.errors?.length).toBeGreaterThan(0);
      expect(answer.errors?.length).toBeLessThan(1_100);
    } finally {
      await flooded.stop();
    }
  });
});
