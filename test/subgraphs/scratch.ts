// Databases that a test may write: copies of the lane's registers, and statistics of its own.
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { readConfig } from '../../config';
import { registers } from '../../subgraphs';
import * as open from '../../subgraphs/open';
import { openDatabase } from '../../subgraphs/shared/database';
import { migrate } from '../../subgraphs/shared/migrations';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { statistics } from '../../subgraphs/statistics';
import { laneDatabase, readerUrl, silentLog } from '../graph/graph';

export interface Scratch {
  folder: string;
  /** SQLite copies of the registers, for an owner. */
  registers: Readonly<Record<'organizations' | 'counties' | 'pairings', Knex>>;
  registerUrl(name: string): string;
  /** An empty, migrated database for statistics, on the lane's kind of server. */
  createStatistics(): Promise<string>;
  /** Settings for these registers and some statistics. */
  config(statisticsUrl: string): ReturnType<typeof readConfig>;
  remove(): Promise<void>;
}

let created = 0;

export function createScratch(): Scratch {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-scratch-'));
  const registerUrl = (name: string) => `sqlite:${path.join(folder, `${name}.sqlite`)}`;
  for (const { name } of registers) copyFileSync(readerUrl(name, 'sqlite').slice('sqlite:'.length), path.join(folder, `${name}.sqlite`));
  const openRegister = (name: string) => openDatabase(registerUrl(name), { role: 'owner' });
  const databases = { organizations: openRegister('organizations'), counties: openRegister('counties'), pairings: openRegister('pairings') };
  return {
    folder,
    registers: databases,
    registerUrl,
    async createStatistics() {
      // Test files share a process and a server, and each begins to count anew.
      const name = `scratch_${randomUUID().slice(0, 8)}_${created++}`;
      const url = laneDatabase === 'sqlite' ? `sqlite:${path.join(folder, `${name}.sqlite`)}` : await createMariadb(name);
      const database = openDatabase(url, { role: 'owner' });
      await migrate(database, statistics.migrations, statistics.relations);
      await database.destroy();
      return url;
    },
    config(statisticsUrl) {
      const environment = Object.fromEntries(registers.map(({ name }) => [`JIEDUI_${name.toUpperCase()}_DB`, registerUrl(name)]));
      return readConfig({ ...environment, JIEDUI_STATISTICS_DB: statisticsUrl, JIEDUI_STATISTICS_OWNER_DB: statisticsUrl }, packageRoot);
    },
    async remove() {
      await Promise.all(Object.values(databases).map((database) => database.destroy()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A new database on the lane's server. */
export async function createMariadb(name: string): Promise<string> {
  const server = `mysql://scratch:scratch@127.0.0.1:${process.env.TEST_MARIADB_PORT}`;
  // Connects without a database of its own: information_schema is everyone's.
  const database = openDatabase(`${server}/information_schema`, { role: 'owner' });
  await database.raw('create database ?? character set utf8mb4 collate utf8mb4_bin', [name]);
  await database.destroy();
  return `${server}/${name}`;
}

/** Reads the registers to their end, in process, and publishes. */
export async function syncOnce(config: ReturnType<typeof readConfig>): Promise<void> {
  await open.syncOnce(config, silentLog);
}

/** Everything in the read model that an answer can come from, without the numbers that differ from build to build. */
export async function readModelRows(database: Knex): Promise<Record<string, string[]>> {
  const organizations = new Map<number, string>((await database('dim_organization').select('id', 'code')).map(({ id, code }) => [id, code]));
  const pairings = new Map<number, string>((await database('dim_pairing').select('id', 'pairing_key')).map(({ id, pairing_key }) => [id, pairing_key]));
  const known = new Set<string>(await database('feed_record').where({ collection: 'organization' }).pluck('record_key'));
  const tables = ['agency_state', 'dim_province', 'dim_prefecture', 'dim_partnership', 'dim_county', 'dim_county_code', 'dim_designation', 'dim_organization'];
  const facts = [
    'organization_period',
    'fact_link',
    'county_status',
    'county_doubt',
    'fact_pledge',
    'fact_project',
    'fact_report',
    'fact_need',
    'feed_record',
    'feed_rejected',
    'feed_dirty',
  ];
  const rows: Record<string, string[]> = {};
  for (const table of [...tables, ...facts]) {
    const found: Record<string, unknown>[] = await database(table);
    rows[table] = found
      .filter((row) => table !== 'dim_organization' || known.has(String(row.code)))
      // A change time without a change is not kept.
      .map(({ read_at: _readAt, changed_at: _changedAt, id, organization_id, pairing_id, ...row }) =>
        JSON.stringify({
          ...row,
          // Of counties alone the number is the code's.
          ...(table === 'dim_county' ? { id } : {}),
          organization: organizations.get(organization_id as number) ?? null,
          pairing: pairings.get(pairing_id as number) ?? null,
        }),
      )
      .sort();
  }
  return rows;
}
