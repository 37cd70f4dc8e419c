// Requests that are no good: refused with a clear error in the form of GraphQL over HTTP, before any subgraph is asked.
import { inBothLanguages } from '../graph/graph';
import { type FaultyGraph, startFaultyGraph } from './execution/faulty-graph';
import { shop } from './execution/shop';

let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop);
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

interface Refusal {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: JSON that is looked at below
  body: any;
}

async function post(body: string | Buffer<ArrayBuffer>, contentType = 'application/json', accept = '*/*'): Promise<Refusal> {
  const response = await fetch(graph.url, { method: 'POST', headers: { 'content-type': contentType, accept }, body });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) };
}

function requestsSent(): number {
  return Object.values(graph.subgraphs).reduce((sum, { requests }) => sum + requests.length, 0);
}

function expectRefusal({ status, body }: Refusal, code = /^[A-Z_]+$/, expectedStatus = 400): void {
  expect(status).toBe(expectedStatus);
  expect(body.data ?? null).toBeNull();
  expect(body.errors.length).toBeGreaterThan(0);
  for (const { message, extensions } of body.errors) {
    expect(message).toMatch(/./);
    if (/^(BAD_REQUEST|OPERATION_RESOLUTION_FAILURE)$/.test(extensions.code)) expect(message).toMatch(inBothLanguages);
    expect(message).not.toMatch(/internal error|\/work\/|node_modules/);
    expect(extensions.code).toMatch(code);
    expect(extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(extensions)).not.toMatch(/stack/);
  }
  expect(requestsSent()).toBe(0);
}

afterEach(async () => {
  graph.reset();
  expect(await post('{"query":"{ currency }"}')).toEqual({ status: 200, body: { data: { currency: 'CNY' } } });
});

describe('a body', () => {
  it.each<[string, string | Buffer<ArrayBuffer>]>([
    ['that is empty', ''],
    ['that is cut off', '{"query":"{ currency }"'],
    ['with a comma too many', '{"query":"{ currency }",}'],
    ['in JavaScript', "{query:'{ currency }'}"],
    ['that is GraphQL', '{ currency }'],
    ['of bytes that are no text', Buffer.from([0xff, 0xfe, 0, 1, 0x80])],
    ['that is null', 'null'],
    ['that is true', 'true'],
    ['that is a number', '5'],
    ['that is a text', '"{ currency }"'],
    ['that is an empty list', '[]'],
    ['that is a list of requests', '[{"query":"{ currency }"},{"query":"{ currency }"}]'],
    ['without a query', '{"variables":{}}'],
    ['whose query is null', '{"query":null}'],
    ['whose query is an object', '{"query":{}}'],
    ['whose query is a list', '{"query":["{ currency }"]}'],
    ['whose query is empty', '{"query":""}'],
    ['whose query is a comment', '{"query":"# nothing"}'],
    ['whose query is in its prototype', '{"__proto__":{"query":"{ currency }"}}'],
    ['nested without end', '['.repeat(400_000)],
    ['nested to the end', `${'['.repeat(400_000)}${']'.repeat(400_000)}`],
  ])('%s is refused', async (_name, body) => {
    expectRefusal(await post(body));
  });

  it.each([
    ['text/plain', 400],
    ['application/x-www-form-urlencoded', 400],
    ['multipart/form-data; boundary=x', 400],
    ['application/graphql', 415],
    ['application/jsonp', 415],
    ['nonsense', 415],
  ])('of the type %s is refused', async (contentType, status) => {
    expectRefusal(await post('{"query":"{ currency }"}', contentType), /^BAD_REQUEST$/, status);
  });

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/graphql+json'])('of the type %s is read', async (contentType) => {
    expect((await post('{"query":"{ currency }"}', contentType)).body).toEqual({ data: { currency: 'CNY' } });
  });
});

