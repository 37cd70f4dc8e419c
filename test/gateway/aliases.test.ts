// Aliases that stock planning answers wrongly are refused; all others are answered right.
import { type Graph, startGraph } from '../graph/graph';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

describe('an alias that is the name of a key or of a required field', () => {
  it.each([
    ['recordedCode', '{ county(code: "520221") { recordedCode: name pairings { totalCount } } }'],
    ['codes', '{ county(code: "520221") { name codes: borderCounty projects { totalCount } } }'],
    ['codes', '{ county(code: "520221") { codes: formerCodes { code } pairings { totalCount } } }'],
    ['codes', '{ county(code: "520221") { codes: name pairings { totalCount } } }'],
    ['code', '{ organizationSearch(first: 1) { nodes { code: name pairings { totalCount } } } }'],
    ['code', 'query { organizationSearch(first: 1) { nodes { ...fields } } } fragment fields on Organization { code: name pairings { totalCount } }'],
    ['id', '{ need(id: "N-520204-01") { id: description projects { totalCount } } }'],
    ['__typename', '{ county(code: "520221") { __typename: name } }'],
  ])('%s is refused, rather than answered wrongly: %s', async (alias, query) => {
    const { status, data, errors } = await graph.ask(query);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toMatch(new RegExp(`^(the alias ${alias} is the name of a key|Name "__typename")`));
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('any other alias', () => {
  it('is answered, and so is a field under its own name', async () => {
    const { data, errors } = await graph.ask(`{
      id: county(code: "520221") { code: code recordedCode name: code title: name id: name pairings { n: totalCount } }
      code: organization(code: "53100000500019795A") { id: code label: name pairings { totalCount } }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      id: { code: '520204', recordedCode: '520221', name: '520204', title: '水城区', id: '水城区', pairings: { n: 2 } },
      code: { id: '53100000500019795A', label: '中国社会福利基金会', pairings: { totalCount: 0 } },
    });
  });
});
