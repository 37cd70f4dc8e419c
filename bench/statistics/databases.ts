// The databases of the statistics' benchmark: a MariaDB server of its own, or one that is named, with an owner and a reader for each
// subgraph; filled with data of national scale unless an earlier run left them there.
import { createConnection } from 'mysql2/promise';
import { type SubgraphName, subgraphs } from '../../subgraphs';
import { openDatabase } from '../../subgraphs/shared/database';
import { migrate } from '../../subgraphs/shared/migrations';
import { statistics } from '../../subgraphs/statistics';
import { startMariadb } from '../../test/mariadb/server';
import { loadScaleData } from './load-scale-data';
import { createProgressBar } from './progress-bar';
import type { ScaleOptions } from './scale-data';

const serverFlags = ['--innodb-buffer-pool-size=4G', '--innodb-log-file-size=1G', '--local-infile=1'];

export interface ScaleDatabases {
  url(name: SubgraphName, role: 'owner' | 'reader'): string;
  /** Environment of a subgraph's process: its own database as a reader; for statistics as its owner too. */
  environment: Record<string, string>;
  version: string;
  stop(): Promise<void>;
}

/** @param admin a connection string without a database, of a user who may create some; null for a server of our own */
export async function openScaleDatabases(admin: string | null): Promise<ScaleDatabases> {
  const own = admin === null ? await startMariadb(serverFlags) : null;
  const server = new URL(admin ?? `mysql://root@127.0.0.1:${own?.port}`);
  const connection = await createConnection({
    host: server.hostname,
    port: Number(server.port || 3306),
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
  });
  const password = 'benchmark';
  for (const { name } of subgraphs) {
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    for (const [role, rights] of [['owner', 'ALL'] as const, ['reader', 'SELECT'] as const]) {
      await connection.query(`CREATE USER IF NOT EXISTS bench_${name}_${role} IDENTIFIED BY '${password}'`);
      await connection.query(`GRANT ${rights} ON ${name}.* TO bench_${name}_${role}`);
    }
  }
  // The statement over the registers' own tables reads all of them, as no agency's user may.
  await connection.query('GRANT SELECT ON *.* TO bench_statistics_reader');
  const [rows] = await connection.query('SELECT VERSION() AS version');
  await connection.end();
  const url = (name: SubgraphName, role: 'owner' | 'reader') => `mysql://bench_${name}_${role}:${password}@${server.host}/${name}`;
  const environment: Record<string, string> = { JIEDUI_STATISTICS_OWNER_DB: url('statistics', 'owner') };
  for (const { name } of subgraphs) environment[`JIEDUI_${name.toUpperCase()}_DB`] = url(name, 'reader');
  return { url, environment, version: String((rows as { version: string }[])[0]?.version), stop: async () => own?.stop() };
}

/** Loads the registers; null where they hold data already. */
export async function loadRegisters(databases: ScaleDatabases, options: ScaleOptions): Promise<{ rows: number; seconds: number } | null> {
  const database = openDatabase(databases.url('pairings', 'owner'), { role: 'owner' });
  const isLoaded = (await database.schema.hasTable('dataset')) && (await database('dataset').first('id')) !== undefined;
  await database.destroy();
  if (isLoaded) return null;
  const bar = createProgressBar('loading');
  const loaded = await loadScaleData({ ownerUrl: (name) => databases.url(name, 'owner'), options, onProgress: bar.show });
  bar.finish(loaded.rows);
  return loaded;
}

/** Empties the statistics' database and creates its tables. */
export async function emptyStatistics(databases: ScaleDatabases): Promise<void> {
  const database = openDatabase(databases.url('statistics', 'owner'), { role: 'owner' });
  await database.raw('DROP DATABASE statistics');
  await database.raw('CREATE DATABASE statistics CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
  await database.destroy();
  const fresh = openDatabase(databases.url('statistics', 'owner'), { role: 'owner' });
  await migrate(fresh, statistics.migrations, statistics.relations);
  await fresh.destroy();
}
