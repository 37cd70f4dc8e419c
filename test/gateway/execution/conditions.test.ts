// What `@skip` and `@include` leave out is not asked for, and takes nothing else along.
import { type FaultyGraph, startFaultyGraph } from './faulty-graph';
import { shop } from './shop';

let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop);
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

const asked = () => Object.entries(graph.subgraphs).flatMap(([name, { requests }]) => requests.map(() => name));

describe('a field that a condition leaves out', () => {
  const query = 'query ($stock: Boolean!) { product { id count @include(if: $stock) price } }';

  it.each([
    [true, { id: 'p0', count: 0, price: 1 }, ['products', 'stock', 'prices']],
    [false, { id: 'p0', price: 1 }, ['products', 'prices']],
  ])('is asked for only where the variable is %s', async (stock, product, subgraphs) => {
    expect((await graph.ask(query, { stock })).data).toEqual({ product });
    expect(asked()).toEqual(subgraphs);
  });

  it('may be all that was asked of an object, which is then empty', async () => {
    const nested =
      'query ($v: Boolean!, $w: Boolean!) { product @skip(if: $v) { count @include(if: $w) ...Price @include(if: $w) } } fragment Price on Product { price }';
    expect((await graph.ask(nested, { v: false, w: false })).data).toEqual({ product: {} });
    expect(asked()).toEqual(['products']);
    expect((await graph.ask(nested, { v: false, w: true })).data).toEqual({ product: { count: 0, price: 1 } });
    expect((await graph.ask(nested, { v: true, w: true })).data).toEqual({});
  });

  it('does not keep a mutation from being sent', async () => {
    const mutation = 'mutation ($v: Boolean!) { addProduct { price @include(if: $v) } restock @include(if: $v) }';
    expect((await graph.ask(mutation, { v: false })).data).toEqual({ addProduct: {} });
    expect(asked()).toEqual(['products']);
  });

  it('may be of the schema', async () => {
    const query = 'query ($v: Boolean = false) { __typename __type(name: "Shelf") { name @skip(if: $v) kind @include(if: $v) } currency @include(if: $v) }';
    expect((await graph.ask(query)).data).toEqual({ __typename: 'Query', __type: { name: 'Shelf' } });
    expect((await graph.ask(query, { v: true })).data).toEqual({ __typename: 'Query', __type: { kind: 'OBJECT' }, currency: 'CNY' });
  });
});

it('a variable decides conditions only of the operation that it is in', async () => {
  const query = `
    query One($x: Boolean!) { ...Currency @include(if: $x) open }
    query Two($x: Int) { products(count: $x) { id } ...Currency }
    fragment Currency on Query { currency }`;
  const ask = async (operationName: string, x: unknown) => {
    const body = JSON.stringify({ query, operationName, variables: { x } });
    const response = await fetch(graph.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return ((await response.json()) as { data?: unknown }).data;
  };
  expect(await ask('One', false)).toEqual({ open: true });
  expect(await ask('Two', 1)).toEqual({ products: [{ id: 'p0' }], currency: 'CNY' });
});
