// Names of variables and aliases that mean something to the planner, to merged requests or to JavaScript are a client's to
// choose, in both executions: what is asked by them is answered as by any other name.
import fc from 'fast-check';
import { generated } from '../../generated';
import { type FaultyGraph, link, sendAnswer, startFaultyGraph } from './faulty-graph';

const number = ({ id }: { id: string }) => Number(id.slice(1));
const sources = {
  shop: {
    sdl: `${link}
      type Query { items(count: Int): [Item!] add(one: Int, other: Int): Int }
      type Item @key(fields: "id") { id: ID! maker: Maker }
      type Maker @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        items: (_root: unknown, { count = 1 }: { count?: number }) => Array.from({ length: count ?? 1 }, (_, n) => ({ id: `i${n}`, maker: { id: `m${n}` } })),
        add: (_root: unknown, { one, other }: { one?: number; other?: number }) => (one ?? 0) + (other ?? 0),
      },
    },
  },
  stock: {
    sdl: `${link}
      type Item @key(fields: "id") { id: ID! sum(one: Int, other: Int): Int }
      type Maker @key(fields: "id") { id: ID! sum(one: Int, other: Int): Int }`,
    resolvers: Object.fromEntries(
      ['Item', 'Maker'].map((type) => [
        type,
        {
          __resolveReference: (key: { id: string }) => key,
          sum: (key: { id: string }, { one, other }: { one?: number; other?: number }) => number(key) + (one ?? 0) + (other ?? 0),
        },
      ]),
    ),
  },
};

const graphs: Record<string, FaultyGraph<keyof typeof sources>> = {};

beforeAll(async () => {
  for (const execution of ['jiedui', 'stock'] as const) graphs[execution] = await startFaultyGraph(sources, { execution });
});
afterAll(() => Promise.all(Object.values(graphs).map((graph) => graph.stop())));

const odd = [
  'representations',
  '_representations',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'jd__r0',
  'jd__r1',
  'jd__v_representations',
  'jd__v___proto__',
  'jd__v_jd__r0',
  '_entities',
  '_0',
  'id',
  'length',
  'then',
  'toJSON',
];

/** An object with a member of any name as its own. */
const objectOf = (entries: [string, unknown][]) =>
  JSON.parse(`{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`);

describe.each(['jiedui', 'stock'])('odd names (%s)', (execution) => {
  const ask = (query: string, variables: object) => graphs[execution]?.ask(query, variables as Record<string, unknown>);

  it.each(odd)('$%s reaches root fields, entities, conditions and introspection', async (name) => {
    expect(
      (
        await ask(
          `query ($${name}: Int) { add(one: $${name}, other: 1) items(count: 1) { sum(one: $${name}) maker { sum(other: $${name}) } } }`,
          objectOf([[name, 5]]),
        )
      )?.text,
    ).toBe('{"data":{"add":6,"items":[{"sum":5,"maker":{"sum":5}}]}}');
    expect((await ask(`query ($${name}: Boolean!) { add(one: 1) @skip(if: $${name}) __typename }`, objectOf([[name, true]])))?.data).toEqual({
      __typename: 'Query',
    });
    expect((await ask(`query ($${name}: String!) { __type(name: $${name}) { name } }`, objectOf([[name, 'Item']])))?.data).toEqual({
      __type: { name: 'Item' },
    });
    const defaults = await ask(`query ($${name}: Int = 3) { add(one: $${name}) items(count: 1) { sum(one: $${name}) } }`, {});
    expect(defaults?.data).toEqual({ add: 3, items: [{ sum: 3 }] });
  });

  it.each(odd)('%s is the name of an operation and of a fragment like any other', async (name) => {
    const query = `query ${name} { items(count: 2) { ...${name} maker { ...second } } }
      fragment ${name} on Item { sum(one: 1) } fragment second on Maker { sum(one: 2) } `;
    const expected = { items: [0, 1].map((n) => ({ sum: n + 1, maker: { sum: n + 2 } })) };
    expect((await ask(query, {}))?.data).toEqual(expected);
    expect((await ask(query.replaceAll('second', `second_${name}`), {}))?.data).toEqual(expected);
  });

  it.each(odd)('$%s is named so where its value is wrong, by the gateway or by a subgraph', async (name) => {
    const wrong = await ask(`query ($${name}: Int) { add(one: $${name}) }`, objectOf([[name, 'x']]));
    expect(wrong?.errors?.map(({ message }) => message)).toEqual([expect.stringContaining(`"$${name}"`)]);
    const { subgraphs } = graphs[execution] as FaultyGraph<keyof typeof sources>;
    subgraphs.shop.behaviour = (response, { query }) => {
      const sent = /\$(\w+)/.exec(query)?.[1];
      sendAnswer(response, { errors: [{ message: `Variable "$${sent}" got invalid value`, extensions: { code: 'BAD_USER_INPUT' } }] });
    };
    const refused = await ask(`query ($${name}: Int) { add(one: $${name}) }`, objectOf([[name, 1]]));
    subgraphs.shop.behaviour = null;
    expect(refused?.errors?.map(({ message }) => message)).toEqual([`Variable "$${name}" got invalid value`]);
  });

  it('variables and aliases of any names are answered as of plain ones', async () => {
    const name = fc.oneof(fc.constantFrom(...odd), fc.stringMatching(/^(jd__|_)?[A-Za-z_][A-Za-z0-9_]{0,5}$/));
    // Stock's refuses an alias that is a key's name, or that of __typename: aliases.test.ts.
    const alias = name.filter((each) => !['id', '__typename', 'maker'].includes(each));
    const names = fc.uniqueArray(name, { minLength: 3, maxLength: 3 });
    const aliases = fc.uniqueArray(alias, { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(names, aliases, fc.array(fc.nat(9), { minLength: 2, maxLength: 2 }), async ([a, b, c], [x, y, z], [one = 0, other = 0]) => {
        const query = `query ($${a}: Int, $${b}: Int, $${c}: Int) {
          ${x}: add(one: $${a}, other: $${b})
          ${y}: items(count: $${c}) { ${z}: sum(one: $${a}, other: $${b}) maker { ${x}: sum(one: $${b}, other: $${c}) } } }`;
        const items = [0, 1].map((n) => `{"${z}":${n + one + other},"maker":{"${x}":${n + other + 2}}}`);
        const answer = await ask(
          query,
          objectOf([
            [a as string, one],
            [b as string, other],
            [c as string, 2],
          ]),
        );
        expect(answer?.text).toBe(`{"data":{"${x}":${one + other},"${y}":[${items.join(',')}]}}`);
      }),
      generated(`operations with odd names, ${execution}`, 300),
    );
    expect(({} as { add?: unknown }).add).toBeUndefined();
  });
});
