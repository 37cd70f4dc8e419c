// Registers that hold values that are none, as the statistics count them: a county in doubt is UNKNOWN and stays in the population,
// nothing is wrong in silence, and a value that is mended leaves no trace.
import { statistics } from '../../subgraphs/statistics';
import { registers } from '../../subgraphs';
import { type OpenSync, openSubgraph, openSync } from '../../subgraphs/open';
import { openDatabase } from '../../subgraphs/shared/database';
import { openInProcess } from '../../subgraphs/shared/feed-client/source';
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import { runFeed } from '../../cli/feed';
import type { Knex } from 'knex';
import { silentLog } from '../graph/graph';
import { createScratch, readModelRows, type Scratch } from './scratch';

const asOf = '2024-12-31';

let scratch: Scratch;
let opened: Subgraph[];
let sync: OpenSync;
let database: Knex;
let answering: Subgraph;
let before: Record<string, string[]>;
let figures: Figures;
/** A county that is covered, and by one pairing alone. */
let county: string;
let pairing: string;
let organization: string;

beforeAll(async () => {
  scratch = createScratch();
  const config = scratch.config(await scratch.createStatistics());
  opened = registers.map((definition) => openSubgraph(definition, config, silentLog));
  sync = openSync(config, opened.map(openInProcess), silentLog);
  database = openDatabase(config.databases.statistics.reader, { role: 'reader' });
  answering = openSubgraph(statistics, config, silentLog);
  await sync.runRound();
  before = await readModelRows(database);
  figures = await askFigures();
  const found: unknown[] = await database('fact_link as fact')
    .join('dim_pairing as pairing', 'pairing.id', 'fact.pairing_id')
    .join('dim_organization as organization', 'organization.id', 'fact.organization_id')
    .where('fact.from_on', '<=', asOf)
    .where('fact.until_on', '>', asOf)
    .select('fact.county_id')
    .max({ pairing: 'pairing.pairing_key', organization: 'organization.code' })
    .groupBy('fact.county_id')
    .havingRaw('count(*) = 1')
    .orderBy('fact.county_id');
  const links = found as { county_id: number; pairing: string; organization: string }[];
  const single = links.find(({ county_id }) => figures.statuses.get(String(county_id)) === 'COVERED');
  if (single === undefined) throw new Error('no county of the sample is covered by one pairing alone');
  county = String(single.county_id);
  ({ pairing, organization } = single);
});
afterAll(async () => {
  await sync.close();
  await answering.close();
  await Promise.all(opened.map((subgraph) => subgraph.close()));
  await database.destroy();
  await scratch.remove();
});

interface Figures {
  totals: Record<string, number>;
  statuses: Map<string, string>;
  reasons: Map<string, { code: string; english: string }[]>;
  rejected: number[];
  defaultDate: string;
}

async function askFigures(): Promise<Figures> {
  const query = `{ latest: coverage(population: NATIONAL_KEY) { asOf }
    coverage(population: NATIONAL_KEY, asOf: "${asOf}", groupBy: [COUNTY], first: 500) {
      totals { counties covered atRisk uncovered unknown } sources { agency rejected }
      rows { county { code } counties status reasons { code english } } } }`;
  const { data, errors } = await answering.execute({ query, trusted: true });
  expect(errors).toBeUndefined();
  const { latest, coverage } = JSON.parse(JSON.stringify(data));
  const rows = coverage.rows as { county: { code: string }; status: string; reasons: { code: string; english: string }[] }[];
  return {
    totals: coverage.totals,
    statuses: new Map(rows.map((row) => [row.county.code, row.status])),
    reasons: new Map(rows.map((row) => [row.county.code, row.reasons])),
    rejected: coverage.sources.map(({ rejected }: { rejected: number }) => rejected),
    defaultDate: latest.asOf,
  };
}

type Name = keyof Scratch['registers'];

/** Changes a row as an agency would, and its record's change time; reads, looks, and puts it back. */
async function withChange(
  { register, relation, where, change, record }: { register: Name; relation: string; where: object; change: object; record: [relation: string, key: object] },
  look: (changed: Figures) => Promise<void> | void,
): Promise<void> {
  const own = scratch.registers[register];
  const rows: Record<string, unknown>[] = await own(relation).where(where);
  expect(rows.length).toBeGreaterThan(0);
  const stamp = () => new Date().toISOString().replace('T', ' ').replace('Z', '');
  const [recordRelation, key] = record;
  const [{ changed_at }] = (await own(recordRelation).where(key)) as [{ changed_at: string }];
  await own(relation).where(where).update(change);
  await own(recordRelation).where(key).update({ changed_at: stamp() });
  await sync.runRound();
  try {
    await look(await askFigures());
  } finally {
    await own(relation)
      .where({ ...where, ...change })
      .delete();
    await own(relation).insert(rows);
    await own(recordRelation).where(key).update({ changed_at: stamp() });
    await sync.runRound();
    await own(recordRelation).where(key).update({ changed_at });
  }
  expect(await readModelRows(database)).toEqual(before);
}

async function showRejected(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await runFeed(['rejected', ...args], database, (line) => lines.push(line));
  return lines;
}

/** The figures with one county moved from COVERED to UNKNOWN, and nothing else. */
function expectUnknown(changed: Figures, rejected: number[]): void {
  const { covered = 0, unknown = 0 } = figures.totals;
  expect(changed.totals).toEqual({ ...figures.totals, covered: covered - 1, unknown: unknown + 1 });
  expect([...changed.statuses]).toEqual([...figures.statuses].map(([code, status]) => [code, code === county ? 'UNKNOWN' : status]));
  expect(changed.rejected).toEqual(rejected);
  expect(changed.defaultDate).toBe(figures.defaultDate);
}

