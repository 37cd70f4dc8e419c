// Facts restricted and grouped as a question says: what every statement over them is made of. They carry their dimensions, so
// that none is joined; dates are days, and an interval's end does not count.
import type { Knex } from 'knex';
import { codeOf, helpKinds, kindBit, kindsMask } from '../codes';
import { dimensions, pairingDimensions } from '../dimensions';
import { type CountyConditions, codesAsked, kindCodes, listsAsked, type PairingConditions, type Point, type Question } from '../question';
import type { CoverageDimension } from '../types.generated';

/**
 * Facts of some subjects, with their counties where the question is about some counties alone: without them a statement about a few
 * subjects is looked up by those.
 *
 * @param column the subjects' own
 */
export function factsOf(database: Knex, table: 'fact_link' | 'fact_project', { population, counties }: Question, column: string): Knex.QueryBuilder {
  const { flags, ...conditions } = counties;
  const isAboutAll = population === 'ALL' && Object.keys(flags).length === 0 && Object.values(conditions).every((condition) => condition === undefined);
  const facts = database(`${table} as fact`);
  return isAboutAll && column.startsWith('fact.') ? facts : facts.join('dim_county as county', 'county.id', 'fact.county_id');
}

/**
 * Pairings in force: the links of the counties asked about on each point.
 *
 * @param subjects the column of the subjects that are asked about
 */
export function links(database: Knex, question: Question, subjects = 'county.id'): Knex.QueryBuilder {
  const query = joinPoints(database, factsOf(database, 'fact_link', question, subjects), question);
  whereOn(database, query, question, 'fact.from_on', 'fact.until_on');
  whereCounty(database, query, question);
  wherePairing(database, query, question.pairings);
  return whereMask(query, question.pairings);
}

/**
 * The statuses of the counties asked about on each point, where they are kept: over all pairings, or those of some values of one
 * dimension. Null for other questions, which the links answer.
 */
export function statuses(database: Knex, question: Question): Knex.QueryBuilder | null {
  const { groupBy, pairings } = question;
  if (pairings.homeProvinces !== undefined || pairings.organizations !== undefined) return null;
  const codes = new Map(pairingDimensions.map((name) => [name, codesAsked(pairings, name)]));
  const concerned = pairingDimensions.filter((name) => groupBy.includes(name) || codes.get(name) !== undefined);
  const [only] = concerned;
  if (concerned.length > 1) return null;
  const query = joinPoints(database, database('county_status as fact').join('dim_county as county', 'county.id', 'fact.county_id'), question);
  query.where('fact.dimension', only === undefined ? 0 : pairingDimensions.indexOf(only) + 1);
  const asked = only === undefined ? undefined : codes.get(only);
  if (asked !== undefined) query.whereIn('fact.code', asked);
  whereOn(database, query, question, 'fact.from_on', 'fact.until_on');
  whereCounty(database, query, question);
  return query;
}

/** What happened up to each point, or within its interval. */
export function events(database: Knex, table: 'fact_project' | 'fact_pledge' | 'fact_report', day: string, question: Question): Knex.QueryBuilder {
  const query = joinPoints(database, database(`${table} as fact`).join('dim_county as county', 'county.id', 'fact.county_id'), question);
  const { points, byPoint } = question;
  const [first, last] = [points.at(0), points.at(-1)];
  query.where(`fact.${day}`, '<=', last?.date ?? '');
  if (first !== undefined && first.after !== null) query.where(`fact.${day}`, '>', first.after);
  // Intervals follow one another: an event's point is looked up, so that events are read once and not once for each point.
  if (points.length > 1 || byPoint) {
    const place = points.map((_point, i) => `when ?? <= ? then ${i}`).join(' ');
    query.whereRaw(
      `point.place = case ${place} end`,
      points.flatMap(({ date }) => [`fact.${day}`, date]),
    );
  }
  whereCounty(database, query, question);
  wherePairing(database, query, question.pairings);
  if (table === 'fact_pledge') return whereMask(query, question.pairings);
  return question.pairings.kinds === undefined ? query : query.whereIn('fact.kind', kindCodes(question.pairings.kinds));
}

/**
 * How facts hold a kind of help: one, as its code; or several, as the bits of a mask, which is grouped by whole and spread over its kinds after.
 * Statuses hold the code of whatever dimension they are of.
 */
type KindColumn = 'fact.kind' | 'fact.kinds' | 'fact.code';

interface GroupColumn {
  alias: string;
  column: string;
}

/** The columns that tell rows apart: each dimension as `d0`, `d1`, …, and the point as `place`. */
export function groupColumns({ groupBy, byPoint }: Question, kind: KindColumn): GroupColumn[] {
  const columnOf = (name: CoverageDimension) =>
    name === 'KIND' || (kind === 'fact.code' && dimensions[name].side === 'pairing') ? kind : dimensions[name].column;
  const columns = groupBy.flatMap((name, i) => (name === 'YEAR' ? [] : [{ alias: `d${i}`, column: columnOf(name) }]));
  return byPoint ? [...columns, { alias: 'place', column: 'point.place' }] : columns;
}

/** Joins what county dimensions need, and groups. */
export function group(database: Knex, query: Knex.QueryBuilder, question: Question, kind: KindColumn): Knex.QueryBuilder {
  if (question.groupBy.includes('DESIGNATION')) {
    query.join('dim_designation as designation', (join) =>
      join
        .on('designation.county_id', 'county.id')
        .andOn('designation.from_on', '<=', dateOf(database, question))
        .andOn('designation.until_on', '>', dateOf(database, question)),
    );
  }
  for (const { alias, column } of groupColumns(question, kind)) query.select({ [alias]: column }).groupBy(column);
  return query;
}

