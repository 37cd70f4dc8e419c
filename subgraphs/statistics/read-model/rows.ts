// Writes many rows in few statements, the same on every database.
import type { Knex } from 'knex';
import { isSqlite } from '../../shared/database';

export type Value = string | number | null;

// SQLite's limit on bound values in one statement, and a size that servers take well.
const maxValues = 30_000;
const maxRows = 1_000;
/** A server takes the values as text: some hundred kilobytes, far from the smallest limit that is usual. */
const maxServerRows = 4_000;

/** A table and its columns, in the order in which rows give their values. */
export interface TableShape {
  name: string;
  columns: readonly string[];
}

/** Inserts rows; knex's own builder is several times slower for many of them. */
export async function insertRows(database: Knex, { name, columns }: TableShape, rows: readonly (readonly Value[])[]): Promise<void> {
  const size = isSqlite(database) ? Math.min(maxRows, Math.floor(maxValues / columns.length)) : maxServerRows;
  const into = `insert into ?? (${columns.map(() => '??').join(',')}) values`;
  const places = `(${columns.map(() => '?').join(',')})`;
  for (let i = 0; i < rows.length; i += size) {
    const part = rows.slice(i, i + size);
    // The driver of servers takes all rows as one bound value, which knex passes on without looking at each.
    if (isSqlite(database)) await database.raw(`${into} ${part.map(() => places).join(',')}`, [name, ...columns, ...part.flat()]);
    else await database.raw(`${into} ?`, [name, ...columns, part as unknown as string[]]);
  }
}

/** Deletes, of the rows that a query matches, those whose column has one of these values. */
export async function deleteRows(query: Knex.QueryBuilder, column: string, values: readonly Value[]): Promise<void> {
  for (let i = 0; i < values.length; i += maxRows) {
    await query
      .clone()
      .whereIn(column, values.slice(i, i + maxRows) as string[])
      .delete();
  }
}

/** Of the rows that a query matches, those whose column has one of these values. */
export async function selectRows<Row>(query: Knex.QueryBuilder, columns: readonly string[], column: string, values: readonly Value[]): Promise<Row[]> {
  const found: Row[] = [];
  for (let i = 0; i < values.length; i += maxRows) {
    const part: Row[] = await query
      .clone()
      .select(columns as string[])
      .whereIn(column, values.slice(i, i + maxRows) as string[]);
    found.push(...part);
  }
  return found;
}
