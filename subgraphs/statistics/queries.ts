// The one place that names tables and columns of the read model for its readers. Each function is one statement over facts
// that carry their dimensions; dates are days, and an interval's end does not count.
import type { Knex } from 'knex';
import { codeOf, helpKinds, kindBit, kindsMask, standings } from './codes';
import { dimensions } from './dimensions';
import { type CountyConditions, kindCodes, type PairingConditions, type Point, type Question } from './question';
import { goalCodes } from './read-model/facts';
import type { KeptReason } from './read-model/organization-periods';

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
  'fact_pledge',
  'fact_project',
  'fact_report',
  'fact_need',
  'candidate',
];

/** A county, of which the statistics know the code of today. */
export interface CountyReference {
  code: string;
}

/** What a statement found for one combination of dimensions: `d0`, `d1`, … in the order of the grouping, `place` of the point. */
export interface GroupRow {
  [column: string]: string | number | null;
}

export interface AgencyStateRow {
  agency: string;
  data_through: string | null;
  read_at: string;
  data_version: string;
  record_count: number;
  rejected_count: number;
  datasets: string;
}

export interface CountyRow {
  id: number;
  code: string;
  name: string;
  province_code: string;
}

/** An organization in a pairing that is active with a county, while nothing about the three changes. */
export interface LinkRow {
  county_id: number;
  pairing_key: string;
  organization_code: string;
  organization_id: number;
  mechanism: number;
  standing: number;
  from_on: string;
  until_on: string;
}

export interface PeriodRow {
  organization_id: number;
  standing: number;
  grade: number;
  reasons: readonly KeptReason[];
}

export interface NeedRow {
  county_id: number;
  need_key: string;
  kind: number;
  status: string;
  from_on: string;
}

/** What an organization's points as a candidate for a kind of help come from. */
export interface CandidateFeatures {
  /** Landed projects of the kind. */
  landedOfKind: number;
  /** Whether its business scope speaks of the kind. */
  scope: boolean;
  /** 0 for none, else 1 to 5. */
  grade: number;
  projects: number;
  landed: number;
  /** Counties that it is paired with. */
  load: number;
}

export interface CandidateRow {
  organization_id: number;
  organization_code: string;
  /** Empty for a national organization. */
  home_province_code: string;
  standing: number;
  features: CandidateFeatures;
}

export function selectAgencyStates(database: Knex): Promise<AgencyStateRow[]> {
  return database<AgencyStateRow>('agency_state').orderBy('agency');
}

/** The last day on which any county is on a list; null where the list is empty. */
export async function selectLastDesignation(database: Knex, list: string): Promise<string | null> {
  const row: { last?: string | null } | undefined = await database('dim_designation').where({ list }).max({ last: 'until_on' }).first();
  return row?.last ?? null;
}

/** How many counties each combination of county dimensions has. */
export function selectCounties(database: Knex, question: Question): Promise<GroupRow[]> {
  const query = joinPoints(database, database('dim_county as county'), question);
  whereCounty(database, query, question);
  const own = { ...question, groupBy: question.groupBy.filter((name) => dimensions[name].side === 'county') };
  return group(database, query, own).countDistinct({ counties: 'county.id' });
}

