// Answers come compressed to clients that take it, where that pays, and are the same answers.
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type Graph, startGraph } from '../graph/graph';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph('sqlite', { corsOrigins: ['https://dashboard.example'] });
});
afterAll(() => graph.stop());

const large = '{"query":"{ provinces { code name region counties(first: 20) { nodes { code name } } } }"}';
const small = '{"query":"{ __typename }"}';

interface Received {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

function post(body: string, headers: Record<string, string>): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = request(`${graph.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
    });
    sent.on('error', reject).end(body);
  });
}

describe('a large answer', () => {
  it.each<[string, string | undefined]>([
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'gzip'],
    ['br, gzip;q=0.1', 'gzip'],
    ['*', 'gzip'],
    ['identity, gzip;q=0.5', undefined],
    ['br', undefined],
    ['gzip;q=0', undefined],
    ['identity;q=0, br', undefined],
    ['', undefined],
  ])('to a client that takes "%s" is the same as to one that takes nothing', async (accepted, encoding) => {
    const plain = await post(large, {});
    expect([plain.status, plain.headers['content-encoding'], plain.headers['content-length']]).toEqual([200, undefined, String(plain.body.length)]);
    const received = await post(large, { 'accept-encoding': accepted });
    expect([received.headers['content-encoding'], received.headers['content-length']]).toEqual([encoding, String(received.body.length)]);
    expect((encoding === 'gzip' ? gunzipSync(received.body) : received.body).toString()).toBe(plain.body.toString());
    if (encoding === 'gzip') expect(received.body.length).toBeLessThan(plain.body.length / 3);
    // Whoever keeps answers must not give one in an encoding to a client that does not take it.
    for (const { headers } of [plain, received]) expect(headers.vary).toBe('Origin, Accept-Encoding');
  });

  it('that several wait for together is whole for each, whatever each takes', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => post(large, { 'accept-encoding': 'gzip' })));
    for (const { body, headers } of answers) {
      const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      expect(JSON.parse(text.toString()).data.provinces).toHaveLength(34);
    }
    expect(answers.filter(({ headers }) => headers['content-encoding'] === 'gzip').length).toBeGreaterThan(0);
  });

  it('of errors is compressed as well', async () => {
    const received = await post(`{"query":"{ ${Array.from({ length: 18 }, (_, n) => `nosuch${n}`).join(' ')} }"}`, { 'accept-encoding': 'gzip' });
    expect([received.status, received.headers['content-encoding']]).toEqual([400, 'gzip']);
    expect(JSON.parse(gunzipSync(received.body).toString()).errors).toHaveLength(18);
  });
});

describe('a small answer', () => {
  it('is sent as it is', async () => {
    const { headers, body } = await post(small, { 'accept-encoding': 'gzip' });
    expect([headers['content-encoding'], headers.vary, body.toString()]).toEqual([undefined, 'Origin', '{"data":{"__typename":"Query"}}']);
  });
});
