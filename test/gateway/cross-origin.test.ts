// What a page of another origin may do: nothing unless its origin is listed, and never without the browser asking first.
import { defaultSettings, type Graph, inBothLanguages, startGraph } from '../graph/graph';

const listed = 'https://dashboard.example';
const graphs: Record<string, Graph> = {};

beforeAll(async () => {
  expect(defaultSettings.corsOrigins).toEqual([]);
  graphs.none = await startGraph('sqlite');
  graphs.listed = await startGraph('sqlite', { corsOrigins: [listed, 'http://localhost:8080'] });
  graphs.own = await startGraph('sqlite', { corsOrigins: [listed], corsHeaders: ['x-portal'] });
  graphs.all = await startGraph('sqlite', { corsOrigins: ['*'] });
});
afterAll(() => Promise.all(Object.values(graphs).map((graph) => graph.stop())));

const body = '{"query":"{ __typename }"}';
const json = { 'content-type': 'application/json' };
const send = (name: string, init: RequestInit, search = '') => fetch(`${graphs[name]?.url}/graphql${search}`, init);
const preflight = (name: string, origin: string) =>
  send(name, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' } });
const corsOf = (response: Response) => [...response.headers].filter(([name]) => name.startsWith('access-control-')).sort();

describe('a page of another origin', () => {
  it('may read nothing by default', async () => {
    for (const response of [await preflight('none', listed), await send('none', { method: 'POST', headers: { ...json, origin: listed }, body })])
      expect(corsOf(response)).toEqual([]);
  });

  it('may read answers where its origin is listed, with credentials', async () => {
    const response = await send('listed', { method: 'POST', headers: { ...json, origin: listed }, body });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    expect(corsOf(response)).toEqual([
      ['access-control-allow-credentials', 'true'],
      ['access-control-allow-origin', listed],
      ['access-control-expose-headers', expect.stringContaining('retry-after')],
    ]);
    expect(response.headers.get('vary')).toBe('Origin');
  });

  it('is answered its preflight', async () => {
    const response = await preflight('listed', 'http://localhost:8080');
    expect(response.status).toBe(204);
    expect(corsOf(response)).toEqual([
      ['access-control-allow-credentials', 'true'],
      ['access-control-allow-headers', expect.stringContaining('content-type')],
      ['access-control-allow-methods', 'GET, HEAD, POST'],
      ['access-control-allow-origin', 'http://localhost:8080'],
      ['access-control-max-age', expect.stringMatching(/^\d+$/)],
    ]);
  });

  it.each([
    'authorization',
    'content-type',
    'apollo-require-preflight',
    'apollographql-client-name',
    'apollographql-client-version',
    'x-apollo-operation-name',
    'x-apollo-operation-id',
    'baggage',
    'sentry-trace',
    'traceparent',
    'tracestate',
    'jiedui-cost',
    'x-request-id',
  ])('may send the header %s', async (name) => {
    for (const graph of ['listed', 'all']) {
      const allowed = (await preflight(graph, listed)).headers.get('access-control-allow-headers')?.split(', ');
      expect(allowed).toContain(name);
      expect(new Set(allowed).size).toBe(allowed?.length);
    }
  });

  it('may send every header that the refusal of a forgery names', async () => {
    const { errors } = (await (await send('listed', { method: 'GET' }, '?query=%7B__typename%7D')).json()) as { errors: { message: string }[] };
    const [, named = ''] = /following headers: ([\w, -]+)/.exec(errors[0]?.message ?? '') ?? [];
    const allowed = (await preflight('listed', listed)).headers.get('access-control-allow-headers')?.split(', ') ?? [];
    expect(named.split(', ')).toHaveLength(2);
    expect(allowed).toEqual(expect.arrayContaining(named.split(', ')));
    for (const name of named.split(', '))
      expect((await send('listed', { method: 'GET', headers: { [name]: 'x' } }, '?query=%7B__typename%7D')).status).toBe(200);
  });

  it('may send what a setting names, and what the gateway itself reads whatever that is', async () => {
    const allowed = (await preflight('own', listed)).headers.get('access-control-allow-headers')?.split(', ');
    expect(allowed).toEqual(expect.arrayContaining(['x-portal', 'authorization', 'content-type', 'apollo-require-preflight', 'x-apollo-operation-name']));
    expect(allowed).not.toContain('sentry-trace');
  });

  it.each(['https://dashboard.example.evil', 'https://evil', 'null', 'http://dashboard.example', 'https://dashboard.example:444', 'https://DASHBOARD.example'])(
    'may read nothing from %s where others are listed',
    async (origin) => {
      const response = await preflight('listed', origin);
      expect(corsOf(response)).toEqual([]);
      // A cache must not give this answer to the listed one.
      expect(response.headers.get('vary')).toBe('Origin');
      expect(corsOf(await send('listed', { method: 'POST', headers: { ...json, origin }, body }))).toEqual([]);
    },
  );

  it('may read answers from anywhere where all are, but never with credentials', async () => {
    for (const response of [
      await preflight('all', 'https://evil'),
      await send('all', { method: 'POST', headers: { ...json, origin: 'https://evil' }, body }),
    ]) {
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });
});

describe.each(['none', 'listed', 'all'])('a request that a browser sends without asking (%s)', (name) => {
  const query = `?query=${encodeURIComponent('{ __typename }')}`;

  it.each<[string, RequestInit, string]>([
    ['a form', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query=%7B__typename%7D' }, ''],
    ['a form with a file', { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x\r\n\r\n--x--' }, ''],
    ['plain text that is JSON', { method: 'POST', headers: { 'content-type': 'text/plain' }, body }, ''],
    ['plain text with a parameter', { method: 'POST', headers: { 'content-type': 'text/plain; charset=application/json' }, body }, ''],
    ['no type of content', { method: 'POST', body: Buffer.from(body) }, ''],
    ['a GET', { method: 'GET' }, query],
    ['a GET whose header that asks is empty', { method: 'GET', headers: { 'apollo-require-preflight': '' } }, query],
  ])('is refused: %s', async (_form, init, search) => {
    const response = await send(name, init, search);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringMatching(inBothLanguages), extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('is answered where the browser would have had to ask', async () => {
    expect((await send(name, { method: 'GET', headers: { 'apollo-require-preflight': 'yes' } }, query)).status).toBe(200);
    expect((await send(name, { method: 'POST', headers: json, body })).status).toBe(200);
  });
});