/** Of how many counties in each combination the pairings that count are in good standing, at risk alone, or not known. */
export async function selectStatuses(database: Knex, question: Question): Promise<GroupRow[]> {
  const best = (alias: string, condition: string, ...values: number[]) =>
    database.raw(`max(case when ${condition} then 1 else 0 end) as ??`, [...values, alias]);
  const goal = `fact.mechanism in (${goalCodes.join(',')})`;
  const standing = (name: (typeof standings)[number]) => codeOf(standings, name);
  const byCounty = group(database, links(database, question), question)
    .select(
      'fact.county_id',
      best('good', `${goal} and fact.standing = ?`, standing('GOOD')),
      best('any_good', 'fact.standing = ?', standing('GOOD')),
      best('risk', `${goal} and fact.standing = ?`, standing('AT_RISK')),
      best('doubt', `${goal} and fact.standing = ?`, standing('UNKNOWN')),
      best('any_doubt', 'fact.standing = ?', standing('UNKNOWN')),
    )
    .groupBy('fact.county_id');
  const columns = groupColumns(question).map(({ alias }) => alias);
  const query = database
    .from(byCounty.as('by_county'))
    .select(columns)
    .sum({ covered: 'good', covered_by_any: 'any_good' })
    .select(
      database.raw('sum(case when good = 0 and doubt = 0 then risk else 0 end) as at_risk'),
      database.raw('sum(case when good = 0 then doubt else 0 end) as unknown'),
      database.raw('sum(case when any_good = 0 then any_doubt else 0 end) as unknown_by_any'),
    );
  return columns.length === 0 ? query : query.groupBy(columns);
}

export function selectOrganizationCounts(database: Knex, question: Question): Promise<GroupRow[]> {
  return group(database, links(database, question), question).countDistinct({ organizations: 'fact.organization_id' });
}

export function selectPairingCounts(database: Knex, question: Question): Promise<GroupRow[]> {
  return group(database, links(database, question), question).countDistinct({ pairings: 'fact.pairing_id' });
}

export function selectProjectCounts(database: Knex, question: Question): Promise<GroupRow[]> {
  return group(database, events(database, 'fact_project', 'landed_on', question), question).count({ projects: '*' });
}

export function selectPledges(database: Knex, question: Question): Promise<GroupRow[]> {
  return group(database, events(database, 'fact_pledge', 'happened_on', question), question).sum({ pledged: 'fact.amount_fen' });
}

/** @param people the column of people: as counted, or as shown to those who may not see small counts */
export function selectReports(database: Knex, question: Question, people: 'people' | 'people_shown'): Promise<GroupRow[]> {
  const query = group(database, events(database, 'fact_report', 'reported_on', question), question).sum({
    spent: 'fact.spent_fen',
    beneficiaries: `fact.${people}`,
  });
  return people === 'people' ? query.select(database.raw('0 as protected_cells')) : query.sum({ protected_cells: 'fact.protected_cells' });
}

export function selectNeedCounts(database: Knex, question: Question): Promise<GroupRow[]> {
  const query = joinPoints(database, database('fact_need as fact').join('dim_county as county', 'county.id', 'fact.county_id'), question);
  whereOn(database, query, question, 'fact.from_on', 'fact.until_on').whereNot('fact.status', 'WITHDRAWN');
  whereCounty(database, query, question);
  if (question.pairings.kinds !== undefined) query.whereIn('fact.kind', kindCodes(question.pairings.kinds));
  joinKind(database, query, question, 'own');
  return group(database, query, question)
    .count({ needs_stated: '*' })
    .select(database.raw("sum(case when fact.status = 'MET' then 1 else 0 end) as needs_met"));
}

/** The counties of a population, in the order of their codes. */
export function selectPopulation(database: Knex, question: Question): Promise<CountyRow[]> {
  const query = database('dim_county as county').select('county.id', 'county.code', 'county.name', 'county.province_code').orderBy('county.id');
  whereCounty(database, query, question);
  return query;
}

/** The kinds of help, as bits by county, that organizations in good standing give by any mechanism on the question's date. */
export async function selectHelpedKinds(database: Knex, question: Question): Promise<Map<number, number>> {
  const query = links(database, question).where('fact.standing', codeOf(standings, 'GOOD')).select('fact.county_id').groupBy('fact.county_id');
  for (const kind of helpKinds) query.select(database.raw('max(fact.kinds & ?) as ??', [kindBit(kind), kind]));
  const rows: Record<string, number>[] = await query;
  return new Map(rows.map((row) => [Number(row.county_id), helpKinds.reduce((mask, kind) => mask | Number(row[kind]), 0)]));
}

