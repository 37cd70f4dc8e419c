// How many rows the read model has: what estimates of work are made of.
import type { Knex } from 'knex';

/** The tables whose rows lie by county. */
export const sizedTables = ['fact_link', 'fact_pledge', 'fact_project', 'fact_report', 'fact_need'] as const;
export type SizedTable = (typeof sizedTables)[number];

export interface SizedCountyRow {
  id: number;
  province_code: string;
  prefecture_code: string | null;
  ethnic_minority_area: number | null;
  border_county: number | null;
  old_revolutionary_base: number | null;
  three_regions_three_prefectures: number | null;
}

/** Links that carry the same. */
export interface LinkShareRow {
  mechanism: number;
  organization_kind: number;
  sector: number;
  level: number;
  grade: number;
  kinds: number;
  total: number;
}

export function selectCountiesToSize(database: Knex): Promise<SizedCountyRow[]> {
  return database('dim_county')
    .select('id', 'province_code', 'prefecture_code')
    .select('ethnic_minority_area', 'border_county', 'old_revolutionary_base', 'three_regions_three_prefectures');
}

export function selectCountyCodes(database: Knex): Promise<{ county_id: number; code: string }[]> {
  return database('dim_county_code').select('county_id', 'code');
}

export function selectDesignations(database: Knex): Promise<{ county_id: number; list: string; from_on: string; until_on: string }[]> {
  return database('dim_designation').select('county_id', 'list', 'from_on', 'until_on');
}

export function countStatusRows(database: Knex): Promise<{ county_id: number; dimension: number; total: number }[]> {
  return database('county_status').select('county_id', 'dimension').count({ total: '*' }).groupBy('dimension', 'county_id') as unknown as Promise<
    { county_id: number; dimension: number; total: number }[]
  >;
}

export async function countRowsByCounty(database: Knex, table: SizedTable): Promise<Map<number, number>> {
  const rows: { county_id: number; total: number | string }[] = await database(table).select('county_id').count({ total: '*' }).groupBy('county_id');
  return new Map(rows.map(({ county_id, total }) => [county_id, Number(total)]));
}

export async function countLinkShares(database: Knex): Promise<LinkShareRow[]> {
  const columns = ['mechanism', 'organization_kind', 'sector', 'level', 'grade', 'kinds'] as const;
  const rows: LinkShareRow[] = await database('fact_link').select(columns).count({ total: '*' }).groupBy(columns);
  return rows.map((row) => ({ ...row, total: Number(row.total) }));
}

/** Candidates of each kind, home province and standing, of which a question reads the first. */
export async function countCandidates(database: Knex): Promise<{ kind: number; total: number }[]> {
  const rows: { kind: number; total: number | string }[] = await database('candidate')
    .select('kind')
    .count({ total: '*' })
    .where('standing', 1)
    .groupBy('kind', 'home_province_code');
  return rows.map(({ kind, total }) => ({ kind, total: Number(total) }));
}

/** How many organizations and pairings have links. */
export async function countTables(database: Knex): Promise<{ organizations: number; pairings: number }> {
  const count = async (query: Knex.QueryBuilder): Promise<number> => Number(((await query.first()) as { total?: number | string } | undefined)?.total ?? 0);
  return {
    organizations: await count(database('fact_link').countDistinct({ total: 'organization_id' })),
    pairings: await count(database('fact_link').countDistinct({ total: 'pairing_id' })),
  };
}
