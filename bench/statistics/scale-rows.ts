// What the tables of the national scale have in common: batches of rows, days as numbers, draws by fixed weights, instants of change.
// Knows no table.
import type { Random } from '../../sample/random';
import type { Row } from '../../sample/rows';

/** Rows of one table, all with the same columns in the same order. */
export interface RowBatch {
  table: string;
  rows: Row[];
}

/** A day as its number since 1970-01-01, so that a hundred thousand of them fit into two hundred kilobytes. */
export type Day = number;

const dayMs = 86_400_000;
const batchRows = 2_000;
const instantStepMs = 15 * 60_000;
const dayTexts: string[] = [];

/** The day as ISO text. */
export function dateText(day: Day): string {
  dayTexts[day] ??= new Date(day * dayMs).toISOString().slice(0, 10);
  return dayTexts[day];
}

export function dayOf(date: string): Day {
  return Math.round(Date.parse(date) / dayMs);
}

/** The last day of a validity of so many years that begins on a day. */
export function lastDayOf(from: Day, years: number): Day {
  const date = new Date(from * dayMs);
  return Math.round(Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate()) / dayMs) - 1;
}

/** A random day from `low` to `high`, both inclusive; `low` where `high` is earlier. */
export function drawDay(random: Random, low: Day, high: Day): Day {
  return high <= low ? low : random.integer(low, high);
}

/** A draw by weights that are added up once; for draws by the million. */
export function createWeighted<Value extends string>(weights: Readonly<Record<Value, number>>): (random: Random) => Value {
  const values = Object.keys(weights) as Value[];
  const upTo: number[] = [];
  let sum = 0;
  for (const value of values) {
    sum += weights[value];
    upTo.push(sum);
  }
  return (random) => {
    const drawn = random.next() * sum;
    return values[upTo.findIndex((limit) => drawn < limit)] as Value;
  };
}

/** Keys in their order, each with its weight, divided among `count` places: key `i` has the places from `starts[i]` up to `starts[i + 1]`. */
export function divideByWeight(random: Random, weights: readonly number[], count: number): Uint32Array {
  const starts = new Uint32Array(weights.length + 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const offset = random.next();
  let sum = 0;
  for (const [i, weight] of weights.entries()) {
    sum += weight;
    starts[i + 1] = Math.min(count, Math.floor((sum / total) * count + offset));
  }
  starts[weights.length] = count;
  return starts;
}

/**
 * Draws instants of change, as `YYYY-MM-DD HH:MM:SS.mmm` in UTC: the 96 quarters of an hour up to the time of loading.
 *
 * @param loadedAt the last of them
 */
export function createInstants(random: Random, loadedAt: string): () => string {
  const end = Date.parse(`${loadedAt.replace(' ', 'T')}Z`);
  const instants = Array.from({ length: 96 }, (_, i) => new Date(end - i * instantStepMs).toISOString().replace('T', ' ').replace('Z', ''));
  return () => random.pick(instants);
}

/** Rows that wait until there are enough for a batch. */
export interface Batches {
  add(table: string, ...rows: Row[]): void;
  /** Takes the batches that are full. */
  takeFull(): RowBatch[];
  /** Takes whatever is left. */
  takeRest(): RowBatch[];
}

const none: RowBatch[] = [];

export function createBatches(): Batches {
  let waiting = new Map<string, Row[]>();
  let full: RowBatch[] = [];
  return {
    add(table, ...rows) {
      const held = waiting.get(table) ?? [];
      if (held.length === 0) waiting.set(table, held);
      for (const row of rows) held.push(row);
      if (held.length < batchRows) return;
      full.push({ table, rows: held });
      waiting.set(table, []);
    },
    takeFull() {
      if (full.length === 0) return none;
      const taken = full;
      full = [];
      return taken;
    },
    takeRest() {
      const taken = [...full, ...[...waiting].map(([table, rows]) => ({ table, rows }))].filter(({ rows }) => rows.length > 0);
      full = [];
      waiting = new Map();
      return taken;
    },
  };
}