/** The kinds, as bits, of which each county has needs that are open or met in part on a date, and how many such needs. */
export async function selectUnmetKinds(database: Knex, date: string): Promise<Map<number, { kinds: number; needs: number }>> {
  const rows: { county_id: number; kind: number; needs: number | string }[] = await unmetNeeds(database, date)
    .select('county_id', 'kind')
    .count({ needs: '*' })
    .groupBy('county_id', 'kind');
  const unmet = new Map<number, { kinds: number; needs: number }>();
  for (const { county_id, kind, needs } of rows) {
    const of = unmet.get(county_id) ?? { kinds: 0, needs: 0 };
    unmet.set(county_id, { kinds: of.kinds | (1 << (kind - 1)), needs: of.needs + Number(needs) });
  }
  return unmet;
}

/** Every pairing that counts and was active with some counties by a date, in force on it or not, interval by interval. */
export function selectLinkHistory(database: Knex, counties: readonly number[], date: string, pairings: PairingConditions): Promise<LinkRow[]> {
  const query = database('fact_link as fact')
    .join('dim_pairing as pairing', 'pairing.id', 'fact.pairing_id')
    .join('dim_organization as organization', 'organization.id', 'fact.organization_id')
    .select(
      'fact.county_id',
      'pairing.pairing_key',
      'organization.code as organization_code',
      'fact.organization_id',
      'fact.mechanism',
      'fact.standing',
      'fact.from_on',
      'fact.until_on',
    )
    .whereIn('fact.county_id', counties)
    .where('fact.from_on', '<=', date)
    .orderBy(['fact.county_id', 'pairing.pairing_key', 'organization.code', 'fact.from_on']);
  wherePairing(database, query, pairings);
  return whereMask(query, pairings);
}

/** The periods of organizations in force on a date. */
export async function selectPeriods(database: Knex, organizations: readonly number[], date: string): Promise<PeriodRow[]> {
  const rows: (Omit<PeriodRow, 'reasons'> & { reasons: string })[] = await database('organization_period')
    .select('organization_id', 'standing', 'grade', 'reasons')
    .whereIn('organization_id', organizations)
    .where('from_on', '<=', date)
    .where('until_on', '>', date);
  return rows.map((row) => ({ ...row, reasons: JSON.parse(row.reasons) as KeptReason[] }));
}

/** Needs of some counties that are open or met in part on a date. */
export function selectUnmetNeeds(database: Knex, counties: readonly number[], date: string): Promise<NeedRow[]> {
  return unmetNeeds(database, date)
    .select('county_id', 'need_key', 'kind', 'status', 'from_on')
    .whereIn('county_id', counties)
    .orderBy(['county_id', 'need_key']);
}

function unmetNeeds(database: Knex, date: string): Knex.QueryBuilder {
  return database('fact_need').whereIn('status', ['OPEN', 'PARTLY_MET']).where('from_on', '<=', date).where('until_on', '>', date);
}

/** Candidates that were prepared for a kind of help, and of these standings. */
export async function selectCandidates(database: Knex, kind: number, standing: readonly number[]): Promise<CandidateRow[]> {
  const rows: (Omit<CandidateRow, 'features'> & { features: string })[] = await database('candidate')
    .join('dim_organization as organization', 'organization.id', 'candidate.organization_id')
    .select('organization_id', 'organization.code as organization_code', 'candidate.home_province_code', 'standing', 'features')
    .where('candidate.kind', kind)
    .whereIn('standing', standing);
  return rows.map((row) => ({ ...row, features: JSON.parse(row.features) as CandidateFeatures }));
}

export interface PartnershipRow {
  east_code: string;
  west_code: string;
}

