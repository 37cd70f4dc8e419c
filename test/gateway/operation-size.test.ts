// A small document can stand for more than can be planned, validated or answered; it is refused at once.
import { getIntrospectionQuery } from 'graphql';
import { type Answer, defaultSettings, type Graph, silentLog, startGraph } from '../graph/graph';

const { limits } = defaultSettings;
let graph: Graph;
let measuring: Graph;
const reported: string[] = [];

beforeAll(async () => {
  graph = await startGraph();
  measuring = await startGraph('sqlite', { limits: { ...limits, enforced: false }, log: { ...silentLog, info: (sentence) => reported.push(sentence) } });
});
afterAll(() => Promise.all([graph.stop(), measuring.stop()]));

/** Fragments that each spread the next one twice: 2^depth fields. */
function doubling(depth: number, last = 'name'): string {
  const fragments = Array.from(
    { length: depth },
    (_, i) =>
      `fragment F${i} on County { a: province { counties(first: 1) { nodes { ...F${i + 1} } } } b: province { counties(first: 1) { nodes { ...F${i + 1} } } } }`,
  );
  return `{ county(code: "520204") { ...F0 } } ${fragments.join(' ')} fragment F${depth} on County { ${last} }`;
}

/** `county` and `province` in turn, to a depth of fields in all. */
function deep(depth: number): string {
  const walk = (left: number): string =>
    left === 1 ? 'name' : `province { ${left === 2 ? 'name' : `counties(first: 1) { ${left === 3 ? 'totalCount' : `nodes { ${walk(left - 3)} }`} }`} }`;
  return `{ county(code: "520204") { ${walk(depth - 1)} } }`;
}

const times = (count: number, write: (number: number) => string) => Array.from({ length: count }, (_, number) => write(number)).join(' ');

function expectRefusal({ status, errors, data }: Answer, message: RegExp, code = 'OPERATION_TOO_LARGE'): void {
  expect(status).toBe(400);
  expect(data).toBeUndefined();
  expect(errors?.[0]?.message).toMatch(message);
  expect(errors?.[0]?.extensions).toEqual({ code, requestId: 'test' });
}

describe('an operation', () => {
  it('that stands for a thousand fields is answered', async () => {
    expect((await graph.ask(doubling(6))).errors).toBeUndefined();
  });

  it.each([12, 20, 80])('whose fragments double %i times is refused before it is planned, also where nothing is enforced', async (depth) => {
    expectRefusal(await graph.ask(doubling(depth)), /^the operation asks for \S+ fields; at most 5000 are answered/);
    expectRefusal(await measuring.ask(doubling(depth)), /^the operation asks for \S+ fields; at most 5000 are answered/);
  });

  it('whose fragments go round in a circle is refused', async () => {
    const { status, errors } = await graph.ask('{ county(code: "520204") { ...A } } fragment A on County { ...B } fragment B on County { ...A }');
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toMatch(/Cannot spread fragment/);
  });

  it('of introspection is answered', async () => {
    expect((await graph.ask(getIntrospectionQuery())).errors).toBeUndefined();
  });
});

describe.each<[string, (size: number) => string, number, RegExp]>([
  ['levels of fields', deep, limits.maxDepth, /levels of fields/],
  ['aliases', (size) => `{ county(code: "520204") { ${times(size, (number) => `a${number}: name`)} } }`, limits.maxAliases, /aliases/],
  [
    'aliases in a fragment that is spread twice',
    (size) =>
      `{ county(code: "520204") { ...F } province(code: "640000") { counties(first: 1) { nodes { ...F } } } } fragment F on County { ${times(size / 2, (number) => `a${number}: name`)} ${size % 2 ? 'more: name' : ''} }`,
    limits.maxAliases,
    /aliases/,
  ],
  ['fields at the root', (size) => `{ ${times(size, (number) => `a${number}: __typename`)} }`, limits.maxRootFields, /fields at its root/],
  [
    'fields at the root by a fragment',
    (size) => `{ ...F } fragment F on Query { ${times(size, (number) => `a${number}: __typename`)} }`,
    limits.maxRootFields,
    /fields at its root/,
  ],
])('%s', (_name, write, maximum, message) => {
  it('are answered up to the limit', async () => {
    expect((await graph.ask(write(maximum))).errors).toBeUndefined();
  });

  it('are refused above it, and only reported where nothing is enforced', async () => {
    const text = write(maximum + 1);
    expectRefusal(await graph.ask(text), message);
    reported.length = 0;
    expect((await measuring.ask(text)).errors).toBeUndefined();
    expect(reported).toEqual([expect.stringMatching(message)]);
  });
});

describe('a list', () => {
  const codes = (count: number) => Array.from({ length: count }, () => '520204');

  it.each<[string, string, object]>([
    ['written in the document', `{ countySearch(filter: { provinces: ${JSON.stringify(codes(limits.maxListSize + 1))} }, first: 1) { totalCount } }`, {}],
    [
      'in the variables',
      'query ($filter: CountyFilter) { countySearch(filter: $filter, first: 1) { totalCount } }',
      { filter: { provinces: codes(limits.maxListSize + 1) } },
    ],
    ['of keys', 'query ($codes: [ID!]!) { counties(codes: $codes) { name } }', { codes: codes(limits.maxListSize + 1) }],
    ['that first asks for', '{ countySearch(first: 501) { totalCount } }', {}],
    ['that first asks for by a variable', 'query ($first: Int) { countySearch(first: $first) { totalCount } }', { first: 100_000 }],
  ])('%s is refused where it is too long', async (_name, text, variables) => {
    expectRefusal(await graph.ask(text, variables as Record<string, unknown>), /501|100000/);
    reported.length = 0;
    await measuring.ask(text, variables as Record<string, unknown>);
    expect(reported).toEqual([expect.stringMatching(/501|100000/)]);
  });

  it('that is as long as allowed is answered', async () => {
    const { data } = await graph.ask('query ($codes: [ID!]!) { counties(codes: $codes) { name } }', { codes: codes(limits.maxListSize) });
    expect(data.counties).toHaveLength(500);
  });
});

describe('a document', () => {
  it('of too many tokens is not parsed to its end', async () => {
    expectRefusal(await graph.ask(`{ ${'__typename '.repeat(limits.maxTokens)} }`), /more that 5000 tokens/, 'GRAPHQL_PARSE_FAILED');
  });

  it.each([
    ['in an operation', `{ county(code: "520204") { ${'name '.repeat(2_000)} } }`],
    ['in a fragment that nobody spreads', `{ __typename } fragment F on Query { ${'__typename '.repeat(2_000)} }`],
    [
      'in fragments together',
      `{ __typename } fragment F on Query { ${times(20, (number) => `...F${number}`)} } ${times(20, (number) => `fragment F${number} on Query { ${'__typename '.repeat(60)} }`)}`,
    ],
    ['below one another', `{ province(code: "640000") { ${'liaisonOffice { name name name } '.repeat(400)} } }`],
  ])('that repeats a field thousands of times %s is refused before its fields are compared', async (_name, text) => {
    const answers = [await graph.ask(text), await measuring.ask(text)];
    for (const answer of answers) expectRefusal(answer, /repeats itself too often/);
  });
});
