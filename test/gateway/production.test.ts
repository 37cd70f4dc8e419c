// In production nobody learns from an answer what the schema has that was not asked for.
import { type Graph, startGraph } from '../graph/graph';

const graphs: Record<string, Graph> = {};

beforeAll(async () => {
  for (const execution of ['jiedui', 'stock'] as const) graphs[execution] = await startGraph('sqlite', { mode: 'production', execution });
  graphs.development = await startGraph('sqlite');
});
afterAll(() => Promise.all(Object.values(graphs).map((graph) => graph.stop())));

/** Each is a slip of the pen for a name that the schema has. */
const slips: [string, string, object][] = [
  ['a field', '{ countie(code: "520204") { name } }', {}],
  ['a field of a type', '{ county(code: "520204") { nam } }', {}],
  ['an argument', '{ county(cod: "520204") { name } }', {}],
  ['a type', '{ ... on Quer { __typename } }', {}],
  ['a value of an enum', '{ provinces(region: WES) { name } }', {}],
  ['a value of an enum in a variable', 'query ($region: Region) { provinces(region: $region) { name } }', { region: 'WES' }],
  ['a field of an input', '{ countySearch(filter: { region: [WEST] }) { totalCount } }', {}],
  ['a field of an input in a variable', 'query ($filter: CountyFilter) { countySearch(filter: $filter) { totalCount } }', { filter: { region: ['EAST'] } }],
  ['a directive', '{ county(code: "520204") @inclde(if: true) { name } }', {}],
];

describe.each(['jiedui', 'stock'])('in production (%s)', (name) => {
  it.each(slips)('nothing is suggested for %s', async (_what, text, variables) => {
    const { errors, status } = (await graphs[name]?.ask(text, variables as Record<string, unknown>)) ?? {};
    expect(status).toBe(400);
    expect(errors?.length).toBeGreaterThan(0);
    for (const { message } of errors ?? []) expect(message).not.toMatch(/did you mean|regions|counties|"WEST"|include\b/i);
  });

  it.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "County") { fields { name } } }',
    '{ ...F } fragment F on Query { a: __schema { queryType { name } } }',
  ])('the schema is not shown: %s', async (text) => {
    const answer = await graphs[name]?.ask(text);
    expect(answer).toMatchObject({ status: 400, errors: [{ message: expect.stringMatching(/^introspection is off here.*内省/) }] });
    expect(JSON.stringify(answer)).not.toMatch(/apollo/i);
    expect(answer?.data).toBeUndefined();
  });

  it('questions are answered', async () => {
    expect((await graphs[name]?.ask('{ __typename county(code: "520204") { __typename name } }'))?.data).toEqual({
      __typename: 'Query',
      county: { __typename: 'County', name: '水城区' },
    });
  });
});

describe('in development', () => {
  it('names are suggested and the schema is shown', async () => {
    expect((await graphs.development?.ask('{ countie(code: "520204") { name } }'))?.errors?.[0]?.message).toMatch(/Did you mean/);
    expect((await graphs.development?.ask('{ __schema { queryType { name } } }'))?.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });
});
