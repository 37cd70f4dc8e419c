// Several gateways share the texts of automatic persisted queries through Redis: what one was told, all know. They believe nothing
// of it that does not fit its hash, and go on by themselves while it does not answer.
import { createClient } from '@redis/client';
import { createPersistedQueries } from '../../gateway/persisted-queries';
import { openRedis } from '../../gateway/redis';
import { loadTrustedDocuments } from '../../gateway/trusted-documents';
import { readSavedOperations } from '../../schema/operations';
import { askByHash, extensions, post, register, sha256, unknown } from '../gateway/persisted-queries';
import { until } from '../gateway/until';
import { defaultSettings, silentLog, startGraph } from '../graph/graph';
import { startTwoGateways, type TwoGateways } from './two-gateways';

let gateways: TwoGateways;
/** Sees and changes what gateways keep there. */
let client: ReturnType<typeof createClient>;
let texts = 0;

beforeAll(async () => {
  gateways = await startTwoGateways();
  client = createClient({ url: gateways.redis.url });
  client.on('error', () => {});
  await client.connect();
  await untilShared();
});
beforeEach(() => {
  gateways.logged.length = 0;
});
afterAll(async () => {
  client.destroy();
  await gateways.stop();
});

/** A text that nobody has asked for yet. */
const write = () => `{ county(code: "520204") { text${texts++}: name } }`;

/** Until they are connected, gateways go on by themselves. */
const untilShared = () => until('both share what they are told', async () => (await isShared(0, 1)) && (await isShared(1, 0)));

async function isShared(from: number, to: number): Promise<boolean> {
  const text = write();
  await register(gateways.graphs[from]?.url, text);
  return (await askByHash(gateways.graphs[to]?.url, text))[1] !== unknown[1];
}

/** Where gateways keep a text. */
const placeOf = (text: string) => `jiedui:query:${sha256(text).slice(0, 3)}`;

/** Tells the first gateway a text, until Redis has it. */
async function share(text: string): Promise<[number, unknown]> {
  let answer: [number, unknown] = [0, null];
  await until('Redis has the text', async () => {
    answer = await register(gateways.graphs[0]?.url, text);
    return (await client.get(placeOf(text))) === text;
  });
  return answer;
}

