// Compares the statistics' estimates of work with what is counted: rows that the server's handlers read for the statements of a
// question, and cells that were computed. Generated questions of every field; no clock.
import type { Knex } from 'knex';
import { createRandom, type Random } from '../../sample/random';
import { helpKinds, levels, mechanisms, organizationKinds, sectors } from '../../subgraphs/statistics/codes';
import { openDatabase } from '../../subgraphs/shared/database';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { createStatistics, statistics } from '../../subgraphs/statistics';
import { readCriteria } from '../../subgraphs/statistics/criteria';
import { dimensionNames } from '../../subgraphs/statistics/dimensions';
import { measures } from '../../subgraphs/statistics/measures';
import { log } from './turns';

export interface CountedQuestion {
  field: string;
  /** The question with its variables, on one line. */
  asked: string;
  estimate: number;
  rows: number;
  cells: number;
  /** The estimate by the work, where either is more than a thousand. */
  ratio: number;
}

/** Below it fixed parts of statements outweigh everything, and nobody minds. */
const small = 1_000;

interface Places {
  counties: readonly string[];
  prefectures: readonly string[];
  provinces: readonly string[];
  organizations: readonly string[];
}

type Question = [query: string, variables: Record<string, unknown>];

/** Renews what the server knows of its indexes: until it does by itself, it chooses plans that read many times as much. */
export async function analyzeTables(ownerUrl: string): Promise<void> {
  const database = openDatabase(ownerUrl, { role: 'owner' });
  for (const relation of statistics.relations) await database.raw('ANALYZE TABLE ??', [relation]);
  await database.destroy();
}

/** Counts the work of generated questions: so many of each field. */
export async function countWork(url: string, cases: number, seed: number): Promise<CountedQuestion[]> {
  const statements: { sql: string; bindings: unknown[] }[] = [];
  const seen = openDatabase(url, { role: 'reader' });
  seen.on('query', ({ sql, bindings }: { sql: string; bindings?: unknown[] }) => statements.push({ sql, bindings: [...(bindings ?? [])] }));
  const definition = createStatistics(readCriteria(), Number.MAX_SAFE_INTEGER);
  const subgraph = createSubgraph(definition, { database: seen, logError: log.error });
  const counting = openDatabase(url, { role: 'reader' });
  try {
    // The size of the model is counted beforehand, as it is in a running subgraph.
    await definition.readDataDate(seen);
    const places = await readPlaces(counting);
    const counted: CountedQuestion[] = [];
    for (const [field, generate] of Object.entries(generators)) {
      const random = createRandom(seed, field);
      for (let i = 0; i < cases; i++) {
        const [query, variables] = generate(random, places);
        statements.length = 0;
        const { errors, extensions } = await subgraph.execute({ query, variables });
        // Too many rows to answer is refused by their number.
        if (errors !== undefined) continue;
        const rows = await countRows(counting, [...statements]);
        const { estimate, cells } = readWork(extensions);
        const ratio = Math.max(estimate, small) / Math.max(rows + cells, small);
        counted.push({ field, asked: `${query.replace(/^query [^{]*/, '')} ${JSON.stringify(variables)}`, estimate, rows, cells, ratio });
      }
    }
    return counted;
  } finally {
    await subgraph.close();
    await counting.destroy();
  }
}

/** A table of what was counted: of each field the range of the ratios, and its dearest, cheapest and worst estimated question. */
export function reportWork(title: string, counted: readonly CountedQuestion[]): string[] {
  const lines = [`### ${title}`, '', '| field | questions | least ratio | median | greatest | beyond a factor of 3 |', '|---|---|---|---|---|---|'];
  const rows: string[] = ['', '| field | question | estimate | rows read | cells | ratio |', '|---|---|---|---|---|---|'];
  for (const field of Object.keys(generators)) {
    const own = counted.filter((each) => each.field === field).sort((a, b) => a.ratio - b.ratio);
    const at = (place: number) => own[Math.floor(place * (own.length - 1))]?.ratio.toFixed(2) ?? '';
    lines.push(`| ${field} | ${own.length} | ${at(0)} | ${at(0.5)} | ${at(1)} | ${own.filter(isOff).length} |`);
    const byWork = [...own].sort((a, b) => b.rows + b.cells - a.rows - a.cells);
    for (const each of [byWork[0], byWork[Math.floor(byWork.length / 2)], own[0], own.at(-1)]) if (each !== undefined) rows.push(describe(each));
  }
  return [...lines, ...rows, ''];
}

