// Requests in flight together are answered together where they are equal to the last byte, and only there.
import { createServer, request as send, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequestSharing } from '../../gateway/request-sharing';
import { Deadline } from '../../gateway/time-limit';
import { Bodies } from '../../subgraphs/shared/bodies';

interface Asked {
  method?: string;
  path?: string;
  /** As they go over the wire, in this order. */
  headers?: [string, string][];
  body?: string;
}

let server: Server;
let answered = 0;
/** Holds every answer back until as many requests have come as are awaited. */
let arrived = 0;
let open: () => void = () => {};
let gate: Promise<void>;
const sharing = createRequestSharing();
const bodies = new Bodies();

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = (await bodies.read(request, response, 10_000)) as Buffer;
    const number = () => gate.then(() => ({ status: 200, headers: new Map(), body: Buffer.from(String(++answered)) }));
    const deadline = new Deadline();
    const work = sharing.join(request, body, deadline)?.response ?? sharing.lead(request, body, deadline, number);
    if (++arrived === 2) open();
    response.end((await work).body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  arrived = 0;
  gate = new Promise((resolve) => {
    open = resolve;
  });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function ask({ method = 'POST', path = '/graphql', headers = [['Authorization', 'Bearer abc']], body = '{"query":"{ a }"}' }: Asked): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = [['host', 'gateway'], ['content-length', String(body.length)], ...headers].flat();
    const options = { host: '127.0.0.1', port: (server.address() as AddressInfo).port, method, path, headers: lines, agent: false };
    const sent = send(options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject).end(body);
  });
}

const isShared = async (one: Asked, other: Asked) => new Set(await Promise.all([ask(one), ask(other)])).size === 1;

it('equal requests are answered together, and one that comes after their answer is not', async () => {
  expect(await isShared({}, {})).toBe(true);
  const before = answered;
  open();
  await ask({});
  expect(answered).toBe(before + 1);
});

const end = 'x'.repeat(40);

it.each<[string, Asked, Asked]>([
  ['bodies of the same length', { body: '{"query":"{ a }"}' }, { body: '{"query":"{ b }"}' }],
  ['tokens with the same end', { headers: [['authorization', `Bearer a${end}`]] }, { headers: [['authorization', `Bearer b${end}`]] }],
  ['a token and none', { headers: [['authorization', '']] }, { headers: [] }],
  ['cookies', { headers: [['cookie', 'a=1']] }, { headers: [['cookie', 'a=2']] }],
  ['one header more', { headers: [] }, { headers: [['x-tenant', '1']] }],
  [
    'the order of a header’s values',
    {
      headers: [
        ['x-a', '1'],
        ['x-a', '2'],
      ],
    },
    {
      headers: [
        ['x-a', '2'],
        ['x-a', '1'],
      ],
    },
  ],
  ['addresses', { path: '/graphql?a' }, { path: '/graphql?b' }],
  ['methods', { method: 'POST' }, { method: 'GET' }],
])('requests that differ in %s are not answered together', async (_what, one, other) => {
  expect(await isShared(one, other)).toBe(false);
});
