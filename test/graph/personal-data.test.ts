// Personal data is in the database and in the SDL, and reaches nobody until callers have scopes.
import { openDatabase } from '../../subgraphs/shared/database';
import { type Graph, readerUrl, startGraph } from './graph';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

describe('personal data', () => {
  it('answers null with FORBIDDEN_FIELD and the path, and the rest of the organization answers', async () => {
    const { data, errors } = await graph.ask('{ organizationSearch(first: 2) { nodes { name legalRepresentative phone: telephone } } }');
    for (const node of data.organizationSearch.nodes) expect(node).toEqual({ name: expect.any(String), legalRepresentative: null, phone: null });
    expect(errors).toHaveLength(4);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(Array(4).fill('FORBIDDEN_FIELD'));
    expect(errors?.[1]?.path).toEqual(['organizationSearch', 'nodes', 0, 'phone']);
  });

  it('is not even read from the database, which holds it', async () => {
    graph.takeStatements();
    await graph.ask('{ organizationSearch(first: 2) { nodes { legalRepresentative telephone source { dataset } } } }');
    expect(graph.takeStatements().join('\n')).not.toMatch(/legal_representative|telephone|select \* from `organization`/);
    const database = openDatabase(readerUrl('organizations'), { role: 'reader' });
    const row = await database('organization').whereNotNull('telephone').whereNotNull('legal_representative').first();
    await database.destroy();
    expect(row).toBeDefined();
  });
});
