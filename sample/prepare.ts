// Prepares the embedded databases at start: builds and fills the SQLite files that are missing, and brings those that
// exist up to the last migration. Databases on a server are left to the one-shot commands.
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config';
import { subgraphs } from '../subgraphs';
import { openDatabase } from '../subgraphs/shared/database';
import { migrate } from '../subgraphs/shared/migrations';
import { OperatorError } from '../subgraphs/shared/operator-error';
import { generateSample, type Sample } from '.';
import { loadSample } from './load';

type Definition = (typeof subgraphs)[number];

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
    requireWritable(path.dirname(file));
    if (existsSync(file)) {
      await bringUpToDate(definition, file);
    } else {
      sample ??= generateSample();
      await build(definition, file, sample, say);
    }
  }
}

/** Fills a file of another name and renames it when it is whole, so that a half-loaded database is never served. */
async function build(definition: Definition, file: string, sample: Sample, say: (message: string) => void): Promise<void> {
  const unfinished = `${file}.building`;
  rmSync(unfinished, { force: true });
  const database = openDatabase(`sqlite:${unfinished}`, { role: 'owner' });
  try {
    await database.raw('PRAGMA synchronous = OFF');
    await migrate(database, definition.migrations, definition.relations);
    let lastTenth = 0;
    await loadSample(database, sample[definition.name], (done, total) => {
      const tenth = Math.floor((done / total) * 10);
      if (tenth > lastTenth && tenth % 5 === 0) say(`  ${definition.name}: ${done} of ${total} rows`);
      lastTenth = tenth;
    });
  } finally {
    await database.destroy();
  }
  renameSync(unfinished, file);
}

async function bringUpToDate(definition: Definition, file: string): Promise<void> {
  const database = openDatabase(`sqlite:${file}`, { role: 'owner' });
  try {
    await migrate(database, definition.migrations, definition.relations);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`${file} cannot be used as the database of ${definition.name}; move it away to have it built anew`);
  } finally {
    await database.destroy();
  }
}

function requireWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new OperatorError(`the data directory ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}); set JIEDUI_DATA_DIR to one that can`);
  }
}
