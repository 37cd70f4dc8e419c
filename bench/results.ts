// What scenarios give: for each gateway, a number for each measure.

/** Measures by name. `requestsPerSecond`, say, is a median of rounds; see `measures` in report.ts for units. */
export type Measures = Readonly<Record<string, number>>;

export interface ScenarioResult {
  name: string;
  /** What was done, in a sentence. */
  title: string;
  /** By gateway. */
  measures: ReadonlyMap<string, Measures>;
  /** Why a gateway has no measures, or why they do not count, by gateway. */
  faults: ReadonlyMap<string, string>;
}

/** How long everything is measured. */
export interface Pace {
  rounds: number;
  warmupSeconds: number;
  seconds: number;
  /** Times the supergraph is swapped under load. */
  swaps: number;
}

/** The median of each measure that all the rounds have. */
export function takeMedians(rounds: readonly Measures[]): Measures {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => round[name] ?? Number.NaN))]));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2 : (sorted[Math.floor(middle)] ?? Number.NaN);
}
