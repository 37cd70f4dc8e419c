// Generates malformed HTTP requests: bodies, addresses and headers that were right once and were spoiled.
import fc from 'fast-check';
import { readSavedOperations } from '../../schema/operations';
import { poisonedTexts } from './hostile-corpus';

export interface GeneratedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

const operations = readSavedOperations();
const texts = operations.map(({ text }) => text);
const tokens = [
  ...new Set(texts.flatMap((text) => text.match(/\w+|\.\.\.|"[^"]*"|[{}()[\]$!:=@]/g) ?? [])),
  '"""',
  '"',
  '#',
  '\\u',
  '&',
  '|',
  '-',
  '.',
  '1e9',
  '..',
];

const poison = fc.oneof(fc.constantFrom(...poisonedTexts.filter((text) => text.length < 2_000)), fc.string({ unit: 'binary' }), fc.string());

/** A document of tokens that have a meaning, in an order that seldom has one. */
const shuffled = fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 60 }).map((list) => list.join(' '));

/** A saved operation with parts cut out, doubled, or put in. */
const spoiled = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(fc.tuple(fc.nat(2_000), fc.nat(40), fc.oneof(fc.constantFrom('cut', 'double'), poison, fc.constantFrom(...tokens))), { maxLength: 4 }),
  )
  .map(([text, edits]) =>
    edits.reduce((edited, [from, length, edit]) => {
      const at = from % (edited.length + 1);
      if (edit === 'cut') return edited.slice(0, at) + edited.slice(at + length);
      if (edit === 'double') return edited.slice(0, at + length) + edited.slice(at);
      return `${edited.slice(0, at)} ${edit} ${edited.slice(at)}`;
    }, text),
  );

const json = fc.jsonValue({ maxDepth: 4 });
const query = fc.oneof(shuffled, spoiled, fc.constantFrom(...texts), poison, json);
const variables = fc.oneof(
  json,
  fc.constantFrom(...operations.map((operation) => operation.variables)),
  fc.dictionary(
    fc.oneof(fc.constantFrom('code', 'codes', 'asOf', 'first', 'after', 'filter', '__proto__', 'constructor'), fc.string()),
    fc.oneof(json, poison),
  ),
);

const request = fc.record(
  {
    query,
    variables,
    operationName: fc.oneof(poison, json),
    extensions: fc.oneof(json, fc.record({ persistedQuery: fc.oneof(json, fc.record({ version: json, sha256Hash: fc.oneof(poison, json) })) })),
    documentId: poison,
  },
  { requiredKeys: [] },
);

/** A body that is JSON of a kind, or was before some of its bytes were changed or cut off. */
const body = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: request }, { weight: 1, arbitrary: json }, { weight: 1, arbitrary: fc.array(request, { maxLength: 3 }) }),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
    fc.option(fc.nat(), { freq: 8 }),
  )
  .map(([value, changes, cut]) => {
    const bytes = Buffer.from(JSON.stringify(value) ?? '');
    for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
    return cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1));
  });

/** A saved operation as it is, with one of its variables spoiled: what reaches a database. */
const fitting = fc
  .tuple(fc.constantFrom(...operations), fc.nat(), fc.oneof(poison, fc.array(poison, { maxLength: 3 }), json))
  .map(([{ text, variables: fit }, which, value]) => {
    const given = Object.keys(fit);
    const spoiledOne = given.length === 0 ? {} : { [given[which % given.length] as string]: value };
    return Buffer.from(JSON.stringify({ query: text, variables: { ...fit, ...spoiledOne } }));
  });

