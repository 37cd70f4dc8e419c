// The one place that names tables and columns of the counties' database. Every function takes arrays of keys and is
// one statement.
import type { Knex } from 'knex';
import { dayPattern, whereBy, whereContains, whereInForce, whereStatusOn } from '../shared/conditions';
import type { RowOf } from '../shared/contract/relation';
import { readRows } from '../shared/contract/rows';
import { type ChildRow, type Connection, countEach, type Page, selectFirstOfEach } from '../shared/pages';
import type { IsoDate } from '../shared/scalars';
import { contract } from './contract';
import type { DesignationList, HelpKind, NeedStatus, Region } from './types.generated';

export type ProvinceRow = Omit<RowOf<typeof contract.province>, 'changed_at'>;
export type PartnershipRow = Omit<RowOf<typeof contract.east_west_partnership>, 'changed_at'>;
export type LiaisonOfficeRow = RowOf<typeof contract.liaison_office>;
export type PrefectureRow = Omit<RowOf<typeof contract.prefecture>, 'changed_at'>;

export interface CountyRow extends Omit<RowOf<typeof contract.county>, 'search_name' | 'changed_at'> {
  /** The code asked for: today's, or a former one. */
  recorded_code: string;
}

/** A truth value as servers give it; null where not known. */
export type Flag = CountyRow['border_county'];

export type FormerCodeRow = Omit<RowOf<typeof contract.county_former_code>, 'search_name'>;
export type DesignationRow = RowOf<typeof contract.county_designation>;
export type CountyYearRow = RowOf<typeof contract.county_year>;
export type NeedRow = Omit<RowOf<typeof contract.county_need>, 'changed_at'>;
export type NeedStatusRow = RowOf<typeof contract.county_need_status>;

export type CountyRows = Connection<CountyRow>;
export type NeedRows = Connection<NeedRow>;

/** Conditions on counties; absent ones do not restrict. */
export interface CountyConditions {
  /** Folded by `foldForSearch`. */
  /** Forms of a text of which the name is to hold one. */
  text?: readonly string[] | undefined;
  provinces?: readonly string[] | undefined;
  prefectures?: readonly string[] | undefined;
  regions?: readonly Region[] | undefined;
  designation?: { list: DesignationList; asOf: IsoDate | null } | undefined;
  flags?: Partial<Record<'ethnic_minority_area' | 'border_county' | 'old_revolutionary_base' | 'three_regions_three_prefectures', boolean>> | undefined;
  unmetNeeds?: { kinds: readonly HelpKind[]; asOf: IsoDate } | undefined;
}

/** Conditions on needs; a need counts from the day it was stated. */
export interface NeedConditions {
  asOf: IsoDate;
  kind: HelpKind | null;
  status: readonly NeedStatus[] | null;
}

export function selectProvinces(database: Knex, codes: readonly string[]): Promise<ProvinceRow[]> {
  return readRows(database, contract.province, (columns) => database('province').select(columns).whereIn('code', codes));
}

export function selectAllProvinces(database: Knex, region: Region | null): Promise<ProvinceRow[]> {
  return readRows(database, contract.province, (columns) => {
    const query = database('province').select(columns).orderBy('code');
    return region === null ? query : query.where({ region });
  });
}

export function selectPartnerships(database: Knex): Promise<PartnershipRow[]> {
  return readRows(database, contract.east_west_partnership, (columns) => database('east_west_partnership').select(columns).orderBy(['west_code', 'east_code']));
}

/** The partnerships of provinces on either side; `parent` is the province. */
export function selectPartnershipsOfProvinces(database: Knex, provinces: readonly string[]): Promise<ChildRow<PartnershipRow>[]> {
  return readRows(database, contract.east_west_partnership, (columns) => {
    const side = (column: 'east_code' | 'west_code') =>
      database('east_west_partnership').whereIn(column, provinces).select(columns).select(`${column} as parent`);
    return side('east_code')
      .unionAll([side('west_code')])
      .orderBy(['west_code', 'east_code']);
  });
}

export function selectLiaisonOffices(database: Knex, provinces: readonly string[]): Promise<LiaisonOfficeRow[]> {
  return readRows(database, contract.liaison_office, (columns) => database('liaison_office').select(columns).whereIn('province_code', provinces));
}

export function selectPrefectures(database: Knex, codes: readonly string[]): Promise<PrefectureRow[]> {
  return readRows(database, contract.prefecture, (columns) => database('prefecture').select(columns).whereIn('code', codes));
}

/** Counties by codes of any date; `recorded_code` is the code that found each. A code of today goes before a former one. */
export function selectCountiesByAnyCode(database: Knex, codes: readonly string[]): Promise<CountyRow[]> {
  return readRows(database, contract.county, (columns) => {
    const byFormerCode = database('county_former_code')
      .join('county', 'county.code', 'county_former_code.county_code')
      .whereIn('former_code', codes)
      .whereNotExists(database('county as today').select(database.raw('1')).whereRaw('?? = ??', ['today.code', 'county_former_code.former_code']))
      .select(columns)
      .select('county_former_code.former_code as recorded_code');
    return database('county').whereIn('county.code', codes).select(columns).select('county.code as recorded_code').unionAll([byFormerCode]);
  });
}

/** One page of counties in the order of their codes, one row more than the page's limit. */
export function selectCountyPage(database: Knex, conditions: CountyConditions, page: Page): Promise<CountyRow[]> {
  return readRows(database, contract.county, (columns) => {
    const query = whereCounty(database, conditions)
      .select(columns)
      .select('county.code as recorded_code')
      .orderBy('county.code')
      .limit(page.limit + 1);
    return page.after === null ? query : query.where('county.code', '>', page.after);
  });
}

