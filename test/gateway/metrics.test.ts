// What Prometheus reads of a gateway, and what readiness says of subgraphs: right figures, and an agency that is down by name.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createGateway, type Gateway } from '../../gateway/gateway';
import { ask, defaultSettings, silentLog } from '../graph/graph';
import { type Running, run } from '../processes/process';
import { startFaultyGraph } from './execution/faulty-graph';
import { shop } from './execution/shop';
import { composeSupergraph, type HttpSubgraph, serveSubgraph } from './http-subgraph';

const sdls = {
  books: 'type Query { book(isbn: ID!): Book slow: Int } type Book @key(fields: "isbn") { isbn: ID! title: String }',
  reviews: 'type Book @key(fields: "isbn") { isbn: ID! stars: Int }',
};

let folder: string;
let file: string;
let gateway: Gateway;
let url: string;
const subgraphs = new Map<string, HttpSubgraph>();

async function serve(): Promise<void> {
  const slow = async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return 1;
  };
  const book = (_parent: unknown, { isbn }: { isbn: string }) => ({ isbn, title: 'Pairing' });
  subgraphs.set('books', await serveSubgraph(sdls.books, { Query: { slow, book } as Parameters<typeof serveSubgraph>[1][string] }));
  subgraphs.set('reviews', await serveSubgraph(sdls.reviews, { Book: { __resolveReference: ({ isbn }: { isbn: string }) => ({ isbn, stars: 5 }) } }));
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-metrics-'));
  file = path.join(folder, 'supergraph.graphql');
  await serve();
  writeFileSync(file, composeSupergraph(Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, { url: subgraphs.get(name)?.url ?? '', sdl }]))));
  gateway = createGateway({ ...defaultSettings, supergraphFile: file, inProcess: [], measures: true, log: silentLog });
  url = `http://127.0.0.1:${await gateway.start()}`;
});
afterAll(async () => {
  await gateway.stop();
  for (const subgraph of subgraphs.values()) await subgraph.stop();
  rmSync(folder, { recursive: true });
});

/** The figure of a name and labels as Prometheus reads them. */
async function read(name: string): Promise<number> {
  const line = (await gateway.registry?.metrics())?.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? Number.NaN : Number(line.slice(name.length));
}

const question = '{ book(isbn: "1") { title stars } }';

