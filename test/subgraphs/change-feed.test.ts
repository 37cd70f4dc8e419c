// The change feeds as their reader sees them: whole, in order, without personal data, and only for whoever may read them.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { subgraphs } from '../../subgraphs';
import { openDatabase } from '../../subgraphs/shared/database';
import { createFeedReader, digestRecords, type FeedPage, type FeedReader } from '../../subgraphs/shared/feed-client/reader';
import { openInProcess } from '../../subgraphs/shared/feed-client/source';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph';
import { type DatabaseKind, type Graph, inBothLanguages, laneDatabase, readerUrl, startGraph } from '../graph/graph';

const feeds = {
  organizations: { field: 'organizationFeed', collections: { organization: 'organization' } },
  counties: {
    field: 'countyFeed',
    collections: { province: 'province', prefecture: 'prefecture', partnership: 'east_west_partnership', county: 'county', need: 'county_need' },
  },
  pairings: { field: 'pairingFeed', collections: { pairing: 'pairing', project: 'project' } },
};
type Name = keyof typeof feeds;
const cases = Object.entries(feeds).flatMap(([name, { collections }]) =>
  Object.entries(collections).map(([collection, relation]) => [name as Name, collection, relation] as const),
);

const opened: Subgraph[] = [];
function open(name: Name, url = readerUrl(name)): Subgraph {
  const definition = subgraphs.find((subgraph) => subgraph.name === name);
  if (definition === undefined) throw new Error(name);
  const subgraph = createSubgraph(definition, { database: openDatabase(url, { role: 'reader' }), logError: () => {} });
  opened.push(subgraph);
  return subgraph;
}
const read = (name: Name, pageSize: number, url?: string) => createFeedReader(openInProcess(open(name, url)), feeds[name].field, pageSize);

async function readAll(readPage: (after: string | null) => Promise<FeedPage>) {
  const records = [];
  let after: string | null = null;
  for (;;) {
    const page: FeedPage = await readPage(after);
    expect(page.malformed).toEqual([]);
    records.push(...page.records);
    if (!page.hasNextPage) return records;
    after = page.endCursor;
  }
}

let graph: Graph;
let folder: string;
beforeAll(async () => {
  graph = await startGraph();
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-feeds-'));
});
afterAll(async () => {
  await graph.stop();
  await Promise.all(opened.map((subgraph) => subgraph.close()));
  rmSync(folder, { recursive: true, force: true });
});

describe.each(cases)('the feed of %s: %s', (name, collection, relation) => {
  it('gives every row once, in the order of keys, the same on both databases', async () => {
    const records = await readAll((after) => read(name, 997).readRecords(collection, after));
    const database = openDatabase(readerUrl(name), { role: 'reader' });
    const total = await database(relation).count({ total: '*' }).first();
    await database.destroy();
    expect(records).toHaveLength(Number(total?.total));
    expect(records.length).toBeGreaterThan(0);
    const keys = records.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(records.every(({ changedAt }) => changedAt === '2026-07-01 00:00:00.000')).toBe(true);
    const others: DatabaseKind[] = laneDatabase === 'mariadb' ? ['sqlite'] : [];
    for (const kind of others) expect(await readAll((after) => read(name, 5_000, readerUrl(name, kind)).readRecords(collection, after))).toEqual(records);
  });

  it('gives the same records by change time, from the instant asked and not from a later one', async () => {
    const records = await readAll((after) => read(name, 5_000).readRecords(collection, after));
    expect(await readAll((after) => read(name, 811).readChanges(collection, null, after))).toEqual(records);
    expect(await readAll((after) => read(name, 5_000).readChanges(collection, '2026-07-01 00:00:00.000', after))).toHaveLength(records.length);
    expect(await readAll((after) => read(name, 5_000).readChanges(collection, '2026-07-01 00:00:00.001', after))).toEqual([]);
  });

  it('has a checksum that its reader computes from the records', async () => {
    const reader = read(name, 50);
    const page = await reader.readRecords(collection, null);
    const digest = await reader.readDigest(collection, null);
    expect(digest.keys).toEqual(page.records.map(({ key }) => key));
    expect(digest.checksum).toBe(digestRecords(page.records));
    expect(digest).toMatchObject({ endCursor: page.endCursor, hasNextPage: page.hasNextPage });
  });
});

