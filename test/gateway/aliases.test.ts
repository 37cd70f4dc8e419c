// Aliases that take the name of a key or of a required field: our execution answers them right, stock's refuses them.
import { type Graph, startGraph } from '../graph/graph';

let graph: Graph;
let stock: Graph;

beforeAll(async () => {
  graph = await startGraph();
  stock = await startGraph(undefined, { execution: 'stock' });
});
afterAll(() => Promise.all([graph.stop(), stock.stop()]));

const pairings = { pairings: { totalCount: 2 } };

describe('an alias that is the name of a key or of a required field', () => {
  it.each([
    ['recordedCode', '{ county(code: "520221") { recordedCode: name pairings { totalCount } } }', { county: { recordedCode: '水城区', ...pairings } }],
    ['codes', '{ county(code: "520221") { name codes: borderCounty pairings { totalCount } } }', { county: { name: '水城区', codes: false, ...pairings } }],
    ['codes', '{ county(code: "520221") { codes: formerCodes { code } pairings { totalCount } } }', { county: { codes: [{ code: '520221' }], ...pairings } }],
    ['codes', '{ county(code: "520221") { codes: name pairings { totalCount } } }', { county: { codes: '水城区', ...pairings } }],
    [
      'code',
      'query { organization(code: "53100000500019795A") { ...fields } } fragment fields on Organization { code: name pairings { totalCount } }',
      { organization: { code: '中国社会福利基金会', pairings: { totalCount: 0 } } },
    ],
    ['__typename', '{ county(code: "520221") { __typename: name pairings { totalCount } } }', { county: { __typename: '水城区', ...pairings } }],
  ])('%s is answered right, or by stock execution refused: %s', async (alias, query, expected) => {
    expect(await graph.ask(query)).toEqual({ status: 200, data: expected });
    const { status, data, errors } = await stock.ask(query);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toMatch(new RegExp(`^(the alias ${alias} is the name of a key|Name "__typename")`));
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a name like any other', async (alias) => {
    const { data, errors } = await graph.ask(`{ ${alias}: county(code: "520221") { ${alias}: name pairings { ${alias}: totalCount } } }`);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toBe(`{"${alias}":{"${alias}":"水城区","pairings":{"${alias}":2}}}`);
    expect(({} as { name?: unknown }).name).toBeUndefined();
  });
});

describe('any other alias', () => {
  it('is answered, and so is a field under its own name', async () => {
    const query = `{
      id: county(code: "520221") { code: code recordedCode name: code title: name id: name pairings { n: totalCount } }
      code: organization(code: "53100000500019795A") { id: code label: name pairings { totalCount } }
    }`;
    for (const each of [graph, stock]) {
      const { data, errors } = await each.ask(query);
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        id: { code: '520204', recordedCode: '520221', name: '520204', title: '水城区', id: '水城区', pairings: { n: 2 } },
        code: { id: '53100000500019795A', label: '中国社会福利基金会', pairings: { totalCount: 0 } },
      });
    }
  });
});

describe('a variable of a name that is taken inside', () => {
  it.each(['representations', '__proto__', 'jd__r0', 'constructor'])(
    '$%s is one like any other, whatever the caller is refused, in both executions',
    async (name) => {
      const query = `query ($${name}: Int!, $also: Boolean!) {
      organizationSearch(first: $${name}) { nodes { name kind @skip(if: $also) telephone } }
      __type(name: "County") @include(if: $also) { name isOneOf }
    }`;
      const variables = (first: number) => JSON.parse(`{"${name}":${first},"also":true}`) as Record<string, unknown>;
      for (const { ask } of [graph, stock]) {
        const { data, errors } = await ask(query, variables(2));
        const node = { name: expect.any(String), telephone: null };
        expect(data).toEqual({ organizationSearch: { nodes: [node, node] }, __type: { name: 'County', isOneOf: null } });
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN_FIELD', 'FORBIDDEN_FIELD']);
        expect(await ask(query, variables(501))).toMatchObject({ status: 400, errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }] });
        expect((await ask(query, { also: true })).errors?.[0]?.message).toMatch(new RegExp(`\\$${name.replace('$', '')}"? of required type`));
      }
    },
  );
});
