// Relay connections over keysets: a page is "the first N after this key", never an offset, so that a page costs the same
// however far on it is (Relay Cursor Connections Specification, section 4).
import type { Knex } from 'knex';
import { BadUserInput } from './errors';
import { requireFirst } from './input';

const maxPageSize = 500;
const defaultPageSize = 50;

/** A page as a query takes it: at most `limit` rows whose key sorts after `after`. */
export interface Page {
  limit: number;
  after: string | null;
}

/** What a connection field's resolver returns; cursors are made, and `totalCount` is asked of the database, only where a client asks for them. */
export interface Connection<Row> {
  edges: () => { cursor: string; node: Row }[];
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: () => Promise<number>;
}

/**
 * Reads a connection field's arguments.
 *
 * @param field the field the cursors belong to, such as `County.pairings`; a cursor of another field is refused
 * @throws BadUserInput on a `first` outside 1 to 500, or a cursor that this field did not make
 */
export function readPage(field: string, { first, after }: { first?: number | null | undefined; after?: string | null | undefined }): Page {
  const limit = requireFirst(first ?? defaultPageSize, maxPageSize);
  return { limit, after: after === null || after === undefined ? null : decodeCursor(field, after) };
}

/**
 * Builds a connection from rows that were asked with one more than the page's limit.
 *
 * @param rows at most `page.limit + 1`, ordered by key
 */
export function buildConnection<Row>(
  field: string,
  page: Page,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  totalCount: () => Promise<number>,
): Connection<Row> {
  const nodes = rows.slice(0, page.limit);
  const cursorOf = (node: Row) => encodeCursor(field, keyOf(node));
  const [first, last] = [nodes[0], nodes.at(-1)];
  return {
    edges: () => nodes.map((node) => ({ cursor: cursorOf(node), node })),
    nodes,
    pageInfo: {
      hasNextPage: rows.length > page.limit,
      hasPreviousPage: page.after !== null,
      startCursor: first === undefined ? null : cursorOf(first),
      endCursor: last === undefined ? null : cursorOf(last),
    },
    totalCount,
  };
}

/** A row found for a parent, whose key the field `parent` holds. */
export type ChildRow<Row> = Row & { parent: string };

/**
 * The first rows of each parent, in one statement.
 *
 * @param matches selects the columns `parent` and `key`, a row for each child
 * @param rows selects the children's columns from a table; `keyColumn` of it is joined to `key`
 * @returns a statement for at most `page.limit + 1` rows of each parent, ordered by parent and key
 */
export function selectFirstOfEach(database: Knex, matches: Knex.QueryBuilder, rows: Knex.QueryBuilder, keyColumn: string, page: Page): Knex.QueryBuilder {
  const distinct = database.distinct('parent', 'key').from(matches.as('matches'));
  if (page.after !== null) distinct.where('key', '>', page.after);
  const place = database.raw('row_number() over (partition by ?? order by ??) as ??', ['parent', 'key', 'place']);
  const ranked = database.select('parent', 'key', place).from(distinct.as('children'));
  return rows
    .select('ranked.parent')
    .join(ranked.as('ranked'), 'ranked.key', keyColumn)
    .where('ranked.place', '<=', page.limit + 1)
    .orderBy(['ranked.parent', 'ranked.key']);
}

/** How many children each parent has, in one statement; parents without any are absent. `matches` as in `selectFirstOfEach`. */
export async function countEach(database: Knex, matches: Knex.QueryBuilder): Promise<Map<string, number>> {
  const rows: { parent: string; total: number }[] = await database
    .select('parent')
    .countDistinct({ total: 'key' })
    .from(matches.as('matches'))
    .groupBy('parent');
  return new Map(rows.map((row) => [String(row.parent), Number(row.total)]));
}

function encodeCursor(field: string, key: string): string {
  return Buffer.from(JSON.stringify([field, key])).toString('base64url');
}

function decodeCursor(field: string, cursor: string): string {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    parts = undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 2 || typeof parts[0] !== 'string' || typeof parts[1] !== 'string') {
    throw new BadUserInput(
      'after is no cursor of this graph; take it from pageInfo.endCursor or an edge',
      'after 不是本图的游标，请取自 pageInfo.endCursor 或 edges',
    );
  }
  if (parts[0] !== field)
    throw new BadUserInput(`after is a cursor of ${parts[0].slice(0, 60)}; ${field} needs one of its own`, `after 不是 ${field} 的游标，请使用其自己的游标`);
  return parts[1];
}
