// Cost through the gateway: refused before any subgraph is asked, told to whoever asks for it, and enough for what is saved.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSavedOperations } from '../../schema/operations';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { defaultSettings, type Graph, startGraph } from '../graph/graph';

const { limits } = defaultSettings;
const expensive = '{ countySearch(first: 500) { nodes { province { counties(first: 500) { nodes { province { counties(first: 500) { totalCount } } } } } } } }';
const moderate = 'query Moderate ($first: Int) { provinces { counties(first: $first) { nodes { name } } } }';

const graphs: Record<string, Graph> = {};
const logged: string[] = [];
const log = { info: (message: string) => logged.push(message), warn: () => {}, error: () => {} };

beforeAll(async () => {
  graphs.enforcing = await startGraph('sqlite', { log });
  graphs.measuring = await startGraph('sqlite', { limits: { ...limits, maxCost: 100, enforced: false }, log });
  graphs.stock = await startGraph('sqlite', { execution: 'stock', log });
  graphs.debugging = await startGraph('sqlite', { log: { ...log, debug: (message) => logged.push(message) } });
});
beforeEach(() => {
  logged.length = 0;
});
afterAll(() => Promise.all(Object.values(graphs).map((graph) => graph.stop())));

// biome-ignore lint/suspicious/noExplicitAny: JSON that each test knows
async function askCost(graph: Graph | undefined, query: string, variables = {}): Promise<any> {
  const headers = { 'content-type': 'application/json', 'jiedui-cost': 'include' };
  return (await fetch(`${graph?.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })).json();
}

describe.each(['enforcing', 'stock'])('the gateway (%s)', (name) => {
  it('refuses what would cost too much, asks no subgraph, and logs it', async () => {
    graphs[name]?.takeStatements();
    const answer = await graphs[name]?.ask(expensive);
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringMatching(/would cost \d+; at most 500000/), extensions: { code: 'OPERATION_TOO_COSTLY' } }],
    });
    expect(answer?.data ?? null).toBeNull();
    expect(graphs[name]?.takeStatements()).toEqual([]);
    expect(logged).toEqual([expect.stringMatching(/^refused an operation without a name \([0-9a-f]{12}\): the operation would cost/)]);
  });

  it('tells the cost to whoever asks, and nobody else', async () => {
    const { data, extensions } = await askCost(graphs[name], moderate, { first: 2 });
    // 34 provinces, each with a page of at most two counties, of which three provinces have none in the register.
    const nodes = data.provinces.flatMap((province: { counties: { nodes: unknown[] } }) => province.counties.nodes).length;
    expect(extensions.cost).toEqual({ estimate: 34 * (1 + 1 + 2), actual: 34 + 34 + nodes, maximum: 500_000 });
    expect(JSON.stringify(await graphs[name]?.ask(moderate, { first: 2 }))).not.toContain('"cost"');
  });
});

describe('a list that is bounded by keys that are given', () => {
  const gaps = `query ($where: CoverageFilter, $first: Int, $kind: HelpKind, $most: Int) { coverageGaps(where: $where, first: $first) { nodes { candidates(kind: $kind, first: $most) { points } } } }`;
  const estimate = async (variables: object) => (await askCost(graphs.enforcing, gaps, variables)).extensions.cost.estimate;
  const counties = ['451121', '530627'];

  it('is no longer than they are, and counts once for each value of an argument that names none', async () => {
    // The field 50, each gap 1, each candidate 10, of five for each of seven kinds.
    const each = (candidates: number) => 1 + 10 * candidates;
    expect(await estimate({})).toBe(50 + 50 * each(7 * 5));
    expect(await estimate({ where: { counties }, first: 100 })).toBe(50 + 2 * each(7 * 5));
    expect(await estimate({ where: { counties }, first: 1, most: 3 })).toBe(50 + each(7 * 3));
    expect(await estimate({ where: { counties }, kind: 'HEALTH', most: 3 })).toBe(50 + 2 * each(3));
    expect(await estimate({ where: { counties: [] } })).toBe(50);
    expect(await estimate({ where: { counties: null }, first: 3 })).toBe(50 + 3 * each(7 * 5));
    const literal = '{ coverageGaps(where: { counties: ["451121"] }) { nodes { candidates(kind: HEALTH) { points } } } }';
    expect((await askCost(graphs.enforcing, literal)).extensions.cost.estimate).toBe(50 + each(5));
    const scores = '{ evaluation(year: 2024, of: COUNTY, ids: ["451121", "530627"]) { nodes { score } } }';
    expect((await askCost(graphs.enforcing, scores)).extensions.cost.estimate).toBe(50 + 2);
  });
});

describe('where nothing is enforced', () => {
  it('what is over a limit is answered, and logged with what it came to', async () => {
    const { data, errors } = (await graphs.measuring?.ask(moderate, { first: 501 })) ?? {};
    // The subgraph itself gives no more than 500 at once.
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(data).toBeDefined();
    expect(logged.at(-1)).toMatch(/^let through Moderate \([0-9a-f]{12}\): counties\(first:\) asks for a list of 501/);
    await graphs.measuring?.ask(moderate, { first: 5 });
    expect(logged.at(-1)).toMatch(/^let through Moderate \(\w+\): the operation would cost 238; .*; its cost was estimated as 238 and came to \d+$/);
  });

  it('what is under the limits leaves no line', async () => {
    await graphs.measuring?.ask('{ county(code: "520204") { name } }');
    expect(logged).toEqual([]);
  });
});

describe('at debug', () => {
  it('the log has what each operation was estimated to cost and came to', async () => {
    await graphs.debugging?.ask(moderate, { first: 2 });
    expect(logged.at(-1)).toMatch(/^answered Moderate \(\w+\): its cost was estimated as 136 and came to \d+$/);
  });
});

describe('the default', () => {
  const readme = readFileSync(path.join(packageRoot, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map(([, text = ''], index) => ({ name: `README ${index + 1}`, text, variables: {} }));
  const operations = [...readSavedOperations(), ...examples];

  it.each(operations.map((operation) => [operation.name, operation] as const))(
    'lets %s through with room, and estimates no less than it comes to',
    async (_name, { text, variables }) => {
      const { extensions, errors } = await askCost(graphs.enforcing, text, variables);
      expect(errors).toBeUndefined();
      expect(extensions.cost.estimate).toBeLessThan(limits.maxCost * 0.85);
      expect(extensions.cost.actual).toBeLessThanOrEqual(extensions.cost.estimate);
      expect(logged).toEqual([]);
    },
  );
});
