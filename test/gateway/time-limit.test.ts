// No request goes without an answer past its time limit, whatever a subgraph or the client itself does.
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type FaultyGraph, sendAnswer, startFaultyGraph } from './execution/faulty-graph';
import type { Answer } from '../graph/graph';
import { shop } from './execution/shop';
import { until } from './until';

const requestTimeoutMs = 1_500;
const subgraphTimeoutMs = 20_000;
let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop, { requestTimeoutMs, subgraphTimeoutMs });
});
beforeEach(() => graph.reset());
afterAll(() => graph.stop());

const late = {
  status: 504,
  errors: [
    { message: expect.stringMatching(new RegExp(`^no answer within ${requestTimeoutMs} ms.*请`)), extensions: { code: 'REQUEST_TIMEOUT', requestId: 'test' } },
  ],
};

async function time<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const begun = performance.now();
  const result = await work;
  return { result, ms: performance.now() - begun };
}

describe('a request', () => {
  it('is answered at its time limit while a subgraph says nothing', async () => {
    graph.subgraphs.products.behaviour = () => {};
    const { result, ms } = await time(graph.ask('{ products { id } }'));
    expect(result).toMatchObject(late);
    expect(ms).toBeGreaterThan(requestTimeoutMs - 5);
    expect(ms).toBeLessThan(subgraphTimeoutMs);
  });

  it('that was given up asks no subgraph any more', async () => {
    graph.subgraphs.products.behaviour = async (response, _received, answerWell) => {
      await setTimeout(requestTimeoutMs + 100);
      sendAnswer(response, await answerWell());
    };
    expect(await graph.ask('{ products { id count } }')).toMatchObject(late);
    await setTimeout(300);
    expect(graph.subgraphs.products.requests).toHaveLength(1);
    expect(graph.subgraphs.stock.requests).toHaveLength(0);
    expect(graph.logged()).toBe('');
    graph.reset();
    expect(await graph.ask('{ products { id count } }')).toMatchObject({ status: 200, data: { products: [{ count: 0 }, { count: 10 }, { count: 20 }] } });
  });

  it('that equals one in flight has a deadline of its own, the later one', async () => {
    graph.subgraphs.products.behaviour = async (response, _received, answerWell) => {
      await setTimeout(requestTimeoutMs * 1.25);
      sendAnswer(response, await answerWell());
    };
    const first = graph.ask('{ products { name } }');
    await setTimeout(requestTimeoutMs / 2);
    const others = Array.from({ length: 5 }, () => graph.ask('{ products { name } }'));
    expect(await first).toMatchObject(late);
    for (const other of await Promise.all(others)) expect(other).toMatchObject({ status: 200, data: { products: [{ name: 'product 0' }, {}, {}] } });
    // The five go on together, and with what was asked for the first.
    expect(graph.subgraphs.products.requests.length).toBeLessThan(3);
  });

  it('that equals one in flight has a deadline of its own, the earlier one', async () => {
    graph.subgraphs.products.behaviour = () => {};
    const body = '{"query":"{ products { name id } }"}';
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const begin = () => {
      const sent = request(graph.url, { method: 'POST', headers, agent: false });
      sent.flushHeaders();
      const status = new Promise((resolve, reject) => {
        sent.on('error', reject).on('response', (response) => {
          response.resume();
          resolve(response.statusCode);
        });
      });
      return { status, finish: () => sent.end(body) };
    };
    const slow = begin();
    await setTimeout(requestTimeoutMs * 0.75);
    const quick = begin();
    quick.finish();
    await setTimeout(requestTimeoutMs / 10);
    slow.finish();
    const order: string[] = [];
    const ended = [slow.status.then((status) => order.push(`slow ${status}`)), quick.status.then((status) => order.push(`quick ${status}`))];
    await Promise.all(ended);
    expect(order).toEqual(['slow 504', 'quick 504']);
    expect(graph.subgraphs.products.requests).toHaveLength(1);
  });

  it('that ends with another one is named as that one, in the header and in the error', async () => {
    graph.subgraphs.products.behaviour = async (response) => {
      await setTimeout(100);
      response.socket?.destroy();
    };
    const post = () => fetch(graph.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ products { id name } }"}' });
    const responses = await Promise.all([post(), post()]);
    const named = await Promise.all(
      responses.map(async (response) => [response.headers.get('x-request-id'), ((await response.json()) as Answer).errors?.[0]?.extensions.requestId]),
    );
    expect(new Set(named.flat()).size).toBe(1);
  });

  it.each([
    ['body', 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query":'],
    ['headers', 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-'],
  ])('whose %s do not arrive is answered too, and its connection closed', async (_what, bytes) => {
    const socket = connect(Number(new URL(graph.url).port), '127.0.0.1');
    let received = '';
    let closed = false;
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('close', () => {
      closed = true;
    });
    socket.on('error', () => {});
    socket.write(bytes);
    await until('the connection is closed', () => closed);
    expect(received).toMatch(/^HTTP\/1\.1 408 [\s\S]*connection: close/i);
    expect((await graph.ask('{ currency }')).data).toEqual({ currency: 'CNY' });
  });
});
