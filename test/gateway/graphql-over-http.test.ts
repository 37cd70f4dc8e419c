// The public audit of GraphQL-over-HTTP servers, run against the gateway and against a subgraph on its own; and the
// HTTP of the gateway besides.
import { request } from 'node:http';
import { auditServer } from 'graphql-http';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { serveSubgraph } from '../../subgraphs/shared/serve';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { type Graph, readerUrl, silentLog, startGraph } from '../graph/graph';

let graph: Graph;
const subgraph = serveSubgraph(createSubgraph(counties, { database: openDatabase(readerUrl('counties'), { role: 'reader' }), logError: () => {} }), {
  host: '127.0.0.1',
  port: 0,
  log: silentLog,
});
const urls: Record<string, string> = {};

beforeAll(async () => {
  graph = await startGraph();
  urls.gateway = `${graph.url}/graphql`;
  urls.subgraph = `http://127.0.0.1:${await subgraph.start()}/graphql`;
});
afterAll(async () => {
  await graph.stop();
  await subgraph.stop();
});

describe.each(['gateway', 'subgraph'])('the public audit of the %s', (server) => {
  it('finds nothing against any MUST', async () => {
    const results = await auditServer({ url: urls[server] ?? '', fetchFn: fetch });
    const count = (status: string) => results.filter((result) => result.status === status).length;
    console.log(
      `graphql-http audit of the ${server}: ${results.length} audits, ${count('ok')} ok, ${count('notice')} notices, ${count('warn')} warnings, ${count('error')} errors`,
    );
    expect(results.filter((result) => result.status === 'error').map(({ name }) => name)).toEqual([]);
    expect(count('ok')).toBeGreaterThan(40);
  });
});

describe('the gateway over HTTP', () => {
  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(urls.gateway ?? '', { method: 'POST', headers, body });

  it.each([
    ['malformed JSON', '{'],
    ['a list', '[]'],
    ['a number', '1'],
    ['no query', '{}'],
    ['a query that is a number', '{"query":1}'],
    ['variables that are text', '{"query":"{ __typename }","variables":"x"}'],
    ['an unknown operation', '{"query":"query A { __typename }","operationName":"B"}'],
    ['a mutation, which the graph does not have', '{"query":"mutation { county }"}'],
    ['a subscription, which it does not have', '{"query":"subscription { county }"}'],
    ['a batch', '[{"query":"{ __typename }"}]'],
  ])('answers %s with 400 and an error', async (_name, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
  });

  it('refuses a body of more than a megabyte with 413, and stays', async () => {
    const response = await post(JSON.stringify({ query: `{ __typename }${' '.repeat(1_000_001)}` }));
    expect(response.status).toBe(413);
    expect((await post('{"query":"{ __typename }"}')).status).toBe(200);
  });

  it('refuses what a browser can send from another site without asking', async () => {
    expect((await post('{"query":"{ __typename }"}', { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await fetch(`${urls.gateway}?query=%7B__typename%7D`)).status).toBe(400);
    expect((await fetch(`${urls.gateway}?query=%7B__typename%7D`, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(200);
  });

  it('survives a client that goes away in the middle of its body', async () => {
    await new Promise<void>((resolve) => {
      const half = request(urls.gateway ?? '', { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000' } });
      half.on('error', () => resolve());
      half.write('{"query":');
      setTimeout(() => half.destroy(new Error('gone')), 50);
    });
    expect((await post('{"query":"{ __typename }"}')).status).toBe(200);
  });

  it('answers 404 elsewhere, also for names every object has', async () => {
    for (const path of ['/nothing', '/__proto__', '/constructor', '/graphql/']) expect((await fetch(graph.url + path)).status).toBe(404);
  });

  it('says that it lives and is ready', async () => {
    expect(await (await fetch(`${graph.url}/health/live`)).json()).toEqual({ live: true });
    expect(await (await fetch(`${graph.url}/health/ready`)).json()).toEqual({ ready: true, supergraphLoaded: true, faults: [], subgraphs: {} });
  });
});
