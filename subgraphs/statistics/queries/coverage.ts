// The measures of coverage: each function is one statement over the facts of a question.
import type { Knex } from 'knex';
import { codeOf, standings, statusFlags } from '../codes';
import { dimensions } from '../dimensions';
import { kindCodes, type Question } from '../question';
import { goalCodes } from '../read-model/facts';
import { events, group, groupColumns, joinDoubts, joinPoints, links, spreadKinds, statuses, whereCounty, whereOn } from './facts';
import { linksOnPoints } from './links-over-points';

/** What a statement found for one combination of dimensions: `d0`, `d1`, … in the order of the grouping, `place` of the point. */
export interface GroupRow {
  [column: string]: string | number | null;
}

/** How many counties each combination of county dimensions has. */
export function selectCounties(database: Knex, question: Question): Promise<GroupRow[]> {
  const query = joinPoints(database, database('dim_county as county'), question);
  whereCounty(database, query, question);
  const own = { ...question, groupBy: question.groupBy.filter((name) => dimensions[name].side === 'county') };
  return group(database, query, own, 'fact.kind').countDistinct({ counties: 'county.id' });
}

/** Of how many counties in each combination the pairings that count are in good standing, at risk alone, or not known. */
export async function selectStatuses(database: Knex, question: Question): Promise<GroupRow[]> {
  const byCounty = groupStatuses(database, question) ?? groupLinks(database, question);
  const columns = groupColumns(question, 'fact.kinds').map(({ alias }) => alias);
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

/** The flags of each county in each combination, from the statuses that are kept; null where they do not answer the question. */
function groupStatuses(database: Knex, question: Question): Knex.QueryBuilder | null {
  const query = statuses(database, question);
  if (query === null) return null;
  const grouped = group(database, query, question, 'fact.code').select('fact.county_id').groupBy('fact.county_id');
  for (const flag of statusFlags) grouped.max({ [flag]: `fact.${flag}` });
  return grouped;
}

/** The same from the links. */
function groupLinks(database: Knex, question: Question): Knex.QueryBuilder {
  const goal = `fact.mechanism in (${goalCodes.join(',')})`;
  const isOf = (alias: (typeof statusFlags)[number], standing: (typeof standings)[number], condition: string) =>
    database.raw(`max(case when ${condition} then 1 else 0 end) as ??`, [codeOf(standings, standing), alias]);
  const isKnown = 'in_doubt.county_id is null';
  const isNot = 'in_doubt.county_id is not null';
  const byCounty = question.byPoint ? groupOnPoints(database, question) : group(database, links(database, question), question, 'fact.kinds');
  const grouped = joinDoubts(database, byCounty, question)
    .select(
      'fact.county_id',
      isOf('good', 'GOOD', `${isKnown} and ${goal} and fact.standing = ?`),
      isOf('any_good', 'GOOD', `${isKnown} and fact.standing = ?`),
      isOf('risk', 'AT_RISK', `${isKnown} and ${goal} and fact.standing = ?`),
      isOf('doubt', 'UNKNOWN', `${isNot} or (${goal} and fact.standing = ?)`),
      isOf('any_doubt', 'UNKNOWN', `${isNot} or fact.standing = ?`),
    )
    .groupBy('fact.county_id');
  if (!question.groupBy.includes('KIND')) return grouped;
  const spread = spreadKinds(database, grouped, question).select('masked.county_id').groupBy('masked.county_id');
  for (const flag of statusFlags) spread.max({ [flag]: `masked.${flag}` });
  return spread;
}

/** Links on each point, grouped as the question says; links that say the same of a county are one. */
function groupOnPoints(database: Knex, question: Question): Knex.QueryBuilder {
  const dimensions = groupColumns({ ...question, byPoint: false }, 'fact.kinds');
  const columns = { county_id: 'fact.county_id', mechanism: 'fact.mechanism', standing: 'fact.standing' };
  const query = linksOnPoints(database, question, { ...columns, ...Object.fromEntries(dimensions.map(({ alias, column }) => [alias, column])) });
  for (const { alias } of dimensions) query.select(`fact.${alias}`).groupBy(`fact.${alias}`);
  return query.select({ place: 'point.place' }).groupBy('point.place');
}

export function selectProjectCounts(database: Knex, question: Question): Promise<GroupRow[]> {
  return group(database, events(database, 'fact_project', 'landed_on', question), question, 'fact.kind').count({ projects: '*' });
}

export function selectPledges(database: Knex, question: Question): Promise<GroupRow[]> {
  const grouped = group(database, events(database, 'fact_pledge', 'happened_on', question), question, 'fact.kinds').sum({ pledged: 'fact.amount_fen' });
  return question.groupBy.includes('KIND') ? spreadKinds(database, grouped, question).sum({ pledged: 'masked.pledged' }) : grouped;
}

/** @param people the column of people: as counted, or as shown to those who may not see small counts */
export function selectReports(database: Knex, question: Question, people: 'people' | 'people_shown'): Promise<GroupRow[]> {
  const query = group(database, events(database, 'fact_report', 'reported_on', question), question, 'fact.kind').sum({
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
  return group(database, query, question, 'fact.kind')
    .count({ needs_stated: '*' })
    .select(database.raw("sum(case when fact.status = 'MET' then 1 else 0 end) as needs_met"));
}
