// knex's client for better-sqlite3, on libsql: the same API, shipped as prebuilt packages, so that nothing compiles at install.
import { existsSync } from 'node:fs';
import type { Knex } from 'knex';

interface LibsqlConnection {
  exec(sql: string): void;
}

type ClientClass = new (
  config: Knex.Config,
) => Knex.Client & {
  connectionSettings: { filename: string; options: { readonly: boolean } };
  acquireRawConnection(): Promise<LibsqlConnection>;
};

// knex publishes no types for its dialects' classes; only the driver and the opening are replaced here.
const BetterSqlite3Client = require('knex/lib/dialects/better-sqlite3') as ClientClass;

export class LibsqlClient extends BetterSqlite3Client {
  _driver(): unknown {
    return require('libsql');
  }

  /** libsql ignores the option `readonly` and creates a missing file; a reader must do neither. */
  override async acquireRawConnection(): Promise<LibsqlConnection> {
    const { filename, options } = this.connectionSettings;
    if (options.readonly && !existsSync(filename)) {
      throw Object.assign(new Error('the database file is missing'), { code: 'ENOENT' });
    }
    const connection = await super.acquireRawConnection();
    if (options.readonly) connection.exec('PRAGMA query_only = ON');
    return connection;
  }
}
