// Builds the databases that a lane's tests read, once for the lane. The time of loading is fixed, so that answers over
// different databases can be compared whole.
import { readConfig } from '../../config';
import { generateSample } from '../../sample';
import { loadSample } from '../../sample/load';
import { registers, type SubgraphName } from '../../subgraphs';
import { syncOnce } from '../../subgraphs/open';
import { openDatabase } from '../../subgraphs/shared/database';
import { migrate } from '../../subgraphs/shared/migrations';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { statistics } from '../../subgraphs/statistics';

/** @param ownerUrl the connection string of a subgraph's database for a user who may create tables */
export async function buildSampleDatabases(ownerUrl: (name: SubgraphName) => string): Promise<void> {
  const sample = generateSample({ loadedAt: '2026-07-01 00:00:00.000' });
  for (const { name, migrations, relations } of [...registers, statistics]) {
    const database = openDatabase(ownerUrl(name), { role: 'owner' });
    await migrate(database, migrations, relations);
    if (name !== 'statistics') await loadSample(database, sample[name]);
    await database.destroy();
  }
  await buildStatistics(ownerUrl);
}

async function buildStatistics(ownerUrl: (name: SubgraphName) => string): Promise<void> {
  const names = [...registers, statistics].map(({ name }) => name);
  const environment = Object.fromEntries(names.map((name) => [`JIEDUI_${name.toUpperCase()}_DB`, ownerUrl(name)]));
  const config = readConfig({ ...environment, JIEDUI_STATISTICS_OWNER_DB: ownerUrl('statistics') }, packageRoot);
  const log = { info: () => {}, warn: console.warn, error: console.error };
  await syncOnce(config, log);
}
