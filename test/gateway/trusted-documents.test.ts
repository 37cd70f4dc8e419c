// Trusted documents: asked for in each of their forms, free of what others are held to, and with `only` all that is answered.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadTrustedDocuments } from '../../gateway/trusted-documents';
import { readSavedOperations } from '../../schema/operations';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { defaultSettings, type Graph, startGraph } from '../graph/graph';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-trusted-'));
const file = path.join(folder, 'manifest.json');

const deep = `query Deep { county(code: "520204") { ${'province { counties(first: 1) { nodes { '.repeat(7)} name ${'} } }'.repeat(7)} } }`;
const named = 'query Named($code: ID!) { county(code: $code) { name } }';
const unknown = 'query Unknown { county(code: "520204") { code } }';
const manifest = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [deep, named].map((body) => ({ id: hash(body), name: body.split(/\W/)[1], type: 'query', body })),
};

const graphs: Record<string, Graph> = {};

beforeAll(async () => {
  writeFileSync(file, JSON.stringify(manifest));
  for (const mode of ['off', 'prefer', 'only'] as const) graphs[mode] = await startGraph('sqlite', { trustedDocuments: { mode, file } });
  graphs.default = await startGraph('sqlite');
});
afterAll(async () => {
  await Promise.all(Object.values(graphs).map((graph) => graph.stop()));
  rmSync(folder, { recursive: true });
});

const county = { data: { county: { name: '水城区' } } };
const variables = { code: '520204' };

