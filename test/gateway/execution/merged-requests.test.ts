// How many requests subgraphs get: entity fetches that become ready together go as one, long lists of keys in parts, equal
// keys once; and what a failure costs then.
import { type Behaviour, type FaultyGraph, sendAnswer, startFaultyGraph } from './faulty-graph';
import { shop } from './shop';

let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop, { subgraphTimeoutMs: 5_000 });
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

const bothKinds = '{ products { id count maker { owed } } }';
const wholeAnswer = { products: [0, 1, 2].map((n) => ({ id: `p${n}`, count: n * 10, maker: { owed: n * 100 } })) };

/** Lets other work go on until something has happened. */
async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 2));
}

function queriesOf(name: keyof typeof shop): string[] {
  return graph.subgraphs[name].requests.map(({ query }) => query);
}

/** The ids in the representations of each request. */
function keysOf(name: keyof typeof shop): string[][] {
  return graph.subgraphs[name].requests.map(({ variables }) => {
    const lists = Object.values(variables as Record<string, unknown>).filter((value) => Array.isArray(value)) as { id: string }[][];
    return lists.flat().map(({ id }) => id);
  });
}

describe('entity fetches of one subgraph', () => {
  it('that become ready together are one request', async () => {
    const { data, errors } = await graph.ask(bothKinds);
    expect(errors).toBeUndefined();
    expect(data).toEqual(wholeAnswer);
    expect(queriesOf('stock')).toEqual([expect.stringMatching(/_0:_entities\(.*_1:_entities\(/)]);
    expect(keysOf('stock')).toEqual([['p0', 'p1', 'p2', 'm0', 'm1', 'm2']]);
  });

  it('do not wait for a slow branch', async () => {
    // Currency is answered only when the other branch has gone on.
    graph.subgraphs.prices.behaviour = async (response, _request, answerWell) => {
      await until(() => graph.subgraphs.stock.requests.length > 0);
      sendAnswer(response, await answerWell());
    };
    const { data, errors } = await graph.ask('{ products { id count maker { owed } } currency }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ ...wholeAnswer, currency: 'CNY' });
    expect(queriesOf('stock')).toHaveLength(1);
  });

  it('that become ready at different times are sent at once each', async () => {
    graph.subgraphs.prices.behaviour = async (response, _request, answerWell) => {
      await until(() => graph.subgraphs.stock.requests.length > 0);
      sendAnswer(response, await answerWell());
    };
    const { data, errors } = await graph.ask('{ products { count } dearest { count } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ products: [0, 10, 20].map((count) => ({ count })), dearest: { count: 90 } });
    expect(keysOf('stock')).toEqual([['p0', 'p1', 'p2'], ['p9']]);
  });

  it('go as the same text each time, whatever the data', async () => {
    const query = 'query ($count: Int) { products(count: $count) { id count maker { owed } } }';
    for (const count of [1, 2, 3, 500]) await graph.ask(query, { count });
    expect(new Set(queriesOf('stock')).size).toBe(1);
    expect(queriesOf('stock')).toHaveLength(4);
  });

  it('that have nothing to ask send nothing', async () => {
    expect((await graph.ask('{ products(count: 0) { id count maker { owed } } }')).data).toEqual({ products: [] });
    graph.subgraphs.products.behaviour = (response) => sendAnswer(response, { data: { products: [null, { __typename: 'Product', id: 'p1', maker: null }] } });
    const { data } = await graph.ask('{ products { id maker { owed } } }');
    expect(data).toEqual({ products: null });
    expect(queriesOf('stock')).toEqual([]);
  });

  it('send each key once, and every place gets its entity', async () => {
    const ids = ['p1', 'p2', 'p1', 'p1', 'p2'];
    graph.subgraphs.products.behaviour = (response) =>
      sendAnswer(response, { data: { products: ids.map((id) => ({ __typename: 'Product', id, maker: { __typename: 'Maker', id: 'm3' } })) } });
    const { data, errors } = await graph.ask('{ products { id count shelf { row } maker { owed } } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ products: ids.map((id) => ({ id, count: Number(id.slice(1)) * 10, shelf: { row: 1 }, maker: { owed: 300 } })) });
    expect(keysOf('stock')).toEqual([['p1', 'p2', 'm3']]);
  });

  it('give an error of a key at each of its places', async () => {
    graph.subgraphs.products.behaviour = (response) =>
      sendAnswer(response, { data: { products: ['p1', 'p2', 'p1'].map((id) => ({ __typename: 'Product', id })) } });
    graph.subgraphs.stock.behaviour = (response) =>
      sendAnswer(response, {
        data: { _entities: [null, { count: 20 }] },
        errors: [{ message: 'm', path: ['_entities', 0], extensions: { code: 'AGENCY_ERROR' } }],
      });
    const { data, errors } = await graph.ask('{ products { id count } }');
    expect(data).toEqual({
      products: [
        { id: 'p1', count: null },
        { id: 'p2', count: 20 },
        { id: 'p1', count: null },
      ],
    });
    expect(errors?.map(({ path }) => path?.slice(0, 2))).toEqual([
      ['products', 0],
      ['products', 2],
    ]);
  });
});

describe('a merged request', () => {
  /** A subgraph for which one bad key spoils the whole answer. */
  const spoiltBy =
    (id: string, spoilt: object): Behaviour =>
    async (response, { body }, answerWell) =>
      sendAnswer(response, body.includes(`"${id}"`) ? spoilt : await answerWell());
  const badKey = { message: 'a bad key', extensions: { code: 'BAD_USER_INPUT' } };

  it.each<[string, object]>([
    ['that is null with an error', { data: null, errors: [badKey] }],
    ['without data', { errors: [badKey] }],
    ['that is null with an error at a field', { data: null, errors: [{ ...badKey, path: ['_0', 0] }] }],
  ])('with an answer %s is asked again fetch by fetch, and costs the spoilt one alone', async (_name, spoilt) => {
    graph.subgraphs.stock.behaviour = spoiltBy('p1', spoilt);
    const { data, errors } = await graph.ask(bothKinds);
    expect(data).toEqual({ products: wholeAnswer.products.map((product) => ({ ...product, count: null })) });
    expect(errors?.map(({ message, path }) => [message, path?.join('.')])).toEqual([0, 1, 2].map((n) => ['a bad key', `products.${n}.count`]));
    expect(keysOf('stock')).toEqual([
      ['p0', 'p1', 'p2', 'm0', 'm1', 'm2'],
      ['p0', 'p1', 'p2'],
      ['m0', 'm1', 'm2'],
    ]);
  });

  it('with an error that belongs to no fetch is asked again fetch by fetch', async () => {
    graph.subgraphs.stock.behaviour = async (response, { body }, answerWell) =>
      sendAnswer(response, { ...(await answerWell()), ...(body.includes('"p1"') ? { errors: [badKey] } : {}) });
    const { data, errors } = await graph.ask(bothKinds);
    expect(data).toEqual(wholeAnswer);
    expect(errors?.map(({ path }) => path?.join('.'))).toEqual([0, 1, 2].map((n) => `products.${n}.count`));
    expect(queriesOf('stock')).toHaveLength(3);
  });

  it('with errors at its fetches is not asked again', async () => {
    graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      data._0[1].count = null;
      sendAnswer(response, { data, errors: [{ ...badKey, path: ['_0', 1, 'count'] }] });
    };
    const { data, errors } = await graph.ask(bothKinds);
    expect(data).toEqual({ products: wholeAnswer.products.map((product, n) => (n === 1 ? { ...product, count: null } : product)) });
    expect(errors?.map(({ path }) => path?.join('.'))).toEqual(['products.1.count']);
    expect(queriesOf('stock')).toHaveLength(1);
  });

  it('without any answer is not sent again', async () => {
    graph.subgraphs.stock.behaviour = (response) => response.socket?.destroy();
    const { data, errors } = await graph.ask(bothKinds);
    expect(data).toEqual({ products: [0, 1, 2].map((n) => ({ id: `p${n}`, count: null, maker: { owed: null } })) });
    expect(errors).toHaveLength(6);
    expect(queriesOf('stock')).toHaveLength(1);
  });
});

describe('mutations', () => {
  it.each<[string, Behaviour]>([
    ['null', (response) => sendAnswer(response, { data: null })],
    ['an error without a path', (response) => sendAnswer(response, { data: null, errors: [{ message: 'm' }] })],
    ['HTML', (response) => response.writeHead(200).end('<html>')],
    ['a 503', (response) => response.writeHead(503).end()],
    ['a closed connection', (response) => response.socket?.end()],
    ['a reset connection', (response) => response.socket?.resetAndDestroy()],
  ])('that get %s are not sent again', async (_name, behaviour) => {
    // On a connection that is kept from before, which a client might take for a reason to try again.
    await graph.ask('{ open }');
    graph.reset();
    graph.subgraphs.stock.behaviour = behaviour;
    const { data, errors } = await graph.ask('mutation { restock }');
    expect(data).toEqual({ restock: null });
    expect(errors?.map(({ path }) => path)).toEqual([['restock']]);
    expect(queriesOf('stock')).toEqual([expect.stringMatching(/^mutation/)]);
  });

  it('run one after the other', async () => {
    let others = -1;
    graph.subgraphs.products.behaviour = async (response, _request, answerWell) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      others = graph.subgraphs.stock.requests.length;
      sendAnswer(response, await answerWell());
    };
    const { data, errors } = await graph.ask('mutation { addProduct { name } restock }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ addProduct: { name: 'product 0' }, restock: 1 });
    expect(others).toBe(0);
  });

  it('have the entities that they give asked for by one query, and again where that is spoilt', async () => {
    const query = 'mutation { addProduct { count maker { owed } } }';
    const expected = { addProduct: { count: 0, maker: { owed: 0 } } };
    expect((await graph.ask(query)).data).toEqual(expected);
    expect(queriesOf('products')).toHaveLength(1);
    expect(queriesOf('stock')).toEqual([expect.stringMatching(/^query.*_1:_entities/)]);
    graph.reset();
    graph.subgraphs.stock.behaviour = async (response, { query: text }, answerWell) =>
      sendAnswer(response, text.includes('_1:') ? { data: null } : await answerWell());
    expect((await graph.ask(query)).data).toEqual(expected);
    expect(queriesOf('products')).toHaveLength(1);
    expect(queriesOf('stock')).toHaveLength(3);
  });
});

describe('a list of more than 1,000 keys', () => {
  const query = 'query ($count: Int) { products(count: $count) { id count } }';

  it('is sent in parts', async () => {
    const { data, errors } = await graph.ask(query, { count: 2_500 });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ products: Array.from({ length: 2_500 }, (_, n) => ({ id: `p${n}`, count: n * 10 })) });
    expect(
      keysOf('stock')
        .map(({ length }) => length)
        .sort(),
    ).toEqual([1_000, 1_000, 500]);
    expect(new Set(keysOf('stock').flat()).size).toBe(2_500);
  });

  it('of exactly 1,000 is one request', async () => {
    await graph.ask(query, { count: 1_000 });
    expect(keysOf('stock').map(({ length }) => length)).toEqual([1_000]);
  });

  it.each<[string, Behaviour]>([
    ['is not answered', (response) => response.socket?.destroy()],
    ['is refused', (response) => sendAnswer(response, { data: null, errors: [{ message: 'm' }] })],
    ['comes back short', (response) => sendAnswer(response, { data: { _entities: [] } })],
  ])('loses only the entities of a part that %s', async (_name, behaviour) => {
    graph.subgraphs.stock.behaviour = async (response, received, answerWell) =>
      received.body.includes('"p1500"') ? behaviour(response, received, answerWell) : sendAnswer(response, await answerWell());
    const { data, errors } = await graph.ask(query, { count: 2_500 });
    expect(data).toEqual({
      products: Array.from({ length: 2_500 }, (_, n) => ({ id: `p${n}`, count: n >= 1_000 && n < 2_000 ? null : n * 10 })),
    });
    const places = errors?.map(({ path }) => path?.join('.')) ?? [];
    expect(places).toHaveLength(1_000);
    expect(new Set(places)).toEqual(new Set(Array.from({ length: 1_000 }, (_, n) => `products.${n + 1_000}.count`)));
  });

  it('does not keep a short list beside it waiting', async () => {
    graph.subgraphs.products.behaviour = (response) => {
      const maker = { __typename: 'Maker', id: 'm1' };
      sendAnswer(response, { data: { products: Array.from({ length: 1_500 }, (_, n) => ({ __typename: 'Product', id: `p${n}`, maker })) } });
    };
    const { data, errors } = await graph.ask('{ products { count maker { owed } } }');
    expect(errors).toBeUndefined();
    expect(data.products[1_499]).toEqual({ count: 14_990, maker: { owed: 100 } });
    expect(
      keysOf('stock')
        .map(({ length }) => length)
        .sort(),
    ).toEqual([1, 1_000, 500]);
  });
});