describe('the figures of a gateway', () => {
  it('count requests by status, subgraphs by outcome, and operations that were known', async () => {
    for (let time = 0; time < 3; time++) expect((await ask(`${url}/graphql`, question)).errors).toBeUndefined();
    await ask(`${url}/graphql`, '{ nosuch }');
    expect(await read('jiedui_request_seconds_count{status="200"}')).toBe(3);
    expect(await read('jiedui_request_seconds_count{status="400"}')).toBe(1);
    expect(await read('jiedui_subgraph_seconds_count{subgraph="books",outcome="ok"}')).toBe(3);
    expect(await read('jiedui_subgraph_seconds_count{subgraph="reviews",outcome="ok"}')).toBe(3);
    expect(await read('jiedui_operations_new_total')).toBe(1);
    expect(await read('jiedui_operations_known_total')).toBe(2);
    expect(await read('jiedui_prepared_operations')).toBe(1);
    expect(await read('jiedui_planning_seconds_count')).toBe(1);
    expect(await read('jiedui_errors_total{code="GRAPHQL_VALIDATION_FAILED",agency=""}')).toBe(1);
    expect(await read('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('keep the gateway’s own time apart from the subgraphs’', async () => {
    const before = await read('jiedui_gateway_overhead_seconds_sum');
    await ask(`${url}/graphql`, '{ one: slow }');
    const [subgraph, whole] = [
      await read('jiedui_subgraph_seconds_sum{subgraph="books",outcome="ok"}'),
      await read('jiedui_request_seconds_sum{status="200"}'),
    ];
    expect(subgraph).toBeGreaterThan(0.09);
    // Planned once, it is the gateway's own time that is left.
    await ask(`${url}/graphql`, '{ one: slow }');
    const own = (await read('jiedui_gateway_overhead_seconds_sum')) - before;
    expect(await read('jiedui_request_seconds_sum{status="200"}')).toBeGreaterThan(whole + 0.09);
    const waited = (await read('jiedui_subgraph_seconds_sum{subgraph="books",outcome="ok"}')) - subgraph;
    expect(waited).toBeGreaterThan(0.09);
    // Two requests waited for 0.2 s in all; none of that is in it, whatever planning took.
    const planning = await read('jiedui_planning_seconds_sum');
    expect(own).toBeLessThan(0.15 + planning);
  });

  it('and readiness name an agency that is down, keep ready, and say since when', async () => {
    const ready = async () => {
      const response = await fetch(`${url}/health/ready`);
      return { status: response.status, ...((await response.json()) as { ready: boolean; subgraphs: Record<string, { state: string; since: string }> }) };
    };
    expect(await ready()).toMatchObject({ status: 200, subgraphs: { books: { state: 'answering' }, reviews: { state: 'answering' } } });
    const down = subgraphs.get('reviews') as HttpSubgraph;
    await down.stop();
    const answer = await ask(`${url}/graphql`, question);
    expect(answer.data).toEqual({ book: { title: 'Pairing', stars: null } });
    const state = await ready();
    expect(state).toMatchObject({ status: 200, ready: true, subgraphs: { books: { state: 'answering' }, reviews: { state: 'failing' } } });
    expect(Date.parse(state.subgraphs.reviews?.since ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(await read('jiedui_subgraph_seconds_count{subgraph="reviews",outcome="connection"}')).toBe(1 + defaultSettings.resilience.retries);
    expect(await read('jiedui_subgraph_retries_total{subgraph="reviews"}')).toBe(defaultSettings.resilience.retries);
    expect(await read('jiedui_errors_total{code="AGENCY_UNAVAILABLE",agency="reviews"}')).toBe(1);
  });
});

it('the figures tell an agency that is late from one that cannot be reached', async () => {
  const late = await startFaultyGraph(shop, { measures: true, subgraphTimeoutMs: 200 });
  late.subgraphs.stock.behaviour = () => {};
  await late.ask('{ open }');
  late.subgraphs.prices.behaviour = (response) => response.socket?.resetAndDestroy();
  await late.ask('{ currency }');
  const figures = (await late.registry?.metrics()) ?? '';
  const outcomes = [...figures.matchAll(/^jiedui_subgraph_seconds_count\{subgraph="(\w+)",outcome="(\w+)"\} (\d+)$/gm)].map(([, ...parts]) => parts.join(' '));
  expect(outcomes).toEqual(['stock timeout 1', 'prices connection 1']);
  await late.stop();
});

describe('/metrics', () => {
  const running: Running[] = [];
  afterAll(async () => {
    await Promise.all(running.map((each) => each.stop()));
  });

  it.each([['1'], ['2']])('is served on a port of its own and not on the graph’s, with %s workers', async (workers) => {
    const started = run('gateway/main.ts', ['--port', '0', '--supergraph', file], { JIEDUI_WORKERS: workers, JIEDUI_METRICS_PORT: '0' });
    running.push(started);
    const [, port] = await started.waitFor(/metrics are served on port (\d+)/);
    const [, graph = ''] = await started.waitFor(/GraphQL +(\S+)/);
    expect((await fetch(new URL('/metrics', graph))).status).toBe(404);
    // Each over a connection of its own, so that both workers answer some.
    for (let time = 0; time < 6; time++) {
      const headers = { 'content-type': 'application/json', connection: 'close' };
      expect((await fetch(graph, { method: 'POST', headers, body: '{"query":"{ __typename }"}' })).status).toBe(200);
    }
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toMatch(/^jiedui_request_seconds_count\{status="200"\} 6$/m);
    expect(text).toMatch(/^# TYPE jiedui_subgraph_seconds histogram$/m);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  });

  it('is not served unless a port is set', async () => {
    const started = run('gateway/main.ts', ['--port', '0', '--supergraph', file]);
    running.push(started);
    await started.waitFor(/GraphQL +(\S+)/);
    expect(started.output()).not.toContain('metrics');
  });
});
