// Several gateways count a caller's requests together in Redis, and each by itself while Redis does not answer.
import { startGraph, type Graph } from '../graph/graph';
import { until } from '../gateway/until';
import { createRedis, type RedisServer } from './server';

let redis: RedisServer;
const graphs: Graph[] = [];
const logged: string[] = [];
const log = {
  info: (message: string) => logged.push(message),
  warn: (message: string) => logged.push(message),
  error: (error: unknown) => logged.push(String(error)),
};
let caller = 0;

beforeAll(async () => {
  redis = await createRedis();
  await redis.start();
  const settings = { rateLimit: { requests: 4, windowS: 60 }, redisUrl: redis.url, trustedProxies: 1, log };
  graphs.push(await startGraph('sqlite', settings), await startGraph('sqlite', settings));
  // Until it is connected a gateway counts by itself.
  await until('both count in Redis', async () => {
    const from = `198.51.100.${caller++}`;
    return (await remaining(0, from)) === 3 && (await remaining(1, from)) === 2;
  });
});
beforeEach(() => {
  logged.length = 0;
});
afterAll(async () => {
  await Promise.all(graphs.map((graph) => graph.stop()));
  await redis.stop();
});

async function ask(gateway: number, from: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': from };
  return fetch(`${graphs[gateway]?.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
}

async function remaining(gateway: number, from: string): Promise<number> {
  return Number(/;r=(\d+);/.exec((await ask(gateway, from)).headers.get('ratelimit') ?? '')?.[1]);
}

describe('two gateways', () => {
  it('count a caller’s requests together, and other callers’ apart', async () => {
    const statuses: number[] = [];
    for (const gateway of [0, 1, 0, 1, 0, 1]) statuses.push((await ask(gateway, '203.0.113.1')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    expect((await ask(0, '203.0.113.2')).status).toBe(200);
    expect(logged).toEqual([]);
  });

  it.each<[string, () => unknown, () => unknown]>([
    ['has died', () => redis.kill(), () => redis.start()],
    ['hangs', () => redis.suspend(), () => redis.resume()],
  ])('go on by themselves while Redis %s, say so once, and count together again afterwards', async (_what, end, begin) => {
    const from = `192.0.2.${caller++}`;
    await end();
    const statuses: number[] = [];
    for (let request = 0; request < 6; request++) statuses.push((await ask(0, from)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    expect((await ask(1, from)).status).toBe(200);
    expect(logged.filter((line) => /does not answer/.test(line))).toHaveLength(2);
    expect(logged.join()).not.toMatch(/127\.0\.0\.1|redis:\/\/|ECONN/);

    await begin();
    await until('both count in Redis again', async () => {
      const another = `198.51.100.${caller++}`;
      return (await remaining(0, another)) === 3 && (await remaining(1, another)) === 2;
    });
    expect(logged.filter((line) => /answers again/.test(line))).toHaveLength(2);
  });
});
