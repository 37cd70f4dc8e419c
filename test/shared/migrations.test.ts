// Migrations on SQLite; test/mariadb has what is different on a server.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { createTable, migrate, missingMigrations, unlockMigrations } from '../../subgraphs/shared/migrations';

let folder: string;
const { migrations, relations } = counties;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function withDatabase(work: (database: ReturnType<typeof openDatabase>) => Promise<void>, role: 'owner' | 'reader' = 'owner'): Promise<void> {
  const database = openDatabase(`sqlite:${path.join(folder, 'test.sqlite')}`, { role });
  try {
    await work(database);
  } finally {
    await database.destroy();
  }
}

describe('migrating', () => {
  it('creates every relation that the queries read, and does nothing the second time', () =>
    withDatabase(async (database) => {
      expect(await missingMigrations(database, migrations, relations)).toEqual(['001_counties', '002_change_time']);
      await migrate(database, migrations, relations);
      await migrate(database, migrations, relations);
      expect(await missingMigrations(database, migrations, relations)).toEqual([]);
      for (const relation of relations) expect(await database(relation).first()).toBeUndefined();
    }));

  it('leaves nothing behind when it fails half-way, and goes on when run again', () =>
    withDatabase(async (database) => {
      let broken = true;
      const failing = {
        name: '001_counties',
        up: async (knex: typeof database) => {
          await createTable(knex, 'province', (table) => void table.string('code', 6).primary());
          if (broken) throw new Error('cut off');
        },
      };
      await expect(migrate(database, [failing], ['province'])).rejects.toThrow('cut off');
      expect(await missingMigrations(database, [failing], ['province'])).toEqual(['001_counties']);
      broken = false;
      await migrate(database, [failing], ['province']);
      expect(await missingMigrations(database, [failing], ['province'])).toEqual([]);
    }));

  it('that was cut off with the lock held says what to do, and goes on after --unlock', () =>
    withDatabase(async (database) => {
      await migrate(database, migrations, relations);
      await database('jiedui_migrations_lock').update({ is_locked: 1 });
      const next = { name: '002_next', up: async () => {} };
      await expect(migrate(database, [...migrations, next], relations)).rejects.toThrow(/run the command again with --unlock/);
      await unlockMigrations(database);
      await migrate(database, [...migrations, next], relations);
      expect(await missingMigrations(database, [...migrations, next], relations)).toEqual([]);
    }));

  it('refuses a database that holds tables of the same names that are not ours', () =>
    withDatabase(async (database) => {
      await database.schema.createTable('county', (table) => void table.string('anything'));
      await expect(migrate(database, migrations, relations)).rejects.toThrow(/already has a table or view named county/);
    }));

  it('is not asked of an agency’s own database, whose views are the contract', () =>
    withDatabase(async (database) => {
      await database.raw('create view dataset as select 1 as id');
      expect(await missingMigrations(database, migrations, relations)).toEqual([]);
    }));
});

describe('a reader of SQLite', () => {
  it('cannot write', async () => {
    await withDatabase((database) => migrate(database, migrations, relations));
    await withDatabase(async (database) => {
      await expect(database('prefecture').insert({ code: '1', name: 'x', province_code: '1' })).rejects.toThrow(/readonly/);
      await expect(database.schema.dropTable('county')).rejects.toThrow(/readonly/);
    }, 'reader');
  });

  it('does not create a missing file', () => withDatabase((database) => expect(database('county').first()).rejects.toThrow(/missing/), 'reader'));

  it('of a file that is no database fails', async () => {
    writeFileSync(path.join(folder, 'test.sqlite'), 'this is text, and long enough to be read as the header of a page of a database');
    await withDatabase(async (database) => expect(database('county').first()).rejects.toThrow(), 'reader');
  });
});
