// What the evaluation counts of each pairing, organization, county or province: each function is one statement for the subjects
// of a page. Facts count in the counties of the population alone.
import type { Knex } from 'knex';
import { codeOf, helpKinds, kindBit, standings } from '../codes';
import type { Question } from '../question';
import type { EvaluationSubject } from '../types.generated';
import { factsOf, joinPoints, links, whereCounty } from './facts';
import { linksOnPoints } from './links-over-points';

/** The number of a pairing, an organization or a county, or the code of a province. */
export type SubjectKey = number | string;

export interface SubjectRow {
  key: SubjectKey;
  /** Its code or identifier, by which subjects are ordered. */
  shown: string;
}

export interface SubjectMonthRow {
  subject: SubjectKey;
  /** The place of the point. */
  place: number;
  good: number;
  doubt: number;
}

export interface SubjectProjectRow {
  subject: SubjectKey;
  planned: number;
  landed: number;
  completed: number;
  sustained: number;
  people_known: number;
  people_grown: number;
  people: number | null;
  protected_cells: number;
  organizations_known: number;
  organizations_grown: number;
  organizations: number | null;
}

/** Where facts hold a subject. */
const keyColumns: Readonly<Record<EvaluationSubject, string>> = {
  PAIRING: 'fact.pairing_id',
  ORGANIZATION: 'fact.organization_id',
  COUNTY: 'county.id',
  PROVINCE: 'county.province_code',
};

const shownColumns: Readonly<Record<EvaluationSubject, string>> = {
  PAIRING: 'pairing.pairing_key',
  ORGANIZATION: 'organization.code',
  COUNTY: 'county.code',
  PROVINCE: 'county.province_code',
};

export interface SubjectQuestion {
  of: EvaluationSubject;
  /** The counties, on the last day that counts. */
  question: Question;
  firstDay: string;
  lastDay: string;
  /** Codes or identifiers that are asked for; null for all. */
  ids: readonly string[] | null;
}

/** A page of subjects by their codes or identifiers: counties and provinces, or those of pairings active at some time from the first day to the last. */
export function selectSubjects(database: Knex, asked: SubjectQuestion, { after, limit }: { after: string | null; limit: number }): Promise<SubjectRow[]> {
  const shown = shownColumns[asked.of];
  const query = subjects(database, asked).orderBy('shown').limit(limit);
  if (after !== null) query.where(shown, '>', after);
  return query;
}

export async function countSubjects(database: Knex, asked: SubjectQuestion): Promise<number> {
  const row: { total?: number | string } | undefined = await database.from(subjects(database, asked).as('subjects')).count({ total: '*' }).first();
  return Number(row?.total ?? 0);
}

function subjects(database: Knex, { of, question, firstDay, lastDay, ids }: SubjectQuestion): Knex.QueryBuilder {
  const isOfCounties = of === 'COUNTY' || of === 'PROVINCE';
  const query = isOfCounties ? database('dim_county as county') : database('fact_link as fact').join('dim_county as county', 'county.id', 'fact.county_id');
  if (of === 'PAIRING') query.join('dim_pairing as pairing', 'pairing.id', 'fact.pairing_id');
  if (of === 'ORGANIZATION') query.join('dim_organization as organization', 'organization.id', 'fact.organization_id');
  if (!isOfCounties) query.where('fact.from_on', '<=', lastDay).where('fact.until_on', '>', firstDay);
  if (ids !== null && of === 'COUNTY') query.whereIn('county.id', database('dim_county_code').select('county_id').whereIn('code', ids));
  else if (ids !== null) query.whereIn(shownColumns[of], ids);
  whereCounty(database, query, question);
  return query.distinct({ key: keyColumns[of], shown: shownColumns[of] });
}

/** For each point on which a subject had an active pairing: whether with an organization in good standing, or of unknown standing. */
export function selectSubjectMonths(database: Knex, of: EvaluationSubject, question: Question, keys: readonly SubjectKey[]): Promise<SubjectMonthRow[]> {
  const column = keyColumns[of];
  const has = (standing: (typeof standings)[number], alias: string) =>
    database.raw('max(case when fact.standing = ? then 1 else 0 end) as ??', [codeOf(standings, standing), alias]);
  return linksOnPoints(database, question, { subject: column, standing: 'fact.standing' }, { column, keys })
    .select('fact.subject', 'point.place')
    .select(has('GOOD', 'good'), has('UNKNOWN', 'doubt'))
    .groupBy('fact.subject', 'point.place');
}

