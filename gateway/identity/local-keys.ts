// The key of tokens for local trials. It exists in the data folder alone, and only a gateway of development trusts it.
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { importJWK, SignJWT } from 'jose';
import { createKeys } from '../../subgraphs/shared/create-keys';
import type { IdentitySettings } from './settings';

const party = 'jiedui-local';

/** Makes the key where there is none yet; gives the settings by which its tokens are accepted. */
export function prepareLocalKeys(dataDir: string): IdentitySettings {
  const folder = path.join(dataDir, 'token-keys');
  if (!existsSync(folder)) {
    const building = `${folder}.${process.pid}.building`;
    createKeys(building);
    try {
      // Both files at once; where another process was first, its own stay.
      renameSync(building, folder);
    } catch {
      rmSync(building, { recursive: true });
    }
  }
  return trustLocalKeys(dataDir);
}

/** The settings alone. */
export function trustLocalKeys(dataDir: string): IdentitySettings {
  const file = path.join(dataDir, 'token-keys', 'trusted-keys.json');
  return { keys: { kind: 'jwks-file', file }, algorithms: ['EdDSA'], issuer: party, audience: party, clockSkewS: 0 };
}

export interface TokenClaims {
  subject: string;
  /** With spaces between them. */
  scope: string;
  minutes: number;
}

/** Signs a token by the key, which is made where there is none yet. */
export async function signLocalToken(dataDir: string, { subject, scope, minutes }: TokenClaims): Promise<string> {
  prepareLocalKeys(dataDir);
  const jwk = JSON.parse(readFileSync(path.join(dataDir, 'token-keys', 'signing-key.json'), 'utf8'));
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ scope, client_id: party })
    .setProtectedHeader({ alg: 'EdDSA', kid: jwk.kid, typ: 'at+jwt' })
    .setIssuer(party)
    .setAudience(party)
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + minutes * 60)
    .sign(await importJWK(jwk, 'EdDSA'));
}
