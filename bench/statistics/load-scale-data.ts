// Loads the data of national scale into three empty databases as fast as the server takes them: on MariaDB, one LOAD DATA LOCAL for each
// table, all tables of an agency at once, fed from the generator; on SQLite, plain INSERTs, for small sizes.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Knex } from 'knex';
import { type Connection, createConnection, type ResultSetHeader } from 'mysql2/promise';
import type { Row } from '../../sample';
import { type AgencyName, registers } from '../../subgraphs';
import { type DatabaseUrl, isSqlite, openDatabase } from '../../subgraphs/shared/database';
import { migrate } from '../../subgraphs/shared/migrations';
import { createScaleData, type RowBatch, type ScaleOptions } from './scale-data';

export interface LoadOptions {
  /** The connection string of an agency's empty database for a user who may create tables. */
  ownerUrl: (agency: AgencyName) => DatabaseUrl;
  options?: ScaleOptions;
  /** Told after each batch how many rows are on their way, of about how many. */
  onProgress?: (done: number, expected: number) => void;
}

// SQLite's limit on bound values in one statement.
const mostValues = 32_766;

/**
 * Creates the tables and loads every row. A database whose loading was cut off has no data sets and has to be created anew.
 *
 * @returns how many rows there are in all and how long it took, generating included, creating tables not
 * @throws Error where a database holds data sets already, or where the server took another number of rows than it was sent
 */
export async function loadScaleData({ ownerUrl, options = {}, onProgress = () => {} }: LoadOptions): Promise<{ rows: number; seconds: number }> {
  let rows = 0;
  let loadingMs = 0;
  let startedAt = performance.now();
  const data = createScaleData(options);
  loadingMs += performance.now() - startedAt;
  for (const { name, migrations, relations } of registers) {
    const url = ownerUrl(name);
    const database = openDatabase(url, { role: 'owner' });
    try {
      await migrate(database, migrations, relations);
      if ((await database('dataset').first('id')) !== undefined) throw new Error(`the database of ${name} holds data sets; load into an empty one`);
      startedAt = performance.now();
      const count = (batch: RowBatch) => {
        rows += batch.rows.length;
        onProgress(rows, data.expectedRows);
      };
      if (isSqlite(database)) {
        await insertRows(database, data.generate(name), count);
      } else {
        await streamRows(url, data.generate(name), count);
        // Filled in bulk, the tables would be taken for empty ones by the planner until the server counts them of its own accord.
        for (const relation of relations) await database.raw('ANALYZE TABLE ??', [relation]);
      }
      loadingMs += performance.now() - startedAt;
    } finally {
      await database.destroy();
    }
  }
  return { rows, seconds: loadingMs / 1_000 };
}

async function insertRows(database: Knex, batches: Iterable<RowBatch>, onBatch: (batch: RowBatch) => void): Promise<void> {
  await database.transaction(async (trx) => {
    for (const batch of batches) {
      const columns = Object.keys(batch.rows[0] ?? {});
      const size = Math.max(1, Math.floor(mostValues / Math.max(1, columns.length)));
      for (let i = 0; i < batch.rows.length; i += size) await insertSome(trx, batch.table, columns, batch.rows.slice(i, i + size));
      onBatch(batch);
    }
  });
}

/** One statement; knex's own builder is several times slower for many rows. */
async function insertSome(trx: Knex.Transaction, table: string, columns: readonly string[], rows: readonly Row[]): Promise<void> {
  const places = `(${columns.map(() => '?').join(', ')})`;
  const sql = `insert into ?? (${columns.map(() => '??').join(', ')}) values ${rows.map(() => places).join(', ')}`;
  await trx.raw(sql, [table, ...columns, ...rows.flatMap((row) => columns.map((column) => row[column] ?? null))]);
}

/** Data sets go last, when every other table is whole: a database without data sets holds nothing. */
async function streamRows(url: DatabaseUrl, batches: Iterable<RowBatch>, onBatch: (batch: RowBatch) => void): Promise<void> {
  const streams = new Map<string, TableStream>();
  const finishAll = async (): Promise<void> => {
    await Promise.all([...streams.values()].map((stream) => stream.finish()));
    streams.clear();
  };
  try {
    for (const batch of batches) {
      if (batch.rows.length === 0) continue;
      if (batch.table === 'dataset') await finishAll();
      let stream = streams.get(batch.table);
      if (stream === undefined) {
        stream = await openTableStream(url, batch.table, Object.keys(batch.rows[0] as Row));
        streams.set(batch.table, stream);
      }
      await stream.write(batch.rows);
      onBatch(batch);
    }
    await finishAll();
  } finally {
    for (const stream of streams.values()) stream.abort();
  }
}

/** A table that is being loaded by one statement. */
interface TableStream {
  write(rows: readonly Row[]): Promise<void>;
  /** Ends the statement. @throws Error where it failed or took another number of rows */
  finish(): Promise<void>;
  abort(): void;
}

async function openTableStream(url: DatabaseUrl, table: string, columns: readonly string[]): Promise<TableStream> {
  const { hostname, port, username, password, pathname } = new URL(url);
  // A socket of our own, whose buffer can be watched: mysql2 sends a local file on without waiting for the server.
  const socket: Socket = connect({ host: hostname, port: port === '' ? 3306 : Number(port), noDelay: true });
  const connection: Connection = await createConnection({
    stream: socket,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4',
  });
  // With the first two, InnoDB fills an empty table in bulk: sorted pages, no undo record for each row. The last lets a table
  // wait while others are filled: the server ends a LOAD DATA that gets nothing for half a minute.
  await connection.query('SET unique_checks = 0, foreign_key_checks = 0, net_read_timeout = 3600');
  const text = new Readable({ read() {} });
  const sql = `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ?? CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (${columns.map(() => '??').join(', ')})`;
  const loaded = connection.query<ResultSetHeader>({ sql, values: [table, ...columns], infileStreamFactory: () => text });
  // Told by finish; a failure before must not end the process.
  loaded.catch(() => {});
  let sent = 0;
  return {
    async write(rows) {
      sent += rows.length;
      text.push(Buffer.from(writeText(rows)));
      await setImmediate();
      if (socket.destroyed) await loaded;
      if (socket.writableNeedDrain) await Promise.race([once(socket, 'drain'), loaded]);
    },
    async finish() {
      text.push(null);
      const [{ affectedRows, warningStatus }] = await loaded;
      // LOCAL turns errors into warnings and leaves out the rows they are about.
      if (affectedRows !== sent || warningStatus > 0) {
        throw new Error(`${table} took ${affectedRows} of ${sent} rows, with ${warningStatus} warnings`);
      }
      await connection.end();
    },
    abort: () => connection.destroy(),
  };
}

/** Rows as LOAD DATA reads them: tabs between values, \N for null. */
function writeText(rows: readonly Row[]): string {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const value of Object.values(row)) {
      text += separator + writeValue(value);
      separator = '\t';
    }
    text += '\n';
  }
  return text;
}

function writeValue(value: Row[string]): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'number') return String(value);
  return /[\\\t\n]/.test(value) ? value.replaceAll(/[\\\t\n]/g, (character) => `\\${character}`) : value;
}
