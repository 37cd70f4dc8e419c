// Small counts of people cannot be recovered. Two worlds that differ in nothing but their small counts give the same answers to
// everything that can be asked; and the differences that a curious reader would take give no count back.
import type { Knex } from 'knex';
import { createRandom, type Random } from '../../sample/random';
import { openDatabase } from '../../subgraphs/shared/database';
import { protectTotals, smallCountsScope } from '../../subgraphs/shared/small-counts';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph';
import { pairings } from '../../subgraphs/pairings';
import { statistics } from '../../subgraphs/statistics';
import { createScratch, type Scratch, syncOnce } from './scratch';

const threshold = 10;
const questions = Number(process.env.SUPPRESSION_CASES ?? 150);

interface World {
  scratch: Scratch;
  ledger: Subgraph;
  statistics: Subgraph;
  model: Knex;
}

interface ReportRow {
  project_id: string;
  reported_on: string;
  beneficiaries: number;
}

const isSmall = (count: number) => count !== 0 && Math.abs(count) < threshold;
/** Another small count than the one there is. */
const other = (count: number) => (isSmall(count) ? Math.sign(count) * ((Math.abs(count) % (threshold - 1)) + 1) : count);

/** Replaces each small count of people by another small one; all else stays as it was. */
async function replaceSmallCounts({ pairings }: Scratch['registers']): Promise<void> {
  const reports: ReportRow[] = await pairings('project_report').orderBy(['project_id', 'reported_on']);
  const totals = new Map<string, [before: number, after: number]>();
  for (const { project_id, reported_on, beneficiaries } of reports) {
    const [before, after] = totals.get(project_id) ?? [0, 0];
    const increase = beneficiaries - before;
    // A correction down to a small total stays one: it is the total that is small.
    const next = increase < 0 && isSmall(beneficiaries) ? other(beneficiaries) : after + other(increase);
    totals.set(project_id, [beneficiaries, next]);
    await pairings('project_report').where({ project_id, reported_on }).update({ beneficiaries: next });
  }
  const projects: { id: string; beneficiaries: number | null; volunteers_trained: number | null; social_workers_trained: number | null }[] = await pairings(
    'project',
  ).select('id', 'beneficiaries', 'volunteers_trained', 'social_workers_trained');
  for (const { id, beneficiaries, volunteers_trained, social_workers_trained } of projects) {
    const [before, after] = totals.get(id) ?? [0, 0];
    await pairings('project')
      .where({ id })
      .update({
        beneficiaries: beneficiaries === null ? null : after + other(beneficiaries - before),
        volunteers_trained: volunteers_trained === null ? null : other(volunteers_trained),
        social_workers_trained: social_workers_trained === null ? null : other(social_workers_trained),
      });
  }
}

/** Some projects correct what they reported: up, and down to next to nobody. */
async function addCorrections({ pairings }: Scratch['registers']): Promise<void> {
  const query = pairings('project_report')
    .select('project_id')
    .max({ reported_on: 'reported_on' })
    .max({ beneficiaries: 'beneficiaries' })
    .groupBy('project_id')
    .having('beneficiaries', '>', 60)
    .orderBy('project_id')
    .limit(40);
  const last = (await query) as ReportRow[];
  for (const [i, { project_id, beneficiaries }] of last.entries()) {
    const corrected = i % 2 === 0 ? (i % 8) + 1 : beneficiaries - 30;
    await pairings('project_report').insert({ project_id, reported_on: '2026-06-29', summary: '更正', beneficiaries: corrected });
    await pairings('project').where({ id: project_id }).update({ beneficiaries: corrected });
  }
}

async function openWorld(change: (registers: Scratch['registers']) => Promise<void>): Promise<World> {
  const scratch = createScratch();
  await addCorrections(scratch.registers);
  await change(scratch.registers);
  const url = await scratch.createStatistics();
  await syncOnce(scratch.config(url));
  const open = (from: string) => openDatabase(from, { role: 'reader' });
  return {
    scratch,
    ledger: createSubgraph(pairings, { database: open(scratch.registerUrl('pairings')), logError: console.error }),
    statistics: createSubgraph(statistics, { database: open(url), logError: console.error }),
    model: open(url),
  };
}

let worlds: World[];

beforeAll(async () => {
  worlds = [await openWorld(() => Promise.resolve()), await openWorld(replaceSmallCounts)];
}, 120_000);
afterAll(async () => {
  for (const { scratch, ledger, statistics, model } of worlds ?? []) {
    await Promise.all([ledger.close(), statistics.close(), model.destroy()]);
    await scratch.remove();
  }
});

