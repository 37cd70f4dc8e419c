// A trend counts distinct organizations and pairings of all its points in one pass over the links; coverage on one date counts them
// anew, as brute force does (coverage-oracle). Each row of a trend is that of coverage on its date.
import { type Graph, startGraph, wideLimits } from './graph';

interface CountedRow {
  date: string;
  organizations: number;
  pairings: number;
  [dimension: string]: unknown;
}

const fields = 'date organizations pairings province { code } designation kind grade';
const trend = `query ($from: Date! = "2022-01-01", $to: Date = "2026-06-15", $population: Population!, $where: CoverageFilter, $groupBy: [CoverageDimension!]!, $interval: TrendInterval!) {
  coverageTrend(from: $from, to: $to, population: $population, where: $where, groupBy: $groupBy, interval: $interval, first: 500) {
    rows { ${fields} } pageInfo { hasNextPage } } }`;
const coverage = `query ($population: Population!, $where: CoverageFilter, $groupBy: [CoverageDimension!]!, $asOf: Date!) {
  coverage(asOf: $asOf, population: $population, where: $where, groupBy: $groupBy, first: 500) { rows { ${fields} } } }`;

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(undefined, { limits: wideLimits });
});
afterAll(() => graph.stop());

async function ask(query: string, variables: Record<string, unknown>) {
  const { data, errors } = await graph.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

/** Rows with something counted, in an order of their own. A trend has a row for a list on each date, coverage while it goes on. */
function listCounted(rows: readonly CountedRow[]): string[] {
  const counted = rows.filter(({ organizations, pairings }) => organizations + pairings > 0);
  return counted.map((row) => JSON.stringify(row)).sort();
}

describe('the organizations and pairings of a trend', () => {
  it.each([
    ['all counties, by month', { population: 'ALL', groupBy: [], interval: 'MONTH' }],
    ['a list that ends the day before it, by month', { to: '2026-01-01', population: 'NATIONAL_KEY', groupBy: [], interval: 'MONTH' }],
    ['a list that ends within it, by month', { population: 'NATIONAL_KEY', groupBy: [], interval: 'MONTH' }],
    ['two lists at once', { population: 'PROVINCIAL_KEY', where: { designations: ['NATIONAL_KEY', 'PROVINCIAL_KEY'] }, groupBy: [], interval: 'QUARTER' }],
    ['each list', { population: 'ALL', groupBy: ['DESIGNATION'], interval: 'QUARTER' }],
    ['each kind of help of a list', { population: 'NATIONAL_KEY', groupBy: ['KIND'], interval: 'QUARTER' }],
    ['each kind and list', { population: 'ALL', where: { kinds: ['HEALTH', 'EDUCATION'] }, groupBy: ['KIND', 'DESIGNATION'], interval: 'QUARTER' }],
    ['each grade of a province', { population: 'ALL', where: { provinces: ['530000'] }, groupBy: ['GRADE'], interval: 'QUARTER' }],
    ['one year of each province', { from: '2026-01-01', population: 'ALL', where: { mechanisms: ['EAST_WEST'] }, groupBy: ['PROVINCE'], interval: 'YEAR' }],
  ])('of %s are those of coverage on each date', async (_case, variables) => {
    const { rows, pageInfo } = (await ask(trend, variables)).coverageTrend as { rows: CountedRow[]; pageInfo: { hasNextPage: boolean } };
    expect(pageInfo.hasNextPage).toBe(false);
    const days = [...new Set(rows.map(({ date }) => date))];
    const onDays: CountedRow[] = [];
    for (const asOf of days) onDays.push(...((await ask(coverage, { ...variables, asOf })).coverage.rows as CountedRow[]));
    expect(listCounted(rows)).toEqual(listCounted(onDays));
    expect(new Set(listCounted(rows)).size).toBeGreaterThan(3);
  });

  it('of no organization are none', async () => {
    const { rows } = (await ask(trend, { population: 'ALL', where: { organizations: [] }, groupBy: [], interval: 'YEAR' })).coverageTrend;
    expect(rows.map(({ organizations, pairings }: CountedRow) => [organizations, pairings])).toEqual(Array(5).fill([0, 0]));
  });
});
