// What goes wrong inside never reaches a client in a database's words.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { createSubgraph } from '../../subgraphs/shared/subgraph';

const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-masking-'));
const emptyDatabase = `sqlite:${path.join(folder, 'empty.sqlite')}`;

afterAll(() => rmSync(folder, { recursive: true }));

describe('a failing statement', () => {
  it('is masked towards the client and logged whole', async () => {
    const logged: unknown[] = [];
    // An empty database: the tables are missing.
    const subgraph = createSubgraph(counties, { database: openDatabase(emptyDatabase, { role: 'owner' }), logError: (error) => logged.push(error) });
    const result = await subgraph.execute({ query: '{ county(code: "520204") { name } provinces { name } }' });
    await subgraph.close();
    expect(result).toEqual({
      data: { county: null, provinces: null },
      errors: ['provinces', 'county'].map((path) => ({
        message: 'internal error 内部错误',
        path: [path],
        locations: expect.anything(),
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      })),
    });
    expect(String(logged[0])).toMatch(/no such table/);
  });

  it('for want of a connection says that the agency does not answer, and no host', async () => {
    const subgraph = createSubgraph(counties, { database: openDatabase('mysql://reader:secret@127.0.0.1:9/counties', { role: 'reader' }), logError: () => {} });
    const result = await subgraph.execute({ query: '{ county(code: "520204") { name } }' });
    const fault = await subgraph.findFault();
    await subgraph.close();
    expect(result.errors?.[0]?.extensions).toEqual({ code: 'AGENCY_UNAVAILABLE', agency: 'counties' });
    expect(JSON.stringify([result, fault?.sentence])).not.toMatch(/127\.0\.0\.1|secret|reader|ECONN|:9/);
    expect(fault?.sentence).toBe('the database of counties cannot be reached');
  });
});

describe('a request that is no GraphQL', () => {
  it.each(['{', '{ nosuch }', 'mutation { county }', ''])('%p is answered with an error, not thrown', async (query) => {
    const subgraph = createSubgraph(counties, { database: openDatabase(emptyDatabase, { role: 'owner' }), logError: () => {} });
    const result = await subgraph.execute({ query });
    await subgraph.close();
    expect(result.data ?? null).toBeNull();
    expect(result.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});
