// An agency that does not answer, or lags behind: what its data do not reach is UNKNOWN and never a gap, what was loaded stays as
// it is, and `dataVersion` says what a figure was computed from.
import { registers } from '../../subgraphs';
import { openSubgraph, openSync, type OpenSync } from '../../subgraphs/open';
import { openDatabase } from '../../subgraphs/shared/database';
import { type FeedSource, openInProcess } from '../../subgraphs/shared/feed-client/source';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph';
import { statistics } from '../../subgraphs/statistics';
import { silentLog } from '../graph/graph';
import { createScratch, type Scratch } from './scratch';

let scratch: Scratch;
let opened: Subgraph[];
let sync: OpenSync;
let subgraph: Subgraph;
let isDown = false;

beforeAll(async () => {
  scratch = createScratch();
  opened = registers.map((definition) => openSubgraph(definition, scratch.config('sqlite:none'), silentLog));
  const url = await scratch.createStatistics();
  const sources = opened.map(openInProcess).map(
    (source): FeedSource => ({
      ...source,
      ask: (query, variables) => (isDown && source.name === 'pairings' ? Promise.reject(new Error('connect ECONNREFUSED')) : source.ask(query, variables)),
    }),
  );
  sync = openSync(scratch.config(url), sources, silentLog);
  subgraph = createSubgraph(statistics, { database: openDatabase(url, { role: 'reader' }), logError: console.error });
  await sync.runRound();
});
afterAll(async () => {
  await sync.close();
  await subgraph.close();
  await Promise.all(opened.map((each) => each.close()));
  await scratch.remove();
});

interface Answer {
  asOf: string;
  asOfReason: { english: string; chinese: string } | null;
  totals: Record<string, number | null>;
  rows: { status: string | null; reasons: { code: string; english: string; chinese: string }[] | null }[];
  sources: { agency: string; dataThrough: string; dataVersion: string; reaches: boolean; lagSeconds: number; rows: number; rejected: number }[];
}

async function ask(asOf: string | null, population = 'ALL'): Promise<Answer> {
  const query = `query ($asOf: Date, $population: Population!) { coverage(asOf: $asOf, population: $population, groupBy: [COUNTY], first: 500) {
    asOf asOfReason { english chinese } totals { counties covered atRisk uncovered unknown coverageRate organizations pairings pledged beneficiaries needsStated }
    rows { status reasons { code english chinese } } sources { agency dataThrough dataVersion reaches lagSeconds rows rejected } } }`;
  const { data, errors } = await subgraph.execute({ query, variables: { asOf, population } });
  expect(errors).toBeUndefined();
  return (data as { coverage: Answer }).coverage;
}

const versions = ({ sources }: Answer) => Object.fromEntries(sources.map(({ agency, dataVersion }) => [agency, dataVersion]));

/** The two other agencies go on: their data reach September, and an organization is listed in August. */
async function goOn(): Promise<void> {
  const { organizations, counties } = scratch.registers;
  for (const database of [organizations, counties]) await database('dataset').update({ as_of: '2026-09-30' });
  const changed_at = new Date().toISOString().replace('T', ' ').replace('Z', '');
  const [{ code } = { code: '' }] = await organizations('organization').whereNotIn('code', organizations('organization_listing').select('code')).limit(1);
  await organizations('organization_listing').insert({ code, list: 'ABNORMAL', listed_on: '2026-08-01', reason: '合成事由' });
  await organizations('organization').where({ code }).update({ changed_at });
}

