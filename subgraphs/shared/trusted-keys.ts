// The keys whose signatures a subgraph accepts: a JSON Web Key Set (RFC 7517) in a file that is read again when it
// changes, so that keys are added and taken away without a restart.
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { readVersion } from './file-version';
import { readPublicKey, readSecretKey, secretJwk } from './message-signatures';
import { OperatorError } from './operator-error';
import { readTextFile } from './text-file';

const publicJwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string().min(1), d: z.never().optional() });
const keySet = z.object({ keys: z.array(z.union([publicJwk, secretJwk])) });

/**
 * Opens the file of trusted keys.
 *
 * @param logError told where a changed file cannot be read or holds no key: the keys before it stay in force
 * @throws OperatorError where the file cannot be read now, or holds no key
 */
export function openTrustedKeys(file: string, logError: (error: unknown) => void): (keyId: string) => KeyObject | null {
  let version = readVersion(file);
  let keys = readKeys(file);
  return (keyId) => {
    const present = readVersion(file);
    if (present !== version) {
      version = present;
      try {
        keys = readKeys(file);
      } catch (error) {
        logError(error);
      }
    }
    return keys.get(keyId) ?? null;
  };
}

function readKeys(file: string): Map<string, KeyObject> {
  const keys = parseKeys(readTextFile('the file of trusted keys', file));
  if (keys.size === 0) throw new OperatorError(`the file of trusted keys ${file} holds no key: nobody would be trusted`);
  return keys;
}

function parseKeys(text: string): Map<string, KeyObject> {
  try {
    const { keys } = keySet.parse(JSON.parse(text));
    return new Map(keys.map((key) => [key.kid, key.kty === 'oct' ? readSecretKey(key.k) : readPublicKey({ kty: key.kty, crv: key.crv, x: key.x })]));
  } catch {
    throw new OperatorError('the file of trusted keys is no JSON Web Key Set of public Ed25519 keys and shared secrets, each with kid');
  }
}
