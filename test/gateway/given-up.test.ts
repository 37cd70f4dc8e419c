// What becomes of the work for a request whose client has gone or whose time is over: subgraphs are told, and nobody works on.
import { request as httpRequest } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createGateway } from '../../gateway/gateway';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { serveSubgraph } from '../../subgraphs/shared/serve';
import { createSubgraph, type Subgraph, type SubgraphDefinition } from '../../subgraphs/shared/subgraph';
import { defaultSettings, readerUrl, silentLog } from '../graph/graph';
import { type FaultyGraph, sendAnswer, startFaultyGraph } from './execution/faulty-graph';
import { shop } from './execution/shop';
import { until } from './until';

const requestTimeoutMs = 1_000;
let graph: FaultyGraph<keyof typeof shop>;
/** Requests to stock whose connections were closed before they were answered. */
let left = 0;
const hold = () => {
  graph.subgraphs.stock.behaviour = (response) => response.once('close', () => left++);
};

beforeAll(async () => {
  graph = await startFaultyGraph(shop, { requestTimeoutMs, subgraphTimeoutMs: 30_000 });
  // Planned, so that what follows is sent at once.
  for (const query of ['{ warehouse { city } }', '{ open }', '{ products { id count } }', 'mutation { restock }']) await graph.ask(query);
});
beforeEach(() => {
  graph.reset();
  left = 0;
});
afterAll(() => graph.stop());

/** A client that can go away. */
function begin(query: string): { leave: () => void; status: Promise<number | undefined> } {
  const body = JSON.stringify({ query });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const sent = httpRequest(graph.url, { method: 'POST', headers, agent: false });
  const status = new Promise<number | undefined>((resolve) => {
    sent.on('error', () => resolve(undefined)).on('response', (response) => resolve(response.resume().statusCode));
  });
  sent.end(body);
  return { leave: () => sent.destroy(), status };
}

describe('a request whose client has gone', () => {
  it('ends its call to a subgraph, and makes no other', async () => {
    hold();
    const client = begin('{ products { id count } }');
    await until('stock is asked', () => graph.subgraphs.stock.requests.length === 1);
    client.leave();
    await until('the call has ended', () => left === 1, requestTimeoutMs * 0.9);
    expect(graph.logged()).toBe('');
  });

  it('goes on while another waits for the same, at the door and behind it', async () => {
    hold();
    const query = '{ warehouse { city } }';
    const clients = [begin(query), begin(query), begin('{ warehouse { city }, again: __typename }')];
    await until('stock is asked', () => graph.subgraphs.stock.requests.length > 0);
    await setTimeout(50);
    clients[0]?.leave();
    clients[1]?.leave();
    await setTimeout(50);
    expect([graph.subgraphs.stock.requests.length, left]).toEqual([1, 0]);
    clients[2]?.leave();
    await until('the call has ended', () => left === 1, requestTimeoutMs * 0.8);
  });

  it('is joined by nobody who comes later', async () => {
    hold();
    const first = begin('{ warehouse { city } }');
    await until('stock is asked', () => graph.subgraphs.stock.requests.length === 1);
    first.leave();
    await until('the call has ended', () => left === 1);
    graph.subgraphs.stock.behaviour = null;
    expect((await graph.ask('{ warehouse { city } }')).data).toEqual({ warehouse: { city: 'Guiyang' } });
  });

  it('has its mutation brought to an end: half of one would be worse', async () => {
    let finish = () => {};
    graph.subgraphs.stock.behaviour = (response, _received, answerWell) => {
      response.once('close', () => left++);
      finish = async () => sendAnswer(response, await answerWell());
    };
    const client = begin('mutation { restock }');
    await until('stock is asked', () => graph.subgraphs.stock.requests.length === 1);
    client.leave();
    await setTimeout(100);
    expect(left).toBe(0);
    finish();
    await until('it was answered', () => left === 1);
  });
});

