// The evaluation against brute force: every indicator of every subject counted by hand, and the score computed again from what
// the answer itself holds.
import { setTimeout } from 'node:timers/promises';
import { readRegisters, type Registers } from './coverage-by-hand';
import { type Asked, evaluateByHand, monthEnds, weights } from './evaluation-by-hand';
import { smallCountsScope } from '../../subgraphs/shared/small-counts';
import { type Graph, startGraph, wideLimits } from './graph';

const subjects = ['PAIRING', 'ORGANIZATION', 'COUNTY', 'PROVINCE'] as const;
/** 2026 ends with the data, in June. */
const years = [
  { year: 2023, asOf: '2023-12-31', population: 'NATIONAL_KEY' },
  { year: 2024, asOf: '2024-12-31', population: 'NATIONAL_KEY' },
  { year: 2024, asOf: '2024-12-31', population: 'PROVINCIAL_KEY' },
  { year: 2026, asOf: '2026-06-30', population: 'ALL' },
];
const cases = years.flatMap((year) => subjects.map((of): Asked => ({ of, ...year })));

interface AnsweredIndicator {
  indicator: string;
  value: number | null;
  counted: number | null;
  of: number | null;
  weight: number;
  english: string;
  chinese: string;
}

interface Answered {
  score: number | null;
  confidence: number;
  indicators: AnsweredIndicator[];
  pairing: { id: string } | null;
  organization: { code: string } | null;
  county: { code: string } | null;
  province: { code: string } | null;
}

const query = `query ($year: Int!, $of: EvaluationSubject!, $population: Population!, $ids: [ID!], $after: String) {
  evaluation(year: $year, of: $of, population: $population, ids: $ids, first: 500, after: $after) {
    asOf totalCount criteriaVersion pageInfo { hasNextPage endCursor }
    nodes { score confidence pairing { id } organization { code } county { code } province { code }
      indicators { indicator value counted of weight english chinese sources { agency } } } } }`;

let graph: Graph;
let registers: Registers;

beforeAll(async () => {
  graph = await startGraph(undefined, { scope: smallCountsScope, limits: wideLimits });
  registers = await readRegisters(graph, [...new Set(years.flatMap(({ year, asOf }) => monthEnds(year, asOf)))]);
}, 300_000);
afterAll(() => graph.stop());

async function askAll({ year, of, population }: Asked): Promise<{ asOf: string; scores: Map<string, Answered> }> {
  // Counting by hand holds up this process, and the server in it ends idle connections before a client may use one again.
  await setTimeout(200);
  const scores = new Map<string, Answered>();
  for (let after: string | null = null; ; ) {
    const { data, errors } = await graph.ask(query, { year, of, population, after });
    expect(errors).toBeUndefined();
    for (const node of data.evaluation.nodes as Answered[]) scores.set(keyOf(node), node);
    if (!data.evaluation.pageInfo.hasNextPage) {
      expect(data.evaluation.totalCount).toBe(scores.size);
      return { asOf: data.evaluation.asOf, scores };
    }
    after = data.evaluation.pageInfo.endCursor;
  }
}

function keyOf({ pairing, organization, county, province }: Answered): string {
  const entities = [pairing?.id, organization?.code, county?.code, province?.code].filter((key) => key !== undefined);
  expect(entities).toHaveLength(1);
  return entities[0] as string;
}

/** What of a score does not follow from its own indicators. */
function findFaults({ score, confidence, indicators }: Answered): string[] {
  const wrong = indicators.filter(({ indicator, value, counted, of, weight, english, chinese }) => {
    const follows = value === (counted === null || of === null ? null : counted / of);
    return !follows || weight !== weights[indicator] || !/[a-z]/.test(english) || !/\p{Script=Han}/u.test(chinese);
  });
  const told = indicators.filter(({ value }) => value !== null);
  const weightOf = (list: readonly AnsweredIndicator[]) => list.reduce((total, { weight }) => total + weight, 0);
  const expected = (100 * told.reduce((total, { value, weight }) => total + (value ?? 0) * weight, 0)) / weightOf(told);
  return [
    ...wrong.map(({ indicator }) => indicator),
    ...(Math.abs(confidence - weightOf(told) / weightOf(indicators)) < 0.0001 ? [] : ['confidence']),
    // To the hundredth, a half either way.
    ...((told.length === 0 ? score === null : Math.abs(Number(score) - expected) < 0.0051) ? [] : ['score']),
  ];
}

