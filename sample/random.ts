// Random choices that a seed repeats exactly. Takes no entropy from outside: no clock, no Math.random.

export interface Random {
  /** A number from 0, inclusive, to 1, exclusive. */
  next(): number;
  /** A whole number from `low` to `high`, both inclusive. */
  integer(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
  /** One of the keys, by its weight. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T;
  /** `count` different items, or all where there are fewer, in random order. */
  sample<T>(items: readonly T[], count: number): T[];
  /** All items in random order. */
  shuffle<T>(items: readonly T[]): T[];
  /** A whole number from `low` to `high`, small ones far more often (log-uniform). */
  skewed(low: number, high: number): number;
}

/** A stream of its own for each subject, so that a change in one leaves the others as they were. */
export function createRandom(seed: number, subject: string): Random {
  const next = mulberry32(hash(`${seed}/${subject}`));
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const shuffle = <T>(items: readonly T[]): T[] => {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = integer(0, i);
      [result[i], result[j]] = [result[j] as T, result[i] as T];
    }
    return result;
  };
  return {
    next,
    integer,
    shuffle,
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new Error('pick needs at least one item; got none');
      return items[integer(0, items.length - 1)] as (typeof items)[number];
    },
    weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
      const entries = Object.entries(weights) as [T, number][];
      let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        rest -= weight;
        if (rest < 0) return key;
      }
      throw new Error('weighted needs at least one positive weight; got none');
    },
    sample: (items, count) => shuffle(items).slice(0, count),
    skewed: (low, high) => Math.round(Math.exp(Math.log(low) + next() * (Math.log(high) - Math.log(low)))),
  };
}

/** mulberry32 by Tommy Ettinger (public domain): 32 bits of state, far more than the sample needs. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let result = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) result = Math.imul(result ^ text.charCodeAt(i), 0x01000193);
  return result >>> 0;
}
