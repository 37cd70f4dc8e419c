// The keys of tokens: read from a file, an address or a PEM file, and rotated without a restart.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Identity } from '../../../gateway/identity/identity';
import type { KeySettings } from '../../../gateway/identity/settings';
import { openTokenKeys } from '../../../gateway/identity/token-keys';
import { createTokenVerifier } from '../../../gateway/identity/token-verifier';
import { silentLog } from '../../graph/graph';
import { until } from '../until';
import { createKey, type Key, rules, sign, writeKeySet } from './issuer';

const [oldKey, newKey] = [createKey(), createKey()];
let folder: string;
const errors: unknown[] = [];
const log = { ...silentLog, error: (error: unknown) => errors.push(error) };

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-keys-'));
});
beforeEach(() => errors.splice(0));
afterAll(() => rmSync(folder, { recursive: true }));

function open(keys: KeySettings, times: { cooldownMs?: number; refreshMs?: number } = {}, header: { kid?: string } = {}): (by: Key) => Promise<Identity> {
  const verify = createTokenVerifier(openTokenKeys(keys, { log, ...times }), rules);
  // A new token each time: one that is known needs no key.
  let tokens = 0;
  return async (by) => verify(await sign(by, { jti: String(tokens++) }, header));
}

describe('a key set in a file', () => {
  it('is read again when it changes: a new key is trusted, one that is gone is not', async () => {
    const file = path.join(folder, 'set.json');
    writeFileSync(file, writeKeySet([oldKey]));
    const verify = open({ kind: 'jwks-file', file });
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    await expect(verify(newKey)).rejects.toThrow(/not known/);
    writeFileSync(`${file}.next`, writeKeySet([oldKey, newKey]));
    renameSync(`${file}.next`, file);
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    await expect(verify(newKey)).resolves.toMatchObject({ authenticated: true });
    writeFileSync(file, writeKeySet([newKey]));
    await expect(verify(oldKey)).rejects.toThrow(/not known/);
  });

  it('that is spoilt or gone leaves the keys before it in force, and is told of', async () => {
    const file = path.join(folder, 'spoilt.json');
    writeFileSync(file, writeKeySet([oldKey]));
    const verify = open({ kind: 'jwks-file', file });
    writeFileSync(file, '{"keys":');
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    rmSync(file);
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    expect(errors.map(String)).toEqual([expect.stringMatching(/holds neither/), expect.stringMatching(/cannot be read \(ENOENT\)/)]);
  });

  it.each([
    ['is missing', null, /cannot be read \(ENOENT\)/],
    ['is no JSON', 'hello', /holds neither/],
    ['is no key set', '{"kty":"EC"}', /holds neither/],
  ])('that %s stops the start', (_what, text, message) => {
    const file = path.join(folder, 'bad.json');
    rmSync(file, { force: true });
    if (text !== null) writeFileSync(file, text);
    expect(() => open({ kind: 'jwks-file', file })).toThrow(message);
  });
});

describe('a key in a PEM file', () => {
  const file = () => path.join(folder, 'key.pem');

  it('is trusted, and rotated', async () => {
    writeFileSync(file(), oldKey.publicKey.export({ type: 'spki', format: 'pem' }));
    const verify = open({ kind: 'key-file', file: file() });
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    await expect(verify(newKey)).rejects.toThrow(/does not hold/);
    await expect(verify(createKey('RS256'))).rejects.toThrow(/malformed|does not hold/);
    writeFileSync(file(), `${newKey.publicKey.export({ type: 'spki', format: 'pem' })}\n`);
    await expect(verify(newKey)).resolves.toMatchObject({ authenticated: true });
    await expect(verify(oldKey)).rejects.toThrow(/does not hold/);
  });

  it('that is private stops the start', () => {
    writeFileSync(file(), oldKey.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(() => open({ kind: 'key-file', file: file() })).toThrow(/holds neither/);
  });
});

describe('a key set at an address', () => {
  let server: Server;
  let published: Key[];
  let asked = 0;
  let port = 0;

  beforeEach(async () => {
    published = [oldKey];
    asked = 0;
    server = createServer((_request, response) => {
      asked++;
      if (published.length === 0) response.writeHead(500).end();
      else response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(writeKeySet(published));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => stop());

  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const keys = () => ({ kind: 'jwks-url' as const, url: `http://127.0.0.1:${port}/keys` });

  it('is asked at once for a key that is not known, but no more often than the cooldown allows', async () => {
    const verify = open(keys(), { cooldownMs: 0 });
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    published = [newKey];
    await expect(verify(newKey)).resolves.toMatchObject({ authenticated: true });
    await expect(verify(oldKey)).rejects.toThrow(/not known/);

    const patient = open(keys(), { cooldownMs: 60_000 });
    await expect(patient(newKey)).resolves.toMatchObject({ authenticated: true });
    asked = 0;
    for (let i = 0; i < 20; i++) await expect(patient(createKey())).rejects.toThrow(/not known/);
    expect(asked).toBe(0);
  });

  it('is asked at once for a key that is not known where tokens name none, but no more often either', async () => {
    const unnamed = { kid: undefined as never };
    const verify = open(keys(), { cooldownMs: 0 }, unnamed);
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    published = [newKey];
    await expect(verify(newKey)).resolves.toMatchObject({ authenticated: true });
    published = [oldKey, newKey];
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    await expect(verify(newKey)).resolves.toMatchObject({ authenticated: true });
    published = [];
    await expect(verify(createKey())).rejects.toMatchObject({ answer: { status: 503 } });

    published = [oldKey];
    const patient = open(keys(), { cooldownMs: 60_000 }, unnamed);
    await expect(patient(oldKey)).resolves.toMatchObject({ authenticated: true });
    asked = 0;
    for (let i = 0; i < 20; i++) await expect(patient(createKey())).rejects.toThrow(/does not hold/);
    expect(asked).toBe(0);
  });

  it('is asked again from time to time, without anybody waiting: a key that is gone is forgotten', async () => {
    const verify = open(keys(), { cooldownMs: 60_000, refreshMs: 0 });
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    published = [newKey];
    await until('the new key is known', () =>
      verify(newKey).then(
        () => true,
        () => false,
      ),
    );
    await expect(verify(oldKey)).rejects.toThrow(/not known/);
  });

  it.each([
    ['answers with an error', async () => void published.splice(0)],
    ['is down', stop],
  ])('that %s leaves the known keys in force', async (_what, fail) => {
    const verify = open(keys(), { cooldownMs: 0, refreshMs: 0 });
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    await fail();
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (let i = 0; i < 3; i++) await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
    // Whether this one holds nobody can say.
    await expect(verify(newKey)).rejects.toMatchObject({ answer: { status: 503, code: 'IDENTITY_UNAVAILABLE', headers: { 'retry-after': '5' } } });
    await until('the failure is logged', () => errors.length > 0);
  });

  it('that has never answered makes tokens wait, not fall, and is asked again', async () => {
    published = [];
    const verify = open(keys());
    await expect(verify(oldKey)).rejects.toMatchObject({ answer: { status: 503 } });
    expect(errors.map(String)).toContainEqual(expect.stringMatching(/cannot be fetched/));
    published = [oldKey];
    await expect(verify(oldKey)).resolves.toMatchObject({ authenticated: true });
  });
});
