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
  /** When it was asked for, by the store's own count. */
  askedAt: number;
}

/** What an answer takes besides its own bytes, roughly. */
const entryBytes = 400;

/** Callers whose last change is known one by one; of more, the oldest change counts for everybody. */
const maxChanges = 10_000;

export class LastGoodStore {
  readonly #answers: LRUCache<string, KeptAnswer>;
  /** By caller, when a mutation of its was last answered. */
  readonly #changes: LRUCache<string, number>;
  #changedAt = 0;
  /** Counts what is asked and changed, in its order: a clock is too coarse. */
  #now = 0;

  constructor({ maxBytes, maxAgeMs }: LastGoodLimits) {
    this.#answers = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes.length + entryBytes, ttl: maxAgeMs, ttlAutopurge: true });
    this.#changes = new LRUCache({
      max: maxChanges,
      dispose: (at, _caller, reason) => {
        if (reason === 'evict') this.#changedAt = Math.max(this.#changedAt, at);
      },
    });
  }

  /** What `keep` is told of an answer that is asked for now. */
  now(): number {
    return ++this.#now;
  }

  /** A mutation of a caller was answered: what it asked for before is not given to it any more. */
  markChange(caller: string): void {
    this.#changes.set(caller, ++this.#now);
  }

  /**
   * Keeps an answer in place of the one before.
   *
   * @param askedAt of `now`
   */
  keep(key: string, bytes: Buffer, askedAt: number): void {
    const before = this.#answers.peek(key)?.bytes;
    this.#answers.set(key, { bytes: before?.equals(bytes) ? before : copy(bytes), answeredAt: Date.now(), askedAt });
  }

  forget(key: string): void {
    this.#answers.delete(key);
  }

  /** @param caller an answer from before its last change is none */
  find(key: string, caller: string): KeptAnswer | null {
    const kept = this.#answers.get(key);
    return kept !== undefined && kept.askedAt > (this.#changes.get(caller) ?? this.#changedAt) ? kept : null;
  }
}

/** What arrived may be a part of something larger, which would be kept as a whole. */
function copy(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}
