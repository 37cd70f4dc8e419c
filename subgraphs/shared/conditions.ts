// Conditions that several subgraphs' statements share.
import type { Knex } from 'knex';
import type { IsoDate } from './scalars';

/** A validity of whole days, both ends included; an absent end is open. */
export function whereInForce<Query extends Knex.QueryBuilder>(query: Query, from: string, to: string, asOf: IsoDate): Query {
  query.where((begun) => begun.whereNull(from).orWhere(from, '<=', asOf)).where((goesOn) => goesOn.whereNull(to).orWhere(to, '>=', asOf));
  return query;
}

/** A status interval, `since_on` included and `until_on` excluded: exactly one holds on each day from the first. */
export function whereStatusOn<Query extends Knex.QueryBuilder>(query: Query, asOf: IsoDate): Query {
  query.where('since_on', '<=', asOf).where((goesOn) => goesOn.whereNull('until_on').orWhere('until_on', '>', asOf));
  return query;
}

/** Adds "contains this text" on a column; the text's own wildcards are taken literally. */
export function whereContains<Query extends Knex.QueryBuilder>(query: Query, column: string, text: string): Query {
  query.whereRaw("?? like ? escape '!'", [column, `%${text.replace(/[!%_]/g, '!$&')}%`]);
  return query;
}