/** The first day on which each subject's pairings were active. */
export async function selectFirstDays(database: Knex, of: 'PAIRING' | 'ORGANIZATION', keys: readonly SubjectKey[]): Promise<Map<SubjectKey, string>> {
  const column = keyColumns[of];
  const rows: { subject: SubjectKey; first: string }[] = await database('fact_link as fact')
    .whereIn(column, keys)
    .select({ subject: column })
    .min({ first: 'fact.from_on' })
    .groupBy(column);
  return new Map(rows.map(({ subject, first }) => [subject, first]));
}

/** The counties that each subject's active pairings are with on the question's date, and the kinds of help there in good standing, as bits. */
export async function selectSubjectKinds(
  database: Knex,
  of: EvaluationSubject,
  question: Question,
  keys: readonly SubjectKey[],
): Promise<{ subject: SubjectKey; county: number; kinds: number }[]> {
  const column = keyColumns[of];
  const query = links(database, question, column).whereIn(column, keys).select({ subject: column, county: 'fact.county_id' }).groupBy(column, 'fact.county_id');
  const good = codeOf(standings, 'GOOD');
  for (const kind of helpKinds)
    query.select(database.raw('max(case when fact.standing = ? then fact.kinds & ? else 0 end) as ??', [good, kindBit(kind), kind]));
  const rows: ({ subject: SubjectKey; county: number } & Record<string, number>)[] = await query;
  return rows.map((row) => ({ subject: row.subject, county: row.county, kinds: helpKinds.reduce((mask, kind) => mask | Number(row[kind]), 0) }));
}

/** How many organizations of each standing are in each subject's active pairings on the question's date. */
export function selectSubjectStandings(
  database: Knex,
  of: EvaluationSubject,
  question: Question,
  keys: readonly SubjectKey[],
): Promise<{ subject: SubjectKey; standing: number; organizations: number | string }[]> {
  const column = keyColumns[of];
  return links(database, question, column)
    .whereIn(column, keys)
    .select({ subject: column, standing: 'fact.standing' })
    .countDistinct({ organizations: 'fact.organization_id' })
    .groupBy(column, 'fact.standing');
}

/** @param people the column of people: as counted, or as shown to those who may not see small counts */
export function selectSubjectProjects(
  database: Knex,
  of: EvaluationSubject,
  { question, keys, people }: { question: Question; keys: readonly SubjectKey[]; people: 'people_trained' | 'people_trained_shown' },
): Promise<SubjectProjectRow[]> {
  const column = keyColumns[of];
  const date = question.points[0]?.date ?? '';
  const by = (alias: string, condition: string, days: number, value = '1') =>
    database.raw(`sum(case when ${condition} then ${value} else 0 end) as ??`, [...Array<string>(days).fill(date), alias]);
  const landed = 'fact.landed_on <= ?';
  const query = joinPoints(database, factsOf(database, 'fact_project', question, column), question);
  whereCounty(database, query, question);
  return query
    .whereIn(column, keys)
    .select({ subject: column })
    .select(
      by('planned', 'fact.planned_on <= ?', 1),
      by('landed', landed, 1),
      by('completed', '(fact.completed_on <= ? or fact.sustained_on <= ?)', 2),
      by('sustained', 'fact.sustained_on <= ? and (fact.stopped_on is null or fact.stopped_on > ?)', 2),
      by('people_known', `${landed} and fact.people_trained is not null`, 1),
      by('people_grown', `${landed} and fact.people_trained > 0`, 1),
      by('people', `${landed} and fact.people_trained is not null`, 1, `fact.${people}`),
      by('protected_cells', landed, 1, people === 'people_trained' ? '0' : 'fact.protected_cells'),
      by('organizations_known', `${landed} and fact.organizations_cultivated is not null`, 1),
      by('organizations_grown', `${landed} and fact.organizations_cultivated > 0`, 1),
      by('organizations', `${landed} and fact.organizations_cultivated is not null`, 1, 'fact.organizations_cultivated'),
    )
    .groupBy(column);
}
