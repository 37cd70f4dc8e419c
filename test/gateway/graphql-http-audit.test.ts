// The public audit of GraphQL-over-HTTP servers (graphql-http), against the gateway as it is by default, the gateway with
// everything on that may stand before it, and a subgraph on its own. (Production has no introspection, by which the audit asks.)
import { serverAudits } from 'graphql-http';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { serveSubgraph } from '../../subgraphs/shared/serve';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { type Graph, readerUrl, silentLog, startGraph } from '../graph/graph';

const graphs: Graph[] = [];
const subgraph = serveSubgraph(createSubgraph(counties, { database: openDatabase(readerUrl('counties'), { role: 'reader' }), logError: () => {} }), {
  host: '127.0.0.1',
  port: 0,
  log: silentLog,
});
const urls: Record<string, string> = {};

beforeAll(async () => {
  const guarded = { rateLimit: { requests: 100_000, windowS: 60 }, corsOrigins: ['https://dashboard.example'] } as const;
  graphs.push(await startGraph(), await startGraph('sqlite', { ...guarded, trustedDocuments: { mode: 'prefer', file: 'schema/trusted-documents.json' } }));
  urls.gateway = `${graphs[0]?.url}/graphql`;
  urls['guarded gateway'] = `${graphs[1]?.url}/graphql`;
  urls.subgraph = `http://127.0.0.1:${await subgraph.start()}/graphql`;
});
afterAll(async () => {
  await Promise.all(graphs.map((graph) => graph.stop()));
  await subgraph.stop();
});

/** For clients that speak the older form too, a status of success never stands for a request that was not executed. */
const refusedWith400 = [
  'SHOULD use 200 status code on document parsing failure when accepting application/json',
  'SHOULD use 200 status code on document validation failure when accepting application/json',
  'SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
];

describe.each(['gateway', 'guarded gateway', 'subgraph'])('the public audit of the %s', (server) => {
  it('passes every MUST, and every SHOULD but those that we answer with 400 on purpose', async () => {
    const results: { level: string; name: string; status: string }[] = [];
    for (const audit of serverAudits({ url: () => urls[server] ?? '', fetchFn: fetch })) {
      const { status } = await audit.fn();
      const [level = ''] = audit.name.split(' ');
      results.push({ level, name: audit.name, status });
    }
    const counts = ['MUST', 'SHOULD', 'MAY'].map((level) => {
      const ofLevel = results.filter((result) => result.level === level);
      return `${ofLevel.filter(({ status }) => status === 'ok').length} of ${ofLevel.length} ${level}`;
    });
    console.log(`graphql-http's audit of the ${server}: ${counts.join(', ')}`);
    expect(results.length).toBeGreaterThan(50);
    expect(results.filter(({ level, status }) => level === 'MUST' && status !== 'ok')).toEqual([]);
    const missed = results.filter(({ level, status }) => level === 'SHOULD' && status !== 'ok').map(({ name }) => name);
    expect(missed).toEqual(server === 'subgraph' ? [] : refusedWith400);
  });
});
