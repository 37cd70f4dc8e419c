// Signed requests between processes: what a subgraph over HTTP accepts and refuses.
import { createPublicKey, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createSigner as signWith, createVerifier as verifyWith, httpbis } from 'http-message-signatures';
import { createKeys, createSharedKeys } from '../../subgraphs/shared/create-keys';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { createFeedReader } from '../../subgraphs/shared/feed-client/reader';
import { openOverHttp } from '../../subgraphs/shared/feed-client/source';
import { createSigner, createVerifier, readSigner, type Signer } from '../../subgraphs/shared/message-signatures';
import { serveSubgraph, type SubgraphServer } from '../../subgraphs/shared/serve';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { openTrustedKeys } from '../../subgraphs/shared/trusted-keys';
import { readerUrl, silentLog } from '../graph/graph';

const body = JSON.stringify({ query: '{ countyFeed { now } }' });
const contentType = { 'content-type': 'application/json' };
let folder: string;
let signer: Signer;
let url: string;
const servers: SubgraphServer[] = [];
const errors: unknown[] = [];

async function serve(verifier?: ReturnType<typeof createVerifier>): Promise<string> {
  const subgraph = createSubgraph(counties, { database: openDatabase(readerUrl('counties'), { role: 'reader' }), logError: () => {} });
  const server = serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, log: silentLog, verifier });
  servers.push(server);
  return `http://127.0.0.1:${await server.start()}/graphql`;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-keys-'));
  createKeys(folder);
  signer = readSigner(path.join(folder, 'signing-key.json'));
  url = await serve(createVerifier({ findKey: openTrustedKeys(path.join(folder, 'trusted-keys.json'), (error) => errors.push(error)) }));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function post(headers: Record<string, string>, sent = body, to = url) {
  const response = await fetch(to, { method: 'POST', headers: { ...contentType, ...headers }, body: sent });
  return { status: response.status, ...((await response.json()) as { data?: Record<string, unknown>; errors?: { message: string; extensions: object }[] }) };
}
const sign = (sent = body, to = url) => signer({ method: 'POST', url: to, headers: contentType, body: Buffer.from(sent) });
const refused = (why: string) => ({ status: 401, errors: [{ message: `the request is refused: ${why}`, extensions: { code: 'SIGNATURE_REFUSED' } }] });

/** Signs with the trusted key as another program would, with fields and parameters of its own choice. */
async function signOtherwise({
  fields = ['@method', '@authority', '@path', '@query', 'content-type', 'content-digest'],
  params = ['created', 'expires', 'nonce', 'keyid', 'alg'],
  created = new Date(),
  expires = new Date(created.getTime() + 60_000),
} = {}) {
  const jwk = JSON.parse(readFileSync(path.join(folder, 'signing-key.json'), 'utf8'));
  const { 'content-digest': digest } = await sign();
  const message = await httpbis.signMessage(
    { key: signWith({ key: jwk, format: 'jwk' }, 'ed25519', jwk.kid), fields, params, paramValues: { created, expires, nonce: `${Math.random()}` } },
    { method: 'POST', url, headers: { ...contentType, 'content-digest': digest ?? '' } },
  );
  return message.headers as Record<string, string>;
}

