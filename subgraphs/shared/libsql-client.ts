// knex's client for better-sqlite3, on libsql: the same API, shipped as prebuilt packages, so that nothing compiles at install.
import { closeSync, existsSync, openSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Knex } from 'knex';

interface LibsqlConnection {
  exec(sql: string): void;
}

type ClientClass = new (
  config: Knex.Config,
) => Knex.Client & {
  connectionSettings: { filename: string; options: { readonly: boolean } };
  acquireRawConnection(): Promise<LibsqlConnection>;
  _query(connection: LibsqlConnection, statement: unknown): Promise<unknown>;
};

// knex publishes no types for its dialects' classes; only the driver and the opening are replaced here.
const BetterSqlite3Client = require('knex/lib/dialects/better-sqlite3') as ClientClass;

export class LibsqlClient extends BetterSqlite3Client {
  _driver(): unknown {
    return require('libsql');
  }

  /** The driver works while the process waits: between two statements others get their turn. */
  override async _query(connection: LibsqlConnection, statement: unknown): Promise<unknown> {
    await setImmediate();
    return super._query(connection, statement);
  }

  /** libsql ignores the option `readonly` and creates a missing file; a reader must do neither. */
  override async acquireRawConnection(): Promise<LibsqlConnection> {
    const { filename, options } = this.connectionSettings;
    if (options.readonly && !existsSync(filename)) {
      throw Object.assign(new Error('the database file is missing'), { code: 'ENOENT' });
    }
    // Its journals get the same rights (https://sqlite.org/src: findCreateFileMode).
    if (!existsSync(filename)) closeSync(openSync(filename, 'a', 0o600));
    const connection = await super.acquireRawConnection();
    if (options.readonly) connection.exec('PRAGMA query_only = ON');
    return connection;
  }
}
