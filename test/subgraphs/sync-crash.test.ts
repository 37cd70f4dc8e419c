// The sync as a process of its own over signed HTTP, killed at random moments while the registers change under it: in the
// end the read model is what a fresh build makes.
import path from 'node:path';
import type { Knex } from 'knex';
import { createKeys } from '../../subgraphs/shared/create-keys';
import { createRandom, type Random } from '../../sample/random';
import { registers } from '../../subgraphs';
import { openSubgraph } from '../../subgraphs/open';
import { openDatabase } from '../../subgraphs/shared/database';
import { createVerifier } from '../../subgraphs/shared/message-signatures';
import { serveSubgraph, type SubgraphServer } from '../../subgraphs/shared/serve';
import { openTrustedKeys } from '../../subgraphs/shared/trusted-keys';
import { generated } from '../generated';
import { silentLog } from '../graph/graph';
import { run } from '../processes/process';
import { createScratch, readModelRows, type Scratch, syncOnce } from './scratch';

const { seed, numRuns: kills } = generated('kills of the sync', 100);

let scratch: Scratch;
let servers: SubgraphServer[];
let environment: Record<string, string>;

beforeAll(async () => {
  scratch = createScratch();
  const [signingKey = '', trustedKeys = ''] = createKeys(path.join(scratch.folder, 'keys'));
  const verifier = createVerifier({ findKey: openTrustedKeys(trustedKeys, () => {}) });
  const config = scratch.config('sqlite:none');
  servers = registers.map((definition) => serveSubgraph(openSubgraph(definition, config, silentLog), { host: '127.0.0.1', port: 0, log: silentLog, verifier }));
  const ports = await Promise.all(servers.map((server) => server.start()));
  environment = {
    JIEDUI_DATA_DIR: scratch.folder,
    JIEDUI_SIGNING_KEY_FILE: signingKey,
    JIEDUI_SUBGRAPH_URLS: registers.map(({ name }, i) => `${name}=http://127.0.0.1:${ports[i]}/graphql`).join(','),
    JIEDUI_SYNC_PAUSE_MS: '1',
    JIEDUI_SYNC_COMPARE_S: '1',
    JIEDUI_LOG_LEVEL: 'silent',
  };
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await scratch.remove();
});

function startProcess(target: string) {
  const own = { JIEDUI_STATISTICS_DB: target, JIEDUI_STATISTICS_OWNER_DB: target };
  return run('subgraphs/main.ts', ['statistics', '--port', '0'], { ...environment, ...own });
}

/** Rows that were taken out, to be put back later. */
const takenOut: { database: Knex; rows: [table: string, rows: object[]][] }[] = [];

async function pickKey(random: Random, database: Knex, table: string, column: string): Promise<string> {
  const keys: string[] = await database(table).orderBy(column).pluck(column);
  return random.pick(keys);
}

/** The time of a change: now, or some seconds ago as if it was committed late; an old one, or null, where nobody noted it. */
function changeTime(random: Random): string | null {
  const ago = random.chance(0.3) ? random.integer(0, 20_000) : 0;
  if (random.chance(0.1)) return null;
  // A row that was put back as it was, with the time it had.
  if (random.chance(0.1)) return '2026-07-01 00:00:00.000';
  return new Date(Date.now() - ago).toISOString().replace('T', ' ').replace('Z', '');
}

async function takeOut(database: Knex, tables: readonly [table: string, column: string][], key: string): Promise<void> {
  const rows: [string, object[]][] = [];
  for (const [table, column] of tables) {
    rows.push([table, await database(table).where(column, key)]);
    await database(table).where(column, key).delete();
  }
  takenOut.push({ database, rows });
}

const pairingTables: [string, string][] = [
  ['pairing_organization', 'pairing_id'],
  ['pairing_county', 'pairing_id'],
  ['pairing_kind', 'pairing_id'],
  ['pairing_status', 'pairing_id'],
  ['pairing', 'id'],
];
const projectTables: [string, string][] = [
  ['project_organization', 'project_id'],
  ['project_status', 'project_id'],
  ['project_report', 'project_id'],
  ['project', 'id'],
];