export async function countCounties(database: Knex, conditions: CountyConditions): Promise<number> {
  const row = await whereCounty(database, conditions).count({ total: '*' }).first();
  return Number(row?.total);
}

/** The first counties of each province; `parent` is the province. */
export function selectCountiesOfProvinces(
  database: Knex,
  provinces: readonly string[],
  conditions: CountyConditions,
  page: Page,
): Promise<ChildRow<CountyRow>[]> {
  return readRows(database, contract.county, (columns) => {
    const rows = database('county').select(columns).select('county.code as recorded_code');
    return selectFirstOfEach(database, countiesOfProvinces(database, provinces, conditions), rows, 'county.code', page);
  });
}

export function countCountiesOfProvinces(database: Knex, provinces: readonly string[], conditions: CountyConditions): Promise<Map<string, number>> {
  return countEach(database, countiesOfProvinces(database, provinces, conditions));
}

export function selectFormerCodes(database: Knex, counties: readonly string[]): Promise<FormerCodeRow[]> {
  return readRows(database, contract.county_former_code, (columns) =>
    database('county_former_code').select(columns).whereIn('county_code', counties).orderBy('former_code'),
  );
}

/** Every designation, of any list and time. */
export function selectDesignations(database: Knex, counties: readonly string[]): Promise<DesignationRow[]> {
  return readRows(database, contract.county_designation, (columns) =>
    database('county_designation').select(columns).whereIn('county_code', counties).orderBy(['county_code', 'list', 'from_on']),
  );
}

export function selectCountyYears(database: Knex, counties: readonly string[]): Promise<CountyYearRow[]> {
  return readRows(database, contract.county_year, (columns) =>
    database('county_year').select(columns).whereIn('county_code', counties).orderBy(['county_code', 'year']),
  );
}

export function selectNeeds(database: Knex, ids: readonly string[]): Promise<NeedRow[]> {
  return readRows(database, contract.county_need, (columns) => database('county_need').select(columns).whereIn('id', ids));
}

/** The first needs of each county; `parent` is the county. */
export function selectNeedsOfCounties(database: Knex, counties: readonly string[], conditions: NeedConditions, page: Page): Promise<ChildRow<NeedRow>[]> {
  return readRows(database, contract.county_need, (columns) =>
    selectFirstOfEach(database, needsOfCounties(database, counties, conditions), database('county_need').select(columns), 'county_need.id', page),
  );
}

export function countNeedsOfCounties(database: Knex, counties: readonly string[], conditions: NeedConditions): Promise<Map<string, number>> {
  return countEach(database, needsOfCounties(database, counties, conditions));
}

export function selectNeedStatuses(database: Knex, needs: readonly string[]): Promise<NeedStatusRow[]> {
  return readRows(database, contract.county_need_status, (columns) =>
    database('county_need_status').select(columns).whereIn('need_id', needs).orderBy(['need_id', 'since_on']),
  );
}

function whereCounty(database: Knex, { text, provinces, prefectures, regions, designation, flags = {}, unmetNeeds }: CountyConditions): Knex.QueryBuilder {
  const query = database('county');
  if (text !== undefined) {
    const former = whereContains(database('county_former_code').select('county_code'), 'search_name', text);
    query.where((either) => whereContains(either, 'county.search_name', text).orWhereIn('county.code', former));
  }
  if (provinces !== undefined) query.whereIn('county.province_code', provinces);
  if (prefectures !== undefined) query.whereIn('county.prefecture_code', prefectures);
  if (regions !== undefined) query.whereIn('county.province_code', database('province').select('code').whereIn('region', regions));
  if (designation !== undefined) {
    const designated = database('county_designation').select('county_code').where('list', designation.list);
    if (designation.asOf !== null) whereInForce(designated, 'from_on', 'to_on', designation.asOf);
    query.whereIn('county.code', designated);
  }
  for (const [column, value] of Object.entries(flags)) query.where(`county.${column}`, value ? 1 : 0);
  if (unmetNeeds !== undefined) {
    const unmet = database('county_need')
      .join('county_need_status', 'county_need_status.need_id', 'county_need.id')
      .select('county_code')
      .whereIn('kind', unmetNeeds.kinds)
      .whereIn('status', ['OPEN', 'PARTLY_MET']);
    query.whereIn('county.code', whereStatusOn(unmet, unmetNeeds.asOf));
  }
  return query;
}

function countiesOfProvinces(database: Knex, provinces: readonly string[], conditions: CountyConditions): Knex.QueryBuilder {
  return whereCounty(database, conditions).whereIn('county.province_code', provinces).select('county.province_code as parent', 'county.code as key');
}

function needsOfCounties(database: Knex, counties: readonly string[], { asOf, kind, status }: NeedConditions): Knex.QueryBuilder {
  const query = database('county_need').whereIn('county_code', counties).select('county_code as parent', 'id as key');
  // A need whose day is none is not left out: its field says so.
  query.where((stated) => whereBy(stated, 'stated_on', asOf).orWhere('stated_on', 'not like', dayPattern).orWhereNull('stated_on'));
  if (kind !== null) query.where({ kind });
  if (status !== null) query.whereIn('id', whereStatusOn(database('county_need_status').select('need_id').whereIn('status', status), asOf));
  return query;
}
