// The measures of coverage: each function is one statement over the facts of a question.
import type { Knex } from 'knex';
import { codeOf, standings } from '../codes';
import { dimensions } from '../dimensions';
import { kindCodes, type Question } from '../question';
import { goalCodes } from '../read-model/facts';
import { events, group, groupColumns, joinKind, joinPoints, links, whereCounty, whereOn } from './facts';

/** What a statement found for one combination of dimensions: `d0`, `d1`, … in the order of the grouping, `place` of the point. */
export interface GroupRow {
  [column: string]: string | number | null;
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
