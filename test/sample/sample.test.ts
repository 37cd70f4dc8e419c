// What users of the sample rely on: real reference data in full, sound synthetic data, deliberate cases that are what they say.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateSample, type Row } from '../../sample';
import type { AgencyName } from '../../subgraphs';
import { atRiskOnlyCounties, barredOnlyCounties, localOnlyCounties, oldCodePairing, uncoveredCounties } from '../../sample/cases';
import { loadSample } from '../../sample/load';
import { migrations as countiesMigrations } from '../../subgraphs/counties/migrations';
import { migrations as organizationsMigrations } from '../../subgraphs/organizations/migrations';
import { migrations as pairingsMigrations } from '../../subgraphs/pairings/migrations';
import { findCreditCodeFault } from '../../subgraphs/shared/credit-code';
import { openDatabase } from '../../subgraphs/shared/database';
import { type Migration, migrate } from '../../subgraphs/shared/migrations';
import { OperatorError } from '../../subgraphs/shared/operator-error';
import { foldForSearch } from '../../subgraphs/shared/search-text';
import {
  agencies,
  brokenHistories,
  brokenReferences,
  type Coverage,
  countBy,
  coverageByCase,
  findings,
  keysOf,
  laterThanAsOf,
  mechanismsByCounty,
  organizationsOf,
  pairedOrganizations,
  rowsOf,
  unlikelyPairings,
} from './checks';

const loadedAt = '2026-07-01 00:00:00.000';
const sample = generateSample({ loadedAt });
const migrations: Record<AgencyName, readonly Migration[]> = {
  organizations: organizationsMigrations,
  counties: countiesMigrations,
  pairings: pairingsMigrations,
};

/** Of the 160, on both dates: 5 + 4 + 2 without, 4 at risk, the rest covered. */
const expectedCoverage: Record<Coverage, readonly string[] | number> = {
  COVERED: 145,
  AT_RISK: [...atRiskOnlyCounties].sort(),
  UNCOVERED: [...uncoveredCounties, ...localOnlyCounties, ...barredOnlyCounties].sort(),
};
const coverageDates = ['2023-12-31', '2025-12-31'];

describe('the reference data', () => {
  it('has the 160 designated counties, by province as published', () => {
    const designated = rowsOf(sample, 'counties', 'county_designation').filter((row) => row.list === 'NATIONAL_KEY');
    const counts = countBy(designated, (row) => `${String(row.county_code).slice(0, 2)}0000`);
    expect(designated).toHaveLength(160);
    expect(counts).toEqual({
      '150000': 10,
      '450000': 20,
      '500000': 4,
      '510000': 25,
      '520000': 20,
      '530000': 27,
      '610000': 11,
      '620000': 23,
      '630000': 15,
      '640000': 5,
    });
    expect(countBy(designated, (row) => String(row.confidence))).toEqual({
      SOURCED: 92,
      RECONSTRUCTED_HIGH: 20,
      RECONSTRUCTED_MEDIUM: 43,
      RECONSTRUCTED_LOW: 5,
    });
  });

  it('has 34 provinces, 333 prefectures, 2,844 counties, 21 former codes and 11 partnerships', () => {
    const count = (table: string): number => rowsOf(sample, 'counties', table).length;
    expect(['province', 'prefecture', 'county', 'county_former_code', 'east_west_partnership', 'liaison_office'].map(count)).toEqual([
      34, 333, 2844, 21, 11, 31,
    ]);
  });

  it('puts no county under a prefecture that is none', () => {
    const prefectures = keysOf(sample, 'counties', 'prefecture', 'code');
    const counties = rowsOf(sample, 'counties', 'county');
    expect(counties.filter((row) => row.prefecture_code !== null && !prefectures.has(row.prefecture_code))).toEqual([]);
    expect(counties.find((row) => row.code === '500229')?.prefecture_code).toBeNull();
  });

  it('tells what is not known from what is not so', () => {
    const county = (code: string): Row | undefined => rowsOf(sample, 'counties', 'county').find((row) => row.code === code);
    expect(county('520204')).toMatchObject({ ethnic_minority_area: 0, border_county: 0, old_revolutionary_base: null, three_regions_three_prefectures: 0 });
    expect(county('513431')).toMatchObject({ ethnic_minority_area: 1, three_regions_three_prefectures: 1 });
    expect(county('620623')).toMatchObject({ ethnic_minority_area: 1, border_county: null, three_regions_three_prefectures: 1 });
  });
});

