// The one place that names tables and columns of the read model for its readers, by question.
import type { Knex } from 'knex';
import { whereSound } from './queries/facts';

export * from './queries/counted-links';
export * from './queries/coverage';
export * from './queries/evaluation';
export * from './queries/gaps';
export * from './queries/matches';
export * from './queries/size';

export const relations = [
  'agency_state',
  'model_state',
  'feed_record',
  'feed_rejected',
  'feed_dirty',
  'feed_position',
  'dim_province',
  'dim_prefecture',
  'dim_partnership',
  'dim_county',
  'dim_county_code',
  'dim_designation',
  'dim_organization',
  'organization_period',
  'dim_pairing',
  'fact_link',
  'county_status',
  'county_doubt',
  'fact_pledge',
  'fact_project',
  'fact_report',
  'fact_need',
  'candidate',
];

export interface AgencyStateRow {
  agency: string;
  data_through: string | null;
  read_at: string;
  data_version: string;
  record_count: number;
  rejected_count: number;
  datasets: string;
}

export function selectAgencyStates(database: Knex): Promise<AgencyStateRow[]> {
  return database<AgencyStateRow>('agency_state').orderBy('agency');
}

/** The last day on which any county is on a list; null where the list is empty. */
export async function selectLastDesignation(database: Knex, list: string): Promise<string | null> {
  const row: { last?: string | null } | undefined = await whereSound(database('dim_designation').where({ list }), database).max({ last: 'until_on' }).first();
  return row?.last ?? null;
}

/** The provinces of some regions. */
export async function selectProvincesOf(database: Knex, regions: readonly string[]): Promise<string[]> {
  const rows: { code: string }[] = await database('dim_province').select('code').whereIn('region', regions).orderBy('code');
  return rows.map(({ code }) => code);
}

export function selectPrefectureNames(database: Knex): Promise<{ code: string; name: string }[]> {
  return database('dim_prefecture').select('code', 'name');
}