describe('a signed request', () => {
  it('reads the feed once, and not again with the same signature', async () => {
    const headers = await sign();
    expect(await post(headers)).toMatchObject({ status: 200, data: { countyFeed: { now: expect.any(String) } } });
    expect(await post(headers)).toMatchObject(refused('the signature was used before'));
  });

  it('may be made by another program', async () => {
    expect(await post(await signOtherwise())).toMatchObject({ status: 200, data: { countyFeed: { now: expect.any(String) } } });
  });

  it('carries the reader through every page', async () => {
    const reader = createFeedReader(openOverHttp({ name: 'counties', url, signer, timeoutMs: 5_000, maxAnswerBytes: 10_000_000 }), 'countyFeed', 1_000);
    const keys: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page: Awaited<ReturnType<typeof reader.readRecords>> = await reader.readRecords('county', after);
      keys.push(...page.records.map(({ key }) => key));
      after = page.endCursor;
      more = page.hasNextPage;
    }
    await reader.close();
    expect(new Set(keys).size).toBe(2_844);
  });

  it('is refused where the body was changed', async () => {
    expect(await post(await sign(), body.replace('now', 'dataThrough'))).toMatchObject(refused('the body is not what Content-Digest says'));
  });

  it('is refused where the body was changed together with its digest', async () => {
    const changed = body.replace('now', 'dataThrough');
    const { 'content-digest': digest } = await sign(changed);
    expect(await post({ ...(await sign()), 'content-digest': digest ?? '' }, changed)).toMatchObject(refused('the signature does not hold'));
  });

  it('is refused at another path or with another query', async () => {
    expect(await post(await sign(body, url.replace('graphql', 'other')))).toMatchObject(refused('the signature does not hold'));
    expect(await post(await sign(), body, `${url}?x=1`)).toMatchObject(refused('the signature does not hold'));
  });

  it('is refused at another host', async () => {
    expect(await post(await sign(body, 'http://counties.example/graphql'))).toMatchObject(refused('the signature does not hold'));
  });

  it('is refused where it was signed by a key that is not trusted', async () => {
    const stranger = createSigner(generateKeyPairSync('ed25519').privateKey, 'stranger');
    expect(await post(await stranger({ method: 'POST', url, headers: contentType, body: Buffer.from(body) }))).toMatchObject(refused('the key is not trusted'));
  });

  it('is refused where a stranger signed it in a trusted key’s name', async () => {
    const { kid } = JSON.parse(readFileSync(path.join(folder, 'signing-key.json'), 'utf8'));
    const stranger = createSigner(generateKeyPairSync('ed25519').privateKey, kid);
    expect(await post(await stranger({ method: 'POST', url, headers: contentType, body: Buffer.from(body) }))).toMatchObject(
      refused('the signature does not hold'),
    );
  });

  it('may be made with a shared secret, by nobody who does not have it', async () => {
    const shared = path.join(folder, 'shared');
    const files = createSharedKeys(shared);
    expect(files.map((file) => (statSync(file).mode & 0o777).toString(8))).toEqual(['600', '600']);
    const to = await serve(createVerifier({ findKey: openTrustedKeys(path.join(shared, 'trusted-keys.json'), () => {}) }));
    const request = { method: 'POST', url: to, headers: contentType, body: Buffer.from(body) };
    expect(await post(readSigner(path.join(shared, 'signing-key.json'))(request), body, to)).toMatchObject({ status: 200, data: { countyFeed: {} } });
    const { kid } = JSON.parse(readFileSync(path.join(shared, 'signing-key.json'), 'utf8'));
    const others = [createSecretKey(randomBytes(32)), generateKeyPairSync('ed25519').privateKey];
    for (const key of others) expect(await post(createSigner(key, kid)(request), body, to)).toMatchObject({ status: 401 });
  });

  it('is refused where the public key was taken for a shared secret', async () => {
    const { kid, x } = JSON.parse(readFileSync(path.join(folder, 'signing-key.json'), 'utf8'));
    const confused = createSigner(createSecretKey(Buffer.from(x, 'base64url')), kid);
    expect(await post(confused({ method: 'POST', url, headers: contentType, body: Buffer.from(body) }))).toMatchObject({ status: 401 });
  });

  it.each([
    ['too old', { created: new Date(Date.now() - 200_000), expires: new Date(Date.now() + 60_000) }],
    ['past its expiry', { created: new Date(Date.now() - 80_000), expires: new Date(Date.now() - 40_000) }],
    ['from the future', { created: new Date(Date.now() + 120_000) }],
  ])('is refused where it is %s', async (_case, times) => {
    expect(await post(await signOtherwise(times))).toMatchObject(refused('the signature is too old, or its clock is ahead'));
  });

  it.each([
    ['covers no digest', { fields: ['@method', '@authority', '@path', '@query', 'content-type'] }],
    ['covers no path', { fields: ['@method', '@authority', '@query', 'content-type', 'content-digest'] }],
    ['has no nonce', { params: ['created', 'expires', 'keyid', 'alg'] }],
    ['never expires', { params: ['created', 'nonce', 'keyid', 'alg'] }],
  ])('is refused where it %s', async (_case, form) => {
    expect(await post(await signOtherwise(form))).toMatchObject(refused('the signature is incomplete or malformed'));
  });

  it.each([
    ['with an empty Content-Digest', { 'content-digest': '' }, 'Content-Digest is malformed, or has no sha-256'],
    ['with a malformed Content-Digest', { 'content-digest': '((' }, 'Content-Digest is malformed, or has no sha-256'],
    ['with a digest of another kind', { 'content-digest': 'md5=:AAAA:' }, 'Content-Digest is malformed, or has no sha-256'],
    ['with a malformed Signature-Input', { 'signature-input': 'x=((' }, 'the signature is incomplete or malformed'],
    ['that covers no time to wait, though it tells one', { 'jiedui-timeout-ms': '5000' }, 'the signature is incomplete or malformed'],
    ['with two signatures', { 'signature-input': 'sig1=("@method"), sig2=("@method")' }, 'a request carries one signature'],
    ['with a malformed Signature', { signature: 'sig1' }, 'the signature is incomplete or malformed'],
    ['with a signature of another length', { signature: 'sig1=:AAAA:' }, 'the signature does not hold'],
  ])('is refused %s', async (_case, headers, why) => {
    expect(await post({ ...(await sign()), ...headers })).toMatchObject(refused(why));
  });

  it('is refused where no keys are trusted', async () => {
    const untrusting = await serve();
    expect(await post(await sign(body, untrusting), body, untrusting)).toMatchObject(refused('no keys are trusted here'));
  });
});

