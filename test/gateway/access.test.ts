// Where only signed-in callers are answered, nothing but health is told to anybody else, by whatever route or method.
import { createKey, sign, startIssuer } from './identity/issuer';
import { type Graph, inBothLanguages, startGraph } from '../graph/graph';

const issuer = startIssuer();
const graphs: Record<string, Graph> = {};

beforeAll(async () => {
  const settings = { access: 'signed-in', identity: issuer.settings, corsOrigins: ['https://dashboard.example'] } as const;
  for (const execution of ['jiedui', 'stock'] as const) graphs[execution] = await startGraph('sqlite', { ...settings, execution });
});
afterAll(async () => {
  await Promise.all(Object.values(graphs).map((graph) => graph.stop()));
  issuer.stop();
});

const json = { 'content-type': 'application/json' };
const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({ method: 'POST', headers: { ...json, ...headers }, body });
const search = '?query=%7B__typename%7D';

const requests: [string, string, RequestInit][] = [
  ['a query', '/graphql', post('{"query":"{ __typename }"}')],
  ['introspection', '/graphql', post('{"query":"{ __schema { types { name } } }"}')],
  ['a registered document', '/graphql', post('{"documentId":"sha256:0"}')],
  ['a hash', '/graphql', post('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}')],
  ['what is no JSON', '/graphql', post('{')],
  ['what is too large', '/graphql', post(' '.repeat(1_000_001))],
  ['what is compressed', '/graphql', post('{}', { 'content-encoding': 'gzip' })],
  ['what another site may send', '/graphql', { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } }],
  ['a GET', `/graphql${search}`, { headers: { 'apollo-require-preflight': '1' } }],
  ['a GET that another site may send', `/graphql${search}`, {}],
  ['a HEAD', `/graphql${search}`, { method: 'HEAD', headers: { 'apollo-require-preflight': '1' } }],
  ['another method', '/graphql', { method: 'DELETE' }],
  ['OPTIONS that are no preflight', '/graphql', { method: 'OPTIONS' }],
  ['a browser at the graph’s address', '/graphql', { headers: { accept: 'text/html' } }],
  ['the page', '/', {}],
  ['the page by another method', '/', { method: 'POST' }],
];

describe.each(['jiedui', 'stock'])('where only signed-in callers are answered (%s)', (execution) => {
  const send = (path: string, init: RequestInit) => fetch(`${graphs[execution]?.url}${path}`, init);

  it.each(requests)('%s of nobody is refused', async (_what, path, init) => {
    graphs[execution]?.takeStatements();
    const response = await send(path, { ...init, headers: { ...init.headers, 'x-request-id': 'one' } });
    expect([response.status, response.headers.get('www-authenticate'), response.headers.get('x-request-id')]).toEqual([401, 'Bearer', 'one']);
    const text = await response.text();
    if (init.method !== 'HEAD')
      expect(JSON.parse(text)).toEqual({
        errors: [{ message: expect.stringMatching(inBothLanguages), extensions: { code: 'UNAUTHENTICATED', requestId: 'one' } }],
      });
    expect(graphs[execution]?.takeStatements()).toEqual([]);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['by another key', () => sign(createKey())],
    ['that has expired', () => sign(createKey(), { exp: 1 })],
    ['that is none', () => 'hello'],
  ])('a token %s does not open it', async (_what, make) => {
    const headers = { authorization: `Bearer ${await make()}` };
    for (const [path, init] of [['/graphql', post('{"query":"{ __typename }"}', headers)] as const, ['/', { headers }] as const]) {
      const response = await send(path, init);
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Bearer error="invalid_token"/)]);
    }
    expect((await send('/graphql', post('{"query":"{ __typename }"}', { authorization: 'Basic dTpw' }))).status).toBe(401);
  });

  it('a token that holds does, without any scope', async () => {
    const headers = await issuer.bearer('');
    expect(await (await send('/graphql', post('{"query":"{ county(code: \\"520204\\") { name } }"}', headers))).json()).toEqual({
      data: { county: { name: '水城区' } },
    });
    expect((await send('/', { headers })).headers.get('content-type')).toMatch(/^text\/html/);
    expect((await send('/graphql', { headers: { ...headers, accept: 'text/html' } })).status).toBe(200);
  });

  it('nobody joins the request of somebody, nor somebody that of nobody', async () => {
    const body = '{"query":"{ organizationSearch(first: 20) { nodes { name } } }"}';
    const headers = await issuer.bearer('');
    const statuses = await Promise.all(Array.from({ length: 10 }, async (_, n) => (await send('/graphql', post(body, n % 2 === 0 ? headers : {}))).status));
    expect(statuses).toEqual(statuses.map((_, n) => (n % 2 === 0 ? 200 : 401)));
  });

  it('a preflight, which brings no token, is answered, and a page may read why it is refused', async () => {
    const origin = 'https://dashboard.example';
    const preflight = await send('/graphql', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, expect.stringContaining('authorization')]);
    const refused = await send('/graphql', post('{}', { origin }));
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin]);
  });

  it('health is open', async () => {
    for (const path of ['/health/live', '/health/ready']) expect((await send(path, {})).status).toBe(200);
  });

  it('there is no other way in: the subgraphs in this process have no address', async () => {
    const headers = { ...json, ...(await issuer.bearer('')) };
    for (const path of ['/organizations', '/counties/graphql', '/graphql/counties', '/feed', '/metrics', '/graphql/'])
      expect((await send(path, { method: 'POST', headers, body: '{"query":"{ _service { sdl } }"}' })).status).toBe(404);
    for (const query of ['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }', '{ countyFeed { datasets } }'])
      expect(await (await send('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) })).json()).toMatchObject({
        errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      });
  });
});
