// The public keys that tokens are checked with. They are rotated without a restart: a file is read again when it changes, an
// address is asked again from time to time, and at once (but not often) for a key that is not known.
import { createPublicKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { OperatorError } from '../../subgraphs/shared/operator-error';
import type { Log } from '../../subgraphs/shared/process';
import { keysUnavailable } from './caller-refused';
import type { KeySettings } from './settings';

export interface TokenKeysOptions {
  log: Log;
  /** How soon an address may be asked again for a key that is not known. */
  cooldownMs?: number;
  /** How long its answer is taken for the newest. */
  refreshMs?: number;
}

const fetchWithinMs = 5_000;

export interface TokenKeys {
  /** The key that a token's header names; where several fit, jose's error that gives one after the other. */
  find: JWTVerifyGetKey;
  /**
   * Asks the address for its newest keys, unless it was asked a moment ago; gives whether it was. A file is always read as it is.
   *
   * @throws CallerRefused where it does not answer
   */
  renew(): Promise<boolean>;
}

/**
 * Opens the keys.
 *
 * @throws OperatorError where a file holds none; an address that does not answer is logged and asked again
 */
export function openTokenKeys(keys: KeySettings, options: TokenKeysOptions): TokenKeys {
  if (keys.kind === 'jwks-url') return openAddress(keys.url, options);
  return { find: openFile(keys.file, keys.kind === 'jwks-file' ? readKeySet : readPemKey, options.log), renew: async () => false };
}

function openAddress(url: string, { log, cooldownMs = 30_000, refreshMs = 300_000 }: TokenKeysOptions): TokenKeys {
  const set = createRemoteJWKSet(new URL(url), { cacheMaxAge: Infinity, cooldownDuration: cooldownMs, timeoutDuration: fetchWithinMs });
  const logFailure = (error: unknown) => log.error(new Error('the keys of the tokens cannot be fetched', { cause: error }));
  let askedAt = Date.now();
  set.reload().catch(logFailure);
  const unavailable = (error: unknown) => {
    logFailure(error);
    return keysUnavailable();
  };
  return {
    async find(header, token) {
      // Nobody waits for the newest keys, nor is a known one forgotten while the address does not answer.
      if (Date.now() - askedAt > refreshMs && set.jwks() !== undefined) {
        askedAt = Date.now();
        set.reload().catch(logFailure);
      }
      try {
        return await set(header, token);
      } catch (error) {
        throw isAboutToken(error) ? error : unavailable(error);
      }
    },
    async renew() {
      if (set.coolingDown) return false;
      await set.reload().catch((error: unknown) => {
        throw unavailable(error);
      });
      return true;
    },
  };
}

function isAboutToken(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys || error instanceof errors.JOSENotSupported;
}

function openFile(file: string, read: (text: string) => JWTVerifyGetKey, log: Log): JWTVerifyGetKey {
  const load = () => {
    try {
      return read(readFileSync(file, 'utf8'));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const isUnreadable = code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR';
      throw new OperatorError(
        `the file of the tokens' keys ${isUnreadable ? `cannot be read (${code})` : 'holds neither a JSON Web Key Set nor a public key, as its setting says'}`,
      );
    }
  };
  let version = readVersion(file);
  let findKey = load();
  return (header, token) => {
    const present = readVersion(file);
    if (present !== version) {
      version = present;
      try {
        findKey = load();
      } catch (error) {
        // The keys before it stay in force.
        log.error(error);
      }
    }
    return findKey(header, token);
  };
}

function readVersion(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}

function readKeySet(text: string): JWTVerifyGetKey {
  return createLocalJWKSet(JSON.parse(text));
}

function readPemKey(text: string): JWTVerifyGetKey {
  // Node would take the public half of it; a private key has no business here.
  if (text.includes('PRIVATE KEY')) throw new Error('a private key');
  const key = createPublicKey(text);
  return async () => key;
}
