// The shape of a response: what becomes of nulls and of values of wrong kinds is what graphql-js makes of the same data, for
// any schema, query and data; and its members are in the query's order.
import fc from 'fast-check';
import { buildSchema, execute, type GraphQLSchema, type GraphQLTypeResolver, isObjectType, parse, validate } from 'graphql';
import { type FaultyGraph, link, sendAnswer, startFaultyGraph } from './faulty-graph';
import { answerUnchecked, faultyData, schemas } from './faulty-data';
import { generated } from '../../generated';

describe.each(fc.sample(schemas, { numRuns: 4, seed: 1 }))('over a generated schema', (sdl) => {
  const schema = lenient(buildSchema(sdl));
  let graph: FaultyGraph<'only'>;
  let root: unknown;

  beforeAll(async () => {
    graph = await startFaultyGraph({ only: { sdl: `${link}\n${sdl}` } });
    graph.subgraphs.only.behaviour = (response, { query, variables }) =>
      sendAnswer(response, { data: answerUnchecked(schema, parse(query), variables ?? {}, root) });
  });
  afterAll(() => graph.stop());

  it('nulls go as far up as the specification says, and no further', async () => {
    let compared = 0;
    let withNulls = 0;
    await fc.assert(
      fc.asyncProperty(faultyData(sdl), async ({ query, variables, roots }) => {
        const document = parse(query);
        // Two objects may have one field of two types, which no query can ask together.
        fc.pre(validate(schema, document).length === 0);
        for (root of roots) {
          const expected = await execute({ schema, document, rootValue: root, variableValues: variables, typeResolver });
          const answer = await graph.ask(query, variables);
          expect({ query, root, data: JSON.stringify(answer.data) }).toEqual({ query, root, data: JSON.stringify(expected.data) });
          const told = answer.errors?.length ?? 0;
          expect({ query, root, told: told > 0 }).toEqual({ query, root, told: (expected.errors?.length ?? 0) > 0 });
          compared++;
          if (expected.errors !== undefined) withNulls++;
        }
      }),
      generated('operations over a generated schema', 200, 7),
    );
    expect(withNulls).toBeGreaterThan(compared / 10);
  });
});

const typeResolver: GraphQLTypeResolver<unknown, unknown> = (value) => {
  const { __typename } = value as { __typename?: unknown };
  return typeof __typename === 'string' ? __typename : undefined;
};

/** With types that tell their objects as `answerUnchecked` does: whatever is an object, by its `__typename`. */
function lenient(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && type !== schema.getQueryType()) type.isTypeOf = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  }
  return schema;
}

describe('a response', () => {
  let graph: FaultyGraph<'one' | 'two'>;

  beforeAll(async () => {
    const one = {
      sdl: `${link} type Query { a: Int b: Thing c: [Thing!]! } interface Named { name: String } type Thing implements Named @key(fields: "id") { id: ID! name: String x: Int! } type Other { z: Int } union Any = Thing | Other type Mutation { m: Int n: Thing! }`,
      resolvers: { Query: { a: () => 1, b: () => ({ id: 'b', name: 'B', x: 1 }), c: () => [] }, Mutation: { m: () => 1, n: () => ({ id: 'n' }) } },
    };
    const two = {
      sdl: `${link} type Query { d: Int } type Thing @key(fields: "id") { id: ID! y: Int strict: Int! }`,
      resolvers: { Query: { d: () => 4 }, Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, y: 2, strict: 3 }) } },
    };
    graph = await startFaultyGraph({ one, two });
  });
  afterAll(() => graph.stop());
  beforeEach(() => graph.reset());

  it('has what fragments on a union select of an object that is one of its members', async () => {
    expect((await graph.ask('{ b { ... on Any { ... on Thing { name ... on Named { other: name } } } } }')).data).toEqual({ b: { name: 'B', other: 'B' } });
  });

  it('has its members in the query’s order, whichever subgraph they come from, and each once', async () => {
    const query = `{ d b { y ... on Thing { strict name } ...later id y } a z: d c { id } b { x } d }
      fragment later on Named { n: name ... on Thing { id y2: y } }`;
    const { text } = await graph.ask(query);
    expect(text.trim()).toBe('{"data":{"d":4,"b":{"y":2,"strict":3,"name":"B","n":"B","id":"b","y2":2,"x":1},"a":1,"z":4,"c":[]}}');
  });

  it('has introspection and the type’s name where the query has them', async () => {
    const { text } = await graph.ask('{ a __typename t: __type(name: "Thing") { kind name } d b { k: __typename id } }');
    expect(text.trim()).toBe('{"data":{"a":1,"__typename":"Query","t":{"kind":"OBJECT","name":"Thing"},"d":4,"b":{"k":"Thing","id":"b"}}}');
  });

  it('is null where another subgraph’s null may not be, up to the nearest place that may be', async () => {
    graph.subgraphs.two.behaviour = (response) => sendAnswer(response, { data: { _entities: [{ y: 1, strict: null }] } });
    const { data, errors } = await graph.ask('{ a b { name strict } }');
    expect(data).toEqual({ a: 1, b: null });
    expect(errors).toMatchObject([{ path: ['b', 'strict'], extensions: { code: 'AGENCY_ERROR', agency: 'two' } }]);
  });

  it('explains a null beside what others failed in', async () => {
    graph.subgraphs.two.behaviour = (response, { query }) =>
      sendAnswer(response, query.includes('_entities') ? { data: { _entities: [{ y: 1, strict: null }] } } : { errors: [{ message: 'm' }] });
    const { data, errors } = await graph.ask('{ d b { name strict } }');
    expect(data).toEqual({ d: null, b: null });
    expect(errors?.map(({ path }) => path)).toEqual([['d'], ['b', 'strict']]);
  });

  it('explains a null by the subgraph’s own error alone, where there is one', async () => {
    graph.subgraphs.two.behaviour = (response) =>
      sendAnswer(response, { data: { _entities: [null] }, errors: [{ message: 'm', path: ['_entities', 0, 'strict'], extensions: { code: 'AGENCY_ERROR' } }] });
    const { data, errors } = await graph.ask('{ a b { name strict } }');
    expect(data).toEqual({ a: 1, b: null });
    expect(errors?.map(({ path }) => path)).toEqual([['b', 'strict']]);
  });

  it('is null as a whole where a null goes up to the root', async () => {
    graph.subgraphs.one.behaviour = (response) => sendAnswer(response, { data: { c: [{ __typename: 'Thing', id: '1', x: null }] } });
    expect((await graph.ask('{ d c { id x } }')).text).toContain('"data":null');
    graph.subgraphs.one.behaviour = (response) => sendAnswer(response, { data: { n: null } });
    expect((await graph.ask('mutation { n { id } }')).data).toBeNull();
  });

  it('is null where an object’s type is not one of those that its place may have', async () => {
    graph.subgraphs.one.behaviour = (response) => sendAnswer(response, { data: { b: { __typename: 'Query', id: 'b', name: 'B' } } });
    const { data, errors } = await graph.ask('{ b { __typename name } }');
    expect(data).toEqual({ b: null });
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'AGENCY_ERROR', agency: 'one' } }]);
  });
});