async function ask(
  subgraph: Subgraph,
  query: string,
  variables: Record<string, unknown> = {},
  caller: Pick<Parameters<Subgraph['execute']>[0], 'trusted' | 'scopes'> = {},
): Promise<Record<string, unknown>> {
  const { data, errors } = await subgraph.execute({ query, variables, ...caller });
  expect(errors).toBeUndefined();
  return data as Record<string, unknown>;
}

const dimensions = ['PROVINCE', 'PREFECTURE', 'COUNTY', 'DESIGNATION', 'KIND', 'ORGANIZATION_KIND', 'SECTOR', 'LEVEL', 'GRADE', 'MECHANISM', 'YEAR'];
const coverage = `query ($population: Population!, $asOf: Date, $where: CoverageFilter, $groupBy: [CoverageDimension!]!) {
  coverage(population: $population, asOf: $asOf, where: $where, groupBy: $groupBy, first: 500, orderBy: [{ by: BENEFICIARIES, descending: true }]) {
    rows { date beneficiaries protectedCells projects spent } totals { beneficiaries protectedCells } } }`;

describe('two worlds that differ in their small counts alone', () => {
  it.each<[string, boolean, Parameters<typeof ask>[3]]>([
    ['differ, for a caller with the scope', true, { trusted: true, scopes: ['another', smallCountsScope] }],
    ['are the same for a caller without the scope', false, { trusted: true, scopes: ['people', 'small-counts', `${smallCountsScope}s`] }],
    ['are the same for somebody whose scopes nobody vouches for', false, { trusted: false, scopes: [smallCountsScope] }],
  ])('%s', async (_case, differ, caller) => {
    const variables = { population: 'ALL', asOf: '2026-06-30', where: {}, groupBy: ['COUNTY'] };
    const projects = '{ projects(first: 500) { nodes { beneficiaries volunteersTrained protectedCells } } }';
    const [one, two] = await Promise.all(
      worlds.map(async ({ statistics, ledger }) => [await ask(statistics, coverage, variables, caller), await ask(ledger, projects, {}, caller)] as const),
    );
    expect([one?.[0], one?.[1]].map((answer, i) => JSON.stringify(answer) !== JSON.stringify(two?.[i]))).toEqual([differ, differ]);
  });

  it(`give the same answers for every grouping by one and two dimensions, and ${questions} with filters on any date`, async () => {
    const random = createRandom(20_220_507, 'suppression');
    const pairs = dimensions.flatMap((a, i) => [[a], ...dimensions.slice(i + 1).map((b) => [a, b])]);
    const asked = [
      ...pairs.map((groupBy) => ({ population: 'ALL', asOf: '2026-06-30', where: {}, groupBy })),
      ...Array.from({ length: questions }, () => ({ population: 'ALL', asOf: drawDate(random), where: drawFilter(random), groupBy: random.pick(pairs) })),
    ];
    let protectedCells = 0;
    for (const variables of asked) {
      const [one, two] = await Promise.all(worlds.map(({ statistics }) => ask(statistics, coverage, variables)));
      expect({ variables, answer: two }).toEqual({ variables, answer: one });
      protectedCells += (one as { coverage: { totals: { protectedCells: number } } }).coverage.totals.protectedCells;
    }
    expect(protectedCells).toBeGreaterThan(1_000);
  }, 600_000);

  it.each(['MONTH', 'QUARTER', 'YEAR'])('give the same trend by %s', async (interval) => {
    const query = `{ coverageTrend(from: "2022-01-01", to: "2026-06-30", interval: ${interval}, population: ALL, groupBy: [KIND]) { rows { date kind beneficiaries protectedCells } } }`;
    const [one, two] = await Promise.all(worlds.map(({ statistics }) => ask(statistics, query)));
    expect(two).toEqual(one);
  });

  it.each(['PAIRING', 'ORGANIZATION', 'COUNTY', 'PROVINCE'])('give the same evaluation of every %s', async (of) => {
    const query = `{ evaluation(year: 2025, of: ${of}, population: ALL, first: 500) { nodes { score indicators { indicator counted of english chinese } } } }`;
    const [one, two] = await Promise.all(worlds.map(({ statistics }) => ask(statistics, query)));
    expect(two).toEqual(one);
    expect(JSON.stringify(one)).toMatch(/with [1-9]\d* protected counts/);
  });

  it('give the same projects with their reports', async () => {
    let after: string | null = null;
    let protectedCells = 0;
    for (let more = true; more; ) {
      const query = `query ($after: String) { projects(first: 500, after: $after) { pageInfo { hasNextPage endCursor }
        nodes { beneficiaries volunteersTrained socialWorkersTrained organizationsCultivated protectedCells progressReports { reportedOn spent beneficiaries } } } }`;
      const [one, two] = await Promise.all(worlds.map(({ ledger }) => ask(ledger, query, { after })));
      expect(two).toEqual(one);
      const page = (one as { projects: { nodes: { protectedCells: number }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }).projects;
      protectedCells += page.nodes.reduce((sum, node) => sum + node.protectedCells, 0);
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    expect(protectedCells).toBeGreaterThan(100);
  });
});

describe('the difference of two answers', () => {
  it('by date, organization, county and kind gives back no small count', async () => {
    const [world] = worlds as [World];
    const cells: { county_id: number; organization_id: number | null; kind: number; reported_on: string; people: number; code: string | null }[] = await world
      .model('fact_report as report')
      .leftJoin('dim_organization as organization', 'organization.id', 'report.organization_id')
      .select('report.county_id', 'report.organization_id', 'report.kind', 'report.reported_on', 'report.people', 'organization.code')
      .where('report.protected_cells', 1)
      .orderBy('report.project_key')
      .limit(60);
    expect(cells).toHaveLength(60);
    const kinds = ['INDUSTRY', 'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ELDERLY_CARE', 'CONSUMPTION', 'DIVERSIFIED'];
    const total = async (asOf: string, where: Record<string, unknown>) => {
      const answer = (await ask(world.statistics, coverage, { population: 'ALL', asOf, where, groupBy: [] })) as {
        coverage: { totals: { beneficiaries: number } };
      };
      return answer.coverage.totals.beneficiaries;
    };
    const guesses: { people: number; guess: number }[] = [];
    for (const { county_id, code, kind, reported_on, people } of cells) {
      const counties = [String(county_id).padStart(6, '0')];
      const where = { counties, kinds: [kinds[kind - 1]], ...(code === null ? {} : { organizations: [code] }) };
      const before = new Date(Date.parse(`${reported_on}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
      guesses.push({ people, guess: (await total(reported_on, where)) - (await total(before, where)) });
    }
    // What a difference gives is what is shown: half the threshold for each, or more cells of the day; never the count behind it.
    const byCount = new Map<number, Set<number>>();
    for (const { people, guess } of guesses) byCount.set(people, (byCount.get(people) ?? new Set()).add(guess));
    const ofSmall = guesses.filter(({ people }) => people > 0);
    expect(new Set(ofSmall.map(({ people }) => people)).size).toBeGreaterThan(5);
    expect(ofSmall.filter(({ guess }) => guess % (threshold / 2) !== 0)).toEqual([]);
  });
});

describe('running totals', () => {
  const shown = (totals: (number | null)[]) => protectTotals(totals, threshold).map((count) => count?.shown ?? null);

  it.each([
    [[3], [5]],
    [[0], [0]],
    [[10], [10]],
    [
      [3, 23],
      [5, 25],
    ],
    [
      [3, 7],
      [5, 10],
    ],
    [
      [100, 97],
      [100, 95],
    ],
    [
      [100, 5],
      [100, 5],
    ],
    [
      [100, 8],
      [100, 5],
    ],
    [
      [100, null, 120],
      [100, null, 120],
    ],
    [
      [100, 0],
      [100, 0],
    ],
  ])('%j are shown as %j', (totals, expected) => {
    expect(shown(totals)).toEqual(expected);
  });
});

function drawDate(random: Random): string {
  return new Date(Date.UTC(2022, 6, 1) + random.integer(0, 1_460) * 86_400_000).toISOString().slice(0, 10);
}

function drawFilter(random: Random): Record<string, unknown> {
  const draw: Record<string, () => unknown> = {
    provinces: () => [random.pick(['530000', '520000', '620000', '510000', '640000'])],
    kinds: () => [random.pick(['INDUSTRY', 'EDUCATION', 'HEALTH'])],
    mechanisms: () => [random.pick(['NATIONAL', 'EAST_WEST', 'LOCAL'])],
    grades: () => [random.pick(['A3', 'A4', 'A5'])],
    sectors: () => [random.pick(['CHARITY', 'ACADEMIC', 'OTHER'])],
    levels: () => [random.pick(['NATIONAL', 'PROVINCIAL'])],
    ethnicMinorityArea: () => random.chance(0.5),
  };
  const names = Object.keys(draw).filter(() => random.chance(0.3));
  return Object.fromEntries(names.map((name) => [name, draw[name]?.()]));
}
