// Makes the keys with which processes sign requests to each other: a pair, or a secret that both sides share.
import { generateKeyPairSync, hash, randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './make-folder';
import { OperatorError } from './operator-error';

/**
 * Writes `signing-key.json`, a private Ed25519 key as a JSON Web Key that only its owner may read, and
 * `trusted-keys.json`, the set with its public half. The identifier is the key's thumbprint (RFC 7638).
 *
 * @returns the files written
 * @throws OperatorError where one of them is there already: it is never overwritten
 */
export function createKeys(folder: string): string[] {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { kty, crv, x, d } = privateKey.export({ format: 'jwk' });
  const kid = hash('sha256', JSON.stringify({ crv, kty, x }), 'base64url');
  return writeKeys(folder, [
    ['signing-key.json', { kty, crv, x, d, kid }, 0o600],
    ['trusted-keys.json', { keys: [{ kty, crv, x, kid }] }, 0o644],
  ]);
}

/**
 * Writes the same two files with one secret of 256 bits for HMAC in both: whoever may check a signature may make one. It has a random identifier.
 *
 * @returns the files written
 * @throws OperatorError as `createKeys`
 */
export function createSharedKeys(folder: string): string[] {
  const key = { kty: 'oct', k: randomBytes(32).toString('base64url'), kid: randomBytes(12).toString('base64url') };
  return writeKeys(folder, [
    ['signing-key.json', key, 0o600],
    ['trusted-keys.json', { keys: [key] }, 0o600],
  ]);
}

function writeKeys(folder: string, files: readonly [name: string, content: unknown, mode: number][]): string[] {
  for (const [name] of files) {
    if (existsSync(path.join(folder, name))) throw new OperatorError(`${path.join(folder, name)} is there already and is not overwritten`);
  }
  return files.map(([name, content, mode]) => {
    const file = path.join(folder, name);
    try {
      makeFolder(folder, 0o700);
      writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx', mode });
    } catch (error) {
      throw new OperatorError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code})`);
    }
    return file;
  });
}
