// Sets up the lane that needs Node alone: SQLite files of the sample in a folder of their own.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSampleDatabases } from './sample-databases';

export default async function setUp(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-test-'));
  process.env.TEST_SQLITE_DIR = folder;
  await buildSampleDatabases((name) => `sqlite:${path.join(folder, `${name}.sqlite`)}`);
}