/** Whether an estimate is more than three times the work, or less than a third of it. */
export function isOff({ ratio }: CountedQuestion): boolean {
  return ratio > 3 || ratio < 1 / 3;
}

function describe({ field, asked, estimate, rows, cells, ratio }: CountedQuestion): string {
  const number = (value: number) => value.toLocaleString('en');
  return `| ${field} | \`${asked.replaceAll('|', ' ')}\` | ${number(estimate)} | ${number(rows)} | ${number(cells)} | ${ratio.toFixed(2)} |`;
}

/** Counters are a connection's own: the statements are run again on one. */
function countRows(database: Knex, statements: readonly { sql: string; bindings: unknown[] }[]): Promise<number> {
  return database.transaction(async (trx) => {
    let rows = 0;
    for (const { sql, bindings } of statements) {
      if (/^(BEGIN|ROLLBACK)/i.test(sql)) continue;
      const before = await readHandlers(trx);
      await trx.raw(sql, bindings as string[]);
      rows += (await readHandlers(trx)) - before;
    }
    return rows;
  });
}

async function readHandlers(database: Knex): Promise<number> {
  const [rows] = (await database.raw("show session status like 'Handler_read%'")) as [{ Value: string }[]];
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}

async function readPlaces(database: Knex): Promise<Places> {
  const counties: { code: string; province_code: string; prefecture_code: string | null }[] = await database('dim_county').orderBy('id');
  const organizations: { code: string }[] = await database('dim_organization')
    .whereIn('id', database('fact_link').distinct('organization_id').orderBy('organization_id'))
    .orderBy('id')
    .limit(300)
    .select('code');
  return {
    counties: counties.map(({ code }) => code),
    prefectures: [...new Set(counties.flatMap(({ prefecture_code }) => prefecture_code ?? []))],
    provinces: [...new Set(counties.map(({ province_code }) => province_code))],
    organizations: organizations.map(({ code }) => code),
  };
}

const populations = ['ALL', 'NATIONAL_KEY', 'PROVINCIAL_KEY'];
const measureNames = Object.keys(measures);
const columns = ['COVERED', 'UNCOVERED', 'COVERAGE_RATE', 'ORGANIZATIONS', 'PAIRINGS', 'PROJECTS', 'PLEDGED', 'SPENT', 'NEEDS_STATED', 'NEEDS_MET'];

function some<Item>(random: Random, items: readonly Item[], most: number): Item[] {
  return [...new Set(Array.from({ length: random.integer(1, most) }, () => random.pick(items)))];
}

/** One condition on counties at most, since those that exclude each other leave nothing to count, and some on pairings. */
function generateFilter(random: Random, { counties, prefectures, provinces, organizations }: Places): Record<string, unknown> {
  const where: Record<string, unknown> = {};
  const ofCounties: Record<string, () => unknown> = {
    provinces: () => some(random, provinces, 4),
    prefectures: () => some(random, prefectures, 5),
    counties: () => some(random, counties, 20),
    regions: () => some(random, ['EAST', 'CENTRAL', 'WEST', 'NORTHEAST'], 2),
    designations: () => some(random, ['NATIONAL_KEY', 'PROVINCIAL_KEY'], 2),
  };
  const ofPairings: Record<string, () => unknown> = {
    kinds: () => some(random, helpKinds, 4),
    mechanisms: () => some(random, mechanisms, 2),
    organizationKinds: () => some(random, organizationKinds, 2),
    sectors: () => some(random, sectors, 3),
    levels: () => some(random, levels, 2),
    grades: () => some(random, ['A1', 'A2', 'A3', 'A4', 'A5'], 3),
    homeProvinces: () => some(random, provinces, 3),
    organizations: () => some(random, organizations, 5),
  };
  const draw = (conditions: Record<string, () => unknown>) => {
    const name = random.pick(Object.keys(conditions));
    where[name] = conditions[name]?.();
  };
  if (random.chance(0.35)) draw(ofCounties);
  if (random.chance(0.35)) draw(ofPairings);
  if (random.chance(0.2)) draw(ofPairings);
  return where;
}

