// Registers whose columns hold anything: every column is text on a server and without a type on SQLite, as an agency's views may be.
import type { Knex } from 'knex';
import type { registers } from '../../subgraphs';
import { isSqlite, openDatabase } from '../../subgraphs/shared/database';
import type { Contract } from '../../subgraphs/shared/contract/relation';

type Row = Readonly<Record<string, string | number | null>>;
export type RegisterName = (typeof registers)[number]['name'];

export const organizationCode = '53100000500021676K';
const dataset_id = 'D';
const changed_at = '2026-07-01 00:00:00.000';
const dataset = {
  id: 'D',
  agency: '某机关',
  name: '某数据集',
  as_of: '2026-06-30',
  loaded_at: '2026-07-01 00:00:00.000',
  confidence: 'SYNTHETIC',
  reference: 'a; b',
};

/** One sound row of each relation, every column filled. */
export const soundRows: Readonly<Record<RegisterName, Readonly<Record<string, Row>>>> = {
  organizations: {
    dataset,
    organization: {
      code: organizationCode,
      name: '某基金会',
      kind: 'FOUNDATION',
      sector: 'CHARITY',
      authority_name: '民政部',
      authority_level: 'NATIONAL',
      authority_division_code: '100000',
      home_province_code: '110000',
      supervising_body: '某部',
      established_on: '1990-01-01',
      registered_capital_fen: 100_000,
      certificate_number: 'C1',
      certificate_from: '2020-01-01',
      certificate_to: '2030-01-01',
      domicile: '北京',
      business_scope: '教育',
      legal_representative: '某人',
      telephone: '010',
      party_organization_name: '党支部',
      party_organization_established_on: '2000-01-01',
      dataset_id,
      changed_at,
    },
    organization_name: { code: organizationCode, name: '曾用名', search_name: '曾用名', until_on: '2000-01-01' },
    organization_status: { code: organizationCode, status: 'ACTIVE', since_on: '1990-01-01', until_on: '2099-01-01' },
    organization_evaluation: { code: organizationCode, grade: 'A5', from_on: '2022-01-01', to_on: '2027-01-01' },
    organization_qualification: { code: organizationCode, kind: 'CHARITY', from_on: '2016-09-01', to_on: '2099-01-01' },
    organization_inspection: { code: organizationCode, year: 2023, conclusion: 'PASSED', concluded_on: '2024-06-30' },
    organization_listing: {
      code: organizationCode,
      list: 'ABNORMAL',
      listed_on: '2023-01-01',
      reason: '未年检',
      removed_on: '2023-06-01',
      removal_reason: '已改正',
    },
    organization_penalty: { code: organizationCode, document_number: 'N1', reason: '某', basis: '某条', result: '警告', decided_on: '2023-02-01' },
  },
  counties: {
    dataset,
    province: { code: '520000', name: '贵州省', region: 'WEST', dataset_id, changed_at },
    east_west_partnership: {
      east_code: '440000',
      west_code: '520000',
      from_on: '2021-01-01',
      to_on: '2030-12-31',
      note: '某',
      confidence: 'SOURCED',
      reference: 'x',
      dataset_id,
      changed_at,
    },
    liaison_office: { province_code: '520000', name: '联络处', agency: '某局', dataset_id },
    prefecture: { code: '520200', name: '六盘水市', province_code: '520000', changed_at },
    county: {
      code: '520204',
      name: '水城区',
      search_name: '水城区',
      prefecture_code: '520200',
      province_code: '520000',
      ethnic_minority_area: 1,
      border_county: 0,
      old_revolutionary_base: 1,
      three_regions_three_prefectures: 0,
      dataset_id,
      changed_at,
    },
    county_former_code: {
      former_code: '520221',
      county_code: '520204',
      former_name: '水城县',
      search_name: '水城县',
      changed_on: '2020-06-01',
      confidence: 'SOURCED',
      dataset_id,
    },
    county_designation: {
      county_code: '520204',
      list: 'NATIONAL_KEY',
      from_on: '2021-08-27',
      to_on: '2025-12-31',
      confidence: 'SOURCED',
      reference: 'x',
      dataset_id,
    },
    county_year: { county_code: '520204', year: 2023, population: 700_000, rural_income_fen: 1_300_000, dataset_id },
    county_need: {
      id: 'N1',
      county_code: '520204',
      kind: 'EDUCATION',
      description: '缺教师',
      stated_on: '2022-05-01',
      amount_sought_fen: 5_000,
      dataset_id,
      changed_at,
    },
    county_need_status: { need_id: 'N1', status: 'OPEN', since_on: '2022-05-01', until_on: '2099-01-01' },
  },
  pairings: {
    dataset,
    pairing: {
      id: 'P1',
      shape: 'ONE_TO_ONE',
      mechanism: 'NATIONAL',
      recommended_by: 'CIVIL_AFFAIRS',
      agreement_number: 'A1',
      pledged_fen: 1_000_000,
      dataset_id,
      changed_at,
    },
    pairing_organization: { pairing_id: 'P1', organization_code: organizationCode },
    pairing_county: { pairing_id: 'P1', county_code: '520204', recorded_code: '520204', consented_on: '2022-06-01' },
    pairing_kind: { pairing_id: 'P1', kind: 'EDUCATION' },
    pairing_status: { pairing_id: 'P1', status: 'ACTIVE', since_on: '2022-07-01', until_on: '2099-01-01' },
    project: {
      id: 'J1',
      origin: 'PAIRING',
      pairing_id: 'P1',
      county_code: '520204',
      recorded_code: '520204',
      kind: 'EDUCATION',
      name: '助学',
      budget_fen: 5_000,
      spent_fen: 4_000,
      beneficiaries: 120,
      volunteers_trained: 20,
      social_workers_trained: 30,
      organizations_cultivated: 2,
      need_id: 'N1',
      dataset_id,
      changed_at,
    },
    project_organization: { project_id: 'J1', organization_code: organizationCode, leads: 1 },
    project_status: { project_id: 'J1', status: 'LANDED', since_on: '2022-09-01', until_on: '2099-01-01' },
    project_report: { project_id: 'J1', reported_on: '2023-06-30', summary: '进展', spent_fen: 4_000, beneficiaries: 120 },
  },
};

/** Creates a register's relations, whatever the values, with its sound rows. */
export async function createLooseRegister(url: string, contract: Contract, rows: Readonly<Record<string, Row>>): Promise<Knex> {
  const database = openDatabase(url, { role: 'owner' });
  for (const { name, columns } of Object.values(contract)) {
    const type = isSqlite(database) ? '' : 'varchar(200) character set utf8mb4 collate utf8mb4_bin';
    const names = Object.keys(columns);
    await database.raw(`create table ?? (${names.map(() => `?? ${type}`).join(', ')})`, [name, ...names]);
    await database(name).insert(rows[name]);
  }
  return database;
}
