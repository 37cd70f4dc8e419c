// The one place that names tables and columns of the counties' database. Every function takes arrays of keys and is
// one statement.
import type { Knex } from 'knex';
import { whereContains, whereInForce, whereStatusOn } from '../shared/conditions';
import { type ChildRow, type Connection, countEach, type Page, selectFirstOfEach } from '../shared/pages';
import type { Fen, IsoDate } from '../shared/scalars';
import type { SourcedRow } from '../shared/source';
import type { DesignationList, HelpKind, NeedStatus, Region } from './types.generated';

export const relations = [
  'dataset',
  'province',
  'east_west_partnership',
  'liaison_office',
  'prefecture',
  'county',
  'county_former_code',
  'county_designation',
  'county_year',
  'county_need',
  'county_need_status',
];

export interface ProvinceRow extends SourcedRow {
  code: string;
  name: string;
  region: Region | null;
}

export interface PartnershipRow extends SourcedRow {
  east_code: string;
  west_code: string;
  from_on: IsoDate | null;
  to_on: IsoDate | null;
  note: string | null;
}

export interface LiaisonOfficeRow extends SourcedRow {
  province_code: string;
  name: string;
  agency: string | null;
}

export interface PrefectureRow {
  code: string;
  name: string;
  province_code: string;
}

/** A truth value as servers give it; null where not known. */
export type Flag = 0 | 1 | null;

export interface CountyRow extends SourcedRow {
  code: string;
  /** The code asked for: today's, or a former one. */
  recorded_code: string;
  name: string;
  prefecture_code: string | null;
  province_code: string;
  ethnic_minority_area: Flag;
  border_county: Flag;
  old_revolutionary_base: Flag;
  three_regions_three_prefectures: Flag;
}

export interface FormerCodeRow extends SourcedRow {
  former_code: string;
  county_code: string;
  former_name: string | null;
  changed_on: IsoDate | null;
}

export interface DesignationRow extends SourcedRow {
  county_code: string;
  list: DesignationList;
  from_on: IsoDate;
  to_on: IsoDate | null;
}

export interface CountyYearRow extends SourcedRow {
  county_code: string;
  year: number;
  population: number | null;
  rural_income_fen: Fen | null;
}

export interface NeedRow extends SourcedRow {
  id: string;
  county_code: string;
  kind: HelpKind;
  description: string | null;
  stated_on: IsoDate;
  amount_sought_fen: Fen | null;
}

export interface NeedStatusRow {
  need_id: string;
  status: NeedStatus;
  since_on: IsoDate;
}

export type CountyRows = Connection<CountyRow>;
export type NeedRows = Connection<NeedRow>;

/** Conditions on counties; absent ones do not restrict. */
export interface CountyConditions {
  /** Folded by `foldForSearch`. */
  text?: string | undefined;
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
  return database<ProvinceRow>('province').whereIn('code', codes);
}

export function selectAllProvinces(database: Knex, region: Region | null): Promise<ProvinceRow[]> {
  const query = database<ProvinceRow>('province').orderBy('code');
  return region === null ? query : query.where({ region });
}

export function selectPartnerships(database: Knex, asOf: IsoDate | null): Promise<PartnershipRow[]> {
  const query = database<PartnershipRow>('east_west_partnership').orderBy(['west_code', 'east_code']);
  return asOf === null ? query : whereInForce(query, 'from_on', 'to_on', asOf);
}

/** The partnerships of provinces on either side; `parent` is the province. */
export function selectPartnershipsOfProvinces(database: Knex, provinces: readonly string[], asOf: IsoDate | null): Promise<ChildRow<PartnershipRow>[]> {
  const side = (column: 'east_code' | 'west_code') => {
    const query = database('east_west_partnership').whereIn(column, provinces).select('east_west_partnership.*', `${column} as parent`);
    return asOf === null ? query : whereInForce(query, 'from_on', 'to_on', asOf);
  };
  return side('east_code')
    .unionAll([side('west_code')])
    .orderBy(['west_code', 'east_code']);
}

export function selectLiaisonOffices(database: Knex, provinces: readonly string[]): Promise<LiaisonOfficeRow[]> {
  return database<LiaisonOfficeRow>('liaison_office').whereIn('province_code', provinces);
}

export function selectPrefectures(database: Knex, codes: readonly string[]): Promise<PrefectureRow[]> {
  return database<PrefectureRow>('prefecture').whereIn('code', codes);
}

