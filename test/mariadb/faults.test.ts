// The database under a subgraph's process that goes and comes back, while a client asks steadily.
import { createGateway, type Gateway } from '../../gateway/gateway';
import { generateSample } from '../../sample';
import { loadSample } from '../../sample/load';
import { counties } from '../../subgraphs/counties';
import { organizations } from '../../subgraphs/organizations';
import { openDatabase } from '../../subgraphs/shared/database';
import { migrate } from '../../subgraphs/shared/migrations';
import { serveSubgraph, type SubgraphServer } from '../../subgraphs/shared/serve';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { endure, faultTable, processLimits } from '../gateway/faults/endure';
import { defaultSettings, readerUrl, silentLog } from '../graph/graph';
import { type Running, run } from '../processes/process';
import { type MariadbServer, startMariadb } from './server';

const query = '{ county(code: "520204") { name } organization(code: "53100000500019795A") { name } }';
const organization = { name: '中国社会福利基金会' };
const whole = { county: { name: '水城区' }, organization };
const broken = { county: null, organization };

const timeoutMs = processLimits.subgraphTimeoutMs;

let server: MariadbServer;
let process_: Running;
let sound: SubgraphServer;
let gateway: Gateway;
let url: string;

beforeAll(async () => {
  server = await startMariadb();
  await server.query('CREATE DATABASE faults');
  await server.query("CREATE USER faults@'127.0.0.1' IDENTIFIED BY 'secret'");
  await server.query("GRANT ALL ON faults.* TO faults@'127.0.0.1'");
  const database = `mysql://faults:secret@127.0.0.1:${server.port}/faults`;
  const owner = openDatabase(database, { role: 'owner' });
  await migrate(owner, counties.migrations, counties.relations);
  await loadSample(owner, generateSample().counties);
  await owner.destroy();
  process_ = run('subgraphs/main.ts', ['counties', '--port', '0'], { JIEDUI_COUNTIES_DB: database, JIEDUI_LOG_LEVEL: 'silent' });
  const [, address = ''] = await process_.waitFor(/listens at (\S+)/);
  const subgraph = createSubgraph(organizations, { database: openDatabase(readerUrl('organizations', 'sqlite'), { role: 'reader' }), logError: () => {} });
  sound = serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, log: silentLog });
  const subgraphUrls = new Map([
    ['counties', address],
    ['organizations', `http://127.0.0.1:${await sound.start()}/graphql`],
  ]);
  gateway = createGateway({ ...defaultSettings, ...processLimits, subgraphUrls, inProcess: [], log: silentLog });
  url = `http://127.0.0.1:${await gateway.start()}/graphql`;
});
afterAll(async () => {
  process_.child.kill('SIGKILL');
  await process_.exited;
  await gateway.stop();
  await sound.stop();
  server.resume();
  await server.stop();
  console.log(faultTable());
});

describe('the database of a subgraph', () => {
  it.each<[string, () => unknown, () => unknown]>([
    ['is killed (SIGKILL) and started again', () => server.kill(), () => server.start()],
    ['is stopped (SIGSTOP) and goes on', () => server.pause(), () => server.resume()],
    ['ends all connections', () => endConnections(), () => {}],
  ])('%s', async (fault, begin, end) => {
    const codes = fault === 'ends all connections' ? [] : ['AGENCY_UNAVAILABLE', 'AGENCY_TIMEOUT'];
    await endure({ timeoutMs, fault: `a subgraph’s database ${fault}`, url, query, whole, broken, codes, begin, end });
  });
});

async function endConnections(): Promise<void> {
  await server.query("KILL USER faults@'127.0.0.1'");
}
