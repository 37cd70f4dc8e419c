// How many organizations and pairings have links in force: distinct counts, since one that is linked in several counties is one.
import type { Knex } from 'knex';
import type { Question } from '../question';
import type { GroupRow } from './coverage';
import { group, groupColumns, links, spreadKinds } from './facts';
import { linksOverPoints } from './links-over-points';

export function selectOrganizationCounts(database: Knex, question: Question): Promise<GroupRow[]> {
  return countLinked(database, question, 'organizations', 'fact.organization_id');
}

export function selectPairingCounts(database: Knex, question: Question): Promise<GroupRow[]> {
  return countLinked(database, question, 'pairings', 'fact.pairing_id');
}

/** Distinct values of a column of the links in force, under an alias. */
function countLinked(database: Knex, question: Question, alias: string, column: string): Promise<GroupRow[]> {
  return question.byPoint ? countOnPoints(database, question, alias, column) : countOnDate(database, question, alias, column);
}

function countOnDate(database: Knex, question: Question, alias: string, column: string): Promise<GroupRow[]> {
  const grouped = group(database, links(database, question), question, 'fact.kinds');
  if (!question.groupBy.includes('KIND')) return grouped.countDistinct({ [alias]: column });
  const masked = grouped.select({ counted: column }).groupBy(column);
  return spreadKinds(database, masked, question).countDistinct({ [alias]: 'masked.counted' });
}

/**
 * The same on each point. The links are read once and not once for each point: what is counted has a column for each point, 1 where
 * any link of it is in force then, and the columns are added up.
 */
async function countOnPoints(database: Knex, question: Question, alias: string, column: string): Promise<GroupRow[]> {
  const places = question.points.map((_point, i) => `p${i}`);
  const flagged = flagPoints(database, question, column);
  const dimensions = groupColumns({ ...question, byPoint: false }, 'fact.kinds').map((grouped) => grouped.alias);
  const query = database
    .from(flagged.as(alias))
    .select(dimensions)
    .sum(Object.fromEntries(places.map((place) => [place, place])));
  const rows: GroupRow[] = await (dimensions.length === 0 ? query : query.groupBy(dimensions));
  return rows.flatMap((row) => {
    const values = Object.fromEntries(dimensions.map((dimension) => [dimension, row[dimension] ?? null]));
    return places.map((name, place) => ({ ...values, place, [alias]: row[name] ?? 0 }));
  });
}

/** A row for each value of a column in each combination of dimensions: `counted`, and `p0`, `p1`, … whether it has a link in force on the point. */
function flagPoints(database: Knex, question: Question, column: string): Knex.QueryBuilder {
  const overall = { ...question, byPoint: false };
  const { query, intervals } = linksOverPoints(database, question);
  for (const { alias, column: grouped } of groupColumns(overall, 'fact.kinds')) query.select({ [alias]: grouped }).groupBy(grouped);
  query.select({ counted: column }).groupBy(column);
  const holds = intervals.map((name) => `${name}.from_on <= ? and ${name}.until_on > ?`).join(' and ');
  for (const [i, { date }] of question.points.entries()) {
    const dates = Array<string>(2 * intervals.length).fill(date);
    query.select(database.raw(`max(case when ${holds} then 1 else 0 end) as p${i}`, dates));
  }
  if (!question.groupBy.includes('KIND')) return query;
  const spread = spreadKinds(database, query, overall).select('masked.counted').groupBy('masked.counted');
  return spread.max(Object.fromEntries(question.points.map((_point, i) => [`p${i}`, `masked.p${i}`])));
}