/** The east–west cooperation that is in force on a date. */
export async function selectPartnerships(database: Knex, date: string): Promise<PartnershipRow[]> {
  return await database('dim_partnership').select('east_code', 'west_code').where('from_on', '<=', date).where('until_on', '>', date);
}

/** The organizations that are paired with some counties on a date. */
export function selectPaired(database: Knex, counties: readonly number[], date: string): Promise<{ county_id: number; organization_id: number }[]> {
  return database('fact_link')
    .distinct('county_id', 'organization_id')
    .whereIn('county_id', counties)
    .where('from_on', '<=', date)
    .where('until_on', '>', date);
}

export function selectPrefectureNames(database: Knex): Promise<{ code: string; name: string }[]> {
  return database('dim_prefecture').select('code', 'name');
}

/** Pairings in force: the links of the counties asked about on each point. */
function links(database: Knex, question: Question): Knex.QueryBuilder {
  const query = joinPoints(database, database('fact_link as fact').join('dim_county as county', 'county.id', 'fact.county_id'), question);
  whereOn(database, query, question, 'fact.from_on', 'fact.until_on');
  whereCounty(database, query, question);
  wherePairing(database, query, question.pairings);
  whereMask(query, question.pairings);
  return joinKind(database, query, question, 'mask');
}

/** What happened up to each point, or within its interval. */
function events(database: Knex, table: 'fact_project' | 'fact_pledge' | 'fact_report', day: string, question: Question): Knex.QueryBuilder {
  const query = joinPoints(database, database(`${table} as fact`).join('dim_county as county', 'county.id', 'fact.county_id'), question);
  const [only] = question.points;
  if (question.points.length === 1 && only !== undefined) {
    query.where(`fact.${day}`, '<=', only.date);
    if (only.after !== null) query.where(`fact.${day}`, '>', only.after);
  } else {
    query.whereRaw('?? <= point.date_on and ?? > point.after_on', [`fact.${day}`, `fact.${day}`]);
  }
  whereCounty(database, query, question);
  wherePairing(database, query, question.pairings);
  if (table === 'fact_pledge') {
    whereMask(query, question.pairings);
    return joinKind(database, query, question, 'mask');
  }
  if (question.pairings.kinds !== undefined) query.whereIn('fact.kind', kindCodes(question.pairings.kinds));
  return joinKind(database, query, question, 'own');
}

interface GroupColumn {
  alias: string;
  column: string;
}

/** The columns that tell rows apart: each dimension as `d0`, `d1`, …, and the point as `place`. */
function groupColumns({ groupBy, byPoint }: Question): GroupColumn[] {
  const columns = groupBy.flatMap((name, i) => (name === 'YEAR' ? [] : [{ alias: `d${i}`, column: dimensions[name].column }]));
  return byPoint ? [...columns, { alias: 'place', column: 'point.place' }] : columns;
}

/** Joins what county dimensions need, and groups. */
function group(database: Knex, query: Knex.QueryBuilder, question: Question): Knex.QueryBuilder {
  if (question.groupBy.includes('DESIGNATION')) {
    query.join('dim_designation as designation', (join) =>
      join
        .on('designation.county_id', 'county.id')
        .andOn('designation.from_on', '<=', dateOf(database, question))
        .andOn('designation.until_on', '>', dateOf(database, question)),
    );
  }
  for (const { alias, column } of groupColumns(question)) query.select({ [alias]: column }).groupBy(column);
  return query;
}

/** Several points are a table of their own; a single one, with its rows told apart, is as well. */
function joinPoints(database: Knex, query: Knex.QueryBuilder, { points, byPoint }: Question): Knex.QueryBuilder {
  if (points.length === 1 && !byPoint) return query;
  const rows = points.map(({ date, after }: Point, i) =>
    database.raw('select ? as place, date(?) as date_on, date(?) as after_on', [i, date, after ?? '0001-01-01']),
  );
  return query.joinRaw(`cross join (${rows.map(() => '?').join(' union all ')}) as point`, rows);
}

