// A Redis that does not answer is left alone for a while, and then asked by one question at a time.
import { openRedis, type SharedRedis } from '../../gateway/redis';
import { until } from '../gateway/until';
import { silentLog } from '../graph/graph';
import { createRedis, type RedisServer } from './server';

let server: RedisServer;
let redis: SharedRedis;

beforeAll(async () => {
  server = await createRedis();
  await server.start();
  redis = openRedis(server.url, silentLog);
  await until('it is connected', () => redis.client.isReady);
});
afterAll(async () => {
  redis.stop();
  await server.stop();
});

let asked = 0;

function askTogether(questions: number): Promise<(string | null)[]> {
  const ask = () =>
    redis.ask((client) => {
      asked += 1;
      return client.ping();
    });
  return Promise.all(Array.from({ length: questions }, ask));
}

it('a Redis that hangs is asked once in a while, by one question of many, until it answers that', async () => {
  expect(await askTogether(2)).toEqual(['PONG', 'PONG']);
  server.suspend();
  expect(await askTogether(2)).toEqual([null, null]);
  asked = 0;
  expect(await askTogether(2)).toEqual([null, null]);
  expect(asked).toBe(0);
  for (let trial = 0; trial < 2; trial++) {
    asked = 0;
    await until('it is asked again', async () => {
      expect(await askTogether(20)).toEqual(Array(20).fill(null));
      return asked > 0;
    });
    expect(asked).toBe(1);
  }
  server.resume();
  await until('it answers', async () => (await askTogether(1))[0] === 'PONG');
  expect(await askTogether(20)).toEqual(Array(20).fill('PONG'));
});
