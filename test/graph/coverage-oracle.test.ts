// Coverage against brute force: generated questions, each with every row and every measure counted by hand from what the
// registers answer, and each measure's declared additivity checked.
import { createRandom, type Random } from '../../sample/random';
import { countByHand, type Question, readRegisters, type Registers, rowKey } from './coverage-by-hand';
import { dataThrough, dates, generateFilter } from './generated-filters';
import { smallCountsScope } from '../../subgraphs/shared/small-counts';
import { generated } from '../generated';
import { type Graph, startGraph, wideLimits } from './graph';

const { numRuns: cases, seed } = generated('questions about coverage', 2_500);
const dimensions = ['PROVINCE', 'PREFECTURE', 'COUNTY', 'DESIGNATION', 'KIND', 'ORGANIZATION_KIND', 'SECTOR', 'LEVEL', 'GRADE', 'MECHANISM', 'YEAR'];
const measures =
  'counties covered coveredByAny atRisk uncovered unknown coverageRate coverageRateByAny organizations pairings projects pledged spent beneficiaries needsStated needsMet'.split(
    ' ',
  );
const fields = `province { code } prefectureCode county { code } designation kind organizationKind sector level grade mechanism year date ${measures.join(' ')}`;

interface AnsweredRow extends Record<string, string | number | { code: string } | null> {
  date: string;
}

let graph: Graph;
let registers: Registers;

beforeAll(async () => {
  graph = await startGraph(undefined, { scope: smallCountsScope, limits: wideLimits });
  registers = await readRegisters(graph, dates);
}, 300_000);
afterAll(() => graph.stop());

function generateQuestion(random: Random): Question & { asOf: string } {
  const asOf = random.pick(dates);
  const groupBy = [...new Set(Array.from({ length: random.pick([0, 1, 1, 1, 2, 2, 3]) }, () => random.pick(dimensions)))];
  const years = Array.from({ length: Number(asOf.slice(0, 4)) - 2021 }, (_year, i) => 2022 + i);
  const byYear = years.map((year) => ({ date: `${year}-12-31` < asOf ? `${year}-12-31` : asOf, after: `${year - 1}-12-31` }));
  const population = random.pick(['NATIONAL_KEY', 'NATIONAL_KEY', 'PROVINCIAL_KEY', 'ALL']);
  return {
    population,
    asOf,
    where: generateFilter(random, registers),
    groupBy,
    points: groupBy.includes('YEAR') ? byYear : [{ date: asOf, after: null }],
    dataThrough,
  };
}

function keyOf(row: AnsweredRow, groupBy: readonly string[]): string {
  const shown: Record<string, unknown> = {
    PROVINCE: (row.province as { code: string } | null)?.code,
    PREFECTURE: row.prefectureCode,
    COUNTY: (row.county as { code: string } | null)?.code,
    DESIGNATION: row.designation,
    KIND: row.kind,
    ORGANIZATION_KIND: row.organizationKind,
    SECTOR: row.sector,
    LEVEL: row.level,
    GRADE: row.grade,
    MECHANISM: row.mechanism,
  };
  return rowKey(shown as Record<string, string | null>, groupBy, row.date);
}

const query = `query ($population: Population!, $asOf: Date!, $where: CoverageFilter, $groupBy: [CoverageDimension!]!, $after: String) {
  coverage(population: $population, asOf: $asOf, where: $where, groupBy: $groupBy, first: 500, after: $after) {
    rowCount rows { ${fields} } totals { ${fields} } measures { measure additive } pageInfo { hasNextPage endCursor } } }`;

interface Answered {
  rows: AnsweredRow[];
  rowCount: number;
  totals: AnsweredRow;
  measures: { measure: string; additive: boolean }[];
}

async function askAll({ population, asOf, where, groupBy }: ReturnType<typeof generateQuestion>): Promise<Answered> {
  const rows: AnsweredRow[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await graph.ask(query, { population, asOf, where, groupBy, after });
    expect(errors).toBeUndefined();
    rows.push(...data.coverage.rows);
    if (!data.coverage.pageInfo.hasNextPage) return { ...data.coverage, rows };
    after = data.coverage.pageInfo.endCursor;
  }
}

/** What was counted, and null for what was not: a row whose data do not reach its date has counties alone. */
const withNulls = (row: Record<string, unknown> | undefined) => Object.fromEntries(measures.map((name) => [name, row?.[name] ?? null]));

function expectAdditivity({ rows, totals, measures: notes }: Answered, question: Question): void {
  const amount = (row: AnsweredRow, name: string) => Number(row[name]);
  for (const { measure, additive } of notes.filter(({ measure }) => measures.includes(measure) && !measure.startsWith('coverageRate'))) {
    if (!additive || question.groupBy.length === 0 || totals[measure] === null || rows.some((row) => row[measure] === null)) continue;
    const of = rows.reduce((sum, row) => sum + amount(row, measure), 0);
    expect([measure, Math.round(of * 100)]).toEqual([measure, Math.round(amount(totals, measure) * 100)]);
  }
}

describe('coverage', () => {
  it(`is what brute force counts in ${cases} generated questions`, async () => {
    const random = createRandom(seed, 'coverage');
    const seen = { rows: 0, repeated: 0, additive: 0, notAdditive: 0, empty: 0, byDimension: new Map<string, number>() };
    for (let i = 0; i < cases; i++) {
      const question = generateQuestion(random);
      const expected = countByHand(registers, question);
      if (expected.size > 4_000) {
        i--;
        continue;
      }
      const answer = await askAll(question);
      const asked = JSON.stringify({ seed, i, ...question, points: undefined });
      const answered = new Map(answer.rows.map((row) => [keyOf(row, question.groupBy), row]));
      expect({ asked, rows: answer.rowCount, keys: [...answered.keys()].sort() }).toEqual({ asked, rows: expected.size, keys: [...expected.keys()].sort() });
      for (const [key, row] of expected) expect({ asked, key, ...withNulls(answered.get(key)) }).toEqual({ asked, key, ...withNulls(row) });
      const whole = { ...question, groupBy: [], points: [{ date: question.asOf, after: question.groupBy.includes('YEAR') ? '2021-12-31' : null }] };
      const [total] = countByHand(registers, whole).values();
      expect({ asked, ...withNulls(answer.totals) }).toEqual({ asked, ...withNulls(total) });
      expectAdditivity(answer, question);
      seen.rows += expected.size;
      if (Object.values(question.where).some((value) => Array.isArray(value) && new Set(value).size < value.length)) seen.repeated++;
      seen.empty += expected.size === 0 ? 1 : 0;
      for (const { additive } of answer.measures) seen[additive ? 'additive' : 'notAdditive']++;
      for (const name of question.groupBy) seen.byDimension.set(name, (seen.byDimension.get(name) ?? 0) + 1);
    }
    console.log(
      `seed ${seed}, cases: ${cases}, rows: ${seen.rows}, empty answers: ${seen.empty}, with repeated values: ${seen.repeated}, by dimension: ${[...seen.byDimension].map((pair) => pair.join(' ')).join(', ')}`,
    );
  }, 3_600_000);
});