describe('a request whose time is over', () => {
  it('ends its call to a subgraph', async () => {
    hold();
    expect(await begin('{ warehouse { city } }').status).toBe(504);
    await until('the call has ended', () => left === 1);
  });

  it('tells subgraphs beforehand how long it waits', async () => {
    await graph.ask('{ warehouse { city } }');
    await graph.ask('mutation { restock }');
    const [ofQuery, ofMutation] = graph.subgraphs.stock.requests.map(({ headers }) => Number(headers['jiedui-timeout-ms']));
    expect(ofQuery).toBeGreaterThan(requestTimeoutMs / 10);
    expect(ofQuery).toBeLessThanOrEqual(requestTimeoutMs);
    expect(ofMutation).toBeGreaterThan(requestTimeoutMs);
    expect(ofMutation).toBeLessThanOrEqual(30_000);
  });
});

/** Counties whose list of provinces is held until nobody waits for it, and those who were asked for it. */
function openHeld(): { subgraph: Subgraph; held: () => number; ended: () => number; statements: string[] } {
  const database = openDatabase(readerUrl('counties'), { role: 'reader' });
  const statements: string[] = [];
  database.on('query', ({ sql }: { sql: string }) => statements.push(sql));
  let [held, ended] = [0, 0];
  const { Query, ...types } = counties.resolvers as { Query: { provinces: (...parameters: unknown[]) => unknown } };
  const provinces = async (root: unknown, args: unknown, context: { signal: AbortSignal }, info: unknown) => {
    held++;
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    ended++;
    return Query.provinces(root, args, context, info);
  };
  const definition = { ...counties, resolvers: { ...types, Query: { ...Query, provinces } } } as SubgraphDefinition;
  return { subgraph: createSubgraph(definition, { database, logError: () => {} }), held: () => held, ended: () => ended, statements };
}

describe('a subgraph’s process', () => {
  const { subgraph, held, ended, statements } = openHeld();
  const server = serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, log: silentLog });
  let url: string;
  beforeAll(async () => {
    url = `http://127.0.0.1:${await server.start()}/graphql`;
    await until('it is ready', async () => (await fetch(url.replace('graphql', 'health/ready'))).status === 200);
  });
  afterAll(() => server.stop());

  const body = JSON.stringify({ query: '{ provinces { name } }' });
  const post = (headers: Record<string, string> = {}, signal?: AbortSignal) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body, ...(signal === undefined ? {} : { signal }) });

  it('stops where the connection has closed', async () => {
    const before = held();
    statements.length = 0;
    const client = new AbortController();
    const answer = post({}, client.signal).catch(() => 'gone');
    await until('it is at work', () => held() === before + 1);
    client.abort();
    expect(await answer).toBe('gone');
    await until('it has stopped', () => ended() === before + 1);
    await setTimeout(50);
    expect(statements).toEqual([]);
  });

  it('stops when the time that the request tells is over, and says so', async () => {
    statements.length = 0;
    const response = await post({ 'jiedui-timeout-ms': '50' });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'AGENCY_TIMEOUT' } }] });
    expect(statements).toEqual([]);
  });

  it.each(['0', '-1', '1.5', 'soon', '1, 2', '9999999999', ' '])('refuses a time of %p', async (timeout) => {
    const response = await post({ 'jiedui-timeout-ms': timeout });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringContaining('jiedui-timeout-ms'), extensions: { code: 'BAD_REQUEST' } }] });
  });
});

describe('a subgraph in the gateway’s process', () => {
  const { subgraph, held, ended, statements } = openHeld();
  const gateway = createGateway({ ...defaultSettings, subgraphTimeoutMs: 400, inProcess: [subgraph], log: silentLog });
  const query = '{ provinces { name } }';
  let url: string;
  beforeAll(async () => {
    url = `http://127.0.0.1:${await gateway.start()}/graphql`;
    await gateway.ready();
  });
  beforeEach(() => {
    statements.length = 0;
  });
  afterAll(() => gateway.stop());

  it.each<[string, (client: AbortController) => unknown]>([
    ['the client has gone', (client) => client.abort()],
    ['its time is over', () => {}],
  ])('stops where %s', async (_case, end) => {
    const before = held();
    const client = new AbortController();
    const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }), signal: client.signal };
    const answer = fetch(url, options).catch(() => null);
    await until('it is at work', () => held() === before + 1);
    end(client);
    await answer;
    await until('it has stopped', () => ended() === before + 1);
    await setTimeout(50);
    expect(statements).toEqual([]);
  });
});
