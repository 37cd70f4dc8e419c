// What counties lack, why they have their status, and who could help.
import type { Knex } from 'knex';
import { groupBy } from '../../shared/group-by';
import { candidateDate, codeOf, type HelpKind, helpKinds, kindBit, standings } from '../codes';
import { kindCodes, type PairingConditions, type Question } from '../question';
import type { KeptReason } from '../read-model/organization-periods';
import { links, statuses, whereCounty, whereMask, wherePairing } from './facts';

/** A county, of which the statistics know the code of today. */
export interface CountyReference {
  code: string;
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

/** The counties of a population, in the order of their codes. */
export function selectPopulation(database: Knex, question: Question): Promise<CountyRow[]> {
  const query = database('dim_county as county').select('county.id', 'county.code', 'county.name', 'county.province_code').orderBy('county.id');
  whereCounty(database, query, question);
  return query;
}

/** The kinds of help, as bits by county, that organizations in good standing give by the pairings that count on the question's date. */
export async function selectHelpedKinds(database: Knex, question: Question): Promise<Map<number, number>> {
  const kept = statuses(database, { ...question, groupBy: ['KIND'] });
  if (kept !== null) {
    const helped: { county: number; kind: number }[] = await kept.where('fact.any_good', 1).select({ county: 'fact.county_id', kind: 'fact.code' });
    return new Map([...groupBy(helped, ({ county }) => county)].map(([county, own]) => [county, own.reduce((mask, { kind }) => mask | (1 << (kind - 1)), 0)]));
  }
  const query = links(database, question).where('fact.standing', codeOf(standings, 'GOOD')).select('fact.county_id').groupBy('fact.county_id');
  for (const kind of helpKinds) query.select(database.raw('max(fact.kinds & ?) as ??', [kindBit(kind), kind]));
  const rows: Record<string, number>[] = await query;
  return new Map(rows.map((row) => [Number(row.county_id), helpKinds.reduce((mask, kind) => mask | Number(row[kind]), 0)]));
}

/** Which needs are asked about; absent conditions do not restrict. */
interface NeedConditions {
  date: string;
  kinds?: readonly HelpKind[] | undefined;
  counties?: readonly number[] | undefined;
}

/** The kinds, as bits, of which each county has needs that are open or met in part on a date, and how many such needs. */
export async function selectUnmetKinds(database: Knex, asked: NeedConditions): Promise<Map<number, { kinds: number; needs: number }>> {
  const query = unmetNeeds(database, asked);
  const rows: { county_id: number; kind: number; needs: number | string }[] = await query
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

/** Every pairing that counts (all where absent) and was active with some counties by a date, in force on it or not, interval by interval. */
export function selectLinkHistory(
  database: Knex,
  counties: readonly number[],
  date: string,
  pairings: PairingConditions = { columns: {} },
): Promise<LinkRow[]> {
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

export interface DoubtRow {
  county_id: number;
  collection: string;
  record_key: string;
}

/** The records by which the status of some counties is not known on a date. */
export function selectDoubts(database: Knex, counties: readonly number[], date: string): Promise<DoubtRow[]> {
  return database('county_doubt')
    .select('county_id', 'collection', 'record_key')
    .whereIn('county_id', counties)
    .where('from_on', '<=', date)
    .where('until_on', '>', date)
    .orderBy(['county_id', 'collection', 'record_key']);
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
export function selectUnmetNeeds(database: Knex, asked: NeedConditions): Promise<NeedRow[]> {
  return unmetNeeds(database, asked).select('county_id', 'need_key', 'kind', 'status', 'from_on').orderBy(['county_id', 'need_key']);
}

function unmetNeeds(database: Knex, { date, kinds, counties }: NeedConditions): Knex.QueryBuilder {
  const query = database('fact_need').whereIn('status', ['OPEN', 'PARTLY_MET']).where('from_on', '<=', date).where('until_on', '>', date);
  if (kinds !== undefined) query.whereIn('kind', kindCodes(kinds));
  return counties === undefined ? query : query.whereIn('county_id', counties);
}

/** The day that the prepared candidates are as of; null where none were prepared yet. */
export async function selectCandidateDate(database: Knex): Promise<string | null> {
  const row: { value: string } | undefined = await database('model_state').where({ name: candidateDate }).first('value');
  return row?.value ?? null;
}

/**
 * Candidates that were prepared for a kind of help, and of these standings.
 *
 * @param depth how many of each home province and standing, the best first
 */
export async function selectCandidates(
  database: Knex,
  kind: number,
  { standing, depth }: { standing: readonly number[]; depth: number },
): Promise<CandidateRow[]> {
  const rows: (Omit<CandidateRow, 'features'> & { features: string })[] = await database('candidate')
    .select('organization_id', 'organization_code', 'home_province_code', 'standing', 'features')
    .where({ kind })
    .where('place', '<', depth)
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

/** The organizations that are paired with some counties on any of some dates. */
export function selectPaired(database: Knex, counties: readonly number[], dates: readonly string[]): Promise<{ county_id: number; organization_id: number }[]> {
  return database('fact_link')
    .distinct('county_id', 'organization_id')
    .whereIn('county_id', counties)
    .where((any) => {
      for (const date of dates) any.orWhere((on) => on.where('from_on', '<=', date).where('until_on', '>', date));
    });
}