describe.each(Object.keys(feeds) as Name[])('the feed of %s', (name) => {
  const { field, collections } = feeds[name];

  it('says through which day the data are complete, and by whose clock', async () => {
    const state = await read(name, 10).readState();
    expect(state.dataThrough).toBe('2026-06-30');
    expect(Math.abs(Date.parse(`${state.now.replace(' ', 'T')}Z`) - Date.now())).toBeLessThan(60_000);
    expect([...state.withChangeTime]).toEqual(Object.keys(collections));
    expect(state.datasets.length).toBeGreaterThan(0);
  });

  it('is refused to a caller who may not read it, and is not in the public graph', async () => {
    const query = `{ ${field} { now changes(collection: "${Object.keys(collections)[0]}") { keys } } }`;
    const answer = await open(name).execute({ query });
    expect(answer).toMatchObject({ data: { [field]: null }, errors: [{ extensions: { code: 'SIGNATURE_REQUIRED' } }] });
    const outside = await graph.ask(query);
    expect(outside.errors?.[0]?.message).toMatch(/Cannot query field/);
  });

  it.each([
    ['another collection', `changes(collection: "none") { keys }`],
    ['a prototype key as collection', `records(collection: "__proto__") { keys }`],
    ['no rows', `records(collection: "${Object.keys(collections)[0]}", first: 0) { keys }`],
    ['too many rows', `records(collection: "${Object.keys(collections)[0]}", first: 5001) { keys }`],
    ['an instant of another form', `changes(collection: "${Object.keys(collections)[0]}", since: "2026-07-01") { keys }`],
    ['a cursor of its own making', `records(collection: "${Object.keys(collections)[0]}", after: "x") { keys }`],
    [
      'a cursor of the other order',
      `records(collection: "${Object.keys(collections)[0]}", after: "${Buffer.from('["a","b","c","d"]').toString('base64url')}") { keys }`,
    ],
  ])('refuses %s', async (_case, selection) => {
    const { errors } = await open(name).execute({ query: `{ ${field} { ${selection} } }`, trusted: true });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toMatch(inBothLanguages);
  });
});

describe('a view without the column of change time', () => {
  let reader: FeedReader;
  beforeAll(async () => {
    const file = path.join(folder, 'pairings.sqlite');
    copyFileSync(readerUrl('pairings', 'sqlite').slice('sqlite:'.length), file);
    const database = openDatabase(`sqlite:${file}`, { role: 'owner' });
    await database.schema.alterTable('project', (table) => table.dropIndex(['changed_at', 'id'], 'project_by_changed_at_id'));
    await database.schema.alterTable('project', (table) => table.dropColumn('changed_at'));
    await database.destroy();
    reader = read('pairings', 100, `sqlite:${file}`);
  });

  it('is told, and its records can still be read by key', async () => {
    expect([...(await reader.readState()).withChangeTime]).toEqual(['pairing']);
    const { records } = await reader.readRecords('project', null);
    expect(records).toHaveLength(100);
    expect(records.every(({ changedAt }) => changedAt === null)).toBe(true);
    await expect(reader.readChanges('project', null, null)).rejects.toThrow(/does not tell when a record changed/);
  });
});

describe('personal data', () => {
  it('is in no record', async () => {
    const database = openDatabase(readerUrl('organizations'), { role: 'reader' });
    const rows: { legal_representative: string; telephone: string }[] = await database('organization')
      .select('legal_representative', 'telephone')
      .whereNotNull('telephone')
      .whereNotNull('legal_representative');
    await database.destroy();
    expect(rows.length).toBeGreaterThan(1_000);
    const records = await readAll((after) => read('organizations', 5_000).readRecords('organization', after));
    const values = new Set(records.flatMap(({ body }) => Object.values(body as Record<string, unknown>)));
    expect(rows.filter(({ legal_representative, telephone }) => values.has(legal_representative) || values.has(telephone))).toEqual([]);
    expect(Object.keys(records[0]?.body as object)).not.toEqual(expect.arrayContaining([expect.stringMatching(/representative|telephone|domicile/i)]));
  });
});