describe('variables', () => {
  const query = 'query ($count: Int) { products(count: $count) { id } }';

  it.each<[string, unknown]>([
    ['a list', [1]],
    ['an empty list', []],
    ['a text', 'x'],
    ['an object as text', '{"count":1}'],
    ['a number', 5],
    ['true', true],
  ])('that are %s are refused', async (_name, variables) => {
    expectRefusal(await post(JSON.stringify({ query, variables })));
  });

  it.each<[string, string]>([
    ['null', '{"query":"{ currency }","variables":null}'],
    ['absent', '{"query":"{ currency }"}'],
    ['more than the operation has', '{"query":"{ currency }","variables":{"other":1,"__proto__":{"count":1},"constructor":2}}'],
  ])('that are %s do no harm', async (_name, body) => {
    expect(await post(body)).toEqual({ status: 200, body: { data: { currency: 'CNY' } } });
  });

  it.each<[string, string, unknown]>([
    ['a text for a number', query, { count: '1' }],
    ['half a number for a whole one', query, { count: 1.5 }],
    ['a number beyond 32 bits', query, { count: 2 ** 31 }],
    ['an object for a number', query, { count: {} }],
    ['a list of two for a number', query, { count: [1, 2] }],
    ['a boolean for a number', query, { count: true }],
    ['nothing for what is required', 'query ($count: Int!) { products(count: $count) { id } }', {}],
    ['null for what is required', 'query ($count: Int!) { products(count: $count) { id } }', { count: null }],
    ['a text for a condition', 'query ($if: Boolean!) { currency @include(if: $if) }', { if: 'true' }],
    ['null for a condition', 'query ($if: Boolean!) { currency @include(if: $if) }', { if: null }],
    ['null for a condition with a default', 'query ($if: Boolean = true) { currency @include(if: $if) }', { if: null }],
    ['one wrong item in a list', 'query ($names: [Int!]) { products(count: 1) { id } echo(value: $names) }', { names: [1, null] }],
  ])('with %s are refused', async (_name, text, variables) => {
    expectRefusal(await post(JSON.stringify({ query: text, variables })), /^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/);
  });

  it('nested without end do no harm', async () => {
    const depth = 100_000;
    const body = `{"query":"query ($value: JSON) { echo(value: $value) }","variables":{"value":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    expectRefusal(await post(body));
  });
});

describe('a document', () => {
  it.each<[string, object, RegExp]>([
    ['that does not parse', { query: '{ currency' }, /PARSE_FAILED/],
    ['with characters that GraphQL does not have', { query: '{ currency \u0000 }' }, /PARSE_FAILED/],
    ['with a field that is unknown', { query: '{ nosuch }' }, /VALIDATION_FAILED/],
    ['with an argument that is unknown', { query: '{ products(size: 1) { id } }' }, /VALIDATION_FAILED/],
    ['with a variable that is not defined', { query: '{ products(count: $count) { id } }' }, /VALIDATION_FAILED/],
    ['with a selection on a leaf', { query: '{ currency { id } }' }, /VALIDATION_FAILED/],
    ['without a selection on an object', { query: '{ products }' }, /VALIDATION_FAILED/],
    ['whose fragments go in a circle', { query: '{ products { ...a } } fragment a on Product { ...b } fragment b on Product { ...a }' }, /VALIDATION_FAILED/],
    ['that asks for entities', { query: '{ _entities(representations: []) { __typename } }' }, /VALIDATION_FAILED/],
    ['that asks for a subgraph’s SDL', { query: '{ _service { sdl } }' }, /VALIDATION_FAILED/],
    ['of definitions of types', { query: 'type Query { a: Int }' }, /./],
    ['of fragments alone', { query: 'fragment a on Product { id }' }, /./],
    ['without the operation named', { query: 'query a { currency }', operationName: 'b' }, /OPERATION_RESOLUTION_FAILURE/],
    ['of two operations of which none is named', { query: 'query a { currency } query b { open }' }, /OPERATION_RESOLUTION_FAILURE/],
    ['whose operation’s name is a number', { query: 'query a { currency }', operationName: 5 }, /./],
    ['whose operation’s name is a list', { query: 'query a { currency }', operationName: ['a'] }, /./],
    ['with two operations of one name', { query: 'query a { currency } query a { open }', operationName: 'a' }, /VALIDATION_FAILED/],
    ['with a subscription', { query: 'subscription { currency }' }, /./],
    ['whose extensions are a text', { query: '{ currency }', extensions: 'x' }, /./],
    ['that nests selections without end', { query: '{a'.repeat(100_000) }, /./],
    ['that nests selections to the end', { query: `${'{a'.repeat(50_000)}${'}'.repeat(50_000)}` }, /./],
    ['that nests lists without end', { query: `{ echo(value: ${'['.repeat(100_000)}${']'.repeat(100_000)}) }` }, /./],
    ['that nests objects without end', { query: `{ echo(value: ${'{a:'.repeat(100_000)}1${'}'.repeat(100_000)}) }` }, /./],
    ['that nests types of variables without end', { query: `query ($a: ${'['.repeat(100_000)}Int${']'.repeat(100_000)}) { echo(value: $a) }` }, /./],
  ])('%s is refused', async (_name, body, code) => {
    expectRefusal(await post(JSON.stringify(body)), code);
  });

  it('is refused with 400 also for clients that speak the older form, and without a status of success', async () => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      expectRefusal(await post('{"query":"{ nosuch }"}', 'application/json', accept));
    }
  });
});
