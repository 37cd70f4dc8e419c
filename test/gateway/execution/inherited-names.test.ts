// Names that every object inherits, wherever they come from: a client's aliases and variables, a subgraph's answers. They are
// data and nothing else. And what a subgraph was not asked for is not data at all.
import { type FaultyGraph, sendAnswer, startFaultyGraph } from './faulty-graph';
import { shop } from './shop';

let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop);
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());
afterEach(() => {
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(String({})).toBe('[object Object]');
});

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupSetter__',
  'toJSON',
  'then',
  'length',
];

describe.each(names)('the name %s', (name) => {
  it('is an alias like any other', async () => {
    const query = `{
      ${name}: currency
      warehouse { ${name}: city }
      products(count: 2) { id ${name}: count maker { ${name}: owed } }
      dearest { ${name}: shelf { ${name}: row } }
    }`;
    const { text, errors } = await graph.ask(query);
    expect(errors).toBeUndefined();
    const key = JSON.stringify(name);
    expect(text.trim()).toBe(
      `{"data":{${key}:"CNY","warehouse":{${key}:"Guiyang"},"products":[{"id":"p0",${key}:0,"maker":{${key}:0}},{"id":"p1",${key}:10,"maker":{${key}:100}}],"dearest":{${key}:{${key}:1}}}}`,
    );
  });

  it('is an alias of objects and lists of entities, and of the root', async () => {
    const query = `{ ${name}: products(count: 2) { ${name}: maker { ${name}: owed } } }`;
    const key = JSON.stringify(name);
    expect((await graph.ask(query)).text.trim()).toBe(`{"data":{${key}:[{${key}:{${key}:0}},{${key}:{${key}:100}}]}}`);
  });

  it('is an alias whose errors have its place', async () => {
    graph.subgraphs.stock.behaviour = (response) => response.socket?.destroy();
    const { errors } = await graph.ask(`{ ${name}: product { ${name}: count } }`);
    expect(errors?.map(({ path }) => path)).toEqual([[name, name]]);
  });

  it('is a variable like any other, given or not', async () => {
    const query = `query ($${name}: Int) { products(count: $${name}) { id } }`;
    graph.subgraphs.products.behaviour = (response) => sendAnswer(response, { data: { products: [] } });
    await graph.ask(query, JSON.parse(`{"${name}":2}`) as Record<string, unknown>);
    await graph.ask(`${query} `);
    const sent = graph.subgraphs.products.requests.map(({ body }) => /"variables":(.*)\}$/.exec(body)?.[1]);
    // By this name a subgraph in JavaScript would lose it.
    expect(sent).toEqual([`{"${name === '__proto__' ? 'jd__v___proto__' : name}":2}`, '{}']);
  });

  it('is a condition’s variable like any other', async () => {
    const given = (value: boolean) => JSON.parse(`{"${name}":${value}}`) as Record<string, unknown>;
    const required = `query ($${name}: Boolean!) { currency @skip(if: $${name}) open @include(if: $${name}) }`;
    expect((await graph.ask(required, given(true))).data).toEqual({ open: true });
    expect((await graph.ask(required, given(false))).data).toEqual({ currency: 'CNY' });
    expect((await graph.ask(required)).errors).toHaveLength(1);
    const optional = `query ($${name}: Boolean = true) { currency @skip(if: $${name}) open @include(if: $${name}) }`;
    expect((await graph.ask(optional)).data).toEqual({ open: true });
    expect((await graph.ask(optional, given(false))).data).toEqual({ currency: 'CNY' });
  });

  it('is a key of a custom scalar like any other, both ways', async () => {
    const value = `{"${name}":{"polluted":true,"${name}":[{"${name}":{"polluted":true}}]},"a":1}`;
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, `{"data":{"details":${value}}}`);
    expect((await graph.ask('{ details }')).text.trim()).toBe(`{"data":{"details":${value}}}`);
    graph.reset();
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, '{"data":{"echo":1}}');
    await graph.ask('query ($value: JSON) { echo(value: $value) }', { value: JSON.parse(value) as unknown });
    expect(graph.subgraphs.stock.requests[0]?.body).toContain(`"variables":{"value":${value}}`);
  });

  it('in a custom scalar of an entity is data', async () => {
    const notes = `{"${name}":{"polluted":true}}`;
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, `{"data":{"_entities":[{"count":1,"notes":${notes}}]}}`);
    expect((await graph.ask('{ product { id count notes } }')).text.trim()).toBe(`{"data":{"product":{"id":"p0","count":1,"notes":${notes}}}}`);
  });

  it('as a type’s name is no type', async () => {
    graph.subgraphs.products.behaviour = (response) =>
      sendAnswer(response, { data: { products: [{ __typename: name, id: 'p1', name: 'x', maker: { __typename: name, id: 'm1' } }] } });
    const { status, data } = await graph.ask('{ products { id name count maker { owed } } currency }');
    expect(status).toBe(200);
    expect(data.currency).toBe('CNY');
  });

  it('as an operation’s name is a name', async () => {
    const post = async (body: object) => {
      const response = await fetch(graph.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      return (await response.json()) as object;
    };
    expect(await post({ query: `query ${name} { currency } query b { open }`, operationName: name })).toEqual({ data: { currency: 'CNY' } });
    expect(await post({ query: `query a { currency } query b { open }`, operationName: name })).toHaveProperty('errors');
  });
});

