// The data of national scale at a small size: the same for a seed, sound in themselves, and such that the statistics take every record.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadScaleData } from '../../bench/statistics/load-scale-data';
import { agencies, createScaleData, type ScaleData, type ScaleOptions } from '../../bench/statistics/scale-data';
import { asOf, generateSample, type Row } from '../../sample';
import { type AgencyName, registers } from '../../subgraphs';
import { findCreditCodeFault } from '../../subgraphs/shared/credit-code';
import { openDatabase } from '../../subgraphs/shared/database';
import { createFeedReader } from '../../subgraphs/shared/feed-client/reader';
import { openInProcess } from '../../subgraphs/shared/feed-client/source';
import { groupBy } from '../../subgraphs/shared/group-by';
import { foldForSearch } from '../../subgraphs/shared/search-text';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { collections, readRecord } from '../../subgraphs/statistics/read-model/records';

const size: ScaleOptions = { seed: 7, organizations: 1_500, pairings: 800, projects: 1_000, needs: 600 };
const feeds: Readonly<Record<AgencyName, string>> = { organizations: 'organizationFeed', counties: 'countyFeed', pairings: 'pairingFeed' };

const data = createScaleData(size);
const tables: Readonly<Record<string, Row[]>> = Object.assign({}, ...agencies.map((agency) => collect(data, agency)));
const rowsOf = (table: string): Row[] => tables[table] ?? [];
const text = (row: Row | undefined, column: string): string => String(row?.[column]);
const byText = (table: string, column: string) => groupBy(rowsOf(table), (row) => text(row, column));
const keysOf = (table: string, column: string): Set<string> => new Set(rowsOf(table).map((row) => text(row, column)));

function collect(from: ScaleData, agency: AgencyName): Record<string, Row[]> {
  const collected: Record<string, Row[]> = {};
  for (const { table, rows } of from.generate(agency)) collected[table] = [...(collected[table] ?? []), ...rows];
  return collected;
}

function digest(from: ScaleData, agency: AgencyName): string {
  const hash = createHash('sha256');
  for (const batch of from.generate(agency)) hash.update(JSON.stringify(batch));
  return hash.digest('hex');
}

describe('the seed', () => {
  it.each(agencies)('gives the same rows of %s each time', (agency) => {
    expect(digest(createScaleData(size), agency)).toBe(digest(data, agency));
    expect(digest(data, agency)).toBe(digest(data, agency));
  });

  it.each(agencies)('gives other rows of %s where it is another', (agency) => {
    expect(digest(createScaleData({ ...size, seed: 8 }), agency)).not.toBe(digest(data, agency));
  });
});

