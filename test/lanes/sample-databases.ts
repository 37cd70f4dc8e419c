// Builds the databases that a lane's tests read, once for the lane. The time of loading is fixed, so that answers over
// different databases can be compared whole.
import { generateSample } from '../../sample';
import { loadSample } from '../../sample/load';
import { type AgencyName, subgraphs } from '../../subgraphs';
import { openDatabase } from '../../subgraphs/shared/database';
import { migrate } from '../../subgraphs/shared/migrations';

/** @param ownerUrl the connection string of an agency's database for a user who may create tables */
export async function buildSampleDatabases(ownerUrl: (name: AgencyName) => string): Promise<void> {
  const sample = generateSample({ loadedAt: '2026-07-01 00:00:00.000' });
  for (const { name, migrations, relations } of subgraphs) {
    const database = openDatabase(ownerUrl(name), { role: 'owner' });
    await migrate(database, migrations, relations);
    await loadSample(database, sample[name]);
    await database.destroy();
  }
}
