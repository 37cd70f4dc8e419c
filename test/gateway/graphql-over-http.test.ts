// The HTTP of the gateway; what the public audit looks at is in graphql-http-audit.test.ts.
import { request } from 'node:http';
import { type Graph, startGraph } from '../graph/graph';

let graph: Graph;
let url: string;

beforeAll(async () => {
  graph = await startGraph();
  url = `${graph.url}/graphql`;
});
afterAll(() => graph.stop());

describe('the gateway over HTTP', () => {
  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) => fetch(url, { method: 'POST', headers, body });

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
    expect((await fetch(`${url}?query=%7B__typename%7D`)).status).toBe(400);
    expect((await fetch(`${url}?query=%7B__typename%7D`, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(200);
  });

  it('survives a client that goes away in the middle of its body', async () => {
    await new Promise<void>((resolve) => {
      const half = request(url, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000' } });
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