const designation = (change: object) => ({
  register: 'counties' as const,
  relation: 'county_designation',
  where: { county_code: county, list: 'NATIONAL_KEY' },
  change,
  record: ['county', { code: county }] as [string, object],
});

describe('a county', () => {
  it.each([
    ['whose designation ends on a day that is none', { to_on: '2023-02-30' }, 'designations.0.to (county_designation.to_on)'],
    ['whose designation begins on a day of another form', { from_on: '2021/08/27' }, 'designations.0.from (county_designation.from_on)'],
    ['whose designation begins on a day of digits', { from_on: '20210827' }, 'designations.0.from (county_designation.from_on)'],
    ['on a list that the contract lacks', { list: '国家级' }, 'designations.0.list (county_designation.list)'],
  ])('%s is UNKNOWN, stays in the population and is listed', async (_case, change, place) => {
    await withChange({ ...designation(change), where: { county_code: county } }, async (changed) => {
      expectUnknown(changed, [1, 0, 0]);
      expect(changed.reasons.get(county)?.[0]).toMatchObject({ code: 'RECORD_INVALID' });
      const [line, total] = await showRejected('counties');
      expect(line).toContain(`counties county ${county} (counted without it): ${place}: expected `);
      expect(total).toBe('1 refused');
      expect(JSON.parse(String((await showRejected('--json'))[0]))).toMatchObject({ agency: 'counties', collection: 'county', key: county, isCounted: true });
    });
  });

  it('whose designation ends on 9999-12-31 has one without an end', async () => {
    await withChange(designation({ to_on: '9999-12-31' }), async (changed) => {
      expect([changed.totals, changed.statuses, changed.rejected]).toEqual([figures.totals, figures.statuses, [0, 0, 0]]);
      expect(await database('dim_designation').where({ county_id: Number(county) })).toMatchObject([{ until_on: '9999-12-31' }]);
    });
  });

  it('with a flag that is none is counted, with the flag not known', async () => {
    await withChange({ ...designation({}), relation: 'county', where: { code: county }, change: { border_county: '是' } }, async (changed) => {
      expect([changed.totals, changed.statuses, changed.rejected]).toEqual([figures.totals, figures.statuses, [1, 0, 0]]);
      expect(await database('dim_county').where({ code: county }).first()).toMatchObject({ border_county: null });
    });
  });
});

describe('what a county depends on', () => {
  it('is said to be by a mechanism that is not known where the register names none of the contract’s', async () => {
    const where = { id: pairing };
    await withChange({ register: 'pairings', relation: 'pairing', where, change: { mechanism: 'national' }, record: ['pairing', where] }, (changed) => {
      const texts = (changed.reasons.get(county) ?? []).map(({ english }) => english).join('; ');
      expect(changed.statuses.get(county)).toBe('UNKNOWN');
      expect(texts).not.toMatch(/LOCAL/);
      expect(texts).toMatch(/by a mechanism that is not known/);
    });
  });

  it('is not known where the only pairing’s status begins on no day: the county is UNKNOWN and not UNCOVERED', async () => {
    const change = {
      register: 'pairings' as const,
      relation: 'pairing_status',
      where: { pairing_id: pairing, status: 'ACTIVE' },
      change: { since_on: '20210827' },
    };
    await withChange({ ...change, record: ['pairing', { id: pairing }] }, (changed) => {
      expectUnknown(changed, [0, 0, 1]);
      expect(changed.reasons.get(county)).toMatchObject([{ code: 'RECORD_INVALID', english: expect.stringContaining(pairing) }]);
    });
  });

  it('is not known where its organization’s certificate ends on no day', async () => {
    const change = { register: 'organizations' as const, relation: 'organization', where: { code: organization }, change: { certificate_to: '0000-00-00' } };
    await withChange({ ...change, record: ['organization', { code: organization }] }, (changed) => {
      expect(changed.statuses.get(county)).toBe('UNKNOWN');
      expect(changed.totals.counties).toBe(figures.totals.counties);
      expect(changed.totals.uncovered).toBe(figures.totals.uncovered);
      expect(changed.rejected).toEqual([0, 1, 0]);
    });
  });
});

describe('a data set', () => {
  it('whose day is none is listed, and the feed goes on', async () => {
    const own = scratch.registers.counties;
    const rows: Record<string, unknown>[] = await own('dataset');
    await own('dataset').where({ id: rows[0]?.id }).update({ as_of: '2026/06/30' });
    await sync.runRound();
    expect((await askFigures()).rejected).toEqual([1, 0, 0]);
    expect((await showRejected('counties'))[0]).toMatch(/^counties dataset \?\w+ \(not counted\): dataset.as_of: expected a date that exists/);
    await own('dataset').delete();
    await own('dataset').insert(rows);
    await sync.runRound();
    expect(await readModelRows(database)).toEqual(before);
  });
});

describe('change times without a fraction', () => {
  it('refuse nothing and lose nothing', async () => {
    for (const [name, relation] of [
      ['counties', 'county'],
      ['organizations', 'organization'],
      ['pairings', 'pairing'],
    ] as const)
      await scratch.registers[name](relation).update({ changed_at: '2026-07-01 00:00:00' });
    await scratch.registers
      .counties('county')
      .where({ code: county })
      .update({ changed_at: new Date().toISOString().slice(0, 19).replace('T', ' '), name: '某县' });
    await sync.runRound();
    const { rejected, totals } = await askFigures();
    expect([rejected, totals]).toEqual([[0, 0, 0], figures.totals]);
    expect(await database('dim_county').where({ code: county }).first('name')).toEqual({ name: '某县' });
  });
});
