// The day that a subgraph's data describe, told with its answers: never waited for, and absent where it is not known.
import { subgraphs } from '../../subgraphs';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { followDataDate } from '../../subgraphs/shared/data-date';
import { serveSubgraph } from '../../subgraphs/shared/serve';
import { createSubgraph, type Subgraph, type SubgraphDefinition } from '../../subgraphs/shared/subgraph';
import { until } from '../gateway/until';
import { laneDatabase, readerUrl, silentLog } from '../graph/graph';

const opened: Subgraph[] = [];
afterAll(() => Promise.all(opened.map((subgraph) => subgraph.close())));

function open(definition: SubgraphDefinition, url = readerUrl(definition.name)): Subgraph {
  const subgraph = createSubgraph(definition, { database: openDatabase(url, { role: 'reader' }), logError: () => {} });
  opened.push(subgraph);
  return subgraph;
}

/** The newest day that an agency's data sets describe, by the rows themselves. */
async function newestOf(name: string): Promise<string> {
  const database = openDatabase(readerUrl(name), { role: 'reader' });
  const days = (await database('dataset').select('as_of')).map(({ as_of }: { as_of: string }) => as_of.slice(0, 10)).sort();
  await database.destroy();
  return String(days.at(-1));
}

describe('a subgraph', () => {
  it.each(['organizations', 'counties', 'pairings'])('of a register (%s) tells the newest day of its data sets', async (name) => {
    const subgraph = open(subgraphs.find((definition) => definition.name === name) as SubgraphDefinition);
    expect(await subgraph.findFault()).toBeNull();
    expect((await subgraph.execute({ query: '{ __typename }' })).extensions).toEqual({ asOf: await newestOf(name) });
  });

  it('of the statistics tells the day that the data of every agency reach', async () => {
    const subgraph = open(subgraphs.find(({ name }) => name === 'statistics') as SubgraphDefinition);
    expect(await subgraph.findFault()).toBeNull();
    const { data, extensions } = await subgraph.execute({ query: '{ coverage { sources { dataThrough } } }' });
    const days = (data as { coverage: { sources: { dataThrough: string }[] } }).coverage.sources.map(({ dataThrough }) => dataThrough).sort();
    expect(days).toHaveLength(3);
    expect(extensions).toMatchObject({ asOf: days[0] });
  });

  it('answers before it knows the day, and tells it later', async () => {
    const subgraph = open(counties);
    const query = '{ county(code: "520204") { name } }';
    expect(await subgraph.execute({ query })).toEqual({ data: { county: { name: '水城区' } } });
    await until('the day is known', async () => (await subgraph.execute({ query })).extensions !== undefined);
  });

  it('waits for no day that does not come, and fails of none that cannot be read', async () => {
    const query = '{ county(code: "520204") { name } }';
    for (const readDataDate of [() => new Promise<never>(() => {}), () => Promise.reject(new Error('no such table'))]) {
      const subgraph = open({ ...counties, readDataDate });
      for (let time = 0; time < 3; time++) expect(await subgraph.execute({ query })).toEqual({ data: { county: { name: '水城区' } } });
    }
  });

  it('tells it over HTTP too', async () => {
    const subgraph = createSubgraph(counties, { database: openDatabase(readerUrl('counties'), { role: 'reader' }), logError: () => {} });
    await subgraph.findFault();
    const server = serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, log: silentLog });
    const url = `http://127.0.0.1:${await server.start()}/graphql`;
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' }, extensions: { asOf: await newestOf('counties') } });
    await server.stop();
  });

  if (laneDatabase === 'sqlite')
    it('whose database is down tells none', async () => {
      const subgraph = open(counties, 'mysql://reader:secret@127.0.0.1:9/counties');
      for (let time = 0; time < 2; time++) {
        const { errors, extensions } = await subgraph.execute({ query: '{ county(code: "520204") { name } }' });
        expect(errors?.[0]?.extensions?.code).toBe('AGENCY_UNAVAILABLE');
        expect(extensions).toBeUndefined();
      }
    });
});

describe('a day that is followed', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is read once a minute however many ask', async () => {
    let reads = 0;
    const date = followDataDate(async () => `2025-12-0${++reads}`);
    await date.refresh();
    for (let time = 0; time < 100; time++) expect(date.latest()).toBe('2025-12-01');
    expect(reads).toBe(1);
  });

  it('is read anew after a minute, and is not known once it cannot be read', async () => {
    let now = 1_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    let read = async (): Promise<string | null> => '2025-12-01';
    const date = followDataDate(() => read());
    await date.refresh();
    read = async () => '2025-12-31';
    now += 60_000;
    expect(date.latest()).toBe('2025-12-01');
    await until('it is read anew', () => date.latest() === '2025-12-31');
    read = () => Promise.reject(new Error('the database is down'));
    now += 60_000;
    date.latest();
    await until('it is not known', () => date.latest() === null);
  });
});
