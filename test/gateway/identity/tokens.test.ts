// Who asks: a token that holds gives its scopes, one that does not is refused whole and says why.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CompactSign, type JWK, type JWTPayload, SignJWT } from 'jose';
import { createIdentification } from '../../../gateway/identity/identification';
import { type Graph, silentLog, startGraph } from '../../graph/graph';
import { createKey, type Key, rules, sign, writeKeySet } from './issuer';

const [key, rsaKey, edKey] = [createKey('ES256'), createKey('RS256'), createKey('EdDSA')];
const now = () => Math.floor(Date.now() / 1_000);
let folder: string;
let file: string;
let graph: Graph;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-tokens-'));
  file = path.join(folder, 'keys.json');
  writeFileSync(file, writeKeySet([key, rsaKey, edKey]));
  graph = await startGraph(undefined, { identity: { ...rules, keys: { kind: 'jwks-file', file } } });
});
afterAll(async () => {
  await graph.stop();
  rmSync(folder, { recursive: true });
});

async function ask(authorization: string, query = '{ __typename }') {
  const response = await fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.json() };
}

/** A compact JWS (RFC 7515, section 7.1) of parts as they are. */
function compose(header: object, payload: object, signature = ''): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode(header)}.${encode(payload)}.${signature}`;
}

function signBySecret(secret: string | Buffer, kid: string): Promise<string> {
  const claims = { iss: rules.issuer, aud: rules.audience, scope: 'organization:contact', exp: now() + 300 };
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(secret));
}

const goodClaims = () => ({ iss: rules.issuer, aud: rules.audience, sub: 'somebody', scope: 'organization:contact', exp: now() + 300 });
const withClaims = (claims: JWTPayload) => () => sign(key, claims);

describe('a token', () => {
  it.each([
    ['has expired', withClaims({ exp: now() - 1 }), /has expired.*已过期/],
    ['is not valid yet', withClaims({ nbf: now() + 60 }), /not valid yet.*尚未生效/],
    ['is from another issuer', withClaims({ iss: 'https://other.test' }), /another issuer/],
    ['names no issuer', () => sign(key, { iss: undefined as never }), /another issuer/],
    ['is for another audience', withClaims({ aud: ['other', 'jiedui2'] }), /another audience/],
    ['names no audience', () => sign(key, { aud: undefined as never }), /another audience/],
    ['never expires', () => sign(key, { exp: undefined as never }), /lacks a claim/],
    ['has an end that is no number', withClaims({ exp: '2099' as never }), /lacks a claim/],
    ['is unsigned, by alg none', async () => compose({ alg: 'none' }, goodClaims()), /algorithm .* not accepted/],
    ['is unsigned, by alg None and the kid of a key', async () => compose({ alg: 'None', kid: key.kid }, goodClaims(), 'AA'), /algorithm .* not accepted/],
    [
      'is signed by the public key as if it were a secret (PEM)',
      () => signBySecret(rsaKey.publicKey.export({ type: 'spki', format: 'pem' }), rsaKey.kid),
      /algorithm .* not accepted/,
    ],
    [
      'is signed by the public key as if it were a secret (DER)',
      () => signBySecret(rsaKey.publicKey.export({ type: 'spki', format: 'der' }), rsaKey.kid),
      /not accepted/,
    ],
    ['is signed by the key set as if it were a secret', () => signBySecret(writeKeySet([key]), key.kid), /not accepted/],
    ['is signed by an algorithm that is not listed', () => sign(rsaKey, {}, { alg: 'RS512' }), /algorithm .* not accepted/],
    ['names a key that is not known', () => sign(key, {}, { kid: 'unknown' }), /key .* not known/],
    ['is signed by another key of a known name', () => sign(createKey(), {}, { kid: key.kid }), /signature .* does not hold/],
    ['is signed by one key of the set and names another', () => sign(edKey, {}, { kid: key.kid }), /key .* not known/],
    ['was given another payload', async () => splice(await sign(key), 1, compose({}, goodClaims()).split('.')[1] ?? ''), /signature .* does not hold/],
    ['lacks its signature', async () => splice(await sign(key), 2, ''), /does not hold|malformed/],
    ['brings its own key', () => signWithOwnKey(), /not known/],
    [
      'has a payload that is no object',
      () => new CompactSign(Buffer.from('[1]')).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key.privateKey),
      /malformed|lacks/,
    ],
    ['is text', async () => 'hello', /malformed/],
    ['is dots', async () => '..', null],
  ])('that %s is refused', async (_what, make, reason) => {
    const { status, challenge, body } = await ask(`Bearer ${await make()}`);
    expect(status).toBe(401);
    expect(challenge).toMatch(reason === null ? /^Bearer/ : /^Bearer error="invalid_token", error_description="[a-z ,]+"$/);
    expect(body).toEqual({
      errors: [{ message: expect.stringMatching(reason ?? /./), extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) } }],
    });
    expect(JSON.stringify(body)).toMatch(/\p{Script=Han}/u);
  });

  it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer a b', 'Digest x="y"'])('that is none (%s) is refused without a reason', async (authorization) => {
    const { status, challenge, body } = await ask(authorization);
    expect({ status, challenge }).toEqual({ status: 401, challenge: 'Bearer' });
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it.each([
    ['ES256', key],
    ['RS256', rsaKey],
    ['EdDSA', edKey],
  ])('by %s is accepted, under a scheme in any case', async (_alg, by: Key) => {
    expect(await ask(`bEARER ${await sign(by)}`)).toMatchObject({ status: 200, body: { data: { __typename: 'Query' } } });
  });

  it.each([
    ['scope with spaces', { scope: 'a organization:contact' }],
    ['scp as a list', { scp: ['a', 'organization:contact'] }],
    ['scp with spaces', { scp: 'organization:contact a' }],
    ['both', { scope: 'a', scp: ['organization:contact'] }],
    ['both the other way round', { scope: ['organization:contact'], scp: 'a' }],
    ['scope as a list', { scope: ['a', 'organization:contact'] }],
    ['scope as a list of one', { scope: ['organization:contact'] }],
    ['a list with more than one in a text', { scope: ['a organization:contact', 'b'] }],
    ['a list with what is no text', { scope: [1, null, ['b'], 'organization:contact', {}] }],
    ['scope with more spaces than one', { scope: '  a   organization:contact ' }],
  ])('gives the scopes of %s', async (_what, claims) => {
    const { body } = await ask(`Bearer ${await sign(key, claims)}`, '{ organizationSearch(first: 1) { nodes { telephone } } }');
    expect(body).not.toHaveProperty('errors');
  });

  it.each([
    ['a list in a list', { scope: [['organization:contact']] }],
    ['a number', { scope: 7, scp: true }],
    ['an empty list', { scope: [], scp: [''] }],
    ['an object', { scope: { 'organization:contact': true }, scp: { 0: 'organization:contact' } }],
    ['a text without spaces', { scope: 'a,organization:contact' }],
    ['one of another case', { scope: 'Organization:Contact' }],
  ])('gives no scopes by %s', async (_what, claims) => {
    const { body } = await ask(`Bearer ${await sign(key, claims)}`, '{ organizationSearch(first: 1) { nodes { telephone } } }');
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN_FIELD' } }] });
  });

  it('that was accepted is refused when it has expired', async () => {
    const token = `Bearer ${await sign(key, { exp: now() + 2 })}`;
    expect((await ask(token)).status).toBe(200);
    expect((await ask(token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await ask(token)).status).toBe(401);
  });

  it('of one caller is of no use to another who asks the same at the same time', async () => {
    const query = '{ organizationSearch(text: "示例", first: 3) { nodes { legalRepresentative } } }';
    const withScope = `Bearer ${await sign(key, { scope: 'organization:contact' })}`;
    const without = `Bearer ${await sign(key)}`;
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(index % 2 === 0 ? withScope : without, query)));
    expect(answers.map(({ body }) => 'errors' in (body as object))).toEqual(answers.map((_, index) => index % 2 === 1));
  });
});

describe('a token that does not name its key', () => {
  const others = [createKey('ES256'), createKey('ES256')];
  const all = [...others, key, rsaKey, edKey, createKey('RS256'), createKey('EdDSA')];
  const identifyBy = (set: object[]) => {
    const name = path.join(folder, 'several.json');
    writeFileSync(name, JSON.stringify({ keys: set }));
    return createIdentification({ ...rules, keys: { kind: 'jwks-file', file: name } }, silentLog);
  };
  const jwk = ({ publicKey, alg, kid }: Key, more: object = {}) => ({ ...publicKey.export({ format: 'jwk' }), alg, kid, use: 'sig', ...more });
  const unnamed = { kid: undefined as never };

  it.each([
    ['ES256', key],
    ['RS256', rsaKey],
    ['EdDSA', edKey],
  ])('is accepted by whichever of several keys has signed it (%s)', async (_alg, by) => {
    for (const set of [all, [...all].reverse()]) {
      const identify = identifyBy(set.map((each) => jwk(each)));
      await expect(identify(`Bearer ${await sign(by, { sub: 'me' }, unnamed)}`)).resolves.toMatchObject({ authenticated: true, subject: 'me' });
    }
  });

  it('is accepted from keys without names and without algorithms, and beside keys that cannot be used', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
    const broken = { ...jwk(createKey('RS256')), n: 'AQAB' };
    const bare = ({ publicKey }: Key) => publicKey.export({ format: 'jwk' });
    const identify = identifyBy([weak, broken, ...all.map(bare)]);
    for (const by of all) await expect(identify(`Bearer ${await sign(by, {}, unnamed)}`)).resolves.toMatchObject({ authenticated: true });
  });

  it('is accepted by a name that several keys have', async () => {
    const identify = identifyBy(all.map((each) => jwk(each, { kid: 'same' })));
    for (const by of all) await expect(identify(`Bearer ${await sign(by, {}, { kid: 'same' })}`)).resolves.toMatchObject({ authenticated: true });
    await expect(identify(`Bearer ${await sign(createKey(), {}, { kid: 'same' })}`)).rejects.toThrow(/signature .* does not hold/);
  });

  it('is refused by what it lacks, where a key of the set has signed it, and otherwise by its signature', async () => {
    const identify = identifyBy(all.map((each) => jwk(each)));
    const refused = async (by: Key, claims: JWTPayload, header = unnamed) => identify(`Bearer ${await sign(by, claims, header)}`);
    for (const by of others) {
      await expect(refused(by, { exp: now() - 1 })).rejects.toThrow(/has expired/);
      await expect(refused(by, { aud: 'other' })).rejects.toThrow(/another audience/);
      await expect(refused(by, { iss: 'https://other.test' })).rejects.toThrow(/another issuer/);
    }
    await expect(refused(createKey(), {})).rejects.toThrow(/signature .* does not hold/);
    await expect(refused(createKey('RS256'), {})).rejects.toThrow(/signature .* does not hold/);
    // One that names a key is tried by that one alone.
    await expect(refused(key, {}, { kid: others[0]?.kid as never })).rejects.toThrow(/signature .* does not hold/);
    await expect(refused(key, {}, { kid: 'unknown' as never })).rejects.toThrow(/not known/);
  });
});

describe('the clock skew', () => {
  const identify = (clockSkewS: number) => createIdentification({ ...rules, clockSkewS, keys: { kind: 'jwks-file', file } }, silentLog);

  it('lets a token pass that little too late or too early, and none beyond it', async () => {
    const skewed = identify(30);
    await expect(skewed(`Bearer ${await sign(key, { exp: now() - 20 })}`)).resolves.toMatchObject({ authenticated: true });
    await expect(skewed(`Bearer ${await sign(key, { nbf: now() + 20 })}`)).resolves.toMatchObject({ authenticated: true });
    await expect(skewed(`Bearer ${await sign(key, { exp: now() - 40 })}`)).rejects.toThrow(/expired/);
    await expect(skewed(`Bearer ${await sign(key, { nbf: now() + 40 })}`)).rejects.toThrow(/not valid yet/);
  });
});

describe('an identity', () => {
  const identify = (authorization: string | undefined) => createIdentification({ ...rules, keys: { kind: 'jwks-file', file } }, silentLog)(authorization);

  it.each([
    [
      { sub: 'a', azp: 'portal', client_id: 'other' },
      { subject: 'a', client: 'portal' },
    ],
    [
      { sub: 'a', client_id: 'portal' },
      { subject: 'a', client: 'portal' },
    ],
    [
      { sub: '', azp: 5 },
      { subject: null, client: null },
    ],
  ])('of %j has subject and client', async (claims, expected) => {
    expect(await identify(`Bearer ${await sign(key, claims as JWTPayload)}`)).toMatchObject(expected);
  });

  it('is given at once to a token that was checked before', async () => {
    const known = createIdentification({ ...rules, keys: { kind: 'jwks-file', file } }, silentLog);
    const token = `Bearer ${await sign(key, { scope: 'a b' })}`;
    const first = await known(token);
    expect(known(token)).toBe(first);
    expect([...first.scopes]).toEqual(['a', 'b']);
  });
});

describe('without an identity configured', () => {
  it('a caller is nobody, whatever a token says', async () => {
    const identify = createIdentification(null, silentLog);
    for (const authorization of [`Bearer ${await sign(key)}`, 'Basic dXNlcjpwYXNz', undefined])
      expect(identify(authorization)).toEqual({ authenticated: false, scopes: new Set(), subject: null, client: null });
  });
});

function splice(token: string, at: number, part: string): string {
  return token
    .split('.')
    .map((each, index) => (index === at ? part : each))
    .join('.');
}

/** Names its key in the header (RFC 7515, sections 4.1.2 and 4.1.3), which must not be believed. */
async function signWithOwnKey(): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const header = { alg: 'ES256', kid: 'mine', jwk: publicKey.export({ format: 'jwk' }) as JWK, jku: 'http://127.0.0.1:1/keys' };
  return new SignJWT(goodClaims()).setProtectedHeader(header).sign(privateKey);
}