describe('two gateways', () => {
  it('know by its hash what either was told', async () => {
    const text = `# 县\n${write()}`;
    const answer = await share(text);
    expect(answer).toEqual([200, { county: { [`text${texts - 1}`]: '水城区' } }]);
    expect(await askByHash(gateways.graphs[1]?.url, text)).toEqual(answer);
    expect(gateways.logged).toEqual([]);
  });

  it('know it from then on, whatever becomes of Redis', async () => {
    const text = write();
    const answer = await share(text);
    await askByHash(gateways.graphs[1]?.url, text);
    await client.flushDb();
    for (const graph of gateways.graphs) expect(await askByHash(graph.url, text)).toEqual(answer);
  });

  it.each<[string, (text: string) => string]>([
    ['another text', () => '{ __typename }'],
    ['its text with an addition', (text) => `${text} `],
    ['a part of its text', (text) => text.slice(0, -2)],
    ['nothing', () => ''],
    ['more than a text may have', (text) => text.padEnd(1_000_000)],
  ])('do not execute what Redis has under a hash that it does not fit: %s', async (_what, change) => {
    const text = write();
    await client.set(placeOf(text), change(text));
    expect(await askByHash(gateways.graphs[0]?.url, text)).toEqual(unknown);
    // With what fits it is answered: it was looked up there.
    await client.set(placeOf(text), text);
    expect(await askByHash(gateways.graphs[0]?.url, text)).toEqual([200, expect.anything()]);
    expect(gateways.logged).toEqual([]);
  });

  it('share texts of up to 16 kB; longer ones each keeps for itself', async () => {
    const [longest, tooLong] = [16_384, 16_385].map((length) => `${write()} #`.padEnd(length, 'x')) as [string, string];
    // The one after the other goes over one connection.
    await register(gateways.graphs[0]?.url, tooLong);
    await share(longest);
    expect(await client.get(placeOf(tooLong))).not.toBe(tooLong);
    for (const text of [longest, tooLong]) expect(await askByHash(gateways.graphs[0]?.url, text)).toEqual([200, expect.anything()]);
    expect(await askByHash(gateways.graphs[1]?.url, longest)).toEqual([200, expect.anything()]);
    expect(await askByHash(gateways.graphs[1]?.url, tooLong)).toEqual(unknown);
    // Nor is one read that somebody else has put there.
    await client.set(placeOf(tooLong), tooLong);
    expect(await askByHash(gateways.graphs[1]?.url, tooLong)).toEqual(unknown);
  });

  it.each<[string, () => unknown, () => unknown]>([
    ['has died', () => gateways.redis.kill(), () => gateways.redis.start()],
    ['hangs', () => gateways.redis.suspend(), () => gateways.redis.resume()],
  ])('answer what they know while Redis %s, ask for the text of what they do not, and share again afterwards', async (_what, end, begin) => {
    const text = write();
    const answer = await share(text);
    await end();
    expect(await askByHash(gateways.graphs[0]?.url, text)).toEqual(answer);
    // More often than Redis is asked.
    for (let request = 0; request < 5; request++) expect(await askByHash(gateways.graphs[1]?.url, text)).toEqual(unknown);
    expect(await register(gateways.graphs[1]?.url, text)).toEqual(answer);
    expect(await askByHash(gateways.graphs[1]?.url, text)).toEqual(answer);
    // Each gateway says it once: the one that asked, and the other where its connection was lost.
    const said = gateways.logged.filter((line) => /^Redis does not answer/.test(line));
    expect(said).toEqual(gateways.logged);
    expect([1, 2]).toContain(said.length);

    await begin();
    await untilShared();
    expect(gateways.logged.filter((line) => /answers again/.test(line)).length).toBeGreaterThan(0);
    expect(gateways.logged.join()).not.toMatch(/127\.0\.0\.1|redis:\/\//);
  });
});

describe('a gateway of trusted documents alone', () => {
  it('reads nothing from Redis and writes nothing there', async () => {
    const trustedDocuments = { ...defaultSettings.trustedDocuments, mode: 'only' as const };
    const graph = await startGraph('sqlite', { redisUrl: gateways.redis.url, trustedDocuments });
    const text = write();
    await share(text);
    expect(await askByHash(graph.url, text)).toEqual([403, 'DOCUMENT_NOT_TRUSTED']);
    const trusted = readSavedOperations().find(({ name }) => name === 'coverage-by-grade')?.text ?? '';
    await client.flushDb();
    expect(await post(graph.url, { extensions: extensions(sha256(trusted)), variables: {} })).toEqual([200, expect.anything()]);
    await graph.stop();
    expect(await client.dbSize()).toBe(0);
  });
});

describe('Redis', () => {
  it('holds no more than 4,096 texts, each for a day', async () => {
    await client.flushDb();
    const shared = openRedis(gateways.redis.url, silentLog);
    await until('it is connected', () => shared.client.isReady);
    const kept = createPersistedQueries(shared, loadTrustedDocuments('off', ''));
    for (let batch = 0; batch < 1_000; batch++) {
      await Promise.all(Array.from({ length: 10 }, write).map((text) => kept.set(`apq:${sha256(text)}`, text)));
    }
    const places = await client.keys('*');
    expect(places.length).toBeGreaterThan(3_000);
    expect(places.length).toBeLessThanOrEqual(4_096);
    for (const place of places.slice(0, 5)) {
      const leftS = await client.ttl(place);
      expect(leftS).toBeGreaterThan(86_000);
      expect(leftS).toBeLessThanOrEqual(86_400);
    }
    shared.stop();
  });
});
