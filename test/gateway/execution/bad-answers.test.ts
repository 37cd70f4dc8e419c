// Subgraphs that answer with what is no answer, or not at all. Whatever one of them does costs its own fields alone: they are
// null with an error at their place, the others' data stands, and the gateway goes on.
import { setTimeout } from 'node:timers/promises';
import { type Behaviour, type FaultyGraph, sendAnswer, startFaultyGraph } from './faulty-graph';
import { shop } from './shop';
import { allSituations, places, situations } from './shop-situations';

let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop, { subgraphTimeoutMs: 600, maxAnswerBytes: 10_000 });
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

/** Everything that a subgraph may do instead of answering. */
const noAnswers: [string, Behaviour][] = [
  ['a page of HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>')],
  ['a proxy’s 502', (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')],
  ['a 500 in JSON that is no GraphQL', (response) => sendAnswer(response, { message: 'db.internal:5432 is down' }, 500)],
  ['a redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['an empty body', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end()],
  ['no content', (response) => response.writeHead(204).end()],
  ['truncated JSON', async (response, _request, answerWell) => sendAnswer(response, JSON.stringify(await answerWell()).slice(0, -2))],
  ['JSON with more after it', async (response, _request, answerWell) => sendAnswer(response, `${JSON.stringify(await answerWell())}{}`)],
  ['bytes that are no text', (response) => response.writeHead(200).end(Buffer.from([0, 255, 254, 128, 1]))],
  [
    'a body compressed unasked',
    (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.from('H4sIAAAAAAAAA6tWSkksSVSyqq4FAPcTZKgMAAAA', 'base64')),
  ],
  ['more bytes than allowed', async (response, _request, answerWell) => sendAnswer(response, `${JSON.stringify(await answerWell())}${' '.repeat(20_000)}`)],
  ['nothing but a closed connection', (response) => response.socket?.end()],
  ['nothing but a reset connection', (response) => response.socket?.resetAndDestroy()],
  [
    'a connection closed in the middle of the body',
    async (response, _request, answerWell) => {
      const text = JSON.stringify(await answerWell());
      response.writeHead(200, { 'content-length': String(text.length) });
      response.write(text.slice(0, 10));
      await setTimeout(20);
      response.socket?.end();
    },
  ],
  [
    'a connection reset in the middle of the body',
    async (response) => {
      response.writeHead(200).write('{"data":');
      await setTimeout(20);
      response.socket?.resetAndDestroy();
    },
  ],
  ['a body that is longer than it says', (response) => response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{"data":null}')],
  ['no HTTP', (response) => response.socket?.end('220 smtp.internal ESMTP\r\n')],
  ['headers without end', (response) => response.socket?.write(`HTTP/1.1 200 OK\r\nx-pad: ${'a'.repeat(100_000)}`)],
  ['silence', () => {}],
  ['headers and then silence', (response) => response.writeHead(200).flushHeaders()],
  [
    'one byte now and then',
    async (response) => {
      response.writeHead(200);
      while (!response.destroyed) {
        response.write(' ');
        await setTimeout(50);
      }
    },
  ],
];

/** Those of them that never end. */
const endless = ['silence', 'headers and then silence', 'one byte now and then'];

/** JSON that is no GraphQL response. */
const noResponses: [string, unknown][] = [
  ['null', null],
  ['a number', 5],
  ['a text', '"ok"'],
  ['a list', []],
  ['an empty object', {}],
  ['data that is a number', { data: 5 }],
  ['data that is a text', { data: 'x' }],
  ['data that is a list', { data: [] }],
  ['data that is null, without a reason', { data: null }],
  ['data that is null and an empty list of errors', { data: null, errors: [] }],
  ['data that is null and errors that are no list', { data: null, errors: 'it failed' }],
  ['data that is null and errors that are an object', { data: null, errors: { message: 'it failed' } }],
  ['an empty list of errors alone', { errors: [] }],
  ['members of the prototype alone', '{"__proto__":{"data":{"warehouse":{"city":"x"}}}}'],
];

describe.each(allSituations)('%s', (situation) => {
  const { query, asked, left, places: lost } = situations[situation];

  it('brings its fields while the subgraph is sound', async () => {
    const answer = await graph.ask(query);
    expect(answer.errors).toBeUndefined();
    expect(answer.text).not.toMatch(/null/);
    expect(graph.subgraphs.stock.requests).toHaveLength(1);
    expect(graph.subgraphs.stock.requests[0]?.query).toMatch(asked);
  });

  it.each(noAnswers)('that gets %s loses its own fields alone', async (name, behaviour) => {
    graph.subgraphs.stock.behaviour = behaviour;
    const answer = await graph.ask(query);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual(left);
    expect(places(answer)).toEqual(lost);
    const code = endless.includes(name) ? 'AGENCY_TIMEOUT' : 'AGENCY_UNAVAILABLE';
    for (const { extensions } of answer.errors ?? []) expect(extensions).toEqual({ code, agency: 'stock', requestId: 'test' });
    expect(answer.text).not.toMatch(/127\.0\.0\.1|internal|ECONN|HTTP|JSON|html/i);
    // Who runs the gateway is told.
    expect(graph.logged()).toMatch(/stock/);
    graph.subgraphs.stock.behaviour = null;
    expect((await graph.ask(query)).errors).toBeUndefined();
  });

  it.each(noResponses)('that gets %s loses its own fields alone', async (_name, body) => {
    graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, typeof body === 'string' ? body : JSON.stringify(body));
    const answer = await graph.ask(query);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual(left);
    expect(places(answer).sort()).toEqual([...lost].sort());
    for (const { extensions } of answer.errors ?? []) expect(extensions).toEqual({ code: 'AGENCY_ERROR', agency: 'stock', requestId: 'test' });
    expect(graph.logged()).toMatch(/stock/);
  });

  it('that is refused with a reason passes the reason on', async () => {
    const errors = [{ message: 'the key is malformed', extensions: { code: 'BAD_USER_INPUT' } }];
    for (const [body, status] of [
      [{ errors }, 200],
      [{ data: null, errors }, 200],
      [{ errors }, 400],
      [{ errors }, 500],
    ] as const) {
      graph.subgraphs.stock.behaviour = (response) => sendAnswer(response, body, status);
      const answer = await graph.ask(query);
      expect(answer.data).toEqual(left);
      expect(places(answer).sort()).toEqual([...lost].sort());
      for (const error of answer.errors ?? [])
        expect(error).toMatchObject({ message: 'the key is malformed', extensions: { code: 'BAD_USER_INPUT', agency: 'stock' } });
    }
  });
});
