// Introspection is answered as graphql-js answers it, whatever a client's version of it asks, in both executions.
import { buildClientSchema, executeSync, getIntrospectionQuery, type IntrospectionQuery, parse } from 'graphql';
import { type Graph, startGraph } from '../graph/graph';

const graphs: Record<string, Graph> = {};

beforeAll(async () => {
  for (const execution of ['jiedui', 'stock'] as const) graphs[execution] = await startGraph('sqlite', { execution });
});
afterAll(() => Promise.all(Object.values(graphs).map((graph) => graph.stop())));

const options = ['descriptions', 'specifiedByUrl', 'directiveIsRepeatable', 'schemaDescription', 'inputValueDeprecation', 'oneOf'] as const;
const all = Object.fromEntries(options.map((option) => [option, true]));
const queries: [string, string][] = [
  ['graphql-js, with all it knows', getIntrospectionQuery(all)],
  ...options.map((option): [string, string] => [`graphql-js, with ${option} alone`, getIntrospectionQuery({ descriptions: false, [option]: true })]),
  [
    'Apollo Sandbox, which asks who answers first',
    `query IntrospectionQuery { __typename ${getIntrospectionQuery(all).replace(/^\s*query IntrospectionQuery \{/, '')}`,
  ],
  [
    'a form that asks for one input',
    '{ __type(name: "CountyFilter") { name kind isOneOf inputFields(includeDeprecated: true) { name isDeprecated deprecationReason } } }',
  ],
  ['directives alone', '{ __schema { description directives { name isRepeatable args(includeDeprecated: true) { name } } } }'],
];

describe.each(['jiedui', 'stock'])('introspection (%s)', (execution) => {
  const ask = async (query: string, variables?: Record<string, unknown>) => (await graphs[execution]?.ask(query, variables)) ?? { data: null };

  it.each(queries)('answers %s', async (_client, query) => {
    const { data: whole } = await ask(getIntrospectionQuery(all));
    const schema = buildClientSchema(whole as IntrospectionQuery);
    expect(schema.getQueryType()?.getFields()).toHaveProperty('organizationSearch');
    const answer = await ask(query);
    expect(answer).toEqual({ status: 200, ...JSON.parse(JSON.stringify(executeSync({ schema, document: parse(query) }))) });
  });

  it('answers it beside data, in the order asked, under aliases, in fragments and by conditions', async () => {
    const query = `query Both($skipped: Boolean!, $name: String = "County") {
      first: __type(name: $name) { name isOneOf }
      county(code: "520204") { name }
      ...More
      constructor: __type(name: "NoSuchType") { isOneOf }
      gone: __schema @skip(if: $skipped) { description }
    }
    fragment More on Query { last: __typename ... on Query @include(if: $skipped) { __schema { queryType { ...Named } } } }
    fragment Named on __Type { name isOneOf }`;
    const { data } = await ask(query, { skipped: true });
    expect(JSON.stringify(data)).toBe(
      '{"first":{"name":"County","isOneOf":null},"county":{"name":"水城区"},"last":"Query","__schema":{"queryType":{"name":"Query","isOneOf":null}},"constructor":null}',
    );
  });
});
