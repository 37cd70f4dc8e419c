// The page at /: three questions that work, and nothing from another host.
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Graph, startGraph } from '../graph/graph';

let graph: Graph;
let html: string;

beforeAll(async () => {
  graph = await startGraph();
  html = await (await fetch(`${graph.url}/`)).text();
});
afterAll(() => graph.stop());

describe('the landing page', () => {
  it('loads nothing from another host, and its policy allows nothing else', async () => {
    const response = await fetch(`${graph.url}/`);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; connect-src 'self'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'/,
    );
    expect(html).not.toMatch(/https?:\/\/|src=|@import|url\(/);
  });

  it('says what this is in English and Chinese', () => {
    expect(html).toMatch(/two ministries/);
    expect(html).toMatch(/两个部门/);
  });

  it('offers three questions, each of which answers without an error', async () => {
    const requests = [...html.matchAll(/data-request="([^"]*)"/g)].map(([, text]) =>
      JSON.parse((text ?? '').replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))),
    );
    expect(requests).toHaveLength(3);
    for (const { query, variables } of requests) {
      const { errors, data } = await graph.ask(query, variables);
      expect(errors).toBeUndefined();
      for (const root of Object.values(data)) expect(root).not.toBeNull();
    }
  });

  const chromium = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';
  const firefox = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  it.each([
    ['the graph’s address', ''],
    ['a question in its address', '?query=%7B__typename%7D'],
    ['an address of a document', '?documentId=sha256:0'],
  ])('is what a browser is shown that opens %s', async (_what, search) => {
    for (const accept of [chromium, firefox, 'text/html', 'application/json;q=0.5, text/html']) {
      const response = await fetch(`${graph.url}/graphql${search}`, { headers: { accept } });
      expect([response.status, response.headers.get('content-type'), response.headers.get('vary')]).toEqual([
        200,
        'text/html; charset=utf-8',
        expect.stringContaining('Accept'),
      ]);
      expect(await response.text()).toBe(html);
    }
  });

  it.each(['*/*', 'application/json', 'application/json, text/html;q=0.9', 'application/graphql-response+json, */*', undefined])(
    'is nothing for who asks with accept: %s',
    async (accept) => {
      const headers = { 'apollo-require-preflight': '1', ...(accept === undefined ? {} : { accept }) };
      const response = await fetch(`${graph.url}/graphql?query=%7B__typename%7D`, { headers });
      expect([response.status, await response.json()]).toEqual([200, { data: { __typename: 'Query' } }]);
    },
  );

  it('is no answer to a POST', async () => {
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
    expect(response.status).toBe(406);
  });

  it.each<[string | undefined, string | undefined]>([
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.5, gzip', 'gzip'],
    ['gzip', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['deflate', undefined],
    ['gzip;q=0', undefined],
    ['identity', undefined],
    [undefined, undefined],
  ])('comes compressed for a client that takes %s', async (accepted, encoding) => {
    const { headers, body } = await new Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
      const sent = request(`${graph.url}/`, { headers: accepted === undefined ? {} : { 'accept-encoding': accepted } }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({ headers: response.headers, body: Buffer.concat(chunks) });
      });
      sent.on('error', reject).end();
    });
    expect([headers['content-encoding'], headers['content-length'], headers.vary]).toEqual([encoding, String(body.length), 'Accept, Accept-Encoding']);
    const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
    expect(plain.toString()).toBe(html);
    if (encoding !== undefined) expect(body.length).toBeLessThan(plain.length / 2);
  });
});
