// Links over several dates, read once whatever the number of dates.
import type { Knex } from 'knex';
import { listsAsked, type Question } from '../question';
import { factsOf, joinPoints, whereCountyConditions, whereMask, whereOn, wherePairing } from './facts';

/**
 * Links that may be in force on some of the points, with the lists that their counties have to be on; a county that is listed several
 * times has each link as often.
 *
 * @param subjects the column of the subjects that are asked about
 * @returns the tables whose intervals all have to hold on a point besides
 */
export function linksOverPoints(database: Knex, question: Question, subjects = 'county.id'): { query: Knex.QueryBuilder; intervals: string[] } {
  const query = factsOf(database, 'fact_link', question, subjects);
  const intervals = ['fact'];
  for (const [i, lists] of listsAsked(question).entries()) {
    const name = `listed${i}`;
    query.join(`dim_designation as ${name}`, `${name}.county_id`, 'county.id').whereIn(`${name}.list`, lists);
    intervals.push(name);
  }
  if (question.groupBy.includes('DESIGNATION')) {
    query.join('dim_designation as designation', 'designation.county_id', 'county.id');
    intervals.push('designation');
  }
  const [first, last] = [question.points.at(0)?.date ?? '', question.points.at(-1)?.date ?? ''];
  query.where('fact.from_on', '<=', last).where('fact.until_on', '>', first);
  whereCountyConditions(database, query, question.counties);
  wherePairing(database, query, question.pairings);
  return { query: whereMask(query, question.pairings), intervals };
}

/**
 * What links say on each of several points: some of their columns, as columns of `fact`, joined with the points on which all their
 * intervals hold. Links that say the same are one; the links themselves are not joined, or they would be read once for each point.
 *
 * @param columns by the names that they get
 * @param subjects whose links alone are asked about
 */
export function linksOnPoints(
  database: Knex,
  question: Question,
  columns: Readonly<Record<string, string>>,
  subjects?: { column: string; keys: readonly (number | string)[] },
): Knex.QueryBuilder {
  const { query, intervals } = linksOverPoints(database, question, subjects?.column);
  if (subjects !== undefined) query.whereIn(subjects.column, subjects.keys);
  const ends = intervals.map((name, i) => ({ [`from${i}`]: `${name}.from_on`, [`until${i}`]: `${name}.until_on` }));
  query.distinct(Object.assign({}, columns, ...ends));
  const onPoints = joinPoints(database, database.from(query.as('fact')), question);
  for (const [i] of intervals.entries()) whereOn(database, onPoints, question, `fact.from${i}`, `fact.until${i}`);
  return onPoints;
}