describe('the evaluation', () => {
  it.each(cases)('of every $of of $population in $year is what brute force counts', async (asked) => {
    const expected = evaluateByHand(registers, asked);
    const { asOf, scores } = await askAll(asked);
    expect(asOf).toBe(asked.asOf);
    expect([...scores.keys()]).toEqual([...expected.keys()]);
    expect(scores.size).toBeGreaterThan(asked.of === 'PROVINCE' ? 2 : 20);
    const counted = [...scores].map(([key, { indicators }]) => [
      key,
      Object.fromEntries(indicators.map(({ indicator, counted, of }) => [indicator, counted === null ? null : [counted, of]])),
    ]);
    expect(counted).toEqual([...expected]);
  });

  it.each(cases)('of every $of of $population in $year can be computed again from its indicators', async (asked) => {
    const { scores } = await askAll(asked);
    // One comparison for all: thousands of them would hold up the server, which is in this process.
    expect([...scores].flatMap(([key, score]) => findFaults(score).map((fault) => `${key}: ${fault}`))).toEqual([]);
  });

  it('has months that coverageTrend counts too', async () => {
    const { scores } = await askAll({ of: 'PROVINCE', population: 'NATIONAL_KEY', year: 2024, asOf: '2024-12-31' });
    const { data } = await graph.ask(
      '{ coverageTrend(from: "2024-01-01", to: "2024-12-31", interval: MONTH, groupBy: [PROVINCE]) { rows { province { code } covered counties unknown } } }',
    );
    const rows = data.coverageTrend.rows as { province: { code: string }; covered: number; counties: number; unknown: number }[];
    for (const [code, { indicators }] of scores) {
      const own = rows.filter(({ province }) => province.code === code);
      expect(own).toHaveLength(12);
      const [covered, of] = [own.reduce((sum, row) => sum + row.covered, 0), own.reduce((sum, row) => sum + row.counties - row.unknown, 0)];
      expect(indicators.find(({ indicator }) => indicator === 'COVERAGE')).toMatchObject({ counted: covered, of });
    }
  });

  it('of some subjects takes their codes, of any date, and has no score for unknown ones', async () => {
    const ask = async (of: string, ids: string[]) => (await graph.ask(query, { year: 2024, of, population: 'ALL', ids })).data.evaluation.nodes.map(keyOf);
    expect(await ask('COUNTY', ['520221', '999999'])).toEqual(['520204']);
    expect(await ask('PROVINCE', ['530000', '640000'])).toEqual(['530000', '640000']);
    expect(await ask('PAIRING', ['P2023-0001', 'nonsense'])).toEqual(['P2023-0001']);
    expect(await ask('COUNTY', [])).toEqual([]);
  });

  it('names the reports on time, which no source offers, and lowers the confidence for them alone', async () => {
    const { data } = await graph.ask(query, { year: 2022, of: 'PROVINCE', population: 'NATIONAL_KEY', ids: ['530000'] });
    const reports = data.evaluation.nodes[0].indicators.find(({ indicator }: AnsweredIndicator) => indicator === 'REPORTS_ON_TIME');
    expect(reports).toMatchObject({ value: null, english: 'no source offers the provinces’ reports yet' });
    expect(data.evaluation.nodes[0].confidence).toBeLessThan(1);
  });

  it.each([
    ['a year before the action', { year: 2021, of: 'COUNTY' }],
    ['a year after this one', { year: 2100, of: 'COUNTY' }],
    ['a malformed code of a county', { year: 2024, of: 'COUNTY', ids: ['x'] }],
    ['a credit code with a wrong check digit', { year: 2024, of: 'ORGANIZATION', ids: ['53100000500010502H'] }],
  ])('refuses %s', async (_case, variables) => {
    const { data, errors } = await graph.ask(query, { population: 'NATIONAL_KEY', ...variables });
    expect(data).toEqual({ evaluation: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});