/** Counties by codes of any date; `recorded_code` is the code that found each. A code of today goes before a former one. */
export function selectCountiesByAnyCode(database: Knex, codes: readonly string[]): Promise<CountyRow[]> {
  const byFormerCode = database('county_former_code')
    .join('county', 'county.code', 'county_former_code.county_code')
    .whereIn('former_code', codes)
    .whereNotExists(database('county as today').select(database.raw('1')).whereRaw('?? = ??', ['today.code', 'county_former_code.former_code']))
    .select(countyColumns(database), 'county_former_code.former_code as recorded_code');
  return database('county').whereIn('county.code', codes).select(countyColumns(database), 'county.code as recorded_code').unionAll([byFormerCode]);
}

/** One page of counties in the order of their codes, one row more than the page's limit. */
export function selectCountyPage(database: Knex, conditions: CountyConditions, page: Page): Promise<CountyRow[]> {
  const query = whereCounty(database, conditions)
    .select(countyColumns(database), 'county.code as recorded_code')
    .orderBy('county.code')
    .limit(page.limit + 1);
  return page.after === null ? query : query.where('county.code', '>', page.after);
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
  const rows = database('county').select(countyColumns(database), 'county.code as recorded_code');
  return selectFirstOfEach(database, countiesOfProvinces(database, provinces, conditions), rows, 'county.code', page);
}

export function countCountiesOfProvinces(database: Knex, provinces: readonly string[], conditions: CountyConditions): Promise<Map<string, number>> {
  return countEach(database, countiesOfProvinces(database, provinces, conditions));
}

export function selectFormerCodes(database: Knex, counties: readonly string[]): Promise<FormerCodeRow[]> {
  return database<FormerCodeRow>('county_former_code').whereIn('county_code', counties).orderBy('former_code');
}

export function selectDesignations(database: Knex, counties: readonly string[], list: DesignationList | null, asOf: IsoDate | null): Promise<DesignationRow[]> {
  const query = database<DesignationRow>('county_designation').whereIn('county_code', counties).orderBy(['county_code', 'list', 'from_on']);
  if (list !== null) query.where({ list });
  if (asOf !== null) whereInForce(query, 'from_on', 'to_on', asOf);
  return query;
}

export function selectCountyYears(database: Knex, counties: readonly string[], from: number | null, to: number | null): Promise<CountyYearRow[]> {
  const query = database<CountyYearRow>('county_year').whereIn('county_code', counties).orderBy(['county_code', 'year']);
  if (from !== null) query.where('year', '>=', from);
  if (to !== null) query.where('year', '<=', to);
  return query;
}

export function selectNeeds(database: Knex, ids: readonly string[]): Promise<NeedRow[]> {
  return database<NeedRow>('county_need').whereIn('id', ids);
}

/** The first needs of each county; `parent` is the county. */
export function selectNeedsOfCounties(database: Knex, counties: readonly string[], conditions: NeedConditions, page: Page): Promise<ChildRow<NeedRow>[]> {
  return selectFirstOfEach(database, needsOfCounties(database, counties, conditions), database('county_need').select('county_need.*'), 'county_need.id', page);
}

export function countNeedsOfCounties(database: Knex, counties: readonly string[], conditions: NeedConditions): Promise<Map<string, number>> {
  return countEach(database, needsOfCounties(database, counties, conditions));
}

export function selectNeedStatuses(database: Knex, needs: readonly string[], asOf: IsoDate): Promise<NeedStatusRow[]> {
  return whereStatusOn(database<NeedStatusRow>('county_need_status'), asOf).whereIn('need_id', needs);
}

function countyColumns(database: Knex): Knex.Raw {
  const columns = [
    'code',
    'name',
    'prefecture_code',
    'province_code',
    'ethnic_minority_area',
    'border_county',
    'old_revolutionary_base',
    'three_regions_three_prefectures',
    'dataset_id',
  ];
  return database.raw(
    columns.map(() => '??').join(', '),
    columns.map((column) => `county.${column}`),
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
  const query = database('county_need').whereIn('county_code', counties).where('stated_on', '<=', asOf).select('county_code as parent', 'id as key');
  if (kind !== null) query.where({ kind });
  if (status !== null) query.whereIn('id', whereStatusOn(database('county_need_status').select('need_id').whereIn('status', status), asOf));
  return query;
}