describe('a request without a signature', () => {
  it('is answered, except for the feed', async () => {
    expect(await post({}, JSON.stringify({ query: '{ county(code: "520221") { name } countyFeed { now } }' }))).toMatchObject({
      status: 200,
      data: { county: { name: '水城区' }, countyFeed: null },
      errors: [{ extensions: { code: 'SIGNATURE_REQUIRED' } }],
    });
  });

  it('of too many bytes is refused before it is read', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(url, { method: 'POST', headers: { ...contentType, 'transfer-encoding': 'chunked' } }, (response) =>
        resolve(response.resume().statusCode),
      );
      request.on('error', reject);
      request.end(Buffer.alloc(20_000_001, 32));
    });
    expect(status).toBe(413);
  });
});

describe('keys', () => {
  it('change without a restart: a new one is accepted, one taken away is not, and a broken file changes nothing', async () => {
    const file = path.join(folder, 'rotating.json');
    const old = generateKeyPairSync('ed25519');
    const next = generateKeyPairSync('ed25519');
    const jwk = (key: typeof old, kid: string) => ({ ...key.publicKey.export({ format: 'jwk' }), kid });
    const write = (...keys: unknown[]) => writeFileSync(file, JSON.stringify({ keys }));
    write(jwk(old, 'old'));
    const findKey = openTrustedKeys(file, (error) => errors.push(error));
    const trusted = () => ['old', 'new'].filter((kid) => findKey(kid) !== null);
    expect(trusted()).toEqual(['old']);
    write(jwk(old, 'old'), jwk(next, 'new'));
    expect(trusted()).toEqual(['old', 'new']);
    write(jwk(next, 'new'));
    expect(trusted()).toEqual(['new']);
    writeFileSync(file, '{');
    expect(trusted()).toEqual(['new']);
    write();
    expect(trusted()).toEqual(['new']);
    rmSync(file);
    expect(trusted()).toEqual(['new']);
    expect(errors.map(String)).toEqual([
      expect.stringMatching(/is no JSON Web Key Set/),
      expect.stringMatching(/holds no key/),
      expect.stringMatching(/cannot be read \(ENOENT\)/),
    ]);
  });

  it('are made for their owner alone, and never overwritten', () => {
    const made = path.join(folder, 'made');
    const files = createKeys(made);
    expect(files.map((file) => (statSync(file).mode & 0o777).toString(8))).toEqual(['600', '644']);
    const before = readFileSync(path.join(made, 'signing-key.json'), 'utf8');
    expect(() => createKeys(made)).toThrow(/is there already/);
    rmSync(path.join(made, 'signing-key.json'));
    expect(() => createKeys(made)).toThrow(/trusted-keys\.json is there already/);
    expect(before).toContain('"d"');
    expect(readFileSync(path.join(made, 'trusted-keys.json'), 'utf8')).not.toContain('"d"');
  });

  it.each([
    ['is missing', null, /cannot be read \(ENOENT\)/],
    ['is no JSON', 'secret-content', /holds neither a private Ed25519 key nor a secret/],
    ['holds a public key', JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'secret-content', kid: 'a' }), /holds neither a private Ed25519 key nor a secret/],
    [
      'holds a wrong key',
      JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'secret-content', d: 'secret-content', kid: 'a' }),
      /holds neither a private Ed25519 key nor a secret/,
    ],
  ])('in a file that %s are refused in a sentence that repeats nothing of it', (_case, content, message) => {
    const file = path.join(folder, 'wrong.json');
    rmSync(file, { force: true });
    if (content !== null) writeFileSync(file, content);
    expect(() => readSigner(file)).toThrow(message);
    expect(() => readSigner(file)).not.toThrow(/secret-content/);
    expect(() => openTrustedKeys(file, () => {})).toThrow(content === null ? /cannot be read \(ENOENT\)/ : /no JSON Web Key Set/);
    expect(() => openTrustedKeys(file, () => {})).not.toThrow(/secret-content/);
  });

  it('are not opened as a set of none: nobody would be trusted', () => {
    const file = path.join(folder, 'no-keys.json');
    writeFileSync(file, '{"keys":[]}');
    expect(() => openTrustedKeys(file, () => {})).toThrow(/no-keys\.json holds no key/);
  });

  it('that are private are not accepted as a set of trusted ones', () => {
    const jwk = JSON.parse(readFileSync(path.join(folder, 'signing-key.json'), 'utf8'));
    const file = path.join(folder, 'private-set.json');
    writeFileSync(file, JSON.stringify({ keys: [jwk] }));
    chmodSync(file, 0o600);
    expect(() => openTrustedKeys(file, () => {})).toThrow(/no JSON Web Key Set of public/);
  });
});

describe('the library', () => {
  it('agrees with the example of RFC 9421, appendix B.2.6', async () => {
    const key = createPublicKey('-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n');
    const holds = await httpbis.verifyMessage(
      { keyLookup: async () => ({ verify: verifyWith(key, 'ed25519') }) },
      {
        method: 'POST',
        url: 'https://example.com/foo?param=Value&Pet=dog',
        headers: {
          host: 'example.com',
          date: 'Tue, 20 Apr 2021 02:07:55 GMT',
          'content-type': 'application/json',
          'content-length': '18',
          'signature-input': 'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
          signature: 'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
        },
      },
    );
    expect(holds).toBe(true);
  });
});