describe('the synthetic data', () => {
  it('is the same for the same seed and another for another seed', () => {
    expect(JSON.stringify(generateSample({ loadedAt })) === JSON.stringify(sample)).toBe(true);
    const other = generateSample({ loadedAt, seed: 1 });
    for (const agency of agencies) expect(other[agency]).not.toEqual(sample[agency]);
  });

  it('takes the time of loading from the clock only where none is given', () => {
    const dataset = rowsOf(generateSample(), 'pairings', 'dataset')[0];
    expect(dataset?.loaded_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
    expect(rowsOf(sample, 'pairings', 'dataset')[0]?.loaded_at).toBe(loadedAt);
  });

  it('gives every organization a sound credit code of its own that agrees with its kind and authority', () => {
    const organizations = rowsOf(sample, 'organizations', 'organization');
    const kindDigits: Record<string, string> = { SOCIAL_ASSOCIATION: '51', SOCIAL_SERVICE_INSTITUTION: '52', FOUNDATION: '53' };
    expect(organizations).toHaveLength(3_000);
    expect(keysOf(sample, 'organizations', 'organization', 'code').size).toBe(3_000);
    expect(organizations.filter((row) => findCreditCodeFault(String(row.code)) !== null)).toEqual([]);
    expect(organizations.filter((row) => !String(row.code).startsWith(`${kindDigits[String(row.kind)]}${row.authority_division_code}`))).toEqual([]);
  });

  it('is named as synthetic wherever it is shown', () => {
    const organizations = rowsOf(sample, 'organizations', 'organization').filter((row) => row.dataset_id === 'synthetic-organizations');
    expect(organizations.filter((row) => !/^示例.*（合成\d{4}）$/.test(String(row.name)))).toEqual([]);
    expect(rowsOf(sample, 'pairings', 'project').filter((row) => !String(row.name).startsWith('【合成】'))).toEqual([]);
    expect(rowsOf(sample, 'counties', 'county_need').filter((row) => !String(row.description).startsWith('【合成】'))).toEqual([]);
    expect(rowsOf(sample, 'counties', 'liaison_office').filter((row) => !String(row.name).includes('合成示例'))).toEqual([]);
    const datasets = agencies.flatMap((agency) => rowsOf(sample, agency, 'dataset')).filter((row) => row.confidence === 'SYNTHETIC');
    expect(datasets.length).toBeGreaterThan(4);
    expect(datasets.filter((row) => !/合成.*synthetic/.test(String(row.name)))).toEqual([]);
  });

  it('adds nothing to a real organization but its name, kind and authority', () => {
    const real = rowsOf(sample, 'organizations', 'organization').filter((row) => row.dataset_id === 'sourced-organizations');
    const codes = new Set(real.map((row) => row.code));
    expect(real).toHaveLength(5);
    for (const row of real)
      expect(Object.keys(row).filter((column) => row[column] !== null)).toEqual([
        'code',
        'name',
        'kind',
        'authority_name',
        'authority_level',
        'authority_division_code',
        'dataset_id',
        'changed_at',
      ]);
    for (const [table, rows] of Object.entries(sample.organizations)) {
      if (!['organization', 'organization_name'].includes(table)) expect([table, rows.filter((row) => codes.has(row.code ?? null))]).toEqual([table, []]);
    }
    for (const table of ['pairing_organization', 'project_organization']) {
      expect(rowsOf(sample, 'pairings', table).filter((row) => codes.has(row.organization_code ?? null))).toEqual([]);
    }
  });

  it('stores former names as they were written and finds them by folded ones', () => {
    const names = rowsOf(sample, 'organizations', 'organization_name');
    expect(names.filter((row) => row.search_name !== foldForSearch(String(row.name)))).toEqual([]);
    expect(names.filter((row) => /[鄉農會]/.test(String(row.name)) && /[乡农会]/.test(String(row.search_name))).length).toBeGreaterThan(5);
    expect(names.filter((row) => /[鄉農會]/.test(String(row.search_name)))).toEqual([]);
  });

  it('has organizations in the proportions of the programme', () => {
    const organizations = rowsOf(sample, 'organizations', 'organization');
    const share = (matches: (row: Row) => boolean): number => organizations.filter(matches).length / organizations.length;
    const keyProvinces = new Set(rowsOf(sample, 'counties', 'east_west_partnership').map((row) => row.west_code));
    const eastern = new Set(
      rowsOf(sample, 'counties', 'province')
        .filter((row) => row.region === 'EAST')
        .map((row) => row.code),
    );
    expect(share((row) => row.home_province_code === null)).toBeCloseTo(0.12, 2);
    expect(share((row) => eastern.has(row.home_province_code ?? null))).toBeCloseTo(0.45, 2);
    expect(share((row) => keyProvinces.has(row.home_province_code ?? null))).toBeCloseTo(0.35, 2);
    expect(share((row) => row.kind === 'FOUNDATION')).toBeGreaterThan(0.07);
    expect(share((row) => row.kind === 'FOUNDATION')).toBeLessThan(0.13);
  });

  it('keeps figures plausible', () => {
    const years = rowsOf(sample, 'counties', 'county_year');
    expect(years).toHaveLength(2_844 * 5);
    expect(years.filter((row) => Number(row.population) < 8_000 || Number(row.population) > 1_500_000)).toEqual([]);
    expect(years.filter((row) => Number(row.rural_income_fen) < 800_000 || Number(row.rural_income_fen) > 4_500_000)).toEqual([]);
    const pledgedFen = rowsOf(sample, 'pairings', 'pairing').reduce((sum, row) => sum + Number(row.pledged_fen ?? 0), 0);
    expect(pledgedFen).toBeGreaterThan(2e10);
    expect(pledgedFen).toBeLessThan(6e10);
    expect(rowsOf(sample, 'pairings', 'project').filter((row) => Number(row.spent_fen) > Number(row.budget_fen))).toEqual([]);
  });

  it.each([20220507, 1, 2, 3])('holds together across the agencies with seed %i', (seed) => {
    const rows = seed === 20220507 ? sample : generateSample({ loadedAt, seed, organizations: seed === 1 ? 500 : 3_000 });
    expect(brokenReferences(rows)).toEqual([]);
    expect(brokenHistories(rows)).toEqual([]);
    expect(laterThanAsOf(rows)).toEqual([]);
    expect(unlikelyPairings(rows)).toEqual([]);
    for (const date of coverageDates) expect(coverageByCase(rows, date)).toEqual(expectedCoverage);
    expect(pairedOrganizations(rows).size).toBe(274);
  });
});

describe('the deliberate cases', () => {
  it('leave some counties without any pairing, and some with local ones only', () => {
    const mechanisms = mechanismsByCounty(sample);
    for (const code of uncoveredCounties) expect(mechanisms.get(code)).toBeUndefined();
    for (const code of localOnlyCounties) expect(mechanisms.get(code)).toEqual(new Set(['LOCAL']));
  });

  it('pair some counties with organizations at risk for every reason, and some with barred ones of both kinds', () => {
    const reasons = (codes: readonly string[]): string[] =>
      [...new Set(codes.flatMap((code) => organizationsOf(sample, code).flatMap((organization) => findings(sample, organization, '2025-12-31'))))].sort();
    expect(reasons(atRiskOnlyCounties)).toEqual(['ABNORMAL_ACTIVITY', 'CERTIFICATE_EXPIRED', 'INSPECTION_FAILED']);
    expect(reasons(barredOnlyCounties)).toEqual(['DEREGISTERED', 'SERIOUS_VIOLATION']);
  });

  it('record a pairing and a project under a former code, normalised and not', () => {
    const { countyCode, formerCode, pairing, unnormalizedPairing, project, unnormalizedProject } = oldCodePairing;
    const counties = rowsOf(sample, 'pairings', 'pairing_county').filter((row) => row.recorded_code === formerCode);
    expect(counties.map((row) => [row.pairing_id, row.county_code])).toEqual([
      [pairing, countyCode],
      [unnormalizedPairing, formerCode],
    ]);
    const projects = rowsOf(sample, 'pairings', 'project');
    expect(projects.find((row) => row.id === project)).toMatchObject({ county_code: countyCode, recorded_code: formerCode });
    expect(projects.find((row) => row.id === unnormalizedProject)).toMatchObject({ county_code: formerCode, recorded_code: formerCode });
    expect(rowsOf(sample, 'counties', 'county_former_code').find((row) => row.former_code === formerCode)).toMatchObject({
      county_code: countyCode,
      former_name: '水城县',
    });
  });

  it('have pairings of every shape, mechanism and status, and projects of every origin and status', () => {
    const values = (table: string, column: string): unknown[] => [...new Set(rowsOf(sample, 'pairings', table).map((row) => row[column]))].sort();
    expect(values('pairing', 'shape')).toEqual(['MANY_TO_MANY', 'MANY_TO_ONE', 'ONE_TO_MANY', 'ONE_TO_ONE']);
    expect(values('pairing', 'mechanism')).toEqual(['EAST_WEST', 'FRONTIER', 'LOCAL', 'NATIONAL']);
    expect(values('pairing_status', 'status')).toEqual(['ACTIVE', 'AGREED', 'ENDED', 'PROPOSED', 'WITHDRAWN']);
    expect(values('project', 'origin')).toEqual(['OWN', 'PAIRING', 'VILLAGE_TOUR']);
    expect(values('project_status', 'status')).toEqual(['COMPLETED', 'LANDED', 'PLANNED', 'STOPPED', 'SUSTAINED']);
    expect(rowsOf(sample, 'pairings', 'project').some((row) => Number(row.beneficiaries) > 0 && Number(row.beneficiaries) < 10)).toBe(true);
  });
});

describe('loading', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'jiedui-sample-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['organizations', 'counties', 'pairings'] as const)('puts every row of %s into an SQLite file, once', async (agency) => {
    const database = openDatabase(`sqlite:${path.join(folder, `${agency}.db`)}`, { role: 'owner' });
    try {
      await migrate(database, migrations[agency], Object.keys(sample[agency]));
      const progress: number[] = [];
      await loadSample(database, sample[agency], (done) => progress.push(done));
      for (const [table, rows] of Object.entries(sample[agency])) {
        expect([table, await database(table).count({ count: '*' }).first()]).toEqual([table, { count: rows.length }]);
      }
      expect(progress.at(-1)).toBe(Object.values(sample[agency]).reduce((sum, rows) => sum + rows.length, 0));
      await expect(loadSample(database, sample[agency])).rejects.toThrow(OperatorError);
    } finally {
      await database.destroy();
    }
  });

  it('leaves nothing behind when it fails half-way', async () => {
    const database = openDatabase(`sqlite:${path.join(folder, 'broken.db')}`, { role: 'owner' });
    try {
      await migrate(database, migrations.pairings, Object.keys(sample.pairings));
      const twice = { ...sample.pairings, project: [...rowsOf(sample, 'pairings', 'project'), ...rowsOf(sample, 'pairings', 'project').slice(0, 1)] };
      await expect(loadSample(database, twice)).rejects.toThrow();
      expect(await database('pairing').first()).toBeUndefined();
      await loadSample(database, sample.pairings);
    } finally {
      await database.destroy();
    }
  });

  it('refuses too few organizations for the deliberate cases', () => {
    expect(() => generateSample({ organizations: 499 })).toThrow(/at least 500 organizations.*499/);
  });
});
