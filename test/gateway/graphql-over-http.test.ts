// The HTTP of the gateway; what the public audit looks at is in graphql-http-audit.test.ts.
import { request } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Graph, inBothLanguages, startGraph } from '../graph/graph';

let graph: Graph;
let stock: Graph;
let url: string;

beforeAll(async () => {
  graph = await startGraph();
  stock = await startGraph(undefined, { execution: 'stock' });
  url = `${graph.url}/graphql`;
});
afterAll(() => Promise.all([graph.stop(), stock.stop()]));

describe('the gateway over HTTP', () => {
  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) => fetch(url, { method: 'POST', headers, body });

  it.each([
    ['malformed JSON', '{'],
    ['a list', '[]'],
    ['a number', '1'],
    ['no query', '{}'],
    ['a query that is a number', '{"query":1}'],
    ['variables that are text', '{"query":"{ __typename }","variables":"x"}'],
    ['an unknown operation', '{"query":"query A { __typename }","operationName":"B"}'],
    ['a mutation, which the graph does not have', '{"query":"mutation { county }"}'],
    ['a subscription, which it does not have', '{"query":"subscription { county }"}'],
    ['a batch', '[{"query":"{ __typename }"}]'],
  ])('answers %s with 400 and an error', async (_name, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    const extensions = { code: expect.any(String), requestId: response.headers.get('x-request-id') };
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringMatching(inBothLanguages), extensions }] });
  });

  const json = { 'content-type': 'application/json' };
  const asked = { 'apollo-require-preflight': '1' };
  it.each<[string, () => Promise<Response>, number]>([
    ['a parameter that is given twice', () => fetch(`${url}?query=a&query=b`, { headers: asked }), 400],
    ['variables in the address that are no JSON', () => fetch(`${url}?query=a&variables=x`, { headers: asked }), 400],
    ['variables in the address that are a list', () => fetch(`${url}?query=a&variables=[]`, { headers: asked }), 400],
    ['a mutation by GET', () => fetch(`${url}?query=mutation{a}`, { headers: asked }), 405],
    ['a GET that tells the type of a body', () => fetch(`${url}?query=a`, { headers: { ...asked, 'content-type': 'text/html' } }), 415],
    ['a client that takes pages alone', () => post('{"query":"{ __typename }"}', { ...json, accept: 'text/html' }), 406],
    ['a document that is parsed already', () => post('{"query":{"kind":"Document"}}'), 400],
    ['extensions that are a list', () => post('{"query":"{ __typename }","extensions":[]}'), 400],
    ['the hash of another document', () => post('{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}'), 400],
    ['a persisted query of a later version', () => post('{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"0"}}}'), 400],
  ])('says in both languages why it refuses %s', async (_what, send, status) => {
    const response = await send();
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringMatching(inBothLanguages), extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('keeps the words that clients look for where a persisted query is not known', async () => {
    const response = await post('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}');
    expect(await response.json()).toMatchObject({ errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
  });

  it('says the same of what the graph does not offer in both executions', async () => {
    for (const { ask } of [graph, stock]) {
      expect((await ask('mutation { a }')).errors?.[0]?.message).toBe('the graph has no mutations. 本图不提供变更（mutation）操作。');
      expect((await ask('subscription { a }')).errors?.[0]?.message).toBe('the graph has no subscriptions. 本图不提供订阅（subscription）操作。');
    }
  });

  it.each([
    ['a body that is too large', () => post(' '.repeat(1_000_001)), 413],
    ['what another site may send', () => post('{}', { 'content-type': 'text/plain' }), 400],
    ['a parameter that is given twice', () => fetch(`${url}?query=a&query=b`, { headers: { 'apollo-require-preflight': '1' } }), 400],
    ['a variable that does not fit', () => post('{"query":"query ($code: ID!) { county(code: $code) { name } }"}'), 400],
    ['a persisted query that is not known', () => post('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}'), 200],
    ['a field that is not for the caller', () => post('{"query":"{ requestId: organizationSearch(first: 1) { nodes { telephone } } }"}'), 200],
    ['an operation that costs too much', () => post('{"query":"{ organizationSearch(first: 501) { totalCount } }"}'), 400],
  ])('names the request in the header and in each error: %s', async (_what, send, status) => {
    const [one, other] = [await send(), await send()];
    for (const response of [one, other]) {
      expect(response.status).toBe(status);
      const requestId = response.headers.get('x-request-id');
      const { errors } = (await response.json()) as { errors: object[] };
      expect(errors).not.toEqual([]);
      for (const error of errors) expect(error).toMatchObject({ message: expect.any(String), extensions: { code: expect.any(String), requestId } });
    }
    expect(one.headers.get('x-request-id')).not.toBe(other.headers.get('x-request-id'));
  });

  it('keeps a proxy’s name for the request, also where it has the form of an address', async () => {
    for (const id of ['proxy-1', 'counties:4002']) {
      for (const body of ['{', '{"query":"{ organizationSearch(first: 1) { nodes { telephone } } }"}', '{"query":"{ nosuch other }"}']) {
        const response = await post(body, { 'content-type': 'application/json', 'x-request-id': id });
        const { errors } = (await response.json()) as { errors: { extensions: object }[] };
        expect([response.headers.get('x-request-id'), ...errors.map(({ extensions }) => extensions)]).toEqual([
          id,
          ...errors.map(() => expect.objectContaining({ requestId: id })),
        ]);
      }
    }
  });

  it('refuses a body of more than a megabyte with 413, and stays', async () => {
    const response = await post(JSON.stringify({ query: `{ __typename }${' '.repeat(1_000_001)}` }));
    expect(response.status).toBe(413);
    expect((await post('{"query":"{ __typename }"}')).status).toBe(200);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('says that it takes GET and POST to %s, whatever is sent with it', async (method) => {
    const sent: RequestInit[] = [
      {},
      { headers: { 'content-type': 'application/json' } },
      { headers: { 'apollo-require-preflight': '1', accept: 'text/html' } },
      { headers: { 'content-type': 'text/plain' }, body: '{' },
      { body: 'x'.repeat(2_000_000) },
    ];
    for (const init of sent) {
      const response = await fetch(`${url}?query=%7B__typename%7D`, { method, ...init });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
      expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringMatching(/GET or POST.*方法/), extensions: { code: 'BAD_REQUEST' } }] });
    }
  });

  it.each([
    ['?query=%7B__typename%7D', asked, 200],
    ['?query=%7Bnosuch%7D', asked, 400],
    ['?query=mutation%7Ba%7D', asked, 405],
    ['', asked, 400],
    ['?query=%7B__typename%7D', {}, 400],
  ])('answers HEAD as GET, without the body (%s)', async (search, headers, status) => {
    const [head, get] = await Promise.all(['HEAD', 'GET'].map((method) => fetch(url + search, { method, headers: { ...headers, 'x-request-id': 'one' } })));
    const told = ({ headers }: Response) => Object.fromEntries([...headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)));
    expect([head?.status, await head?.text()]).toEqual([status, '']);
    expect(get?.status).toBe(status);
    expect(told(head as Response)).toEqual(told(get as Response));
    expect(Number(head?.headers.get('content-length'))).toBe((await get?.arrayBuffer())?.byteLength);
  });

  it.each(['operationName=', 'variables=', 'extensions=', 'documentId=', 'operationName=&variables=&extensions='])(
    'takes an empty parameter of an address for none: %s',
    async (search) => {
      for (const query of ['{ __typename }', 'query Named { __typename }']) {
        const response = await fetch(`${url}?${search}&query=${encodeURIComponent(query)}`, { headers: asked });
        expect([response.status, await response.json()]).toEqual([200, { data: { __typename: 'Query' } }]);
      }
      const two = await fetch(`${url}?query=${encodeURIComponent('query A { a: __typename } query B { b: __typename }')}&${search}`, { headers: asked });
      expect([two.status, await two.json()]).toEqual([400, { errors: [expect.objectContaining({ message: expect.stringMatching(/several operations/) })] }]);
      const twice = await fetch(`${url}?query=%7B__typename%7D&${search}&${search}`, { headers: asked });
      if (!search.startsWith('documentId')) expect(twice.status).toBe(400);
    },
  );

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json; charset=utf8',
    'Application/JSON ; version=1',
    'application/graphql+json',
  ])('takes a body of the type %s', async (type) => {
    expect((await post('{"query":"{ __typename }"}', { 'content-type': type })).status).toBe(200);
  });

  it.each([
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-16',
    'application/json; charset="GB18030"',
    'application/json; charset=us-ascii; charset=utf-8',
    'application/graphql+json; charset=latin1',
    'application/graphql',
    'application/graphql; charset=utf-8',
    'application/xml',
    'application/jsonp',
    'application/octet-stream',
    'text/html',
    'application/json, text/plain',
    'json',
  ])('says that it takes JSON in UTF-8 to a body of the type %s', async (type) => {
    for (const body of ['{"query":"{ __typename }"}', '{ __typename }', '']) {
      const response = await post(body, { 'content-type': type });
      expect([response.status, response.headers.get('accept')]).toEqual([415, 'application/json']);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringMatching(/application\/json\. .*UTF-8/), extensions: { code: 'BAD_REQUEST' } }],
      });
    }
  });

  it.each<[string, Record<string, string>]>([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
  ])('says so to %s as well, where the browser would have had to ask', async (_what, type) => {
    for (const shown of [{ 'apollo-require-preflight': '1' }, { 'x-apollo-operation-name': 'A' }] as Record<string, string>[])
      expect((await post('{"query":"{ __typename }"}', { ...type, ...shown })).status).toBe(415);
    expect((await post('{"query":"{ __typename }"}', { ...type, 'apollo-require-preflight': '' })).status).toBe(400);
  });

  it.each<[string, object, string]>([
    ['a hash that is not known', { extensions: { persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } } }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['a document that does not parse', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['a document that is not valid', { query: '{ nosuch }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable that does not fit', { query: 'query ($code: ID!) { county(code: $code) { name } }' }, 'BAD_USER_INPUT'],
  ])('has no status of success without data in GraphQL’s own type of answer: %s', async (_what, body, code) => {
    const strict = 'application/graphql-response+json';
    for (const accept of [strict, `${strict}, application/json;q=0.9`, `${strict};charset=utf-8,*/*`]) {
      const response = await post(JSON.stringify(body), { ...json, accept });
      expect([response.status, response.headers.get('content-type')]).toEqual([400, `${strict}; charset=utf-8`]);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
    }
    const part = await post('{"query":"{ organizationSearch(first: 1) { nodes { telephone } } }"}', { ...json, accept: strict });
    expect([part.status, await part.json()]).toEqual([200, expect.objectContaining({ data: expect.anything(), errors: expect.anything() })]);
  });

  it.each(['[]', '[{"query":"{ __typename }"},{"query":"{ __typename }"}]'])('says that it takes one operation at a time to %s', async (body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringMatching(/one operation.*一个查询/), extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  it.each<[string, () => string]>([
    ['jiedui', () => graph.url],
    ['stock', () => stock.url],
  ])('says which operation of a document is to be named (%s)', async (_execution, urlOf) => {
    const query = 'query A { __typename } query B { __typename }';
    const ask = async (more: object) => {
      const body = JSON.stringify({ query, ...more });
      const response = await fetch(`${urlOf()}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return { status: response.status, body: await response.json() };
    };
    const refusal = (message: RegExp) => ({
      status: 400,
      body: { errors: [{ message: expect.stringMatching(message), extensions: { code: 'OPERATION_RESOLUTION_FAILURE', requestId: expect.any(String) } }] },
    });
    for (const none of [{}, { operationName: null }]) expect(await ask(none)).toEqual(refusal(/several operations: name .* in operationName.*多个操作/));
    for (const other of ['C', '']) expect(await ask({ operationName: other })).toEqual(refusal(/no operation of the name in operationName.*没有/));
    expect(await ask({ operationName: 'B' })).toMatchObject({ status: 200, body: { data: { __typename: 'Query' } } });
  });

  it('says that it takes bodies without compression', async () => {
    const body = '{"query":"{ __typename }"}';
    for (const [encoding, bytes] of [['gzip', gzipSync(body)] as const, ['BR', brotliCompressSync(body)] as const, ['gzip', Buffer.from(body)] as const]) {
      const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
      const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(bytes) });
      expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, 'identity']);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringMatching(/without compression.*压缩/), extensions: { code: 'BAD_REQUEST' } }],
      });
    }
    expect((await post(body, { 'content-type': 'application/json', 'content-encoding': 'identity' })).status).toBe(200);
  });

  it('refuses what a browser can send from another site without asking', async () => {
    expect((await post('{"query":"{ __typename }"}', { 'content-type': 'text/plain' })).status).toBe(400);
    const refused = await fetch(`${url}?query=%7B__typename%7D`);
    expect([refused.status, refused.headers.get('cache-control')]).toEqual([400, 'no-store']);
    expect((await fetch(`${url}?query=%7B__typename%7D`, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(200);
  });

  it('survives a client that goes away in the middle of its body', async () => {
    await new Promise<void>((resolve) => {
      const half = request(url, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000' } });
      half.on('error', () => resolve());
      half.write('{"query":');
      setTimeout(() => half.destroy(new Error('gone')), 50);
    });
    expect((await post('{"query":"{ __typename }"}')).status).toBe(200);
  });

  it('answers a target that names its host', async () => {
    const { port } = new URL(url);
    const status = await new Promise((resolve, reject) => {
      const asked = request({ port, path: 'http://graph.example/graphql?query={__typename}', headers: { 'apollo-require-preflight': '1' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject).end();
    });
    expect(status).toBe(200);
  });

  it('answers 404 elsewhere, also for names every object has', async () => {
    for (const path of ['/nothing', '/__proto__', '/constructor', '/graphql/']) expect((await fetch(graph.url + path)).status).toBe(404);
  });

  it('keeps a connection longer than balancers do', async () => {
    const { headers } = await fetch(`${graph.url}/health/live`);
    const [, seconds] = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(60);
  });

  it('says that it lives and is ready', async () => {
    expect(await (await fetch(`${graph.url}/health/live`)).json()).toEqual({ live: true });
    expect(await (await fetch(`${graph.url}/health/ready`)).json()).toEqual({ ready: true, supergraphLoaded: true, faults: [], subgraphs: {} });
  });
});
