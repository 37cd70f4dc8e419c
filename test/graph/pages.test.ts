// Every list of the graph, page by page: the pages join to the whole, the count is right, and the number of SQL
// statements does not grow with the rows.
import { type Graph, startGraph, wideLimits } from './graph';

let graph: Graph;

beforeAll(async () => {
  // Long pages in pages are asked for here to count statements.
  graph = await startGraph(undefined, { limits: wideLimits });
});
afterAll(() => graph.stop());

interface Page {
  totalCount: number;
  nodes: Record<string, string>[];
  edges: { cursor: string; node: Record<string, string> }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** Each connection field: how to reach it, and by which key its nodes are told apart. */
const connections: [field: string, key: string, path: string[], query: (args: string) => string][] = [
  ['countySearch', 'code', ['countySearch'], (list) => `{ countySearch(filter: { regions: [NORTHEAST] }, ARGS) ${list} }`],
  ['organizationSearch', 'code', ['organizationSearch'], (list) => `{ organizationSearch(filter: { kinds: [FOUNDATION] }, ARGS) ${list} }`],
  ['pairings', 'id', ['pairings'], (list) => `{ pairings(filter: { mechanisms: [EAST_WEST] }, ARGS) ${list} }`],
  ['projects', 'id', ['projects'], (list) => `{ projects(filter: { kinds: [HEALTH] }, ARGS) ${list} }`],
  ['Province.counties', 'code', ['province', 'counties'], (list) => `{ province(code: "530000") { counties(ARGS) ${list} } }`],
  ['County.needs', 'id', ['county', 'needs'], (list) => `{ county(code: "530627") { needs(ARGS) ${list} } }`],
  ['County.pairings', 'id', ['county', 'pairings'], (list) => `{ county(code: "520204") { pairings(ARGS) ${list} } }`],
  ['County.projects', 'id', ['county', 'projects'], (list) => `{ county(code: "520204") { projects(ARGS) ${list} } }`],
  ['Organization.pairings', 'id', ['organization', 'pairings'], (list) => `{ organization(code: "BUSY") { pairings(ARGS) ${list} } }`],
  ['Organization.projects', 'id', ['organization', 'projects'], (list) => `{ organization(code: "BUSY") { projects(ARGS) ${list} } }`],
  ['Pairing.projects', 'id', ['pairing', 'projects'], (list) => `{ pairing(id: "PAIRING") { projects(ARGS) ${list} } }`],
  ['Need.projects', 'id', ['need', 'projects'], (list) => `{ need(id: "NEED") { projects(ARGS) ${list} } }`],
];

let busy: { organization: string; pairing: string; need: string };

beforeAll(async () => {
  const { data } = await graph.ask('{ projects(first: 500) { nodes { lead { code } pairing { id } need { id } } } }');
  const mostCommon = (keys: (string | undefined)[]) => {
    const counts = new Map<string, number>();
    for (const key of keys) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  };
  const nodes: { lead: { code: string }; pairing: { id: string } | null; need: { id: string } | null }[] = data.projects.nodes;
  busy = {
    organization: mostCommon(nodes.map(({ lead }) => lead.code)),
    pairing: mostCommon(nodes.map(({ pairing }) => pairing?.id)),
    need: mostCommon(nodes.map(({ need }) => need?.id)),
  };
});

describe.each(connections)('%s', (_field, key, path, query) => {
  const list = `{ totalCount nodes { ${key} } edges { cursor node { ${key} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;
  const read = async (args: string): Promise<Page> => {
    const text = query(list).replace('ARGS', args).replace('BUSY', busy.organization).replace('PAIRING', busy.pairing).replace('NEED', busy.need);
    const { data, errors } = await graph.ask(text);
    expect(errors).toBeUndefined();
    return path.reduce((value, name) => value[name], data) as Page;
  };

  it('gives pages that join to the whole, in order, with a true count', async () => {
    const whole = await read('first: 500');
    expect(whole.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    expect(whole.totalCount).toBe(whole.nodes.length);
    expect(whole.nodes.length).toBeGreaterThan(0);
    const keys = whole.nodes.map((node) => node[key]);
    expect(keys).toEqual([...new Set(keys)].sort());

    const size = Math.max(1, Math.ceil(whole.nodes.length / 3));
    const joined: Record<string, string>[] = [];
    let page = await read(`first: ${size}`);
    for (;;) {
      expect(page.totalCount).toBe(whole.totalCount);
      expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
      expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor);
      joined.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) break;
      page = await read(`first: ${size}, after: "${page.pageInfo.endCursor}"`);
      expect(page.pageInfo.hasPreviousPage).toBe(true);
    }
    expect(joined).toEqual(whole.nodes);
  });

  it('goes on from any edge’s cursor', async () => {
    const whole = await read('first: 500');
    const middle = whole.edges[Math.floor((whole.edges.length - 1) / 2)];
    const rest = await read(`first: 500, after: "${middle?.cursor}"`);
    expect(rest.nodes).toEqual(whole.nodes.slice(Math.floor((whole.edges.length - 1) / 2) + 1));
  });
});

describe('the number of SQL statements', () => {
  /** Each list field below another list, asked for one parent and for many. */
  const lists: [field: string, query: (first: number) => string][] = [
    ['Province.counties', (first) => `{ eastWestPartnerships { west { counties(first: ${first}) { totalCount nodes { name } } } } }`],
    ['Province.partnerships', (first) => `{ countySearch(first: ${first}) { nodes { province { partnerships { east { name } west { name } } } } } }`],
    [
      'County.codes and formerCodes',
      (first) =>
        `{ countySearch(filter: { prefectures: ["520200", "320600", "511500"] }, first: ${first}) { nodes { codes formerCodes { code source { dataset } } } } }`,
    ],
    ['County.designations', (first) => `{ countySearch(filter: { designation: {} }, first: ${first}) { nodes { designations { list source { dataset } } } } }`],
    ['County.years', (first) => `{ countySearch(first: ${first}) { nodes { years { population source { dataset } } } } }`],
    [
      'County.needs',
      (first) =>
        `{ countySearch(filter: { designation: {} }, first: ${first}) { nodes { needs { totalCount nodes { id status { status } county { name } } } } } }`,
    ],
    ['County.pairings', (first) => `{ countySearch(filter: { designation: {} }, first: ${first}) { nodes { pairings { totalCount nodes { id } } } } }`],
    ['County.projects', (first) => `{ countySearch(filter: { designation: {} }, first: ${first}) { nodes { projects { totalCount nodes { id } } } } }`],
    [
      'Need.projects',
      (first) => `{ countySearch(filter: { designation: {} }, first: ${first}) { nodes { needs { nodes { projects { totalCount nodes { id } } } } } } }`,
    ],
    ['Organization.formerNames', (first) => `{ organizationSearch(first: ${first}) { nodes { name(asOf: "2020-01-01") formerNames { name } } } }`],
    ['Organization.evaluations', (first) => `{ organizationSearch(first: ${first}) { nodes { evaluations { grade } evaluation { grade } } } }`],
    ['Organization.inspections', (first) => `{ organizationSearch(first: ${first}) { nodes { inspections { year } } } }`],
    ['Organization.listings', (first) => `{ organizationSearch(first: ${first}) { nodes { abnormalListings { reason } seriousViolations { reason } } } }`],
    ['Organization.penalties', (first) => `{ organizationSearch(first: ${first}) { nodes { penalties { reason } } } }`],
    ['Organization.standing', (first) => `{ organizationSearch(first: ${first}) { nodes { standing { status } registrationStatus { status } } } }`],
    [
      'Organization.qualifications',
      (first) => `{ organizationSearch(first: ${first}) { nodes { charityRecognition { from } publicFundraising { from } taxDeduction { from } } } }`,
    ],
    [
      'Organization.homeProvince',
      (first) =>
        `{ organizationSearch(filter: { levels: [PROVINCIAL] }, first: ${first}) { nodes { homeProvince { name liaisonOffice { name } } source { dataset } } } }`,
    ],
    [
      'Organization.pairings',
      (first) => `{ organizationSearch(filter: { levels: [NATIONAL] }, first: ${first}) { nodes { pairings { totalCount nodes { id } } } } }`,
    ],
    [
      'Organization.projects',
      (first) => `{ organizationSearch(filter: { levels: [NATIONAL] }, first: ${first}) { nodes { projects { totalCount nodes { id } } } } }`,
    ],
    ['Pairing.organizations', (first) => `{ pairings(first: ${first}) { nodes { organizations { name } } } }`],
    ['Pairing.counties and consents', (first) => `{ pairings(first: ${first}) { nodes { counties { name } consents { consentedOn county { name } } } } }`],
    ['Pairing.kinds', (first) => `{ pairings(first: ${first}) { nodes { kinds source { dataset } } } }`],
    ['Pairing.statusHistory', (first) => `{ pairings(first: ${first}) { nodes { status { status } statusHistory { status } } } }`],
    ['Pairing.projects', (first) => `{ pairings(first: ${first}) { nodes { projects { totalCount nodes { name } } } } }`],
    ['Project.lead and partners', (first) => `{ projects(first: ${first}) { nodes { lead { name } partners { name } } } }`],
    ['Project.statusHistory', (first) => `{ projects(first: ${first}) { nodes { status { status } statusHistory { status } } } }`],
    ['Project.progressReports', (first) => `{ projects(first: ${first}) { nodes { progressReports { summary } } } }`],
    [
      'CoverageRow.reasons',
      (first) =>
        `{ coverage(population: ALL, groupBy: [COUNTY], first: ${first}) { rows { reasons { code } } notes { code } unmatched { code } measures { measure additiveOver } sources { datasets { name } } } }`,
    ],
    [
      'CoverageGap and its candidates',
      (first) =>
        `{ coverageGaps(population: ALL, first: ${first}) { nodes { reasons { code } missingKinds unmetNeeds { kind } candidates { rank criteria { points } } } } }`,
    ],
    [
      'EvaluationScore.indicators',
      (first) => `{ evaluation(year: 2025, of: COUNTY, population: ALL, first: ${first}) { nodes { score indicators { value sources { agency } } } } }`,
    ],
    ['Project.pairing, county and need', (first) => `{ projects(first: ${first}) { nodes { pairing { id shape } county { name } need { description } } } }`],
  ];

  it.each(lists)('does not grow with the rows of %s', async (_field, query) => {
    const count = async (first: number) => {
      graph.takeStatements();
      const { errors } = await graph.ask(query(first));
      expect(errors).toBeUndefined();
      return graph.takeStatements().length;
    };
    const few = await count(20);
    expect(few).toBeGreaterThan(0);
    expect(await count(400)).toBe(few);
  });

  it('has a case for every list field of the graph', async () => {
    const { data } = await graph.ask('{ __schema { types { name kind fields { name type { kind ofType { kind } name } } } } }');
    const missing: string[] = [];
    const tested = [...lists.map(([, query]) => query(1)), ...connections.map(([, , , query]) => query(''))].join('\n');
    for (const type of data.__schema.types) {
      if (type.kind !== 'OBJECT' || type.name.startsWith('__') || /Connection$|^Query$|^Source$|^Standing$/.test(type.name)) continue;
      for (const field of type.fields) {
        const isList = field.type.kind === 'LIST' || field.type.ofType?.kind === 'LIST' || field.type.name?.endsWith('Connection');
        if (isList && !new RegExp(`\\b${field.name}\\b`).test(tested)) missing.push(`${type.name}.${field.name}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
