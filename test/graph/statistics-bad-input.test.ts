// What is asked of the statistics and makes no sense: a clear refusal, or an empty answer where the conditions contradict.
import { type Graph, inBothLanguages, startGraph, wideLimits } from './graph';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(undefined, { limits: wideLimits });
});
afterAll(() => graph.stop());

describe('the statistics refuse', () => {
  it.each([
    ['a date before the action', '{ coverage(asOf: "2021-12-31") { rowCount } }', /asOf is not before 2022-01-01/],
    ['a date after today', '{ coverage(asOf: "2999-01-01") { rowCount } }', /asOf is not after today/],
    ['a date that does not exist', '{ coverage(asOf: "2024-02-30") { rowCount } }', /expected a date that exists/],
    ['an unknown dimension', '{ coverage(groupBy: [COLOUR]) { rowCount } }', /COLOUR/],
    ['a dimension twice', '{ coverage(groupBy: [KIND, KIND]) { rowCount } }', /each dimension once/],
    ['a column to order by twice', '{ coverage(orderBy: [{ by: PLEDGED }, { by: PLEDGED, descending: true }]) { rowCount } }', /each measure once/],
    ['five dimensions', '{ coverage(groupBy: [KIND, GRADE, LEVEL, SECTOR, YEAR]) { rowCount } }', /at most 4 dimensions/],
    [
      'a grouping with too many rows',
      '{ coverage(population: ALL, groupBy: [COUNTY, KIND, GRADE]) { rowCount } }',
      /the grouping has \d+ rows, and 50000 at most/,
    ],
    ['a malformed code', '{ coverage(where: { provinces: ["53"] }) { rowCount } }', /six digits/],
    ['a credit code with a wrong check digit', '{ coverage(where: { organizations: ["53100000500010502H"] }) { rowCount } }', /credit code/],
    ['a page of none', '{ coverage(first: 0) { rowCount } }', /first is a number from 1 to 500/],
    ['a cursor of another question', '{ coverage(after: "WyJRdWVyeS5jb3ZlcmFnZSIsIltdIl0") { rowCount } }', /cursor of another question/],
    ['a trend that ends before it begins', '{ coverageTrend(from: "2024-01-01", to: "2023-01-01") { rowCount } }', /from is not after to/],
    ['a trend with too many intervals', '{ coverageTrend(from: "2018-01-01", interval: MONTH) { rowCount } }', /from is not before 2022-01-01/],
    ['a trend by year within intervals', '{ coverageTrend(from: "2022-01-01", groupBy: [YEAR]) { rowCount } }', /other dimensions than YEAR/],
    ['gaps with a cursor of coverage', '{ coverageGaps(after: "WyJRdWVyeS5jb3ZlcmFnZSIsIltdIl0") { totalCount } }', /cursor of Query.coverage/],
    ['more candidates than there are prepared', '{ coverageGaps(first: 1) { nodes { candidates(first: 21) { rank } } } }', /from 1 to 20/],
  ])('%s, and say what was expected', async (_case, query, expected) => {
    const { errors } = await graph.ask(query);
    expect(errors?.[0]?.extensions.code).toMatch(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/);
    expect(errors?.[0]?.message).toMatch(expected);
    if (errors?.[0]?.extensions.code === 'BAD_USER_INPUT') expect(errors[0].message).toMatch(inBothLanguages);
    expect(JSON.stringify(errors)).not.toMatch(/fact_|dim_|select |sqlite|mysql/i);
  });
});