describe('an agency that is down', () => {
  let before: Answer;
  let past: Answer;

  beforeAll(async () => {
    before = await ask('2026-08-31');
    past = await ask('2025-12-31');
    isDown = true;
    await goOn();
    await sync.runRound();
  });

  it('leaves every county UNKNOWN on dates that its data do not reach, with the reason, and no county uncovered', async () => {
    const { totals, rows, sources } = await ask('2026-08-31');
    expect(totals).toMatchObject({ counties: 2_844, unknown: 2_844 });
    for (const measure of ['covered', 'atRisk', 'uncovered', 'coverageRate', 'organizations', 'pairings', 'pledged', 'beneficiaries', 'needsStated'])
      expect([measure, totals[measure]]).toEqual([measure, null]);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['UNKNOWN']));
    expect(rows[0]?.reasons).toEqual([
      {
        code: 'DATA_NOT_REACHED',
        english: 'the data of pairings reach 2026-06-30, not 2026-08-31',
        chinese: 'pairings 的数据截至 2026-06-30，未达 2026-08-31',
      },
    ]);
    expect(sources.map(({ agency, reaches }) => [agency, reaches])).toEqual([
      ['counties', true],
      ['organizations', true],
      ['pairings', false],
    ]);
    expect(before.totals.unknown).toBe(2_844);
  });

  it('changes nothing of a past date that is loaded', async () => {
    const { totals, rows } = await ask('2025-12-31');
    expect({ totals, rows }).toEqual({ totals: past.totals, rows: past.rows });
    expect(totals.uncovered).toBeGreaterThan(100);
    expect(totals.unknown).toBe(0);
  });

  it('keeps its dataVersion, while that of an agency whose data changed is another', async () => {
    const now = versions(await ask('2025-12-31'));
    expect(now.pairings).toBe(versions(past).pairings);
    expect(now.counties).toBe(versions(past).counties);
    expect(now.organizations).not.toBe(versions(past).organizations);
  });

  it('holds the default date at the last one that its data reach', async () => {
    expect(await ask(null)).toMatchObject({ asOf: '2026-06-30', asOfReason: { english: 'the last day that the data of every agency reach' } });
    expect(await ask(null, 'NATIONAL_KEY')).toMatchObject({
      asOf: '2025-12-31',
      asOfReason: { english: 'the last day on which the list NATIONAL_KEY is in force' },
    });
  });

  it('says how long ago it was read', async () => {
    const { sources } = await ask('2025-12-31');
    expect(sources.every(({ lagSeconds }) => lagSeconds >= 0 && lagSeconds < 600)).toBe(true);
  });

  it('leaves evaluations of a year that nobody reaches without a score and without confidence', async () => {
    await scratch.registers.pairings('dataset').update({ as_of: '2025-11-30' });
    isDown = false;
    await sync.runRound();
    isDown = true;
    const query =
      '{ evaluation(year: 2026, of: PROVINCE, population: ALL, first: 1) { asOf nodes { score confidence indicators { indicator value english } } } }';
    const { data } = await subgraph.execute({ query });
    const { asOf, nodes } = (data as { evaluation: { asOf: string; nodes: { score: number | null; confidence: number; indicators: { english: string }[] }[] } })
      .evaluation;
    expect(asOf).toBe('2026-12-31');
    expect(nodes[0]).toMatchObject({ score: null, confidence: 0 });
    expect(nodes[0]?.indicators[0]?.english).toBe('the data of counties, organizations, pairings do not reach 2026-12-31');
  });

  it('is counted again once it is back', async () => {
    isDown = false;
    await scratch.registers.pairings('dataset').update({ as_of: '2026-09-30' });
    await sync.runRound();
    const { totals } = await ask('2026-08-31');
    expect(totals.unknown).toBe(0);
    expect(totals.covered).toBeGreaterThan(0);
  });
});

describe('equal data', () => {
  it('have equal versions, whatever the order in which they came', async () => {
    const present = versions(await ask('2025-12-31'));
    const { organizations } = scratch.registers;
    const [row] = await organizations('organization_listing').where({ listed_on: '2026-08-01' });
    await organizations('organization_listing').where({ listed_on: '2026-08-01' }).delete();
    const touch = () =>
      organizations('organization')
        .where({ code: row.code })
        .update({ changed_at: new Date().toISOString().replace('T', ' ').replace('Z', '') });
    await touch();
    await sync.runRound();
    expect(versions(await ask('2025-12-31')).organizations).not.toBe(present.organizations);
    await organizations('organization_listing').insert(row);
    await touch();
    await sync.runRound();
    expect(versions(await ask('2025-12-31'))).toEqual(present);
  });
});
