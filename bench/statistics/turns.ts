// What the parts of the statistics' benchmark share: the questions that are asked, and works that take turns against the clock.
import type { Subgraph } from '../../subgraphs/shared/subgraph';

export const dates = ['2022-12-31', '2023-08-15', '2024-06-30', '2025-12-31', '2026-03-31'];
export const log = { info: () => {}, warn: console.warn, error: console.error };
export const ms = (value: number) => value.toFixed(value < 10 ? 2 : 0);

export const statusFields = 'counties covered coveredByAny atRisk uncovered unknown coverageRate';
export const allFields = `${statusFields} organizations pairings projects pledged spent beneficiaries protectedCells needsStated needsMet`;
const dimensionField: Readonly<Record<string, string>> = {
  PROVINCE: 'province { code }',
  PREFECTURE: 'prefectureCode',
  COUNTY: 'county { code }',
  DESIGNATION: 'designation',
  KIND: 'kind',
  ORGANIZATION_KIND: 'organizationKind',
  SECTOR: 'sector',
  LEVEL: 'level',
  GRADE: 'grade',
  MECHANISM: 'mechanism',
  YEAR: 'year',
};

export const coverageQuery = (
  dimension: string,
  fields: string,
  withTotals: boolean,
) => `query ($population: Population!, $asOf: Date, $where: CoverageFilter) {
  coverage(population: $population, asOf: $asOf, where: $where, groupBy: [${dimension}], first: 500) { rows { ${dimensionField[dimension]} ${fields} } ${withTotals ? `totals { ${fields} }` : ''} } }`;

export type CoverageRows = Record<string, number | null>[];

export async function askCoverage(subgraph: Subgraph, query: string, variables: Record<string, unknown>): Promise<CoverageRows> {
  const { data, errors } = await subgraph.execute({ query, variables });
  if (errors !== undefined) throw new Error(`the statistics answer with an error: ${errors[0]?.message}`);
  return (data as { coverage: { rows: CoverageRows } }).coverage.rows;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Works in turn, A B A B, after one turn that does not count. @returns the median of each */
export async function takeTurns(rounds: number, works: readonly ((round: number) => Promise<unknown>)[]): Promise<number[]> {
  const times: number[][] = works.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [i, work] of works.entries()) {
      const took = await time(() => work(Math.max(0, round)));
      if (round >= 0) times[i]?.push(took);
    }
  }
  return times.map(median);
}

export type Musts = [what: string, reached: string, must: string, holds: boolean][];