/**
 * Spreads rows that are grouped by masks of kinds over a row for each kind of them, of the kinds asked for alone; the caller adds
 * what it counts of `masked`. A scan of the facts joined with kinds would be made once for each kind.
 */
export function spreadKinds(database: Knex, masked: Knex.QueryBuilder, question: Question): Knex.QueryBuilder {
  const { groupBy, pairings } = question;
  const asked = pairings.kinds ?? helpKinds;
  const rows = asked.map((kind) => database.raw('select ? as code, ? as bit', [codeOf(helpKinds, kind), kindBit(kind)]));
  const kinds = rows.length === 0 ? [database.raw('select 0 as code, 0 as bit')] : rows;
  const query = database
    .from(masked.as('masked'))
    .joinRaw(`join (${kinds.map(() => '?').join(' union all ')}) as kind on (masked.?? & kind.bit) <> 0`, [...kinds, `d${groupBy.indexOf('KIND')}`]);
  for (const { alias, column } of groupColumns(question, 'fact.kinds')) {
    const spread = column === 'fact.kinds' ? 'kind.code' : `masked.${alias}`;
    query.select({ [alias]: spread }).groupBy(spread);
  }
  return query;
}

/** Several points are a table of their own; a single one, with its rows told apart, is as well. */
export function joinPoints(database: Knex, query: Knex.QueryBuilder, { points, byPoint }: Question): Knex.QueryBuilder {
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

export function whereOn(database: Knex, query: Knex.QueryBuilder, question: Question, from: string, until: string): Knex.QueryBuilder {
  const date = dateOf(database, question);
  return query.where(from, '<=', date).where(until, '>', date);
}

export function whereCounty(database: Knex, query: Knex.QueryBuilder, question: Question): void {
  for (const lists of listsAsked(question)) whereDesignated(database, query, question, lists);
  whereCountyConditions(database, query, question.counties);
}

function whereDesignated(database: Knex, query: Knex.QueryBuilder, question: Question, lists: readonly string[]): void {
  const listed = database('dim_designation as listed').whereIn('listed.list', lists);
  if (question.points.length === 1 && !question.byPoint) {
    query.whereIn('county.id', whereOn(database, listed, question, 'listed.from_on', 'listed.until_on').select('listed.county_id'));
    return;
  }
  // The counties that are listed on any date are looked up once, and the date is checked row by row: an EXISTS is turned into a join
  // that reads the facts once for each date.
  query.whereIn('county.id', listed.clone().select('listed.county_id'));
  const onDate = whereOn(database, listed, question, 'listed.from_on', 'listed.until_on').whereRaw('listed.county_id = county.id');
  query.whereRaw('(?) > 0', [onDate.count('*')]);
}

export function whereCountyConditions(
  database: Knex,
  query: Knex.QueryBuilder,
  { provinces, provincesOfRegions, prefectures, counties, flags }: CountyConditions,
): void {
  if (provinces !== undefined) query.whereIn('county.province_code', provinces);
  if (provincesOfRegions !== undefined) query.whereIn('county.province_code', provincesOfRegions);
  if (prefectures !== undefined) query.whereIn('county.prefecture_code', prefectures);
  if (counties !== undefined) query.whereIn('county.id', database('dim_county_code').select('county_id').whereIn('code', counties));
  for (const [column, value] of Object.entries(flags)) query.where(`county.${column}`, value ? 1 : 0);
}

export function wherePairing(database: Knex, query: Knex.QueryBuilder, { columns, homeProvinces, organizations }: PairingConditions): void {
  for (const [column, codes] of Object.entries(columns)) query.whereIn(`fact.${column}`, codes);
  const organizationsIn = (column: string, values: readonly string[]) => database('dim_organization').select('id').whereIn(column, values);
  if (homeProvinces !== undefined) query.whereIn('fact.organization_id', organizationsIn('home_province_code', homeProvinces));
  if (organizations !== undefined) query.whereIn('fact.organization_id', organizationsIn('code', organizations));
}

/** Facts with several kinds, as bits: those with any of the kinds asked for. */
export function whereMask<Query extends Knex.QueryBuilder>(query: Query, { kinds }: PairingConditions): Query {
  if (kinds !== undefined) query.whereRaw('(fact.kinds & ?) <> 0', [kindsMask(kinds)]);
  return query;
}

/** Designations that are known: those of counties about which there is a doubt are as wide as they may be. */
export function whereSound<Query extends Knex.QueryBuilder>(designations: Query, database: Knex): Query {
  designations.whereNotIn('county_id', database('county_doubt').select('county_id').where({ collection: 'county' }));
  return designations;
}

/** Joins the doubts about counties themselves that there are on each point, as `in_doubt`. */
export function joinDoubts(database: Knex, query: Knex.QueryBuilder, question: Question): Knex.QueryBuilder {
  const date = dateOf(database, question);
  return query.leftJoin('county_doubt as in_doubt', (join) =>
    join
      .on('in_doubt.county_id', '=', 'fact.county_id')
      .andOn('in_doubt.collection', '=', database.raw('?', ['county']))
      .andOn('in_doubt.from_on', '<=', date)
      .andOn('in_doubt.until_on', '>', date),
  );
}
