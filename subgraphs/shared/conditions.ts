// Conditions that several subgraphs' statements share. A date is compared as text, which is right for days alone: what has another
// form meets no condition. Whole days are compared, so that a DATETIME at midnight counts as its day.
import type { Knex } from 'knex';
import { addDays, type IsoDate } from './scalars';

/** What begins with a day in ISO form. */
export const dayPattern = '____-__-__%';

/** A day on or before another. */
export function whereBy<Query extends Knex.QueryBuilder>(query: Query, column: string, day: IsoDate): Query {
  query.where(column, '<', addDays(day, 1)).where(column, 'like', dayPattern);
  return query;
}

/** A day on or after another. */
export function whereFrom<Query extends Knex.QueryBuilder>(query: Query, column: string, day: IsoDate): Query {
  query.where(column, '>=', day).where(column, 'like', dayPattern);
  return query;
}

/** A day after another. */
export function whereLater<Query extends Knex.QueryBuilder>(query: Query, column: string, day: IsoDate): Query {
  return whereFrom(query, column, addDays(day, 1));
}

/** A validity of whole days, both ends included; an absent end is open. */
export function whereInForce<Query extends Knex.QueryBuilder>(query: Query, from: string, to: string, asOf: IsoDate): Query {
  query
    .where((begun) => begun.whereNull(from).orWhere((by) => whereBy(by, from, asOf)))
    .where((goesOn) => goesOn.whereNull(to).orWhere((after) => whereFrom(after, to, asOf)));
  return query;
}

/** A status interval, `since_on` included and `until_on` excluded: exactly one holds on each day from the first. */
export function whereStatusOn<Query extends Knex.QueryBuilder>(query: Query, asOf: IsoDate): Query {
  whereBy(query, 'since_on', asOf).where((goesOn) => goesOn.whereNull('until_on').orWhere((later) => whereLater(later, 'until_on', asOf)));
  return query;
}

/**
 * Adds "contains one of these texts" on a column; a text's own wildcards are taken literally. Letters from A to Z count as those
 * from a to z, and nothing else does: LIKE alone treats case by the database and its collation.
 */
export function whereContains<Query extends Knex.QueryBuilder>(query: Query, column: string, texts: readonly string[]): Query {
  query.where((any) => {
    for (const text of texts) {
      const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      const letters = [...new Set(lower.match(/[a-z]/g))];
      const value = letters.reduce((inner, letter) => `replace(${inner}, '${letter.toUpperCase()}', '${letter}')`, '??');
      any.orWhereRaw(`${value} like ? escape '!'`, [column, `%${lower.replace(/[!%_]/g, '!$&')}%`]);
    }
  });
  return query;
}
