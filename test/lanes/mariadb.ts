// Sets up the lane on MariaDB: a server of its own, its databases filled by owners and read by users with SELECT alone,
// and the SQLite files beside them for comparison.
import setUpNode from './node';
import { subgraphs } from '../../subgraphs';
import { startMariadb } from '../mariadb/server';
import { buildSampleDatabases } from './sample-databases';

export default async function setUp(): Promise<void> {
  await setUpNode();
  const server = await startMariadb();
  for (const { name } of subgraphs) {
    await server.query(`CREATE DATABASE ${name}`);
    await server.query(`CREATE USER ${name}_owner@'127.0.0.1' IDENTIFIED BY 'owner'`);
    await server.query(`GRANT ALL ON ${name}.* TO ${name}_owner@'127.0.0.1'`);
    await server.query(`CREATE USER ${name}_reader@'127.0.0.1' IDENTIFIED BY 'reader'`);
    await server.query(`GRANT SELECT ON ${name}.* TO ${name}_reader@'127.0.0.1'`);
  }
  // For tests that write: databases of their own, which they create.
  await server.query("CREATE USER scratch@'127.0.0.1' IDENTIFIED BY 'scratch'");
  await server.query("GRANT ALL ON `scratch\\_%`.* TO scratch@'127.0.0.1'");
  await buildSampleDatabases((name) => `mysql://${name}_owner:owner@127.0.0.1:${server.port}/${name}`);
  process.env.TEST_MARIADB_PORT = String(server.port);
  (globalThis as { stopLane?: () => Promise<void> }).stopLane = server.stop;
}