function dateOf(database: Knex, { points, byPoint }: Question): Knex.Raw {
  const [only] = points;
  return points.length === 1 && !byPoint && only !== undefined ? database.raw('?', [only.date]) : database.raw('point.date_on');
}

function whereOn(database: Knex, query: Knex.QueryBuilder, question: Question, from: string, until: string): Knex.QueryBuilder {
  const date = dateOf(database, question);
  return query.where(from, '<=', date).where(until, '>', date);
}

function whereCounty(database: Knex, query: Knex.QueryBuilder, question: Question): void {
  const { population, counties } = question;
  const lists = population === 'ALL' ? counties.designations : [population];
  if (lists !== undefined) whereDesignated(database, query, question, lists);
  if (population !== 'ALL' && counties.designations !== undefined) whereDesignated(database, query, question, counties.designations);
  whereCountyConditions(database, query, counties);
}

function whereDesignated(database: Knex, query: Knex.QueryBuilder, question: Question, lists: readonly string[]): void {
  const listed = database('dim_designation as listed').select('listed.county_id').whereIn('listed.list', lists);
  whereOn(database, listed, question, 'listed.from_on', 'listed.until_on');
  // A list of one date is looked up once; one that goes with the point, for each.
  if (question.points.length === 1 && !question.byPoint) query.whereIn('county.id', listed);
  else query.whereExists(listed.whereRaw('listed.county_id = county.id'));
}

function whereCountyConditions(database: Knex, query: Knex.QueryBuilder, { provinces, prefectures, counties, regions, flags }: CountyConditions): void {
  if (provinces !== undefined) query.whereIn('county.province_code', provinces);
  if (prefectures !== undefined) query.whereIn('county.prefecture_code', prefectures);
  if (regions !== undefined) query.whereIn('county.province_code', database('dim_province').select('code').whereIn('region', regions));
  if (counties !== undefined) query.whereIn('county.id', database('dim_county_code').select('county_id').whereIn('code', counties));
  for (const [column, value] of Object.entries(flags)) query.where(`county.${column}`, value ? 1 : 0);
}

function wherePairing(database: Knex, query: Knex.QueryBuilder, { columns, homeProvinces, organizations }: PairingConditions): void {
  for (const [column, codes] of Object.entries(columns)) query.whereIn(`fact.${column}`, codes);
  const organizationsIn = (column: string, values: readonly string[]) => database('dim_organization').select('id').whereIn(column, values);
  if (homeProvinces !== undefined) query.whereIn('fact.organization_id', organizationsIn('home_province_code', homeProvinces));
  if (organizations !== undefined) query.whereIn('fact.organization_id', organizationsIn('code', organizations));
}

/** Facts with several kinds, as bits: those with any of the kinds asked for. */
function whereMask<Query extends Knex.QueryBuilder>(query: Query, { kinds }: PairingConditions): Query {
  if (kinds !== undefined) query.whereRaw('(fact.kinds & ?) <> 0', [kindsMask(kinds)]);
  return query;
}

/** A row for each kind of a fact, where rows are grouped by kind; of the kinds asked for alone. */
function joinKind(database: Knex, query: Knex.QueryBuilder, { groupBy, pairings: { kinds } }: Question, held: 'mask' | 'own'): Knex.QueryBuilder {
  if (!groupBy.includes('KIND')) return query;
  const rows = (kinds ?? helpKinds).map((kind) => database.raw('select ? as code, ? as bit', [codeOf(helpKinds, kind), kindBit(kind)]));
  if (rows.length === 0) return query.joinRaw('join (select 0 as code, 0 as bit) as kind on 1 = 0');
  const condition = held === 'mask' ? '(fact.kinds & kind.bit) <> 0' : 'fact.kind = kind.code';
  return query.joinRaw(`join (${rows.map(() => '?').join(' union all ')}) as kind on ${condition}`, rows);
}