type Change = (random: Random, databases: Scratch['registers'], changed_at: string | null) => Promise<unknown>;

const changes: Record<string, Change> = {
  async 'an organization is listed or taken off a list'(random, { organizations }, changed_at) {
    const code = random.chance(0.5)
      ? await pickKey(random, organizations, 'organization_listing', 'code')
      : await pickKey(random, organizations, 'organization', 'code');
    const listed = await organizations('organization_listing').where({ code }).delete();
    if (listed === 0) await organizations('organization_listing').insert({ code, list: 'SERIOUS_VIOLATION', listed_on: '2024-03-01', reason: '事由' });
    await organizations('organization').where({ code }).update({ changed_at });
  },
  async 'an organization changes its sector'(random, { organizations }, changed_at) {
    const code = await pickKey(random, organizations, 'organization', 'code');
    await organizations('organization')
      .where({ code })
      .update({ sector: random.pick(['CHARITY', 'ACADEMIC', null]), changed_at });
  },
  async 'an organization becomes nonsense, or sense again'(random, { organizations }, changed_at) {
    const [nonsense]: { code: string }[] = await organizations('organization').where({ kind: 'NONSENSE' });
    const code = nonsense?.code ?? (await pickKey(random, organizations, 'organization', 'code'));
    await organizations('organization')
      .where({ code })
      .update({ kind: nonsense === undefined ? 'NONSENSE' : 'FOUNDATION', changed_at });
  },
  async 'an organization is deleted'(random, { organizations }) {
    await takeOut(organizations, [['organization', 'code']], await pickKey(random, organizations, 'organization', 'code'));
  },
  async 'a pairing ends'(random, { pairings }, changed_at) {
    const id = await pickKey(random, pairings, 'pairing', 'id');
    await pairings('pairing_status').where({ pairing_id: id, until_on: null }).update({ until_on: '2026-06-01' });
    await pairings('pairing_status').where({ pairing_id: id, since_on: '2026-06-01' }).delete();
    await pairings('pairing_status').insert({ pairing_id: id, status: 'ENDED', since_on: '2026-06-01' });
    await pairings('pairing').where({ id }).update({ changed_at });
  },
  async 'a pairing changes its mechanism'(random, { pairings }, changed_at) {
    const id = await pickKey(random, pairings, 'pairing', 'id');
    await pairings('pairing')
      .where({ id })
      .update({ mechanism: random.pick(['NATIONAL', 'LOCAL']), changed_at });
  },
  async 'a pairing is deleted'(random, { pairings }) {
    await takeOut(pairings, pairingTables, await pickKey(random, pairings, 'pairing', 'id'));
  },
  async 'a project is deleted'(random, { pairings }) {
    await takeOut(pairings, projectTables, await pickKey(random, pairings, 'project', 'id'));
  },
  async 'a project reports'(random, { pairings }, changed_at) {
    const id = await pickKey(random, pairings, 'project', 'id');
    const reported_on = `2026-06-${String(random.integer(10, 28))}`;
    await pairings('project_report').where({ project_id: id, reported_on }).delete();
    await pairings('project_report').insert({ project_id: id, reported_on, summary: '进展', spent_fen: 1_000_000, beneficiaries: random.integer(1, 30) });
    await pairings('project').where({ id }).update({ changed_at });
  },
  async 'a need is met'(random, { counties }, changed_at) {
    const id = await pickKey(random, counties, 'county_need', 'id');
    await counties('county_need_status').where({ need_id: id }).update({ status: 'MET' });
    await counties('county_need').where({ id }).update({ changed_at });
  },
  async 'a county gets another code'(random, { counties }, changed_at) {
    const code = await pickKey(random, counties, 'county_former_code', 'former_code');
    const county_code = await pickKey(random, counties, 'county', 'code');
    await counties('county')
      .whereIn('code', counties('county_former_code').select('county_code').where({ former_code: code }))
      .update({ changed_at });
    await counties('county_former_code').where({ former_code: code }).update({ county_code });
    await counties('county').where({ code: county_code }).update({ changed_at });
  },
  async 'a county leaves its list'(random, { counties }, changed_at) {
    const county_code = await pickKey(random, counties, 'county_designation', 'county_code');
    await counties('county_designation').where({ county_code }).update({ to_on: '2024-12-31' });
    await counties('county').where({ code: county_code }).update({ changed_at });
  },
  async 'something deleted comes back'(random) {
    if (takenOut.length === 0) return;
    const [{ database, rows } = { database: null, rows: [] }] = takenOut.splice(random.integer(0, takenOut.length - 1), 1);
    for (const [table, lines] of [...rows].reverse()) for (const line of lines) await database?.(table).insert(line);
  },
};

