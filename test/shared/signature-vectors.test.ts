// The published vectors of signed requests, against our code, and our code against a check that uses none of it: the one
// that docs/message-signatures.md describes for subgraphs in other languages.
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createSigner, createVerifier, findBodyFault, type HttpRequest } from '../../subgraphs/shared/message-signatures';
import { packageRoot } from '../../subgraphs/shared/package-root';

interface Vector {
  name: string;
  method: string;
  url: string;
  body: string;
  headers: Record<string, string>;
  signatureBase: string;
}

/** A request that must be refused; a header that is there more than once has a list. */
interface RefusedVector extends Omit<Vector, 'headers' | 'signatureBase'> {
  reason: string;
  headers: Record<string, string | string[]>;
}

const { key, vectors, refused, receivedAt, authority } = JSON.parse(
  readFileSync(path.join(packageRoot, 'docs', 'message-signatures-vectors.json'), 'utf8'),
) as {
  key: { kid: string; kty: string; crv: string; x: string; d: string };
  vectors: Vector[];
  refused: RefusedVector[];
  receivedAt: number;
  authority: string;
};
const privateKey = createPrivateKey({ format: 'jwk', key });
const publicKey = createPublicKey({ format: 'jwk', key: { kty: key.kty, crv: key.crv, x: key.x } });
const requestOf = ({ method, url, body, headers }: Omit<RefusedVector, 'reason'>): HttpRequest => ({ method, url, headers, body: Buffer.from(body) });
const findKey = (keyId: string) => (keyId === key.kid ? publicKey : null);
const createdOf = ({ headers }: Vector) => Number(/created=(\d+)/.exec(headers['signature-input'] ?? '')?.[1]);

/** The whole check, head and body. */
function openCheck(isOwnAuthority?: (authority: string) => boolean): (request: HttpRequest) => Promise<string | null> {
  const check = createVerifier({ findKey, isOwnAuthority });
  return async (request) => (await check(request)) ?? findBodyFault(request, request.body);
}

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
    'jiedui-timeout-ms': headers['jiedui-timeout-ms'],
  };
  const names = [...(/^\(([^)]*)\)/.exec(parameters)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, name]) => String(name));
  return [...names.map((name) => `"${name}": ${values[name]}`), `"@signature-params": ${parameters}`].join('\n');
}

/** The whole check, with nothing but a hash, regular expressions and Ed25519: the steps that docs/message-signatures.md describes. */
function holds(request: HttpRequest, now: number, own = new URL(request.url).host): boolean {
  const { headers, body } = request;
  if (Object.values(headers).some(Array.isArray) || new URL(request.url).host !== own) return false;
  if (headers['content-digest'] !== `sha-256=:${createHash('sha256').update(body).digest('base64')}:`) return false;
  const form = /^sig1=(\(("[a-z@-]+"(?: "[a-z@-]+")*)\);created=(\d+);expires=(\d+);nonce="[!#-[\]-~]{1,200}";keyid="([^"\\]+)";alg="ed25519")$/;
  const [, parameters, list = '', created, expires, keyId] = form.exec(String(headers['signature-input'])) ?? [];
  const names = list.split(' ');
  const required = [
    '@method',
    '@authority',
    '@path',
    '@query',
    'content-type',
    'content-digest',
    ...('jiedui-timeout-ms' in headers ? ['jiedui-timeout-ms'] : []),
  ];
  if (parameters === undefined || keyId !== key.kid || new Set(names).size !== names.length) return false;
  if (!required.every((name) => names.includes(`"${name}"`))) return false;
  if (Number(created) > now + 30 || Number(created) < now - 90 || Number(expires) < now - 30) return false;
  const signature = /^sig1=:(.+):$/.exec(String(headers.signature))?.[1] ?? '';
  return verify(null, Buffer.from(baseOf(request, parameters)), publicKey, Buffer.from(signature, 'base64'));
}

describe('a request that must be refused: it has', () => {
  const at = () => jest.useFakeTimers({ now: receivedAt * 1_000, doNotFake: ['queueMicrotask', 'nextTick', 'performance'] });

  it.each(refused)('$name', async (vector) => {
    at();
    expect(await openCheck((each) => each === authority)(requestOf(vector))).toBe(vector.reason);
    expect(holds(requestOf(vector), receivedAt, authority)).toBe(false);
  });

  it('while those of the same time that must pass do', async () => {
    at();
    const passing = vectors.filter((vector) => createdOf(vector) === receivedAt - 5 && new URL(vector.url).host === authority);
    expect(passing.length).toBeGreaterThan(1);
    for (const vector of passing) {
      expect(await openCheck((each) => each === authority)(requestOf(vector))).toBeNull();
      expect(holds(requestOf(vector), receivedAt, authority)).toBe(true);
    }
  });
});

describe.each(vectors)('the vector of $name', (vector) => {
  const atItsTime = () => jest.useFakeTimers({ now: createdOf(vector) * 1_000 + 5_000, doNotFake: ['queueMicrotask', 'nextTick', 'performance'] });

  it('has the signature base and the signature that the RFC gives', () => {
    const parameters = String(vector.headers['signature-input']).replace(/^sig1=/, '');
    expect(baseOf(requestOf(vector), parameters)).toBe(vector.signatureBase);
    expect(vector.headers.signature).toBe(`sig1=:${sign(null, Buffer.from(vector.signatureBase), privateKey).toString('base64')}:`);
    expect(holds(requestOf(vector), createdOf(vector))).toBe(true);
  });

  it('is accepted at its time, once', async () => {
    atItsTime();
    const check = openCheck();
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
    expect(await openCheck()(requestOf(vector))).toBe(result);
  });

  it('is refused later, and where anything was changed', async () => {
    expect(await openCheck()(requestOf(vector))).toBe('the signature is too old, or its clock is ahead');
    atItsTime();
    const check = openCheck();
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
    expect(holds(signed, Date.now() / 1_000)).toBe(true);
    expect(signed.headers).toMatchObject({
      'signature-input': expect.stringMatching(
        /^sig1=\("@method" "@authority" "@path" "@query" "content-type" "content-digest"\);created=\d+;expires=\d+;nonce="/,
      ),
    });
    expect(holds({ ...signed, body: Buffer.from(`${body} `) }, Date.now() / 1_000)).toBe(false);
  });
});