const headerText = fc.string({ unit: fc.constantFrom(...'abcXYZ019 ;,="/*.-_%()<>@:?{}[]\\\'`~!#$&+|^\té') }).map((text) => text.trim());
const contentType = fc.oneof(
  { weight: 6, arbitrary: fc.constant('application/json') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'application/json; charset=utf-8',
      'application/json;charset=utf-16',
      'application/graphql+json',
      'APPLICATION/JSON',
      'application/json, text/plain',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded', 'application/graphql', 'text/html', '') },
  { weight: 1, arbitrary: headerText },
);

const headers = fc
  .record(
    {
      'content-type': contentType,
      accept: fc.oneof(
        fc.constantFrom('*/*', 'application/json', 'application/graphql-response+json', 'text/html', 'text/event-stream', 'multipart/mixed', ';q=2'),
        headerText,
      ),
      // What is compressed is refused unread.
      'content-encoding': fc.oneof({ weight: 9, arbitrary: fc.constant('identity') }, { weight: 1, arbitrary: fc.constantFrom('gzip', 'br', 'nonsense') }),
      'apollo-require-preflight': headerText,
      authorization: headerText,
      cookie: headerText,
      origin: headerText,
      'x-forwarded-for': headerText,
      traceparent: headerText,
      'jiedui-cost': fc.constantFrom('include', 'x'),
      'x-http-method-override': fc.constantFrom('DELETE', 'PUT'),
      'if-none-match': headerText,
      range: fc.constantFrom('bytes=0-1', 'bytes=x'),
    },
    { requiredKeys: [] },
  )
  .map((given) => ({ ...given }) as Record<string, string>);

const encoded = fc.oneof(
  fc.tuple(query, variables).map(([text, values]) => `query=${encode(String(text))}&variables=${encode(JSON.stringify(values) ?? '')}`),
  fc.webQueryParameters(),
  fc.constantFrom('query=%', 'query=%E0%A4', 'query={__typename}&query={__typename}', 'variables=[]', 'extensions={', 'query', '&&&', 'query[]=x', 'query=%00'),
);

/** Lone halves of surrogate pairs have no encoding. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?')).slice(0, 6_000);
}

const post = fc
  .tuple(headers, body)
  .map(([given, bytes]) => ({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json', ...given }, body: bytes }));
const fittingPost = fitting.map((bytes) => ({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body: bytes }));
const get = fc.tuple(headers, encoded).map(([{ 'content-type': _, ...given }, search]) => ({
  method: 'GET',
  path: `/graphql?${search}`,
  headers: { 'apollo-require-preflight': 'yes', ...given },
  body: Buffer.alloc(0),
}));
const other = fc
  .tuple(fc.constantFrom('PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND', 'GET'), headers, body)
  .map(([method, given, bytes]) => ({ method, path: '/graphql', headers: given, body: bytes }));

export const generatedRequest: fc.Arbitrary<GeneratedRequest> = fc.oneof(
  { weight: 10, arbitrary: post },
  { weight: 3, arbitrary: fittingPost },
  { weight: 4, arbitrary: get },
  { weight: 1, arbitrary: other },
);

/** The bytes of a request as they go over a connection, some of them changed: what is wrong is HTTP itself. */
export const generatedBytes: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.constantFrom(
      'POST /graphql HTTP/1.1',
      'GET /graphql?query={__typename} HTTP/1.1',
      'POST /graphql HTTP/1.0',
      'POST http://x/graphql HTTP/1.1',
      'POST /graphql HTTP/9.9',
      'POST  /graphql',
      'PRI * HTTP/2.0',
    ),
    fc.array(
      fc.constantFrom(
        'host: x',
        'host: x',
        'content-type: application/json',
        'content-length: 26',
        'content-length: 5',
        'content-length: -1',
        'content-length: 99999999999999999999',
        'transfer-encoding: chunked',
        'transfer-encoding: x',
        'expect: 100-continue',
        'expect: x',
        'connection: upgrade',
        'upgrade: websocket',
        ': x',
        'a',
        ' folded',
        'x: \u0000',
        `x: ${'y'.repeat(20_000)}`,
      ),
      { maxLength: 6 },
    ),
    fc.constantFrom('{"query":"{ __typename }"}', '1a\r\n{"query":"{ __typename }"}\r\n0\r\n\r\n', 'zz\r\n', ''),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
  )
  .map(([line, lines, content, changes]) => {
    const bytes = Buffer.from(`${[line, ...lines].join('\r\n')}\r\n\r\n${content}`, 'latin1');
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });
