// What is different on a server: users, session settings, interrupted migrations, outages.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateSample } from '../../sample';
import { loadSample } from '../../sample/load';
import { subgraphs } from '../../subgraphs';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { createIndex, createTable, migrate, missingMigrations } from '../../subgraphs/shared/migrations';
import { ask, readerUrl } from '../graph/graph';
import { run } from '../processes/process';
import { type MariadbServer, startMariadb } from './server';

const { migrations, relations } = counties;
let server: MariadbServer;
const ownerUrl = (database: string) => `mysql://root@127.0.0.1:${server.port}/${database}`;

beforeAll(async () => {
  server = await startMariadb();
});
afterAll(() => server.stop());

async function withDatabase(name: string, work: (database: ReturnType<typeof openDatabase>) => Promise<void>): Promise<void> {
  await server.query(`CREATE DATABASE IF NOT EXISTS ${name}`);
  const database = openDatabase(ownerUrl(name), { role: 'owner' });
  try {
    await work(database);
  } finally {
    await database.destroy();
  }
}

describe('a reader', () => {
  it.each(subgraphs.map(({ name, filledBy }) => [name, filledBy.relation] as const))('of %s can SELECT and nothing else', async (name, relation) => {
    const database = openDatabase(readerUrl(name, 'mariadb'), { role: 'reader' });
    try {
      expect(await database(relation).first()).toBeDefined();
      for (const statement of [
        `DELETE FROM ${relation}`,
        `INSERT INTO ${relation} VALUES (1)`,
        `UPDATE ${relation} SET agency = 1`,
        `DROP TABLE ${relation}`,
        'CREATE TABLE mine (id INT)',
        'SELECT * FROM mysql.user',
      ]) {
        await expect(database.raw(statement)).rejects.toThrow(/denied/);
      }
    } finally {
      await database.destroy();
    }
  });
});

describe('a connection', () => {
  it('sets time zone and character set itself, whatever the server’s defaults are', () =>
    withDatabase('session', async (database) => {
      const [[row]] = await database.raw(
        'SELECT @@session.time_zone AS zone, @@character_set_client AS client, @@character_set_results AS results, @@collation_connection AS collation, @@global.time_zone AS other, @@character_set_server AS otherSet',
      );
      expect(row).toEqual({ zone: '+00:00', client: 'utf8mb4', results: 'utf8mb4', collation: 'utf8mb4_bin', other: '+08:00', otherSet: 'latin1' });
    }));

  it('keeps characters beyond the basic plane, and dates as they are', () =>
    withDatabase('characters', async (database) => {
      await createTable(database, 'text', (table) => {
        table.string('name', 20).primary();
        table.date('day');
      });
      await database('text').insert({ name: '𠮷野家县🌾', day: '2023-12-31' });
      expect(await database('text').first()).toEqual({ name: '𠮷野家县🌾', day: '2023-12-31' });
    }));
});

describe('a migration that fails half-way', () => {
  it('goes on when it is run again: tables that are there already are kept, indexes too', () =>
    withDatabase('half_way', async (database) => {
      let attempts = 0;
      const interrupted = {
        name: '001_counties',
        up: async (knex: typeof database) => {
          await createTable(knex, 'prefecture', (table) => void table.string('code', 6).primary());
          await createIndex(knex, 'prefecture', ['code']);
          attempts += 1;
          if (attempts === 1) throw new Error('the connection was lost');
          await createTable(knex, 'county', (table) => void table.string('code', 6).primary());
        },
      };
      await expect(migrate(database, [interrupted], ['prefecture', 'county'])).rejects.toThrow('the connection was lost');
      expect(await database.schema.hasTable('prefecture')).toBe(true);
      expect(await missingMigrations(database, [interrupted], ['prefecture', 'county'])).toEqual(['001_counties']);
      await migrate(database, [interrupted], ['prefecture', 'county']);
      expect(await missingMigrations(database, [interrupted], ['prefecture', 'county'])).toEqual([]);
      expect(await database.schema.hasTable('county')).toBe(true);
    }));

  it('never touches a database that holds tables of its own', () =>
    withDatabase('foreign_tables', async (database) => {
      await database.schema.createTable('county', (table) => void table.string('theirs'));
      await expect(migrate(database, migrations, relations)).rejects.toThrow(/that Jiedui did not create/);
      expect(await database.schema.hasTable('province')).toBe(false);
    }));
});

