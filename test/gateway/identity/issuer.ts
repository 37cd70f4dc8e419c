// An issuer of tokens for tests: keys of its own, and the settings by which a gateway accepts what it signs.
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type JWTPayload, SignJWT } from 'jose';
import type { IdentitySettings } from '../../../gateway/identity/settings';

export interface Key {
  kid: string;
  alg: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export const rules = { algorithms: ['ES256', 'EdDSA', 'RS256'], issuer: 'https://issuer.test', audience: 'jiedui', clockSkewS: 0 };

const pairs = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
};

export function createKey(alg: keyof typeof pairs = 'ES256'): Key {
  const { privateKey, publicKey } = pairs[alg]();
  const kid = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 8);
  return { kid, alg, privateKey, publicKey };
}

/** The JSON Web Key Set of some keys, as text. */
export function writeKeySet(keys: readonly Key[]): string {
  return JSON.stringify({ keys: keys.map(({ kid, alg, publicKey }) => ({ ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' })) });
}

/** Signs claims over those of a good token, which end in five minutes; `undefined` takes one away. */
export function sign(key: Key, claims: JWTPayload = {}, header: { alg?: string; kid?: string } = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const all = { iss: rules.issuer, aud: rules.audience, sub: 'somebody', iat: now, exp: now + 300, ...claims };
  return new SignJWT(JSON.parse(JSON.stringify(all))).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey);
}

export interface Issuer {
  settings: IdentitySettings;
  /** The header of a caller with these scopes. */
  bearer(scope: string): Promise<{ authorization: string }>;
  stop(): void;
}

/** An issuer whose keys a gateway reads from a file. */
export function startIssuer(): Issuer {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-issuer-'));
  const file = path.join(folder, 'keys.json');
  const key = createKey();
  writeFileSync(file, writeKeySet([key]));
  return {
    settings: { ...rules, keys: { kind: 'jwks-file', file } },
    bearer: async (scope) => ({ authorization: `Bearer ${await sign(key, { scope })}` }),
    stop: () => rmSync(folder, { recursive: true }),
  };
}
