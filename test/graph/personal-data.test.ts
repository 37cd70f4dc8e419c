// Personal data reaches callers with its scope, and nobody else by any way.
import { openDatabase } from '../../subgraphs/shared/database';
import { organizations } from '../../subgraphs/organizations';
import { serveSubgraph } from '../../subgraphs/shared/serve';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { type Issuer, startIssuer } from '../gateway/identity/issuer';
import { createScratch } from '../subgraphs/scratch';
import { ask, type Graph, readerUrl, silentLog, startGraph } from './graph';

const query = '{ organizationSearch(text: "示例", first: 2) { nodes { name legalRepresentative phone: telephone } } }';

describe.each(['jiedui', 'stock'] as const)('personal data (%s)', (execution) => {
  let issuer: Issuer;
  let graph: Graph;

  beforeAll(async () => {
    issuer = startIssuer();
    graph = await startGraph(undefined, { execution, identity: issuer.settings });
  });
  afterAll(async () => {
    await graph.stop();
    issuer.stop();
  });

  it.each([
    ['nobody', null],
    ['a caller without scopes', ''],
    ['a caller with another scope', 'organization:contacts organization'],
  ])('is refused to %s with its place, its agency and the scope, and the rest of the organization answers', async (_who, scope) => {
    const { data, errors } = await graph.ask(query, {}, scope === null ? {} : await issuer.bearer(scope));
    for (const node of data.organizationSearch.nodes) expect(node).toEqual({ name: expect.any(String), legalRepresentative: null, phone: null });
    expect(errors).toHaveLength(4);
    expect(errors?.[1]).toMatchObject({
      message: expect.stringMatching(/Organization\.telephone needs the scope organization:contact\. .*须有权限 organization:contact。/),
      path: ['organizationSearch', 'nodes', 0, 'phone'],
      extensions: { code: 'FORBIDDEN_FIELD', agency: 'organizations' },
    });
  });

  it('is given to a caller with the scope, who also asked the same before without it', async () => {
    await graph.ask(query);
    const { data, errors } = await graph.ask(query, {}, await issuer.bearer('a organization:contact b'));
    expect(errors).toBeUndefined();
    for (const node of data.organizationSearch.nodes) expect(node).toMatchObject({ legalRepresentative: expect.any(String), phone: expect.any(String) });
    expect((await graph.ask(query)).errors).toHaveLength(4);
  });

  it('is not even read from the database where it is refused or not asked', async () => {
    graph.takeStatements();
    await graph.ask('{ organizationSearch(first: 2) { nodes { legalRepresentative telephone source { dataset } } } }');
    await graph.ask('{ organizationSearch(first: 2) { nodes { name } } }', {}, await issuer.bearer('organization:contact'));
    const statements = graph.takeStatements().join('\n');
    expect(statements).toMatch(/organization/);
    expect(statements).not.toMatch(/legal_representative|telephone|select \* from `organization`/);
  });

  it('costs no statement where nothing else is asked', async () => {
    graph.takeStatements();
    const { data, errors } = await graph.ask('{ a: organizationSearch(first: 2) { nodes { telephone } } }');
    expect(data).toEqual({ a: null });
    expect(errors).toEqual([expect.objectContaining({ path: ['a'], extensions: { code: 'FORBIDDEN_FIELD', agency: 'organizations', requestId: 'test' } })]);
    expect(graph.takeStatements()).toEqual([]);
  });
});

describe('a view that leaves personal data out', () => {
  it.each([
    ['one column', ['telephone'], { legalRepresentative: expect.any(String), telephone: null }],
    ['both columns', ['telephone', 'legal_representative'], { legalRepresentative: null, telephone: null }],
  ])('(%s) answers null without an error', async (_what, columns, expected) => {
    const scratch = createScratch();
    const row = await scratch.registers.organizations('organization').whereNotNull('telephone').whereNotNull('legal_representative').first();
    await scratch.registers.organizations.schema.alterTable('organization', (table) => table.dropColumns(...columns));
    const database = openDatabase(scratch.registerUrl('organizations'), { role: 'reader' });
    const subgraph = createSubgraph(organizations, { database, logError: () => {} });
    const query = `{ organization(code: "${row.code}") { legalRepresentative telephone } }`;
    expect(await subgraph.execute({ query, trusted: true })).toEqual({ data: { organization: expected } });
    await subgraph.close();
    await scratch.remove();
  });
});

describe('the subgraph asked straight at its address', () => {
  it('refuses personal data to a request that is not signed', async () => {
    const database = openDatabase(readerUrl('organizations'), { role: 'reader' });
    const row = await database('organization').whereNotNull('telephone').whereNotNull('legal_representative').first();
    expect(row).toBeDefined();
    const server = serveSubgraph(createSubgraph(organizations, { database, logError: () => {} }), { host: '127.0.0.1', port: 0, log: silentLog });
    const url = `http://127.0.0.1:${await server.start()}/graphql`;
    const { data, errors } = await ask(url, `{ organization(code: "${row.code}") { name legalRepresentative telephone } }`);
    await server.stop();
    expect(data).toEqual({ organization: { name: row.name, legalRepresentative: null, telephone: null } });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN_FIELD', 'FORBIDDEN_FIELD']);
  });
});
