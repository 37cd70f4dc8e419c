// Work for a request ends when it is given up: no statement is sent and no field resolved for somebody who waits no more.
import { subgraphs } from '../../subgraphs';
import { openDatabase } from '../../subgraphs/shared/database';
import { limitDatabase } from '../../subgraphs/shared/limited-database';
import { createSubgraph, type Subgraph, type SubgraphDefinition } from '../../subgraphs/shared/subgraph';
import { readerUrl } from '../graph/graph';

/** Each takes several statements after one another. */
const questions = {
  organizations: '{ organizationSearch(first: 3) { totalCount nodes { name formerNames { name } evaluations { grade } source { agency } } } }',
  counties: '{ countySearch(first: 3) { totalCount nodes { name needs { totalCount } designations { list } source { agency } } } }',
  pairings: '{ pairings(first: 3) { totalCount nodes { id kinds counties { codes } statusHistory { status } source { agency } } } }',
  statistics: '{ coverageGaps(first: 3) { nodes { county { code } missingKinds candidates(first: 2) { organization { code } } } } }',
};

const closing: Subgraph[] = [];
afterAll(() => Promise.all(closing.map((subgraph) => subgraph.close())));

function open(name: string): { subgraph: Subgraph; statements: string[]; onStatement: (listener: () => void) => void } {
  const statements: string[] = [];
  let listen = () => {};
  const database = openDatabase(readerUrl(name as never), { role: 'reader' });
  database.on('query', ({ sql }: { sql: string }) => {
    // A transaction's ends ask for nothing.
    if (!/^select/i.test(sql)) return;
    statements.push(sql);
    listen();
  });
  const subgraph = createSubgraph(subgraphs.find((each) => each.name === name) as SubgraphDefinition, { database, logError: () => {} });
  closing.push(subgraph);
  return { subgraph, statements, onStatement: (listener) => (listen = listener) };
}

const over = { errors: [{ message: 'the time for this answer is over. 应答时限已过。', extensions: { code: 'AGENCY_TIMEOUT' } }] };

describe.each(Object.entries(questions))('%s', (name, query) => {
  const { subgraph, statements, onStatement } = open(name);
  let all = Number.POSITIVE_INFINITY;

  it('answers whole while somebody waits', async () => {
    // What is read once for all requests, such as the size of the read model and the day of the data, comes with one of the first.
    for (let time = 0; time < 3; time++) {
      statements.length = 0;
      const { errors } = await subgraph.execute({ query, signal: new AbortController().signal });
      expect(errors).toBeUndefined();
      all = Math.min(all, statements.length);
    }
    expect(all).toBeGreaterThan(2);
  });

  it('sends no statement after nobody waits any more, wherever it stands', async () => {
    for (let last = 1; last < all; last++) {
      const controller = new AbortController();
      statements.length = 0;
      onStatement(() => statements.length === last && controller.abort());
      expect(await subgraph.execute({ query, signal: controller.signal })).toEqual(over);
      expect(statements).toHaveLength(last);
    }
  });

  it('sends none where it is given up before it begins', async () => {
    statements.length = 0;
    expect(await subgraph.execute({ query, signal: AbortSignal.abort() })).toEqual(over);
    expect(statements).toEqual([]);
  });
});

describe('a database of a request that is given up', () => {
  it('sends no statement, within a transaction neither', async () => {
    const database = openDatabase(readerUrl('counties'), { role: 'reader' });
    const controller = new AbortController();
    const limited = limitDatabase(database, controller.signal);
    const transaction = await limited.transaction();
    expect((await transaction.raw('select 1 as one')).length).toBeGreaterThan(0);
    controller.abort();
    await expect(transaction('county').first()).rejects.toThrow('the time');
    await expect(limited.select('code').from('county')).rejects.toThrow('the time');
    await expect(limited.raw('select 1')).rejects.toThrow('the time');
    await transaction.rollback();
    expect(await database('county').first()).toBeDefined();
    await database.destroy();
  });
});
