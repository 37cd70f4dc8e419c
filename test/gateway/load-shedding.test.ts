// Above the concurrency limit requests are refused at once, known cheap ones last.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type FaultyGraph, startFaultyGraph } from './execution/faulty-graph';
import { shop } from './execution/shop';
import { createGate } from './http-subgraph';
import { until } from './until';

const maxConcurrent = 5;
const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-shedding-'));
const file = path.join(folder, 'manifest.json');
const cheap = 'query Cheap { currency }';
/** Each list counts as ten: 15 × 10 × (1 + 10). */
const dear = `query Dear { ${Array.from({ length: 15 }, (_, number) => `a${number}: products { shelves { row } }`).join(' ')} }`;
let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  const operations = [cheap, dear].map((body) => ({ id: createHash('sha256').update(body).digest('hex'), name: 'Operation', type: 'query', body }));
  writeFileSync(file, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
  graph = await startFaultyGraph(shop, { maxConcurrent, trustedDocuments: { mode: 'prefer', file } });
});
beforeEach(() => graph.reset());
afterAll(async () => {
  await graph.stop();
  rmSync(folder, { recursive: true });
});

describe('the gateway at its limit', () => {
  it('refuses another request at once, says when to come back, and answers those it began', async () => {
    const gate = createGate();
    graph.subgraphs.products.behaviour = async (response, _received, answerWell) => {
      await gate.pass();
      response.end(JSON.stringify(await answerWell()));
    };
    // Each caller is of its own, or the subgraph would be asked once for all.
    const working = Array.from({ length: maxConcurrent }, (_, number) => graph.ask('{ product { id } }', {}, { authorization: String(number) }));
    await until('all of them are at work', () => gate.waiting() === maxConcurrent);
    const refused = await fetch(graph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ currency }' }),
    });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'GATEWAY_BUSY', requestId: refused.headers.get('x-request-id') } }],
    });
    expect(graph.subgraphs.prices.requests).toHaveLength(0);

    // The reserve is a tenth, here one request, for what is trusted and cheap.
    expect(await graph.ask(dear)).toMatchObject({ status: 503 });
    expect((await graph.ask(cheap)).data).toEqual({ currency: 'CNY' });

    gate.open();
    for (const answer of await Promise.all(working)) expect(answer.data).toEqual({ product: { id: 'p0' } });
    expect((await graph.ask('{ currency }')).status).toBe(200);
  });

  it('refuses also cheap requests when the reserve is used up', async () => {
    const gate = createGate();
    graph.subgraphs.prices.behaviour = async (response, _received, answerWell) => {
      await gate.pass();
      response.end(JSON.stringify(await answerWell()));
    };
    const ask = (number: number) => graph.ask(cheap, {}, { authorization: String(number) });
    const working = Array.from({ length: maxConcurrent + 1 }, (_, number) => ask(number));
    await until('all of them are at work', () => gate.waiting() === maxConcurrent + 1);
    expect((await ask(99)).status).toBe(503);
    // One that equals a request in flight costs nothing.
    const shared = ask(0);
    gate.open();
    expect((await shared).status).toBe(200);
    await Promise.all(working);
    expect((await ask(99)).status).toBe(200);
  });
});
