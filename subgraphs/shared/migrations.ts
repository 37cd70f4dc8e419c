// Creates and changes the tables of one agency's database. Run by an owner's user in a one-shot command, never by the
// reading processes. Every step can be run again after a failure half-way: MySQL-protocol servers commit each
// CREATE on their own, so a migration that was cut off has left some of its tables behind.
import type { Knex } from 'knex';
import { isSqlite } from './database';
import { OperatorError } from './operator-error';

export interface Migration {
  /** Sorts after every earlier migration, such as `001_registers`. */
  name: string;
  up(knex: Knex): Promise<void>;
}

const historyTable = 'jiedui_migrations';

/**
 * Brings a database up to the last migration; does nothing where it is there already.
 *
 * @param relations the tables of the subgraph, so that an agency's own tables of the same names are never touched
 * @throws OperatorError where the database holds foreign tables, or another migration holds the lock
 */
export async function migrate(knex: Knex, migrations: readonly Migration[], relations: readonly string[]): Promise<void> {
  await refuseForeignTables(knex, relations);
  if ((await missingMigrations(knex, migrations, relations)).length === 0) return;
  try {
    await knex.migrate.latest({
      tableName: historyTable,
      migrationSource: {
        getMigrations: () => Promise.resolve([...migrations]),
        getMigrationName: (migration: Migration) => migration.name,
        getMigration: (migration: Migration) => Promise.resolve({ up: migration.up, down: () => Promise.reject(new Error('migrations go forward only')) }),
      },
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'MigrationLocked') {
      throw new OperatorError('another migration is running, or one was cut off; if none is running, run the command again with --unlock');
    }
    throw error;
  }
}

/** Frees the lock that a migration left when it was cut off. Only for an operator who knows that none is running. */
export async function unlockMigrations(knex: Knex): Promise<void> {
  await knex.migrate.forceFreeMigrationsLock({ tableName: historyTable });
}

/**
 * The migrations a database still lacks. A database that Jiedui did not create (an agency's own, with views) has no
 * history and lacks none: its views are the contract.
 */
export async function missingMigrations(knex: Knex, migrations: readonly Migration[], relations: readonly string[]): Promise<string[]> {
  if (!(await knex.schema.hasTable(historyTable))) {
    const first = relations[0];
    return first !== undefined && (await hasRelation(knex, first)) ? [] : migrations.map((migration) => migration.name);
  }
  const done = new Set<string>(await knex(historyTable).pluck('name'));
  return migrations.map((migration) => migration.name).filter((name) => !done.has(name));
}

/** Creates a table unless an earlier, interrupted run of the same migration did. Text compares by code point on every server. */
export async function createTable(knex: Knex, name: string, build: (table: Knex.CreateTableBuilder) => void): Promise<void> {
  if (await knex.schema.hasTable(name)) return;
  await knex.schema.createTable(name, (table) => {
    if (!isSqlite(knex)) {
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
    }
    build(table);
  });
}

/** Adds a column unless an earlier, interrupted run of the same migration did. */
export async function addColumn(knex: Knex, table: string, column: string, build: (table: Knex.AlterTableBuilder) => void): Promise<void> {
  if (!(await knex.schema.hasColumn(table, column))) await knex.schema.alterTable(table, build);
}

/** Creates an index unless an earlier, interrupted run of the same migration did. */
export async function createIndex(knex: Knex, table: string, columns: string[]): Promise<void> {
  const name = `${table}_by_${columns.join('_')}`.slice(0, 60);
  try {
    await knex.schema.alterTable(table, (builder) => builder.index(columns, name));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ER_DUP_KEYNAME') throw error;
  }
}

async function refuseForeignTables(knex: Knex, relations: readonly string[]): Promise<void> {
  if (await knex.schema.hasTable(historyTable)) return;
  for (const relation of relations) {
    if (await hasRelation(knex, relation)) {
      throw new OperatorError(`the database already has a table or view named ${relation} that Jiedui did not create; give Jiedui a database of its own`);
    }
  }
}

/** Like `hasTable`, and true for views as well. */
async function hasRelation(knex: Knex, name: string): Promise<boolean> {
  if (!isSqlite(knex)) return knex.schema.hasTable(name);
  const row = await knex('sqlite_master').whereIn('type', ['table', 'view']).where({ name }).first('name');
  return row !== undefined;
}
