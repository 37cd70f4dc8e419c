// Small counts of people cannot be recovered. Two worlds that differ in nothing but counts that are shown the same give the same
// answers to everything that can be asked; an attacker who enumerates what explains the answers is left several counts; and the
// differences that a curious reader would take give no count back.
import type { Knex } from 'knex';
import { createRandom, type Random } from '../../sample/random';
import { openDatabase } from '../../subgraphs/shared/database';
import { smallCountsScope } from '../../subgraphs/shared/small-counts';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph';
import { pairings } from '../../subgraphs/pairings';
import { statistics } from '../../subgraphs/statistics';
import { generated } from '../generated';
import { Attacker, countsIn, series } from '../shared/small-counts-attacker';
import { createScratch, type Scratch, syncOnce } from './scratch';

const threshold = 10;
const { seed, numRuns: questions } = generated('questions to worlds that are shown the same', 1_500);

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

/** Another count that is shown the same, where there is one: small ones are, and those that round to the same ten. */
function other(count: number): number {
  if (count === 0) return 0;
  if (count < threshold) return (count % (threshold - 1)) + 1;
  const down = count - 1;
  return down >= threshold && Math.round(down / threshold) === Math.round(count / threshold) ? down : count + 1;
}

/** Replaces each count of people by another that is shown the same; all else stays as it was. */
async function replaceCounts({ pairings }: Scratch['registers']): Promise<void> {
  const reports: ReportRow[] = await pairings('project_report');
  for (const { project_id, reported_on, beneficiaries } of reports)
    await pairings('project_report')
      .where({ project_id, reported_on })
      .update({ beneficiaries: other(beneficiaries) });
  const columns = ['beneficiaries', 'volunteers_trained', 'social_workers_trained'] as const;
  const projects: ({ id: string } & Record<(typeof columns)[number], number | null>)[] = await pairings('project').select('id', ...columns);
  for (const { id, ...counts } of projects)
    await pairings('project')
      .where({ id })
      .update(Object.fromEntries(columns.map((name) => [name, counts[name] === null ? null : other(counts[name])])));
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
  worlds = [await openWorld(() => Promise.resolve()), await openWorld(replaceCounts)];
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

describe('two worlds that differ in counts alone that are shown the same', () => {
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
    const random = createRandom(seed, 'suppression');
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

describe('an attacker on the graph', () => {
  const most = 24;
  let world: World;
  /** The totals of each county's only project: of its report in 2023, and of that in 2024. */
  const totalsOf = new Map<string, [before: number, after: number]>();

  /** A ledger of one project for every two totals, each in a county of its own, about which nothing else can be told. */
  async function plantProjects({ counties, pairings }: Scratch['registers']): Promise<void> {
    const { dataset_id }: { dataset_id: string } = await pairings('project').first('dataset_id');
    const codes: string[] = await counties('county').orderBy('code').pluck('code');
    for (const table of ['county_need', 'county_need_status']) await counties(table).delete();
    const tables = ['pairing', 'pairing_organization', 'pairing_county', 'pairing_kind', 'pairing_status'];
    for (const table of [...tables, 'project', 'project_organization', 'project_status', 'project_report']) await pairings(table).delete();
    for (const [before, after] of series(2, most) as Generator<[number, number]>) totalsOf.set(codes[totalsOf.size] as string, [before, after]);
    const planted = [...totalsOf];
    const projects = planted.map(([county, [before, after]]) => ({
      ...{ id: county, origin: 'OWN', county_code: county, recorded_code: county, kind: 'HEALTH', name: '示例', dataset_id },
      ...{ beneficiaries: after, volunteers_trained: before, social_workers_trained: after },
    }));
    const statuses = planted.map(([project_id]) => ({ project_id, status: 'LANDED', since_on: '2023-01-01' }));
    const reports = planted.flatMap(([project_id, [before, after]]) => [
      { project_id, reported_on: '2023-06-15', summary: '', beneficiaries: before },
      { project_id, reported_on: '2024-06-15', summary: '', beneficiaries: after },
    ]);
    await pairings.batchInsert('project', projects, 50);
    await pairings.batchInsert('project_status', statuses, 50);
    await pairings.batchInsert('project_report', reports, 50);
  }

  interface Row {
    id?: string;
    county?: { code: string };
  }

  beforeAll(async () => {
    world = await openWorld(plantProjects);
    worlds.push(world);
  }, 120_000);

  it('is left three values of each small count by all that ledger, statistics and evaluation show', async () => {
    const { ledger, statistics } = world;
    const shown = new Map([...totalsOf.keys()].map((county) => [county, [] as string[]]));
    const look = async (subgraph: Subgraph, query: string, variables: object = {}) => {
      const { page } = (await ask(subgraph, query, { ...variables })) as { page: { rows: Row[] } };
      for (const { id, county, ...rest } of page.rows) shown.get(id ?? county?.code ?? '')?.push(JSON.stringify(rest));
    };
    const people = 'beneficiaries volunteersTrained socialWorkersTrained protectedCells';
    const reports = 'progressReports { beneficiaries } until2023: progressReports(asOf: "2023-12-31") { beneficiaries }';
    const cells = 'rows { county { code } date beneficiaries protectedCells }';
    for (let i = 0; i < totalsOf.size; i += 250) {
      const counties = [...totalsOf.keys()].slice(i, i + 250);
      const where = 'first: 500, population: ALL, where: { counties: $counties }';
      await look(
        ledger,
        `query ($counties: [ID!]) { page: projects(first: 500, filter: { counties: $counties }) { rows: nodes { id ${people} ${reports} } } }`,
        { counties },
      );
      for (const year of [2023, 2024]) {
        await look(statistics, `query ($counties: [ID!]) { page: coverage(${where}, asOf: "${year}-12-31", groupBy: [COUNTY]) { ${cells} } }`, { counties });
        const rows = 'rows: nodes { county { code } score indicators { counted of value english chinese } }';
        await look(
          statistics,
          `query ($counties: [ID!]) { page: evaluation(first: 500, year: ${year}, of: COUNTY, population: ALL, ids: $counties) { ${rows} } }`,
          { counties },
        );
      }
      await look(
        statistics,
        `query ($counties: [ID!]) { page: coverageTrend(${where}, from: "2023-01-01", to: "2024-12-31", interval: YEAR, groupBy: [COUNTY]) { ${cells} } }`,
        { counties },
      );
    }
    const attacker = new Attacker(threshold);
    for (const [county, seen] of shown) {
      expect(seen).toHaveLength(7);
      const [before, after] = totalsOf.get(county) as [number, number];
      attacker.see(seen.join(), [...countsIn([before, after]), before + after]);
    }
    expect(attacker.fewest).toBeGreaterThanOrEqual(3);
  }, 60_000);
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
