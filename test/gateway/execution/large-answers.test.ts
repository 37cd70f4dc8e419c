// Answers larger than the gateway reads: cut off where the limit is, with what they cost bounded in time, bytes and memory.
import type { ServerResponse } from 'node:http';
import { defaultSettings } from '../../graph/graph';
import { type FaultyGraph, sendAnswer, startFaultyGraph } from './faulty-graph';
import { shop } from './shop';

const megabyte = 1_000_000;
const limit = defaultSettings.maxAnswerBytes;
let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop);
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

/** Writes a start and then text, as fast as it is read, until it is all written or the other end is gone; gives the bytes taken. */
async function pour(response: ServerResponse, start: string, bytes: number): Promise<number> {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(start);
  const chunk = Buffer.alloc(65_536, 'x');
  let written = 0;
  let goOn = () => {};
  response.on('drain', () => goOn()).on('close', () => goOn());
  while (written < bytes && !response.destroyed) {
    written += chunk.length;
    if (response.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
  }
  if (!response.destroyed) response.end('"}}');
  return written;
}

/** The most memory outside the heap that is in use while something runs, beyond what was before. */
async function measureMemory<Value>(run: () => Promise<Value>): Promise<{ value: Value; bytes: number }> {
  const before = process.memoryUsage().external;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().external)), 5);
  const value = await run().finally(() => clearInterval(timer));
  return { value, bytes: most - before };
}

it.each([
  ['at the root', '{ warehouse { city } currency }', '{"data":{"warehouse":{"city":"', { warehouse: null, currency: 'CNY' }, [['warehouse']]],
  [
    'of entities',
    '{ product { id shelf { row } price } }',
    '{"data":{"_entities":[{"shelf":"',
    { product: { id: 'p0', shelf: null, price: 1 } },
    [['product', 'shelf']],
  ],
] as const)('a stream of 200 MB %s is cut off at the limit and costs its own fields alone', async (_name, query, start, data, paths) => {
  expect(limit).toBe(50 * megabyte);
  let written: Promise<number> | undefined;
  graph.subgraphs.stock.behaviour = (response) => (written = pour(response, start, 200 * megabyte));
  const { value: answer, bytes } = await measureMemory(() => graph.ask(query));
  expect(answer.data).toEqual(data);
  expect(answer.errors?.map(({ path }) => path)).toEqual(paths);
  expect(answer.errors?.[0]?.extensions).toEqual({ code: 'AGENCY_UNAVAILABLE', agency: 'stock', requestId: 'test' });
  // What is above the limit was under way when the connection was cut.
  expect(await written).toBeLessThan(limit + 20 * megabyte);
  expect(bytes).toBeLessThan(2 * limit);
  graph.reset();
  expect((await graph.ask('{ open }')).data).toEqual({ open: true });
});

it('an answer that announces more than the limit is not read to its end', async () => {
  let written: Promise<number> | undefined;
  graph.subgraphs.stock.behaviour = (response) => {
    response.setHeader('content-length', String(1_000 * megabyte));
    written = pour(response, '{"data":"', 200 * megabyte);
  };
  const answer = await graph.ask('{ warehouse { city } currency }');
  expect(answer.data).toEqual({ warehouse: null, currency: 'CNY' });
  expect(await written).toBeLessThan(limit + 20 * megabyte);
});

it('an answer a little below the limit is read whole', async () => {
  const city = 'x'.repeat(limit - 1_000);
  graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, { data: { warehouse: { city } } });
  const answer = await graph.ask('{ warehouse { city } }');
  expect(answer.data.warehouse.city.length).toBe(city.length);
});

it('an answer of many small pieces counts as one', async () => {
  const small = await startFaultyGraph(shop, { maxAnswerBytes: 5_000 });
  try {
    const drip = (bytes: number) => async (response: ServerResponse) => {
      response.writeHead(200);
      response.write('{"data":{"open":true,"pad":"');
      for (let sent = 0; sent < bytes && !response.destroyed; sent += 100) {
        response.write('x'.repeat(100));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      response.end('"}}');
    };
    small.subgraphs.stock.behaviour = drip(4_000);
    expect((await small.ask('{ open }')).data).toEqual({ open: true });
    small.subgraphs.stock.behaviour = drip(6_000);
    const { data, errors } = await small.ask('{ open }');
    expect(data).toEqual({ open: null });
    expect(errors?.[0]?.extensions).toEqual({ code: 'AGENCY_UNAVAILABLE', agency: 'stock', requestId: 'test' });
  } finally {
    await small.stop();
  }
});
