// Automatic persisted queries: a client sends the SHA-256 of a document, and its text only where that is not known. Texts are kept
// in this process's memory and, for several gateways together, in Redis. What Redis gives is never executed unless it fits the hash.
import { hash } from 'node:crypto';
import type { PersistedQueryOptions } from '@apollo/server';
import { LRUCache } from 'lru-cache';
import type { SharedRedis } from './redis';
import type { TrustedDocuments } from './trusted-documents';

type PersistedQueries = NonNullable<PersistedQueryOptions['cache']>;

const maxMemoryBytes = 30 * 2 ** 20;
/** What a text takes besides its own bytes, roughly. */
const entryBytes = 200;

/**
 * Redis holds one text in each of 4,096 places (three digits of the hash), so at most 64 MB however many are registered: it also
 * counts requests and must not fill up. Of two texts with one place the later stays; the other is asked for again.
 */
const placeDigits = 3;
const maxSharedBytes = 2 ** 14;
const sharedForS = 86_400;

/** Apollo Server's name for a text: it has made sure that what it keeps fits the hash, and asks for whatever a client sends. */
const keyForm = /^apq:([0-9a-f]{64})$/;

/** Trusted documents are not kept: their hashes are known as it is. */
export function createPersistedQueries(redis: SharedRedis | null, trusted: TrustedDocuments): PersistedQueries {
  const memory = new LRUCache<string, string>({ maxSize: maxMemoryBytes, sizeCalculation: (text) => Buffer.byteLength(text) + entryBytes });

  return {
    async get(key) {
      const known = memory.get(key);
      if (known !== undefined || redis === null) return known;
      const sha256 = keyForm.exec(key)?.[1];
      if (sha256 === undefined) return undefined;
      // What others have put there may be of any length: the rest is left there, and what is cut off does not fit.
      const text = await redis.ask((client) => client.getRange(placeOf(sha256), 0, maxSharedBytes - 1));
      if (text === null || hash('sha256', text, 'hex') !== sha256) return undefined;
      memory.set(key, text);
      return text;
    },
    async set(key, text) {
      const sha256 = keyForm.exec(key)?.[1];
      if (sha256 === undefined || trusted.hasText(text)) return;
      memory.set(key, text);
      if (Buffer.byteLength(text) > maxSharedBytes) return;
      await redis?.ask((client) => client.set(placeOf(sha256), text, { expiration: { type: 'EX', value: sharedForS } }));
    },
    async delete(key) {
      memory.delete(key);
    },
  };
}

function placeOf(sha256: string): string {
  return `jiedui:query:${sha256.slice(0, placeDigits)}`;
}
