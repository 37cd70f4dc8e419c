// Opens one agency's database from its connection string: SQLite in a file (the embedded default) or a server that
// speaks MySQL's protocol. Values reach statements as bound parameters only.
import path from 'node:path';
import { type Knex, knex } from 'knex';
import { LibsqlClient } from './libsql-client';

/** knex prints hosts and statements on its own; every failure reaches its caller anyway. */
const silent = { debug() {}, deprecate() {}, error() {}, warn() {} };

const sqliteReaders = 8;

/** `sqlite:<path>` or `mysql://user:password@host:port/database`. */
export type DatabaseUrl = string;

export interface DatabaseOptions {
  /** A reader may only SELECT; an owner creates tables and loads rows. */
  role: 'reader' | 'owner';
  /** Connections kept to a server; SQLite has one to write, and a few to read. */
  poolSize?: number;
}

/**
 * Opens a connection pool; nothing is connected until the first statement.
 *
 * @throws Error where the connection string has another scheme. The message never repeats the string: it holds a password.
 */
export function openDatabase(url: DatabaseUrl, { role, poolSize = 10 }: DatabaseOptions): Knex {
  if (url.startsWith('sqlite:')) return openSqlite(path.resolve(url.slice('sqlite:'.length)), role);
  if (/^(mysql|mariadb):\/\//.test(url)) return openMysql(new URL(url), poolSize);
  throw new Error('a database is named by sqlite:<path> or mysql://user:password@host:port/database');
}

/** Whether the database is SQLite, whose DDL runs inside transactions and whose file is exclusive to this process while written. */
export function isSqlite(database: Knex): boolean {
  return database.client instanceof LibsqlClient;
}

function openSqlite(filename: string, role: DatabaseOptions['role']): Knex {
  return knex({
    client: LibsqlClient as unknown as typeof Knex.Client,
    connection: { filename, options: { readonly: role === 'reader' } },
    useNullAsDefault: true,
    log: silent,
    // A reader that keeps its transaction open lets others read meanwhile.
    pool: { min: 1, max: role === 'reader' ? sqliteReaders : 1 },
  });
}

function openMysql(url: URL, poolSize: number): Knex {
  return knex({
    client: 'mysql2',
    connection: {
      host: url.hostname,
      port: url.port === '' ? 3306 : Number(url.port),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      charset: 'utf8mb4',
      timezone: 'Z',
      // Dates stay the text the agency stored: a JavaScript Date would shift them by the process's time zone.
      dateStrings: true,
      supportBigNumbers: true,
      connectTimeout: 5_000,
    },
    pool: {
      min: 0,
      max: poolSize,
      afterCreate(connection: { query(sql: string, done: (error: Error | null) => void): void }, done: (error: Error | null, connection: unknown) => void) {
        connection.query("SET time_zone = '+00:00', NAMES utf8mb4 COLLATE utf8mb4_bin", (error) => done(error, connection));
      },
    },
    acquireConnectionTimeout: 10_000,
    log: silent,
  });
}
