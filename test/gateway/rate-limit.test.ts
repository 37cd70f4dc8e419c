// How many requests a caller may make: said in every answer, refused above it, and counted by an address nobody can choose.
import fc from 'fast-check';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readClientAddress } from '../../gateway/client-address';
import { type Graph, startGraph } from '../graph/graph';
import { createKey, rules, sign } from './identity/issuer';
import { until } from './until';
import { generated } from '../generated';

const graphs: Record<string, Graph> = {};

beforeAll(async () => {
  graphs.limited = await startGraph('sqlite', { rateLimit: { requests: 3, windowS: 1 } });
  graphs.unlimited = await startGraph('sqlite');
});
afterAll(() => Promise.all(Object.values(graphs).map((graph) => graph.stop())));

const ask = (name: string, headers: Record<string, string> = {}, body = '{"query":"{ __typename }"}') =>
  fetch(`${graphs[name]?.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

const parts = (response: Response) =>
  /^"caller";r=(\d+);t=(\d+)$/
    .exec(response.headers.get('ratelimit') ?? '')
    ?.slice(1)
    .map(Number);

describe('a caller', () => {
  it('is told how many requests are left, is refused above the limit, and answered again in the next window', async () => {
    await until('a window begins', async () => parts(await ask('limited'))?.[0] === 2, 5_000);
    const responses = [await ask('limited', { 'x-forwarded-for': '1.2.3.4' }), await ask('limited'), await ask('limited', {}, '{'), await ask('limited')];
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
    expect(responses.map((response) => parts(response)?.[0])).toEqual([1, 0, 0, 0]);
    for (const response of responses) expect(response.headers.get('ratelimit-policy')).toBe('"caller";q=3;w=1');
    expect(responses[2]?.headers.get('retry-after')).toBe('1');
    expect(await responses[2]?.json()).toEqual({
      errors: [
        {
          message: expect.stringMatching(/more than 3 requests.*秒/),
          extensions: { code: 'RATE_LIMITED', requestId: responses[2]?.headers.get('x-request-id') },
        },
      ],
    });
    await until('the caller is answered again', async () => (await ask('limited')).status === 200, 5_000);
  });

  it('that asks for health is not counted', async () => {
    for (let request = 0; request < 10; request++) expect((await fetch(`${graphs.limited?.url}/health/live`)).status).toBe(200);
  });

  it('whose token cannot be checked in time has its answer in time all the same', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/keys`;
    const identity = { ...rules, keys: { kind: 'jwks-url', url } } as const;
    graphs.waiting = await startGraph('sqlite', { rateLimit: { requests: 3, windowS: 600 }, requestTimeoutMs: 300, identity });
    const begun = performance.now();
    const response = await ask('waiting', { authorization: `Bearer ${await sign(createKey())}` });
    expect([response.status, parts(response)?.[0]]).toEqual([504, 2]);
    expect(performance.now() - begun).toBeLessThan(3_000);
    silent.close();
    silent.closeAllConnections();
  });

  it('is neither counted nor told of it where there is no limit', async () => {
    const response = await ask('unlimited');
    expect(response.status).toBe(200);
    expect([...response.headers.keys()].filter((name) => name.startsWith('ratelimit'))).toEqual([]);
  });
});

const request = (remoteAddress: string, forwarded?: string) =>
  ({ headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe('the address of a client', () => {
  it.each<[string, string, string | undefined, number, string]>([
    ['is the connection’s', '203.0.113.5', undefined, 0, '203.0.113.5'],
    ['is the connection’s whatever the header says', '203.0.113.5', '1.1.1.1, 2.2.2.2', 0, '203.0.113.5'],
    ['is what the one proxy added', '10.0.0.1', '6.6.6.6, 203.0.113.9', 1, '203.0.113.9'],
    ['is what the outer of two proxies added', '10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', 2, '203.0.113.9'],
    ['is the connection’s where a proxy is passed by', '203.0.113.5', undefined, 1, '203.0.113.5'],
    ['is the connection’s where proxies have added less than there are', '203.0.113.5', '1.1.1.1', 2, '203.0.113.5'],
    ['of version 4 in 6 is that of version 4', '::ffff:203.0.113.5', undefined, 0, '203.0.113.5'],
    ['of version 6 is its network', '2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2'],
    ['of version 6 in short is its network', '2001:db8::6', undefined, 0, '2001:db8:0:0'],
    ['is without a port that a proxy adds', '10.0.0.1', '203.0.113.9:50123', 1, '203.0.113.9'],
    ['of version 6 is without brackets and port', '10.0.0.1', '[2001:db8:1:2::6]:50123', 1, '2001:db8:1:2'],
    ['of the machine itself is one', '::1', undefined, 0, '0:0:0:0'],
  ])('%s', (_name, remote, forwarded, proxies, address) => {
    expect(readClientAddress(request(remote, forwarded), proxies)).toBe(address);
  });

  it('cannot be chosen by what a client writes before what the proxies add', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 3 }), (written, proxies) => {
        const added = ['203.0.113.9', '10.0.0.2', '10.0.0.3'].slice(0, proxies);
        expect(readClientAddress(request('10.0.0.1', [...written, ...added].join(', ')), proxies)).toBe('203.0.113.9');
      }),
      generated('addresses that clients write', 1_000),
    );
  });
});
