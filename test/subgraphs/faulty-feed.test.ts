// Feeds that repeat, reorder, break off or send nonsense, and registers that seem to vanish: what is sound is counted, what is not
// is kept aside, and nothing that was read is lost.
import type { Knex } from 'knex';
import { createRandom, type Random } from '../../sample/random';
import { registers } from '../../subgraphs';
import { openSubgraph, openSync, type OpenSync } from '../../subgraphs/open';
import { openDatabase } from '../../subgraphs/shared/database';
import { type FeedSource, openInProcess } from '../../subgraphs/shared/feed-client/source';
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import { silentLog } from '../graph/graph';
import { createScratch, readModelRows, type Scratch, syncOnce } from './scratch';

interface Page {
  records: unknown[];
}

let scratch: Scratch;
let opened: Subgraph[];
const databases: Knex[] = [];
const syncs: OpenSync[] = [];

beforeEach(() => {
  scratch = createScratch();
  opened = registers.map((definition) => openSubgraph(definition, scratch.config('sqlite:none'), silentLog));
});
afterEach(async () => {
  await Promise.all(syncs.splice(0).map((sync) => sync.close()));
  await Promise.all([...databases.splice(0).map((database) => database.destroy()), ...opened.map((subgraph) => subgraph.close())]);
  await scratch.remove();
});

/** The registers' own feeds, with every page of records passed through a distortion. */
function distort(distortion: (page: Page, name: string) => Page): FeedSource[] {
  return opened.map((subgraph) => {
    const source = openInProcess(subgraph);
    return {
      ...source,
      async ask(query, variables) {
        const { feed } = (await source.ask(query, variables)) as { feed: Record<string, Page> };
        return {
          feed: Object.fromEntries(
            Object.entries(feed).map(([name, value]) => [name, value?.records === undefined ? value : distortion(value, subgraph.name)]),
          ),
        };
      },
    };
  });
}

async function startSync(sources: FeedSource[], environment: { compareEveryMs?: number } = {}): Promise<{ sync: OpenSync; url: string; database: Knex }> {
  const url = await scratch.createStatistics();
  const config = scratch.config(url);
  const own = { ...config, statistics: { ...config.statistics, sync: { ...config.statistics.sync, compareEveryMs: environment.compareEveryMs ?? 0 } } };
  const sync = openSync(own, sources, silentLog);
  const database = openDatabase(url, { role: 'reader' });
  databases.push(database);
  syncs.push(sync);
  return { sync, url, database };
}

/** What a build of the registers as they are makes. */
async function buildFresh(settings: { protectedUnder?: number } = {}): Promise<Record<string, string[]>> {
  const url = await scratch.createStatistics();
  await syncOnce({ ...scratch.config(url), ...settings });
  const database = openDatabase(url, { role: 'reader' });
  databases.push(database);
  return readModelRows(database);
}

function shuffle(random: Random, { records, ...page }: Page): Page {
  return { ...page, records: random.shuffle([...records]) };
}

