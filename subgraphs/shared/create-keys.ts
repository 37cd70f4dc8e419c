// Makes the keys with which processes sign requests to each other: a pair, or a secret that both sides share.
import { generateKeyPairSync, hash, randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './make-folder';
import { OperatorError } from './operator-error';

/** A key for signing, and what goes into the set of whoever trusts it. */
interface Key {
  signing: object;
  trusted: object;
}

/** A private Ed25519 key. The identifier is its thumbprint (RFC 7638). */
function createKey(): Key {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { kty, crv, x, d } = privateKey.export({ format: 'jwk' });
  const kid = hash('sha256', JSON.stringify({ crv, kty, x }), 'base64url');
  return { signing: { kty, crv, x, d, kid }, trusted: { kty, crv, x, kid } };
}

/** A secret of 256 bits for HMAC: whoever may check a signature may make one. It has a random identifier. */
function createSecret(): Key {
  const key = { kty: 'oct', k: randomBytes(32).toString('base64url'), kid: randomBytes(12).toString('base64url') };
  return { signing: key, trusted: key };
}

/**
 * Writes `signing-key.json`, a private Ed25519 key as a JSON Web Key that only its owner may read, and
 * `trusted-keys.json`, the set with its public half.
 *
 * @param signers where there are any, each gets a key of its own: `NAME-signing-key.json`, and `NAME-trusted-keys.json` with
 *   that one alone; `trusted-keys.json` has all of them
 * @returns the files written
 * @throws OperatorError where one of them is there already: it is never overwritten
 */
export function createKeys(folder: string, signers: readonly string[] = []): string[] {
  return writeAll(folder, signers, createKey, 0o644);
}

/** Writes the same files with secrets in place of pairs, so that both halves are for their owner alone. */
export function createSharedKeys(folder: string, signers: readonly string[] = []): string[] {
  return writeAll(folder, signers, createSecret, 0o600);
}

function writeAll(folder: string, signers: readonly string[], create: () => Key, trustedMode: number): string[] {
  const wrong = signers.find((name, index) => !/^[a-z][a-z0-9-]{0,30}$/.test(name) || signers.indexOf(name) !== index);
  if (wrong !== undefined) throw new OperatorError('a signer’s name is of small letters, digits and hyphens, and there once');
  const keys = (signers.length === 0 ? [''] : signers.map((name) => `${name}-`)).map((prefix) => ({ prefix, ...create() }));
  const ofEach = keys.flatMap(({ prefix, signing, trusted }): [string, unknown, number][] => [
    [`${prefix}signing-key.json`, signing, 0o600],
    ...(prefix === '' ? [] : [[`${prefix}trusted-keys.json`, { keys: [trusted] }, trustedMode] as [string, unknown, number]]),
  ]);
  return writeKeys(folder, [...ofEach, ['trusted-keys.json', { keys: keys.map(({ trusted }) => trusted) }, trustedMode]]);
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
