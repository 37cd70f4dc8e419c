// The last good answers of subgraphs: in memory, bounded in bytes and in age, the least used first to go.
import { LRUCache } from 'lru-cache';

export interface LastGoodLimits {
  maxBytes: number;
  /** No older answer is given; at that age it is forgotten. */
  maxAgeMs: number;
}

interface KeptAnswer {
  /** JSON. */
  bytes: Buffer;
  /** In milliseconds since 1970. */
  answeredAt: number;
}

/** What an answer takes besides its own bytes, roughly. */
const entryBytes = 400;

export class LastGoodStore {
  readonly #answers: LRUCache<string, KeptAnswer>;

  constructor({ maxBytes, maxAgeMs }: LastGoodLimits) {
    this.#answers = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes.length + entryBytes, ttl: maxAgeMs, ttlAutopurge: true });
  }

  /** Keeps an answer in place of the one before. */
  keep(key: string, bytes: Buffer): void {
    const before = this.#answers.peek(key)?.bytes;
    this.#answers.set(key, { bytes: before?.equals(bytes) ? before : copy(bytes), answeredAt: Date.now() });
  }

  forget(key: string): void {
    this.#answers.delete(key);
  }

  find(key: string): KeptAnswer | null {
    return this.#answers.get(key) ?? null;
  }
}

/** What arrived may be a part of something larger, which would be kept as a whole. */
function copy(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}
