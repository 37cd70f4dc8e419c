// Prepares the embedded databases at start: builds and fills the SQLite files that are missing, and brings those that
// exist up to the last migration. Databases on a server are left to the one-shot commands.
import { accessSync, chmodSync, constants, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import type { Config } from '../config';
import { type AgencyName, subgraphs } from '../subgraphs';
import { syncOnce } from '../subgraphs/open';
import { type DatabaseOptions, openDatabase } from '../subgraphs/shared/database';
import { lockFile } from '../subgraphs/shared/file-lock';
import { makeFolder } from '../subgraphs/shared/make-folder';
import { migrate, missingMigrations } from '../subgraphs/shared/migrations';
import { OperatorError } from '../subgraphs/shared/operator-error';
import { createLog } from '../subgraphs/shared/process';
import { generateSample, type Sample } from '.';
import { loadSample } from './load';

type Definition = (typeof subgraphs)[number];

/**
 * Keeps the data folder for one embedded gateway: two would both sync the statistics, and each take the other's rows for its own.
 *
 * @throws OperatorError where another one has it, or the folder cannot be made
 */
export function lockEmbeddedData({ dataDir }: Pick<Config, 'dataDir'>): void {
  requireWritable(dataDir);
  if (lockFile(path.join(dataDir, 'embedded.lock')) !== null) return;
  throw new OperatorError(`another embedded gateway runs on the data directory ${dataDir}: stop it, or set JIEDUI_DATA_DIR to a folder of this one's own`);
}

/**
 * @param say called with a progress line for each step
 * @throws OperatorError where the folder cannot be written, or a file is no database
 */
export async function prepareEmbeddedData(config: Config, say: (message: string) => void, definitions: readonly Definition[] = subgraphs): Promise<void> {
  let sample: Sample | undefined;
  for (const definition of definitions) {
    const { reader } = config.databases[definition.name];
    if (!reader.startsWith('sqlite:')) continue;
    const file = reader.slice('sqlite:'.length);
    if (existsSync(file)) {
      removeLeftovers(file);
      closeToOthers(file);
      await bringUpToDate(definition, file);
    } else {
      requireWritable(path.dirname(file));
      removeLeftovers(file);
      say(`building the database of ${definition.name} in ${file} … 正在建立数据库`);
      await build(definition, file, async (database, url) => {
        if (definition.name !== 'statistics') {
          sample ??= generateSample();
          await fill(database, definition.name, sample, say);
        } else if (definitions.length === subgraphs.length) {
          await buildStatistics(config, url, say);
        }
      });
    }
  }
}

/** Fills a file of another name and renames it when it is whole, so that a half-loaded database is never served. */
async function build(definition: Definition, file: string, fillFile: (database: Knex, url: string) => Promise<void>): Promise<void> {
  const unfinished = `${file}.${process.pid}.building`;
  await withDatabase(unfinished, 'owner', async (database) => {
    await database.raw('PRAGMA synchronous = OFF');
    await migrate(database, definition.migrations, definition.relations);
    await fillFile(database, `sqlite:${unfinished}`);
  });
  renameSync(unfinished, file);
}

async function fill(database: Knex, name: AgencyName, sample: Sample, say: (message: string) => void): Promise<void> {
  let lastTenth = 0;
  await loadSample(database, sample[name], (done, total) => {
    const tenth = Math.floor((done / total) * 10);
    if (tenth > lastTenth && tenth % 5 === 0) say(`  ${name}: ${done} of ${total} rows`);
    lastTenth = tenth;
  });
}

/** The statistics read the registers' feeds, as they do from then on; one that does not answer now is read later. */
async function buildStatistics(config: Config, url: string, say: (message: string) => void): Promise<void> {
  await syncOnce({ ...config, databases: { ...config.databases, statistics: { reader: url, owner: url } } }, createLog(config.logLevel));
  say('  statistics: built from the registers');
}

/** Removes what starts that were cut off left behind; another start at this moment keeps its file. */
function removeLeftovers(file: string): void {
  const folder = path.dirname(file);
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(path.basename(file)) ? /\.(\d+)\.building(-journal|-wal|-shm)?$/.exec(name)?.[1] : undefined;
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(path.join(folder, name), { force: true });
  }
}

/** Whoever may read the file reads past every scope: one of an earlier version may be open to the machine's other users. */
function closeToOthers(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o077) === 0) return;
  try {
    chmodSync(file, 0o600);
  } catch {
    // It is another user's file, who decides about it.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Migrates a file that lacks a migration; one that lacks none is left alone, so that a read-only folder will do. */
async function bringUpToDate(definition: Definition, file: string): Promise<void> {
  try {
    if (await lacksMigrations(definition, file)) {
      requireWritable(path.dirname(file));
      await withDatabase(file, 'owner', (database) => migrate(database, definition.migrations, definition.relations));
    }
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`${file} cannot be used as the database of ${definition.name}; move it away to have it built anew`);
  }
}

function lacksMigrations({ migrations, relations }: Definition, file: string): Promise<boolean> {
  return withDatabase(file, 'reader', async (database) => (await missingMigrations(database, migrations, relations)).length > 0);
}

async function withDatabase<Result>(file: string, role: DatabaseOptions['role'], work: (database: Knex) => Promise<Result>): Promise<Result> {
  const database = openDatabase(`sqlite:${file}`, { role });
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}

function requireWritable(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new OperatorError(`the data directory ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}); set JIEDUI_DATA_DIR to one that can`);
  }
}
