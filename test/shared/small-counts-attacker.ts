// An attacker who knows how small counts are shown, and enumerates what explains what he sees.

/** The counts that a series gives away wherever two of them are known: its totals, and what lies between any two of them. */
export function countsIn(totals: readonly number[]): number[] {
  return totals.flatMap((total, i) => [total, ...totals.slice(0, i).map((before) => total - before)]);
}

/** For each thing shown, which small counts each position may be, as bits: first of increases, then of decreases. */
export class Attacker {
  private readonly possible = new Map<string, Uint32Array>();

  constructor(private readonly threshold: number) {}

  see(shown: string, counts: readonly number[]): void {
    const seen = this.possible.get(shown) ?? new Uint32Array(2 * counts.length);
    this.possible.set(shown, seen);
    for (const [i, count] of counts.entries()) {
      const people = Math.abs(count);
      const place = 2 * i + (count < 0 ? 1 : 0);
      if (people > 0 && people < this.threshold) seen[place] = (seen[place] ?? 0) | (1 << people);
    }
  }

  /** The fewest values that a small count may have, wherever there is one. */
  get fewest(): number {
    let fewest = Number.POSITIVE_INFINITY;
    for (const seen of this.possible.values()) for (const bits of seen) if (bits !== 0) fewest = Math.min(fewest, bits.toString(2).replaceAll('0', '').length);
    return fewest;
  }
}

/** Every series of so many totals from 0 to `values`; the same array each time. */
export function* series(length: number, values: number): Generator<number[]> {
  const totals = Array<number>(length).fill(0);
  for (let place = 0; place >= 0; ) {
    yield totals;
    for (place = length - 1; place >= 0 && totals[place] === values; place--) totals[place] = 0;
    if (place >= 0) totals[place] = (totals[place] ?? 0) + 1;
  }
}