async function post(mode: string, body: object) {
  const response = await fetch(`${graphs[mode]?.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as { data?: unknown; errors?: { message: string; extensions: { code: string } }[] } };
}

async function get(mode: string, parameters: Record<string, string>) {
  const response = await fetch(`${graphs[mode]?.url}/graphql?${new URLSearchParams(parameters)}`, { headers: { 'apollo-require-preflight': 'yes' } });
  return { status: response.status, body: (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] } };
}

const persistedQuery = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hash(text) } });
const refusal = { status: 403, body: { errors: [expect.objectContaining({ extensions: { code: 'DOCUMENT_NOT_TRUSTED', requestId: expect.any(String) } })] } };

describe.each(['prefer', 'only'])('a trusted document (%s)', (mode) => {
  it.each<[string, object]>([
    ['by its identifier', { documentId: `sha256:${hash(named)}` }],
    ['by its hash alone', { documentId: hash(named) }],
    ['by the hash of a persisted query', { extensions: persistedQuery(named) }],
    ['by its text', { query: named }],
    ['by its text and its hash', { query: named, extensions: persistedQuery(named) }],
  ])('is answered %s', async (_form, request) => {
    expect(await post(mode, { ...request, variables })).toEqual({ status: 200, body: county });
  });

  it('is answered to a GET', async () => {
    for (const parameters of [{ documentId: `sha256:${hash(named)}` }, { extensions: JSON.stringify(persistedQuery(named)) }, { query: named }])
      expect(await get(mode, { ...parameters, variables: JSON.stringify(variables) } as Record<string, string>)).toEqual({ status: 200, body: county });
  });

  it('may be larger than others', async () => {
    expect((await post(mode, { query: deep })).body.errors).toBeUndefined();
    expect((await post('off', { query: deep })).body.errors?.[0]?.extensions.code).toBe('OPERATION_TOO_LARGE');
  });

  it('is held to the limits that its variables decide', async () => {
    const text = 'query Named($code: ID!) { county(code: $code) { name } }';
    const codes = Array.from({ length: 501 }, () => '1');
    expect((await post(mode, { query: text, variables: { code: '1', other: codes } })).body.errors?.[0]?.extensions.code).toBe('OPERATION_TOO_LARGE');
  });

  it('is none where the identifier is unknown', async () => {
    expect(await post(mode, { documentId: `sha256:${hash(unknown)}` })).toEqual(refusal);
    expect(await get(mode, { documentId: 'sha256:constructor' })).toEqual(refusal);
  });
});

describe('where no document is trusted more than others', () => {
  it.each<[string, object]>([
    ['by its identifier', { documentId: `sha256:${hash(named)}` }],
    ['by its hash alone', { documentId: hash(named) }],
    ['by its identifier and an empty text', { documentId: hash(named), query: '' }],
    ['by the hash of a persisted query', { extensions: persistedQuery(named) }],
    ['by its text and its hash', { query: named, extensions: persistedQuery(named) }],
  ])('a registered one is answered %s', async (_form, request) => {
    expect(await post('off', { ...request, variables })).toEqual({ status: 200, body: county });
  });

  it('a registered one is answered to a GET', async () => {
    for (const parameters of [{ documentId: `sha256:${hash(named)}` }, { extensions: JSON.stringify(persistedQuery(named)) }])
      expect(await get('off', { ...parameters, variables: JSON.stringify(variables) } as Record<string, string>)).toEqual({ status: 200, body: county });
  });

  it('a registered one is held to the limits of others, however it is asked for', async () => {
    for (const request of [{ query: deep }, { documentId: hash(deep) }, { extensions: persistedQuery(deep) }])
      expect((await post('off', request)).body.errors?.[0]?.extensions.code).toBe('OPERATION_TOO_LARGE');
  });

  it('an identifier that is unknown is refused, and a text beside it is answered', async () => {
    for (const documentId of [hash(unknown), `sha256:${hash(unknown)}`, 'constructor', '']) expect(await post('off', { documentId })).toEqual(refusal);
    expect((await post('off', { query: unknown, documentId: hash(unknown) })).status).toBe(200);
    expect((await post('off', { extensions: persistedQuery('{ other }') })).body.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('the saved operations are registered by default', async () => {
    for (const { text, variables, name } of readSavedOperations().slice(0, 3)) {
      const answer = await post('default', { documentId: `sha256:${hash(text)}`, variables });
      expect([name, answer.status, answer.body.errors]).toEqual([name, 200, undefined]);
    }
  });
});

describe('another document', () => {
  it('is answered where trusted ones are only preferred', async () => {
    expect((await post('prefer', { query: unknown })).status).toBe(200);
    expect((await post('prefer', { extensions: persistedQuery('{ other }') })).body.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it.each<[string, object]>([
    ['by its text', { query: unknown }],
    ['by a text that does not parse, or names what there is not', { query: '{ nosuch' }],
    ['by a trusted one with a space more', { query: `${named} ` }],
    ['by a hash that it registered itself', { query: unknown, extensions: persistedQuery(unknown) }],
    ['by a hash that was not registered', { extensions: persistedQuery(unknown) }],
    ['with the hash of a trusted one', { query: unknown, extensions: persistedQuery(named) }],
    ['with the identifier of a trusted one', { query: unknown, documentId: hash(named) }],
    ['by nothing', { variables }],
    ['by an identifier that is a list', { documentId: [hash(named)] }],
    ['by the name of what every object has', { extensions: { persistedQuery: { version: 1, sha256Hash: '__proto__' } } }],
  ])('is refused %s where only trusted ones are answered', async (_form, request) => {
    graphs.only?.takeStatements();
    expect(await post('only', request)).toEqual(refusal);
    expect(graphs.only?.takeStatements()).toEqual([]);
  });

  it('is refused to a GET, also where a trusted one is named beside it', async () => {
    expect(await get('only', { query: unknown })).toEqual(refusal);
    const twice = await fetch(
      `${graphs.only?.url}/graphql?query=${encodeURIComponent(named)}&query=${encodeURIComponent(unknown)}&variables=%7B%22code%22%3A%22520204%22%7D`,
      {
        headers: { 'apollo-require-preflight': 'yes' },
      },
    );
    expect(await twice.json()).toEqual(county);
  });
});

describe('the committed manifest', () => {
  it('has every saved operation under the hash of its text', () => {
    const committed = JSON.parse(readFileSync(path.join(packageRoot, 'schema/trusted-documents.json'), 'utf8'));
    expect(committed.operations.map(({ body }: { body: string }) => body)).toEqual(readSavedOperations().map(({ text }) => text));
    for (const { text } of readSavedOperations()) {
      expect(loadTrustedDocuments('only', defaultSettings.trustedDocuments.file).resolve({ documentId: `sha256:${hash(text)}` })).toMatchObject({ text });
    }
  });
});

describe('a manifest', () => {
  it.each<[string, string, RegExp]>([
    ['that is missing', '', /cannot be read/],
    ['that is no JSON', '{', /cannot be read as JSON/],
    ['of another version', JSON.stringify({ ...manifest, version: 2 }), /no persisted query manifest of version 1/],
    ['without bodies', JSON.stringify({ ...manifest, operations: [{ id: 'a', name: 'A', type: 'query' }] }), /no persisted query manifest/],
    [
      'with an identifier that is not its body’s hash',
      JSON.stringify({ ...manifest, operations: [{ ...manifest.operations[0], id: hash('x') }] }),
      /Deep is not the SHA-256/,
    ],
  ])('%s stops the start', (_name, content, message) => {
    const wrong = path.join(folder, 'wrong.json');
    rmSync(wrong, { force: true });
    if (content !== '') writeFileSync(wrong, content);
    expect(() => loadTrustedDocuments('prefer', wrong)).toThrow(message);
    if (content === '') expect(() => loadTrustedDocuments('off', wrong)).not.toThrow();
    else expect(() => loadTrustedDocuments('off', wrong)).toThrow(message);
  });
});
