// Puts one agency's rows into its database, whole or not at all. Creates no tables: the migrations do.
import { setImmediate } from 'node:timers/promises';
import type { Knex } from 'knex';
import { OperatorError } from '../subgraphs/shared/operator-error';
import type { AgencyRows, Row } from './rows';

const batchRows = 500;
// SQLite's limit on bound values in one statement.
const batchValues = 32_766;

/**
 * Loads every table in one transaction, `dataset` last: a database without data sets holds nothing.
 *
 * @param onProgress told after each batch how many rows of how many are in
 * @throws OperatorError where the database holds data sets already
 */
export async function loadSample(database: Knex, rows: AgencyRows, onProgress?: (done: number, total: number) => void): Promise<void> {
  const { dataset = [], ...tables } = rows;
  const batches = [...Object.entries(tables), ['dataset', dataset] as const].flatMap(([table, tableRows]) => toBatches(table, tableRows));
  const total = batches.reduce((sum, batch) => sum + batch.rows.length, 0);
  await database.transaction(async (trx) => {
    if ((await trx('dataset').first('id')) !== undefined) {
      throw new OperatorError('the database already holds data sets; load the sample into an empty one');
    }
    let done = 0;
    for (const batch of batches) {
      await insertBatch(trx, batch);
      done += batch.rows.length;
      onProgress?.(done, total);
      await setImmediate();
    }
  });
}

interface Batch {
  table: string;
  columns: string[];
  rows: Row[];
}

function toBatches(table: string, rows: readonly Row[]): Batch[] {
  const columns = Object.keys(rows[0] ?? {});
  const size = Math.min(batchRows, Math.floor(batchValues / Math.max(1, columns.length)));
  const batches: Batch[] = [];
  for (let i = 0; i < rows.length; i += size) batches.push({ table, columns, rows: rows.slice(i, i + size) });
  return batches;
}

/** One statement; knex's own builder is several times slower for many rows. */
async function insertBatch(trx: Knex.Transaction, { table, columns, rows }: Batch): Promise<void> {
  const places = `(${columns.map(() => '?').join(', ')})`;
  const sql = `insert into ?? (${columns.map(() => '??').join(', ')}) values ${rows.map(() => places).join(', ')}`;
  await trx.raw(sql, [table, ...columns, ...rows.flatMap((row) => columns.map((column) => row[column] ?? null))]);
}
