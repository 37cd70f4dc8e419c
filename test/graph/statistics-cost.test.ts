// The work of the statistics: estimated before it is done, told to whoever asks, and refused where one request asks for too much.
// Where the server counts what it reads, estimates are compared with the counts.
import { readConfig } from '../../config';
import { analyzeTables, countWork, isOff } from '../../bench/statistics/measure-work';
import { openDatabase } from '../../subgraphs/shared/database';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph';
import { createStatistics } from '../../subgraphs/statistics';
import { readCriteria } from '../../subgraphs/statistics/criteria';
import { generated } from '../generated';
import { type Graph, inBothLanguages, laneDatabase, readerUrl, startGraph } from './graph';

const { maxWork } = readConfig({}, packageRoot).statistics;
const trend = (alias: string) =>
  `${alias}: coverageTrend(population: ALL, from: "2022-01-01", interval: MONTH, groupBy: [KIND]) { rows { covered organizations } }`;

let graph: Graph;
const opened: Subgraph[] = [];

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => Promise.all([graph.stop(), ...opened.map((subgraph) => subgraph.close())]));

/** The statistics with another limit. */
function open(most: number): Subgraph {
  const database = openDatabase(readerUrl('statistics'), { role: 'reader' });
  const subgraph = createSubgraph(createStatistics(readCriteria(), most), { database, logError: console.error });
  opened.push(subgraph);
  return subgraph;
}

async function askWork(query: string): Promise<{ estimate: number; rows: number; cells: number }> {
  const { errors, extensions } = await open(Number.MAX_SAFE_INTEGER).execute({ query });
  expect(errors).toBeUndefined();
  return extensions?.work as { estimate: number; rows: number; cells: number };
}

describe('the work of a request', () => {
  it('is told with the cost to whoever asks', async () => {
    const headers = { 'content-type': 'application/json', 'jiedui-cost': 'include' };
    const body = JSON.stringify({ query: '{ coverage(groupBy: [PROVINCE]) { rows { covered } } county(code: "520204") { name } }' });
    const { extensions } = (await (await fetch(`${graph.url}/graphql`, { method: 'POST', headers, body })).json()) as { extensions: { cost: unknown } };
    expect(extensions.cost).toMatchObject({ estimate: expect.any(Number), work: { estimate: expect.any(Number), maximum: maxWork } });
  });

  it('grows with what is asked: dates, rows to order, candidates, and names of their own', async () => {
    const day = await askWork('{ coverage(population: ALL, asOf: "2024-12-31") { totals { covered } } }');
    const months = await askWork('{ coverageTrend(population: ALL, from: "2022-01-01", to: "2024-12-31", interval: MONTH) { rows { covered } } }');
    expect(months.estimate).toBeGreaterThan(20 * day.estimate);
    const rows = (orderBy: string) => `{ coverage(population: ALL, groupBy: [COUNTY, KIND], orderBy: [${orderBy}], first: 1) { rowCount } }`;
    const [plain, ordered] = [await askWork(rows('')), await askWork(rows('{ by: COVERED } { by: NEEDS_MET } { by: PLEDGED }'))];
    expect(ordered.cells - plain.cells).toBe(3 * 2_844 * 7);
    expect(ordered.estimate - plain.estimate).toBeGreaterThan(3 * 2_844 * 7);
    const gaps = (selection: string) => `{ coverageGaps(population: ALL, first: 100) { nodes { status ${selection} } } }`;
    const [bare, named] = [await askWork(gaps('')), await askWork(gaps('candidates(first: 20) { points }'))];
    expect(named.estimate - bare.estimate).toBeGreaterThan((named.cells - bare.cells) / 3);
    expect(named.cells).toBeGreaterThan(5 * bare.cells);
    const [once, twice] = [await askWork(`{ ${trend('a')} }`), await askWork(`{ ${trend('a')} ${trend('b')} }`)];
    expect(twice.estimate).toBe(2 * once.estimate);
  });

  it('is bounded over all fields of a request: those that go beyond are refused before they are begun', async () => {
    const { estimate } = await askWork(`{ ${trend('a')} }`);
    const { data, errors } = await open(Math.floor(2.5 * estimate)).execute({ query: `{ ${['a', 'b', 'c', 'd'].map(trend).join(' ')} }` });
    expect(Object.values(data ?? {}).filter((answer) => answer !== null)).toHaveLength(2);
    expect(errors).toHaveLength(2);
    for (const { message, extensions } of errors ?? []) {
      expect(extensions?.code).toBe('OPERATION_TOO_COSTLY');
      expect(message).toMatch(inBothLanguages);
      expect(message).toMatch(new RegExp(`at most ${Math.floor(2.5 * estimate)}`));
    }
  });

  it('does not refuse one county with its candidates and their pairings', async () => {
    const worst = await graph.ask('{ coverageGaps(population: ALL, first: 1) { nodes { county { code } } } }');
    const { code } = worst.data.coverageGaps.nodes[0].county;
    const { data, errors } = await graph.ask(
      `{ coverageGaps(population: ALL, where: { counties: ["${code}"] }) { nodes { county { name } candidates { points criteria { points } organization { name pairings { nodes { id counties { name } organizations { name } } } } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.coverageGaps.nodes[0].candidates.length).toBeGreaterThan(0);
  });
});

(laneDatabase === 'mariadb' ? describe : describe.skip)('the estimates of every field', () => {
  it('are within a factor of three of the rows that the server reads and the cells that are computed', async () => {
    const { numRuns, seed } = generated('work of the statistics', 1_000);
    const ownerUrl = new URL(readerUrl('statistics', 'mariadb'));
    ownerUrl.username = 'root';
    ownerUrl.password = '';
    await analyzeTables(ownerUrl.href);
    const counted = await countWork(readerUrl('statistics', 'mariadb'), Math.ceil(numRuns / 4), seed);
    expect(counted.length).toBeGreaterThan(numRuns * 0.9);
    // Where conditions exclude each other the server decides how soon it notices: of a hundred questions some do.
    expect(counted.filter(isOff).length).toBeLessThanOrEqual(0.03 * counted.length);
  });
});