describe('a feed', () => {
  it('that repeats and shuffles the records of its pages is read as if it did not', async () => {
    const random = createRandom(1, 'shuffle');
    const { sync, database } = await startSync(distort((page) => shuffle(random, { ...page, records: [...page.records, ...page.records.slice(0, 20)] })));
    for (let round = 0; round < 3; round++) await sync.runRound();
    expect(await readModelRows(database)).toEqual(await buildFresh());
  });

  it('that lists a county twice at a time has it counted once', async () => {
    const twice = (record: unknown) => {
      const { body, ...rest } = record as { body: { designations?: { list: string; from: string; to: string | null }[] } };
      const designations = body.designations?.flatMap((one) => [one, { ...one, to: one.from }, { ...one, from: one.to ?? one.from }, one]);
      return { ...rest, body: designations === undefined ? body : { ...body, designations } };
    };
    const { sync, database } = await startSync(distort((page, name) => (name === 'counties' ? { ...page, records: page.records.map(twice) } : page)));
    await sync.runRound();
    const [{ dim_designation: listed = [] }, { dim_designation: expected }] = [await readModelRows(database), await buildFresh()];
    expect(listed).toEqual(expected);
    expect(listed.length).toBeGreaterThan(160);
  });

  it('that sends nonsense between its records has it kept aside with the reason and counted, and the rest goes on', async () => {
    const nonsense = [
      null,
      7,
      'text',
      {},
      { key: '', body: {} },
      { key: 'K', changedAt: 'yesterday', body: {} },
      { key: 'x'.repeat(41), changedAt: null, body: {} },
    ];
    const { sync, database } = await startSync(distort((page, name) => (name === 'pairings' ? { ...page, records: [...nonsense, ...page.records] } : page)));
    for (let round = 0; round < 2; round++) await sync.runRound();
    const { agency_state: reached = [], feed_rejected: rejected = [], ...rows } = await readModelRows(database);
    const { agency_state: expected = [], feed_rejected: _none, ...fresh } = await buildFresh();
    expect(rows).toEqual(fresh);
    expect(rejected).toHaveLength(2 * nonsense.length);
    expect(rejected.every((row) => row.includes('no record'))).toBe(true);
    const counts = (states: string[]) => states.map((state) => JSON.parse(state)).map(({ agency, rejected_count }) => [agency, Number(rejected_count)]);
    expect(counts(reached)).toEqual(counts(expected).map(([agency, count]) => [agency, agency === 'pairings' ? 2 * nonsense.length : count]));
  });

  it.each([
    [
      'a date that does not exist',
      (body: Record<string, unknown>) => ({ ...body, certificateTo: '2024-02-30' }),
      /certificateTo: expected a date that exists/,
      true,
    ],
    ['a value that the contract lacks', (body: Record<string, unknown>) => ({ ...body, kind: 'CLUB' }), /kind: /, true],
    ['the key of another', (body: Record<string, unknown>) => ({ ...body, code: '53100000500021676K' }), /names another key/, false],
    [
      'a validity that ends before it begins',
      (body: Record<string, unknown>) => ({ ...body, evaluations: [{ grade: 'A3', from: '2024-01-02', to: '2024-01-01' }] }),
      /evaluations: /,
      true,
    ],
  ])('whose record has %s has that refused, with its version before, and the rest counted where it can be', async (_case, change, reason, isCounted) => {
    let isBroken = false;
    const spoil = (record: unknown) => {
      const { key, changedAt, body } = record as { key: string; changedAt: string; body: Record<string, unknown> };
      return isBroken ? { key, changedAt, body: change(body) } : record;
    };
    // Of organizations the first page alone, so that the rest shows that it goes on.
    const { sync, database } = await startSync(
      distort((page, name) => (name === 'organizations' ? { ...page, records: page.records.map((each, i) => (i === 3 ? spoil(each) : each)) } : page)),
    );
    await sync.runRound();
    const before = Number((await database('feed_record').where({ collection: 'organization' }).count({ total: '*' }).first())?.total);
    isBroken = true;
    // What the digest calls equal is not read again: one that changed is.
    await scratch.registers.organizations('organization').update({ changed_at: '2026-11-01 00:00:00.000', business_scope: '教育' });
    await sync.runRound();
    const rejected: { record_key: string; reason: string }[] = await database('feed_rejected').where({ collection: 'organization' });
    expect(rejected.length).toBeGreaterThan(0);
    for (const row of rejected) expect(row.reason).toMatch(reason);
    const after = Number((await database('feed_record').where({ collection: 'organization' }).count({ total: '*' }).first())?.total);
    expect(after).toBe(isCounted ? before : before - rejected.length);
    expect(await database('fact_link').first('county_id')).toBeDefined();
  });

  it('that answers in another form, or not at all, holds up no other, and is read again when it is back', async () => {
    let isDown = true;
    const sources = distort((page) => page).map((source) => ({
      ...source,
      ask: (query: string, variables: Record<string, unknown>) =>
        source.name === 'pairings' && isDown ? Promise.resolve({ feed: { now: 'noon' } }) : source.ask(query, variables),
    }));
    const { sync, database } = await startSync(sources);
    await sync.runRound();
    expect(Number((await database('feed_record').where({ collection: 'organization' }).count({ total: '*' }).first())?.total)).toBe(3_000);
    expect(await database('agency_state')).toEqual([]);
    isDown = false;
    await sync.runRound();
    expect(await readModelRows(database)).toEqual(await buildFresh());
  });
});

describe('a register', () => {
  it('that is empty of a sudden is taken to be broken: what was read stays, and stays as old as it is', async () => {
    const { sync, database } = await startSync(distort((page) => page));
    await sync.runRound();
    const before = await readModelRows(database);
    await scratch.registers.pairings('pairing').delete();
    await sync.runRound();
    expect(await readModelRows(database)).toEqual(before);
  });

  it('that lacks some records has them removed', async () => {
    const { sync, database } = await startSync(distort((page) => page));
    await sync.runRound();
    const gone: string[] = await scratch.registers.pairings('pairing').orderBy('id').limit(40).pluck('id');
    await scratch.registers.pairings('pairing').whereIn('id', gone).delete();
    await sync.runRound();
    expect(await database('dim_pairing').whereIn('pairing_key', gone).where('mechanism', '>', 0)).toEqual([]);
    expect(await readModelRows(database)).toEqual(await buildFresh());
  });
});

describe('changed rules', () => {
  it('have everything that they decide derived again', async () => {
    const url = await scratch.createStatistics();
    await syncOnce(scratch.config(url));
    const config = scratch.config(url);
    const database = openDatabase(url, { role: 'reader' });
    databases.push(database);
    const before = await readModelRows(database);
    await syncOnce({ ...config, protectedUnder: 30 });
    const changed = await readModelRows(database);
    expect(changed).toEqual(await buildFresh({ protectedUnder: 30 }));
    expect(changed.fact_report).not.toEqual(before.fact_report);
  });
});