/** Runs the sync for a moment while the registers change, and kills it. */
async function runAndKill(random: Random, target: string, made: Map<string, number>): Promise<string> {
  const running = startProcess(target);
  // From then on the sync runs: a process that is killed while it loads has done nothing yet.
  await running.waitFor(/listens at/);
  const startedAt = Date.now();
  const killAt = startedAt + random.integer(20, 2_000);
  while (Date.now() < killAt) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(60, Math.max(1, killAt - Date.now()))));
    if (!random.chance(0.5)) continue;
    const name = random.pick(Object.keys(changes));
    await changes[name]?.(random, scratch.registers, changeTime(random));
    made.set(name, (made.get(name) ?? 0) + 1);
  }
  running.child.kill('SIGKILL');
  await running.exited;
  return `${Date.now() - startedAt} ms: ${await describePhase(target)}`;
}

/** How far the sync had come when it was killed. */
async function describePhase(target: string): Promise<string> {
  const database = openDatabase(target, { role: 'reader' });
  const count = async (table: string) => Number((await database(table).count({ total: '*' }).first())?.total);
  const [records, states, published, dirty] = [await count('feed_record'), await count('model_state'), await count('agency_state'), await count('feed_dirty')];
  await database.destroy();
  if (published > 0) return dirty > 0 ? `published, ${dirty} records waiting` : 'published';
  return states > 0 ? 'in the first build' : `${records} records read`;
}

describe('the sync', () => {
  const made = new Map<string, number>();
  const log: string[] = [];
  const killsOfRound = Math.ceil(kills / 5);
  afterAll(() => console.log(`kills: ${log.length}\nchanges: ${[...made].map(([name, times]) => `${name} ${times}`).join(', ')}\n${log.join('\n')}`));

  it.each([1, 2, 3, 4, 5])(
    `killed ${killsOfRound} times while the registers change, ends with what a fresh build makes: round %i`,
    async (round) => {
      const random = createRandom(seed, `sync ${round}`);
      const target = await scratch.createStatistics();
      for (let i = 0; i < killsOfRound; i++) log.push(await runAndKill(random, target, made));
      const fresh = await scratch.createStatistics();
      await syncOnce(scratch.config(fresh));
      const expected = await readDatabase(fresh);

      const last = startProcess(target);
      // Where the kills left nothing to do, it would be stopped before it can be told to.
      await last.waitFor(/listens at/);
      const deadline = Date.now() + 60_000;
      const versions = (rows: Record<string, string[]>) => JSON.stringify([rows.agency_state, rows.feed_dirty]);
      while (versions(await readDatabase(target)) !== versions(expected) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 250));
      expect(await last.stop()).toBe(0);
      const reached = await readDatabase(target);
      for (const [table, rows] of Object.entries(expected)) expect({ table, rows: reached[table] }).toEqual({ table, rows });
      expect(expected.fact_link?.length).toBeGreaterThan(1_000);
    },
    300_000,
  );
});

async function readDatabase(url: string): Promise<Record<string, string[]>> {
  const database = openDatabase(url, { role: 'reader' });
  try {
    return await readModelRows(database);
  } finally {
    await database.destroy();
  }
}
