// The published vectors of signed requests, against our code, and our code against a check that uses none of it: the one
// that docs/message-signatures.md describes for subgraphs in other languages.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createSigner, createVerifier, type HttpRequest } from '../../subgraphs/shared/message-signatures';
import { packageRoot } from '../../subgraphs/shared/package-root';

interface Vector {
  name: string;
  method: string;
  url: string;
  body: string;
  headers: Record<string, string>;
  signatureBase: string;
}

const { key, vectors } = JSON.parse(readFileSync(path.join(packageRoot, 'docs', 'message-signatures-vectors.json'), 'utf8')) as {
  key: { kid: string; kty: string; crv: string; x: string; d: string };
  vectors: Vector[];
};
const privateKey = createPrivateKey({ format: 'jwk', key });
const publicKey = createPublicKey({ format: 'jwk', key: { kty: key.kty, crv: key.crv, x: key.x } });
const requestOf = ({ method, url, body, headers }: Vector): HttpRequest => ({ method, url, headers, body: Buffer.from(body) });
const findKey = (keyId: string) => (keyId === key.kid ? publicKey : null);
const createdOf = ({ headers }: Vector) => Number(/created=(\d+)/.exec(headers['signature-input'] ?? '')?.[1]);

afterEach(() => jest.useRealTimers());

/** The signature base of a request (RFC 9421, section 2.5). */
function baseOf({ method, url, headers }: HttpRequest, parameters: string): string {
  const { host, pathname, search } = new URL(url);
  const values: Record<string, unknown> = {
    '@method': method,
    '@authority': host,
    '@path': pathname,
    '@query': search === '' ? '?' : search,
    'content-type': headers['content-type'],
    'content-digest': headers['content-digest'],
  };
  const names = [...(/^\(([^)]*)\)/.exec(parameters)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, name]) => String(name));
  return [...names.map((name) => `"${name}": ${values[name]}`), `"@signature-params": ${parameters}`].join('\n');
}

/** The whole check, with nothing but a hash and Ed25519. */
function holds(request: HttpRequest, trusted: KeyObject): boolean {
  const digest = `sha-256=:${createHash('sha256').update(request.body).digest('base64')}:`;
  const parameters = String(request.headers['signature-input']).replace(/^sig1=/, '');
  const signature = /^sig1=:(.+):$/.exec(String(request.headers.signature))?.[1] ?? '';
  return request.headers['content-digest'] === digest && verify(null, Buffer.from(baseOf(request, parameters)), trusted, Buffer.from(signature, 'base64'));
}

describe.each(vectors)('the vector of $name', (vector) => {
  const atItsTime = () => jest.useFakeTimers({ now: createdOf(vector) * 1_000 + 5_000, doNotFake: ['queueMicrotask', 'nextTick', 'performance'] });

  it('has the signature base and the signature that the RFC gives', () => {
    const parameters = String(vector.headers['signature-input']).replace(/^sig1=/, '');
    expect(baseOf(requestOf(vector), parameters)).toBe(vector.signatureBase);
    expect(vector.headers.signature).toBe(`sig1=:${sign(null, Buffer.from(vector.signatureBase), privateKey).toString('base64')}:`);
    expect(holds(requestOf(vector), publicKey)).toBe(true);
  });

  it('is accepted at its time, once', async () => {
    atItsTime();
    const check = createVerifier({ findKey });
    expect(await check(requestOf(vector))).toBeNull();
    expect(await check(requestOf(vector))).toBe('the signature was used before');
  });

  it.each([
    [-31, 'the signature is too old, or its clock is ahead'],
    [-29, null],
    [0, null],
    [89, null],
    [91, 'the signature is too old, or its clock is ahead'],
  ])('is checked %s seconds after it was made with the result %p', async (seconds, result) => {
    jest.useFakeTimers({ now: (createdOf(vector) + seconds) * 1_000, doNotFake: ['queueMicrotask', 'nextTick', 'performance'] });
    expect(await createVerifier({ findKey })(requestOf(vector))).toBe(result);
  });

  it('is refused later, and where anything was changed', async () => {
    expect(await createVerifier({ findKey })(requestOf(vector))).toBe('the signature is too old, or its clock is ahead');
    atItsTime();
    const check = createVerifier({ findKey });
    for (const changed of [
      { body: `${vector.body} ` },
      { method: 'PUT' },
      { url: vector.url.replace('counties', 'pairings') },
      { url: vector.url.replace('/graphql', '/other') },
      { url: `${vector.url}&y=1`.replace(/graphql&/, 'graphql?') },
      { headers: { ...vector.headers, 'content-type': 'text/plain' } },
    ])
      expect(await check(requestOf({ ...vector, ...changed }))).not.toBeNull();
  });
});

describe('what we sign', () => {
  it.each(vectors)('passes the check of another program: $name', async ({ method, url, body }) => {
    const headers = { 'content-type': 'application/json' };
    const request = { method, url, headers, body: Buffer.from(body) };
    const signed = { ...request, headers: { ...headers, ...(await createSigner(privateKey, key.kid)(request)) } };
    expect(holds(signed, publicKey)).toBe(true);
    expect(signed.headers).toMatchObject({
      'signature-input': expect.stringMatching(
        /^sig1=\("@method" "@authority" "@path" "@query" "content-type" "content-digest"\);created=\d+;expires=\d+;nonce="/,
      ),
    });
    expect(holds({ ...signed, body: Buffer.from(`${body} `) }, publicKey)).toBe(false);
  });
});