describe('conditions that contradict', () => {
  it.each([
    ['a province and a county of another', '{ provinces: ["530000"], counties: ["640324"] }'],
    ['an empty list', '{ kinds: [] }'],
    ['a national organization of a province', '{ levels: [NATIONAL], homeProvinces: ["310000"] }'],
  ])('such as %s have an empty answer, not an error', async (_case, where) => {
    const { data, errors } = await graph.ask(
      `{ coverage(where: ${where}, groupBy: [PROVINCE], asOf: "2024-12-31") { rows { covered organizations projects } totals { counties covered organizations } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.coverage.totals).toMatchObject({ covered: 0, organizations: 0 });
    for (const row of data.coverage.rows) expect(row).toEqual({ covered: 0, organizations: 0, projects: 0 });
  });
});

describe('the answer', () => {
  it('is in the order of every column there is, each counted by one statement', async () => {
    const columns = {
      NEEDS_MET: 'needsMet',
      NEEDS_STATED: 'needsStated',
      COVERED: 'covered',
      PAIRINGS: 'pairings',
      COVERAGE_RATE: 'coverageRate',
      AT_RISK: 'atRisk',
      UNCOVERED: 'uncovered',
      ORGANIZATIONS: 'organizations',
      PROJECTS: 'projects',
      PLEDGED: 'pledged',
      SPENT: 'spent',
      BENEFICIARIES: 'beneficiaries',
      COUNTIES: 'counties',
    };
    const orderBy = Object.keys(columns).map((by, i) => ({ by, descending: i % 2 === 0 }));
    const names = Object.values(columns);
    graph.takeStatements();
    const { data } = await graph.ask(
      `query ($o: [CoverageOrder!]) { coverage(population: ALL, asOf: "2024-12-31", groupBy: [COUNTY, KIND], orderBy: $o, first: 500) { rowCount rows { county { code } kind ${names.join(' ')} } } }`,
      { o: orderBy },
    );
    // The read model's state, one statement for each of the eight families, and one for each total that rows do not add up to.
    expect(graph.takeStatements().length).toBeLessThanOrEqual(2 + 1 + 8 + 8);
    const rows = data.coverage.rows as Record<string, string | number | null>[];
    expect(data.coverage.rowCount).toBeGreaterThan(15_000);
    const compare = (a: Record<string, string | number | null>, b: Record<string, string | number | null>) => {
      for (const [i, name] of names.entries()) {
        const [left, right] = [a[name] ?? null, b[name] ?? null].map((value) => (value === null ? null : Number(value)));
        if (left === right) continue;
        if (left === null || right === null || left === undefined || right === undefined) return left === null ? 1 : -1;
        return i % 2 === 0 ? right - left : left - right;
      }
      return 0;
    };
    for (const [i, row] of rows.entries()) if (i > 0) expect(compare(rows[i - 1] as typeof row, row)).toBeLessThanOrEqual(0);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
  });

  it('has its rows page by page, each once, in one order', async () => {
    const query =
      'query ($first: Int, $after: String) { coverage(population: ALL, asOf: "2024-12-31", groupBy: [COUNTY, KIND], where: { provinces: ["530000"] }, first: $first, after: $after) { rowCount rows { county { code } kind covered } pageInfo { hasNextPage endCursor } } }';
    const whole: unknown[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await graph.ask(query, { first: 100, after });
      whole.push(...data.coverage.rows);
      ({ endCursor: after, hasNextPage: more } = data.coverage.pageInfo);
      expect(data.coverage.rowCount).toBe(129 * 7);
    }
    const { data } = await graph.ask(query, { first: 500 });
    expect(whole).toHaveLength(129 * 7);
    expect(whole.slice(0, 500)).toEqual(data.coverage.rows);
    expect(new Set(whole.map((row) => JSON.stringify(row))).size).toBe(whole.length);
  });

  it('says of each measure what it counts, in both languages, and over which dimensions it adds up', async () => {
    const { data } = await graph.ask(
      '{ coverage(groupBy: [PROVINCE]) { measures { measure additive additiveOver stock split definition { english chinese } } } }',
    );
    const measures = data.coverage.measures as {
      measure: string;
      additive: boolean;
      additiveOver: string[];
      definition: { english: string; chinese: string };
    }[];
    expect(measures.filter(({ additive }) => !additive).map(({ measure }) => measure)).toEqual([
      'coverageRate',
      'coverageRateByAny',
      'organizations',
      'pairings',
    ]);
    for (const { additive, additiveOver, definition } of measures) {
      expect(additive).toBe(additiveOver.includes('PROVINCE'));
      expect(definition.english).toMatch(/\.$/);
      expect(definition.chinese).toMatch(/。$/);
    }
  });
});
