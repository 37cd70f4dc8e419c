// Several gateways count a caller's requests together in Redis, and each by itself while Redis does not answer.
import { until } from '../gateway/until';
import { startTwoGateways, type TwoGateways } from './two-gateways';

let gateways: TwoGateways;
let caller = 0;

beforeAll(async () => {
  gateways = await startTwoGateways({ rateLimit: { requests: 4, windowS: 60 }, trustedProxies: 1 });
  // Until it is connected a gateway counts by itself.
  await until('both count in Redis', async () => {
    const from = `198.51.100.${caller++}`;
    return (await remaining(0, from)) === 3 && (await remaining(1, from)) === 2;
  });
});
beforeEach(() => {
  gateways.logged.length = 0;
});
afterAll(async () => {
  await gateways.stop();
});

async function ask(gateway: number, from: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': from };
  return fetch(`${gateways.graphs[gateway]?.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
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
    expect(gateways.logged).toEqual([]);
  });

  it.each<[string, () => unknown, () => unknown]>([
    ['has died', () => gateways.redis.kill(), () => gateways.redis.start()],
    ['hangs', () => gateways.redis.suspend(), () => gateways.redis.resume()],
  ])('go on by themselves while Redis %s, say so once, and count together again afterwards', async (_what, end, begin) => {
    const from = `192.0.2.${caller++}`;
    await end();
    const statuses: number[] = [];
    for (let request = 0; request < 6; request++) statuses.push((await ask(0, from)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    expect((await ask(1, from)).status).toBe(200);
    expect(gateways.logged.filter((line) => /does not answer/.test(line))).toHaveLength(2);
    expect(gateways.logged.join()).not.toMatch(/127\.0\.0\.1|redis:\/\//);

    await begin();
    await until('both count in Redis again', async () => {
      const another = `198.51.100.${caller++}`;
      return (await remaining(0, another)) === 3 && (await remaining(1, another)) === 2;
    });
    expect(gateways.logged.filter((line) => /answers again/.test(line))).toHaveLength(2);
  });
});