describe('organizations', () => {
  it('are as many as asked for, in the order of codes that are all sound and different', () => {
    const codes = rowsOf('organization').map((row) => text(row, 'code'));
    expect(codes).toHaveLength(1_500);
    expect(codes.filter((code) => findCreditCodeFault(code) !== null)).toEqual([]);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it('say in their names that they are synthetic, and are found by them', () => {
    expect(rowsOf('organization').filter((row) => !text(row, 'name').includes('合成'))).toEqual([]);
    const names = rowsOf('organization_name');
    expect(names.map((row) => row.search_name)).toEqual(names.map((row) => foldForSearch(text(row, 'name'))));
    expect(names.filter((row) => row.until_on === null)).toHaveLength(1_500);
  });

  it('have scopes that name the kinds of help', () => {
    const scopes = rowsOf('organization').map((row) => text(row, 'business_scope'));
    for (const word of ['教育', '助学', '养老', '产业', '就业', '健康', '消费帮扶', '电商']) expect(scopes.some((scope) => scope.includes(word))).toBe(true);
  });

  it('are of every kind, level and fate', () => {
    for (const [table, column, values] of [
      ['organization', 'kind', ['SOCIAL_ASSOCIATION', 'SOCIAL_SERVICE_INSTITUTION', 'FOUNDATION']],
      ['organization', 'authority_level', ['NATIONAL', 'PROVINCIAL', 'PREFECTURAL', 'COUNTY']],
      ['organization_status', 'status', ['ACTIVE', 'DEREGISTERED', 'REVOKED']],
      ['organization_evaluation', 'grade', ['A1', 'A2', 'A3', 'A4', 'A5']],
      ['organization_inspection', 'conclusion', ['PASSED', 'BASICALLY_PASSED', 'FAILED']],
      ['organization_listing', 'list', ['ABNORMAL', 'SERIOUS_VIOLATION']],
    ] as const) {
      expect([...keysOf(table, column)].sort()).toEqual([...values].sort());
    }
  });
});

describe('counties', () => {
  it('are those of the sample, with its designations, partnerships and data sets', () => {
    const sample = generateSample({ seed: 7, organizations: 500, loadedAt: '2026-07-01 00:00:00.000' }).counties;
    const withoutChange = (rows: readonly Row[] = []) => rows.map(({ changed_at: _changedAt, ...row }) => row);
    expect(rowsOf('county')).toHaveLength(2_844);
    for (const table of ['province', 'prefecture', 'county', 'county_former_code', 'county_designation', 'east_west_partnership', 'county_year']) {
      expect(withoutChange(rowsOf(table))).toEqual(withoutChange(sample[table]));
    }
    expect(collect(data, 'counties').dataset).toEqual(sample.dataset);
  });

  it('state as many needs as asked for, the key counties more of them', () => {
    const national = new Set(
      rowsOf('county_designation')
        .filter(({ list }) => list === 'NATIONAL_KEY')
        .map((row) => text(row, 'county_code')),
    );
    const needs = rowsOf('county_need');
    expect(needs).toHaveLength(600);
    const ofKeyCounties = needs.filter((row) => national.has(text(row, 'county_code'))).length;
    expect(ofKeyCounties / national.size).toBeGreaterThan(3 * ((600 - ofKeyCounties) / (2_844 - national.size)));
    expect(keysOf('county_need_status', 'status')).toEqual(new Set(['OPEN', 'PARTLY_MET', 'MET', 'WITHDRAWN']));
  });
});

describe('pairings', () => {
  const organizations = byText('pairing_organization', 'pairing_id');
  const counties = byText('pairing_county', 'pairing_id');
  const register = byText('organization', 'code');
  const provinceOf = (row: Row) => `${text(row, 'county_code').slice(0, 2)}0000`;

  it('have two links each on average, and the shape they say', () => {
    let links = 0;
    for (const pairing of rowsOf('pairing')) {
      const [own, places] = [organizations.get(text(pairing, 'id')) ?? [], counties.get(text(pairing, 'id')) ?? []];
      links += own.length * places.length;
      expect(pairing.shape).toBe(`${own.length > 1 ? 'MANY' : 'ONE'}_TO_${places.length > 1 ? 'MANY' : 'ONE'}`);
      expect(new Set(places.map((row) => row.county_code)).size).toBe(places.length);
      expect(new Set(places.map(provinceOf)).size).toBe(1);
    }
    expect(rowsOf('pairing')).toHaveLength(800);
    expect(links).toBe(1_600);
    expect(keysOf('pairing', 'shape').size).toBe(4);
  });

  it('name organizations and counties that exist, by a code of the county', () => {
    const codes = keysOf('county', 'code');
    const formerCodes = new Map(rowsOf('county_former_code').map((row) => [row.former_code, row.county_code]));
    expect(rowsOf('pairing_organization').filter((row) => !register.has(text(row, 'organization_code')))).toEqual([]);
    for (const row of [...rowsOf('pairing_county'), ...rowsOf('project')]) {
      expect(codes).toContain(row.county_code);
      expect([row.county_code, formerCodes.has(row.recorded_code ?? null) ? formerCodes.get(row.recorded_code ?? null) : row.recorded_code]).toEqual([
        row.county_code,
        row.county_code,
      ]);
    }
    expect(rowsOf('pairing_county').some((row) => row.recorded_code !== row.county_code)).toBe(true);
  });

  it('have the organizations that their mechanism asks for', () => {
    const partners = byText('east_west_partnership', 'west_code');
    for (const pairing of rowsOf('pairing')) {
      const id = text(pairing, 'id');
      const province = provinceOf(counties.get(id)?.[0] as Row);
      const helpers = organizations.get(id)?.map((row) => register.get(text(row, 'organization_code'))?.[0]) ?? [];
      if (pairing.mechanism === 'NATIONAL') expect(helpers.every((helper) => helper?.authority_level === 'NATIONAL')).toBe(true);
      if (pairing.mechanism === 'LOCAL') expect(helpers.every((helper) => helper?.home_province_code === province)).toBe(true);
      if (pairing.mechanism === 'FRONTIER') expect(['540000', '650000']).toContain(province);
      if (pairing.mechanism === 'EAST_WEST') {
        const eastern = partners.get(province)?.map((row) => row.east_code) ?? [];
        expect(helpers.every((helper) => eastern.includes(helper?.home_province_code ?? null))).toBe(true);
      }
    }
    expect(keysOf('pairing', 'mechanism').size).toBe(4);
  });

  it('have one to three kinds, or are diversified', () => {
    const kinds = [...byText('pairing_kind', 'pairing_id').values()].map((rows) => rows.map((row) => row.kind));
    expect(kinds).toHaveLength(800);
    expect(kinds.every((own) => own.length <= 3 && new Set(own).size === own.length && (own.length === 1 || !own.includes('DIVERSIFIED')))).toBe(true);
    expect(kinds.some((own) => own.includes('DIVERSIFIED'))).toBe(true);
  });
});

describe('projects', () => {
  it('are in a county of their pairing, while it is active, led by one of its organizations', () => {
    const pairingCounties = new Set(rowsOf('pairing_county').map((row) => `${row.pairing_id} ${row.county_code} ${row.recorded_code}`));
    const pairingOrganizations = new Set(rowsOf('pairing_organization').map((row) => `${row.pairing_id} ${row.organization_code}`));
    const activeOn = new Map(
      rowsOf('pairing_status')
        .filter((row) => row.status === 'ACTIVE')
        .map((row) => [row.pairing_id, text(row, 'since_on')]),
    );
    const leads = new Map(
      rowsOf('project_organization')
        .filter((row) => row.leads === 1)
        .map((row) => [row.project_id, row.organization_code]),
    );
    const statuses = byText('project_status', 'project_id');
    const ofPairings = rowsOf('project').filter((row) => row.pairing_id !== null);
    expect(rowsOf('project')).toHaveLength(1_000);
    expect(leads.size).toBe(1_000);
    expect(ofPairings.length).toBeGreaterThan(700);
    expect(rowsOf('project').filter((row) => (row.origin === 'PAIRING') !== (row.pairing_id !== null))).toEqual([]);
    for (const row of ofPairings) {
      expect(pairingCounties).toContain(`${row.pairing_id} ${row.county_code} ${row.recorded_code}`);
      expect(pairingOrganizations).toContain(`${row.pairing_id} ${leads.get(row.id ?? null)}`);
      expect((activeOn.get(row.pairing_id ?? null) ?? '9') <= text(statuses.get(text(row, 'id'))?.[0], 'since_on')).toBe(true);
    }
    const register = keysOf('organization', 'code');
    expect(rowsOf('project_organization').filter((row) => !register.has(text(row, 'organization_code')))).toEqual([]);
  });

  it('answer needs of their county, of their kind', () => {
    const needs = byText('county_need', 'id');
    const answering = rowsOf('project').filter((row) => row.need_id !== null);
    expect(answering.length).toBeGreaterThan(20);
    for (const row of answering) expect(needs.get(text(row, 'need_id'))?.[0]).toMatchObject({ county_code: row.county_code, kind: row.kind });
  });

  it('report figures that add up to their own, now and then by fewer than ten people', () => {
    const projects = byText('project', 'id');
    const increments: number[] = [];
    for (const [id, reports] of byText('project_report', 'project_id')) {
      expect(reports.length).toBeLessThanOrEqual(4);
      expect(reports.map((row) => row.reported_on)).toEqual([...new Set(reports.map((row) => row.reported_on))].sort());
      for (const column of ['beneficiaries', 'spent_fen']) {
        const figures = reports.map((row) => Number(row[column]));
        expect(figures).toEqual([...figures].sort((a, b) => a - b));
        expect(figures.at(-1)).toBe(Number(projects.get(id)?.[0]?.[column]));
        if (column === 'beneficiaries') increments.push(...figures.map((figure, i) => figure - (figures[i - 1] ?? 0)));
      }
    }
    expect(increments.some((increment) => increment > 0 && increment < 10)).toBe(true);
    expect(increments.some((increment) => increment >= 10)).toBe(true);
  });
});

describe('histories', () => {
  it.each([
    ['organization_status', 'code', 'organization'],
    ['county_need_status', 'need_id', 'county_need'],
    ['pairing_status', 'pairing_id', 'pairing'],
    ['project_status', 'project_id', 'project'],
  ])('of %s are intervals one after the other, the last of them open', (table, key, parent) => {
    const histories = byText(table, key);
    expect(histories.size).toBe(rowsOf(parent).length);
    for (const rows of histories.values()) {
      for (const [i, row] of rows.entries()) {
        expect(row.until_on).toBe(rows[i + 1]?.since_on ?? null);
        expect(row.until_on === null || text(row, 'since_on') < text(row, 'until_on')).toBe(true);
        expect(text(row, 'since_on') <= asOf).toBe(true);
      }
    }
  });

  it('tell of nothing later than the day they describe', () => {
    const lasting = new Set(['certificate_to', 'to_on']);
    for (const [table, rows] of Object.entries(tables)) {
      if (table === 'dataset') continue;
      for (const row of rows) {
        for (const [column, value] of Object.entries(row)) if (/_(on|from)$/.test(column) && !lasting.has(column)) expect(`${value ?? ''}` <= asOf).toBe(true);
      }
    }
  });

  it('of pairings begin with the action plan', () => {
    expect(rowsOf('pairing_status').every((row) => text(row, 'since_on') >= '2022-05-07')).toBe(true);
    expect(keysOf('pairing_status', 'status')).toEqual(new Set(['PROPOSED', 'AGREED', 'ACTIVE', 'ENDED', 'WITHDRAWN']));
    expect(keysOf('project_status', 'status')).toEqual(new Set(['PLANNED', 'LANDED', 'COMPLETED', 'SUSTAINED', 'STOPPED']));
  });
});

describe('a loaded database', () => {
  let folder: string;
  const url = (agency: AgencyName) => `sqlite:${path.join(folder, `${agency}.sqlite`)}`;
  let loaded: { rows: number };
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-scale-'));
    loaded = await loadScaleData({ ownerUrl: url, options: size });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(registers)('has every row and every column of $name, and says what is synthetic', async ({ name, relations }) => {
    const database = openDatabase(url(name), { role: 'reader' });
    const generated = collect(data, name);
    expect(Object.keys(generated).sort()).toEqual([...relations].sort());
    for (const [table, rows] of Object.entries(generated)) {
      expect(Object.keys(await database(table).columnInfo()).sort()).toEqual(Object.keys(rows[0] as Row).sort());
      expect(await database(table).count({ total: '*' }).first()).toEqual({ total: rows.length });
    }
    const confidences: string[] = await database('dataset').distinct('confidence').pluck('confidence');
    if (name === 'counties') expect(confidences).toContain('SYNTHETIC');
    else expect(confidences).toEqual(['SYNTHETIC']);
    await database.destroy();
  });

  it('holds as many rows as the loader tells, about as many as it expected, and is loaded once', async () => {
    const total = agencies.flatMap((agency) => Object.values(collect(data, agency))).reduce((sum, rows) => sum + rows.length, 0);
    expect(loaded.rows).toBe(total);
    expect(Math.abs(data.expectedRows / total - 1)).toBeLessThan(0.05);
    await expect(loadScaleData({ ownerUrl: url, options: size })).rejects.toThrow(/holds data sets/);
  });

  it.each(registers)('gives records of $name that the statistics can count, of several instants', async (definition) => {
    const database = openDatabase(url(definition.name), { role: 'reader' });
    const subgraph = createSubgraph(definition, { database, logError: () => {} });
    const reader = createFeedReader(openInProcess(subgraph), feeds[definition.name], 1_000);
    for (const collection of Object.keys(collections[definition.name]) as Parameters<typeof readRecord>[0][]) {
      const faults: string[] = [];
      const instants = new Set<string | null>();
      let records = 0;
      let after: string | null = null;
      do {
        const page = await reader.readRecords(collection, after);
        expect(page.malformed).toEqual([]);
        for (const { key, body, changedAt } of page.records) {
          records++;
          instants.add(changedAt);
          const read = readRecord(collection, key, body);
          if ('fault' in read) faults.push(`${key}: ${read.fault}`);
        }
        after = page.hasNextPage ? page.endCursor : null;
      } while (after !== null);
      expect(faults).toEqual([]);
      expect(records).toBeGreaterThan(0);
      expect(instants.size).toBeGreaterThan(5);
      expect(instants).not.toContain(null);
    }
    await subgraph.close();
  });
});