describe('a load that fails half-way', () => {
  it('leaves nothing, so that it can be run again', () =>
    withDatabase('half_load', async (database) => {
      await migrate(database, migrations, relations);
      const rows = generateSample().counties;
      const failing = { ...rows, county_need_status: [...(rows.county_need_status ?? []), ...(rows.county_need_status ?? []).slice(0, 1)] };
      await expect(loadSample(database, failing)).rejects.toThrow(/Duplicate/);
      for (const relation of relations) expect(await database(relation).first()).toBeUndefined();
      await loadSample(database, rows);
      expect(Number((await database('county').count({ total: '*' }).first())?.total)).toBe(2844);
    }));
});

describe('the one-shot commands', () => {
  it('create and fill a database with an owner’s user, and refuse without one or a second time', async () => {
    await server.query('CREATE DATABASE by_command');
    const environment = { JIEDUI_COUNTIES_OWNER_DB: ownerUrl('by_command') };
    const early = run('cli/main.ts', ['load-sample', 'counties'], environment);
    expect(await early.exited).toBe(1);
    expect(early.output().trim()).toBe('the database of counties lacks its tables; first run: npm run jiedui -- migrate counties');
    expect(await run('cli/main.ts', ['migrate', 'counties'], environment).exited).toBe(0);
    expect(await run('cli/main.ts', ['load-sample', 'counties'], environment).exited).toBe(0);
    const second = run('cli/main.ts', ['load-sample', 'counties'], environment);
    expect(await second.exited).toBe(1);
    expect(second.output()).toMatch(/already holds data sets/);
    const without = run('cli/main.ts', ['migrate', 'counties'], { JIEDUI_COUNTIES_DB: ownerUrl('by_command') });
    expect(await without.exited).toBe(1);
    expect(without.output().trim()).toBe("JIEDUI_COUNTIES_OWNER_DB is not set: creating tables and loading rows needs an owner's user");
    const denied = run('cli/main.ts', ['migrate', 'counties'], { JIEDUI_COUNTIES_OWNER_DB: `mysql://nobody:hunter2@127.0.0.1:${server.port}/by_command` });
    expect(await denied.exited).toBe(1);
    expect(denied.output().trim()).toBe('the database of counties refused the work (ER_ACCESS_DENIED_ERROR); it is named by JIEDUI_COUNTIES_OWNER_DB');
    const usage = run('cli/main.ts', ['destroy', 'counties'], environment);
    expect(await usage.exited).toBe(1);
    expect(usage.output()).toMatch(/^usage:/);
  });
});

describe('an agency’s database that goes down', () => {
  it('at start is named and waited for; later costs its own fields alone; and is used again when it is back', async () => {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'jiedui-outage-'));
    await withDatabase('outage', async (database) => {
      await migrate(database, migrations, relations);
    });
    await server.kill();
    const gateway = run('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir, JIEDUI_COUNTIES_DB: ownerUrl('outage') });
    try {
      await gateway.waitFor(/the database of counties cannot be reached; trying again/);
      const [, port] = await gateway.waitFor(/listens on port (\d+)/);
      const url = `http://127.0.0.1:${port}`;
      const readiness = async () => {
        const response = await fetch(`${url}/health/ready`);
        return { status: response.status, ...((await response.json()) as { faults: string[] }) };
      };
      expect(await readiness()).toMatchObject({ status: 503, ready: false });
      await server.start();
      // The tables are there and hold nothing: still not ready, and it says what to do.
      await gateway.waitFor(/the database of counties holds no data yet; load it/);
      expect(await readiness()).toMatchObject({ status: 503, ready: false });
      await withDatabase('outage', (database) => loadSample(database, generateSample().counties));
      await gateway.waitFor(/is ready/);
      expect(await readiness()).toMatchObject({ status: 200, ready: true });

      const question = '{ county(code: "520204") { name } pairing(id: "P2023-0001") { shape } }';
      expect((await ask(`${url}/graphql`, question)).errors).toBeUndefined();
      await server.kill();
      const down = await ask(`${url}/graphql`, question);
      expect(down.data).toEqual({ county: null, pairing: { shape: expect.any(String) } });
      expect(down.errors).toEqual([
        expect.objectContaining({ path: ['county'], extensions: { code: 'AGENCY_UNAVAILABLE', agency: 'counties', requestId: 'test' } }),
      ]);
      expect(JSON.stringify(down)).not.toMatch(/127\.0\.0\.1|ECONN|select|outage|lost/i);
      await server.start();
      const back = await ask(`${url}/graphql`, question);
      expect(back.data?.county).toEqual({ name: '水城区' });
    } finally {
      await gateway.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