const selectMeasures = (random: Random) => some(random, measureNames, 6).join(' ');
const selectTotals = (random: Random) => (random.chance(0.5) ? `totals { ${selectMeasures(random)} }` : '');
const group = (random: Random, names: readonly string[], counts: readonly number[]) => [
  ...new Set(Array.from({ length: random.pick(counts) }, () => random.pick(names))),
];

const generators: Readonly<Record<string, (random: Random, places: Places) => Question>> = {
  coverage(random, places) {
    const groupBy = group(random, dimensionNames, [0, 1, 1, 2, 2, 3]);
    const status = groupBy.includes('COUNTY') && random.chance(0.4) ? 'status reasons { code }' : '';
    const orderBy = random.chance(0.4) ? some(random, columns, 5).map((by) => ({ by, descending: random.chance(0.5) })) : [];
    return [
      `query ($population: Population!, $asOf: Date, $where: CoverageFilter, $groupBy: [CoverageDimension!]!, $orderBy: [CoverageOrder!], $first: Int) { coverage(population: $population, asOf: $asOf, where: $where, groupBy: $groupBy, orderBy: $orderBy, first: $first) { rows { ${selectMeasures(random)} ${status} } ${selectTotals(random)} } }`,
      {
        population: random.pick(populations),
        asOf: random.pick(['2022-12-31', '2023-08-15', '2024-06-30', '2025-12-31']),
        where: generateFilter(random, places),
        groupBy,
        orderBy,
        first: random.pick([1, 50, 500]),
      },
    ];
  },
  coverageTrend(random, places) {
    return [
      `query ($population: Population!, $from: Date!, $to: Date!, $interval: TrendInterval!, $where: CoverageFilter, $groupBy: [CoverageDimension!]!, $first: Int) { coverageTrend(population: $population, from: $from, to: $to, interval: $interval, where: $where, groupBy: $groupBy, first: $first) { rows { ${selectMeasures(random)} } ${selectTotals(random)} } }`,
      {
        population: random.pick(populations),
        from: random.pick(['2022-01-01', '2023-03-15', '2024-01-01']),
        to: random.pick(['2024-12-31', '2025-12-31']),
        interval: random.pick(['MONTH', 'QUARTER', 'YEAR']),
        where: generateFilter(random, places),
        groupBy: group(
          random,
          dimensionNames.filter((name) => name !== 'YEAR'),
          [0, 0, 1, 2],
        ),
        first: random.pick([1, 50, 500]),
      },
    ];
  },
  coverageGaps(random, places) {
    const kind = random.chance(0.3) ? `, kind: ${random.pick(helpKinds)}` : '';
    const candidates = `candidates(first: ${random.pick([1, 5, 20])}${kind}, includeAtRisk: ${random.chance(0.3)}) { points criteria { points } }`;
    const parts = ['reasons { code }', 'unmetNeeds { kind }', candidates].filter(() => random.chance(0.5));
    return [
      `query ($population: Population!, $asOf: Date, $where: CoverageFilter, $first: Int) { coverageGaps(population: $population, asOf: $asOf, where: $where, first: $first) { nodes { status ${parts.join(' ')} } } }`,
      {
        population: random.pick(populations),
        asOf: random.chance(0.3) ? '2024-06-30' : null,
        where: generateFilter(random, places),
        first: random.pick([1, 20, 100, 500]),
      },
    ];
  },
  evaluation(random) {
    return [
      `query ($year: Int!, $of: EvaluationSubject!, $population: Population!, $first: Int) { evaluation(year: $year, of: $of, population: $population, first: $first) { ${random.chance(0.5) ? 'totalCount' : ''} nodes { score } } }`,
      {
        year: random.integer(2022, 2025),
        of: random.pick(['PAIRING', 'ORGANIZATION', 'COUNTY', 'PROVINCE']),
        population: random.pick(populations),
        first: random.pick([1, 20, 100, 500]),
      },
    ];
  },
};

function readWork(extensions: Record<string, unknown> | undefined): { estimate: number; cells: number } {
  return extensions?.work as { estimate: number; cells: number };
}