describe('what a subgraph was not asked for', () => {
  const evil = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":"x","toJSON":"x"';

  it('at the root neither appears nor takes another’s place', async () => {
    graph.subgraphs.stock.behaviour = (response) =>
      sendAnswer(response, `{${evil},"data":{${evil},"open":true,"currency":"EVIL","products":[{"id":"evil"}],"__typename":"Evil"}}`);
    graph.subgraphs.prices.behaviour = async (response, _request, answerWell) => {
      const { data } = await answerWell();
      sendAnswer(response, { data: { ...data, open: false, products: null } });
    };
    const { text } = await graph.ask('{ __typename open currency products(count: 1) { id } }');
    expect(text.trim()).toBe('{"data":{"__typename":"Query","open":true,"currency":"CNY","products":[{"id":"p0"}]}}');
  });

  it('in an entity neither appears nor takes another’s place', async () => {
    const extra = `${evil},"id":"evil","name":"evil","price":666,"maker":{"__typename":"Maker","id":"m666","owed":666},"jd__left__name":666`;
    graph.subgraphs.stock.behaviour = (response) =>
      sendAnswer(response, `{"data":{"_entities":[{"__typename":"Product",${extra},"count":7,"shelf":{${evil},"row":3,"price":5}}],"_0":[{}],"product":null}}`);
    const { text } = await graph.ask('{ product { id name price left: name count shelf { row } maker { id } } }');
    expect(text.trim()).toBe(
      '{"data":{"product":{"id":"p0","name":"product 0","price":1,"left":"product 0","count":7,"shelf":{"row":3},"maker":{"id":"m0"}}}}',
    );
  });

  it('does not become a key for others', async () => {
    graph.subgraphs.products.behaviour = (response) =>
      sendAnswer(response, `{"data":{"product":{"__typename":"Product","id":"p4",${evil},"price":1,"secret":"s"}}}`);
    expect((await graph.ask('{ product { count price } }')).data).toEqual({ product: { count: 40, price: 5 } });
    for (const name of ['stock', 'prices'] as const) {
      expect(graph.subgraphs[name].requests.map(({ variables }) => variables.representations)).toEqual([[{ __typename: 'Product', id: 'p4' }]]);
    }
  });

  it('is not read from a prototype that an answer names', async () => {
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, '{"data":{"warehouse":{"__proto__":{"city":"evil"}},"__proto__":{"open":true}}}');
    const { data } = await graph.ask('{ warehouse { city } open }');
    expect(data).toEqual({ warehouse: { city: null }, open: null });
  });
});
