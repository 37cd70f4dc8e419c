// A Redis that does not answer is left alone for a while, and then asked by one question at a time; the log says why it does not.
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

describe('the log says', () => {
  const password = 'geheim-6379';
  let guarded: RedisServer;
  let logged: string[];
  const opened: SharedRedis[] = [];

  beforeAll(async () => {
    guarded = await createRedis(['--requirepass', password, '--user', 'weak', 'on', `>${password}`, '~*', '+hello', '+client']);
    await guarded.start();
  });
  beforeEach(() => {
    logged = [];
  });
  afterEach(() => {
    for (const each of opened.splice(0)) each.stop();
  });
  afterAll(() => guarded.stop());

  function open(user: string, to = guarded.url): SharedRedis {
    const take = (message: unknown) => logged.push(String(message));
    const shared = openRedis(to.replace('redis://', `redis://${user}`), { info: take, warn: take, error: take });
    opened.push(shared);
    return shared;
  }

  it.each([
    ['WRONGPASS', 'a wrong password', ':wrong-password@'],
    ['WRONGPASS', 'a user that there is not', `nobody:${password}@`],
    ['NOAUTH', 'no password', ''],
  ])('%s for %s, once, when it connects and nothing was asked yet', async (code, _what, user) => {
    const shared = open(user);
    await until('it is said', () => logged.length > 0);
    for (let attempt = 0; attempt < 3; attempt++) expect(await shared.ask((client) => client.ping())).toBeNull();
    // Longer than until the next attempt to connect.
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(logged).toEqual([expect.stringMatching(new RegExp(`^Redis does not answer \\(${code}\\): until it does`))]);
    expect(logged.join()).not.toMatch(/127\.0\.0\.1|wrong|nobody|geheim/);
  });

  it('NOPERM where the user may not do what is asked', async () => {
    const shared = open(`weak:${password}@`);
    await until('it is connected', () => shared.client.isReady);
    expect(await shared.ask((client) => client.ping())).toBeNull();
    expect(logged).toEqual([expect.stringMatching(/^Redis does not answer \(NOPERM\):/)]);
  });

  it('ECONNREFUSED where none listens, and WRONGPASS once there is one with another password', async () => {
    const late = await createRedis(['--requirepass', password]);
    try {
      open(':wrong@', late.url);
      await until('it is said', () => logged.length > 0);
      await late.start();
      await until('the reason is said', () => logged.length > 1);
      expect(logged).toEqual([expect.stringMatching(/ \(ECONNREFUSED\):/), expect.stringMatching(/ \(WRONGPASS\):/)]);
    } finally {
      await late.stop();
    }
  });

  it('nothing of a Redis that takes the password', async () => {
    const shared = open(`:${password}@`);
    await until('it is connected', () => shared.client.isReady);
    expect(await shared.ask((client) => client.ping())).toBe('PONG');
    expect(logged).toEqual([]);
  });
});
