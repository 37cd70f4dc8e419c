// Calendar dates as ISO text (`YYYY-MM-DD`), and histories as intervals. Never touches the process's time zone.
import { addDays } from '../subgraphs/shared/scalars';
import type { Random } from './random';
import type { Row } from './rows';

export { addDays };

const dayMs = 86_400_000;

/** A random day from `low` to `high`, both inclusive; `low` where `high` is earlier. */
export function randomDate(random: Random, low: string, high: string): string {
  return addDays(low, random.integer(0, Math.max(0, daysBetween(low, high))));
}

/** The same day `years` later; 29 February becomes 1 March in common years. */
export function addYears(date: string, years: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10);
}

/** The last day of a validity of `years` that begins on `from`. */
export function lastDay(from: string, years: number): string {
  return addDays(addYears(from, years), -1);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

export function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

export function later(a: string, b: string): string {
  return a < b ? b : a;
}

/** A status and its first day. */
export type Step<Status extends string = string> = readonly [status: Status, since: string];

/** Rows of a status history: each status lasts until the day the next begins, exclusive; the last one is open. */
export function historyRows(key: Row, steps: readonly Step[]): Row[] {
  return steps.map(([status, since], i) => ({ ...key, status, since_on: since, until_on: steps[i + 1]?.[1] ?? null }));
}

/** The status on a date; undefined before the first. */
export function statusOn<Status extends string>(steps: readonly Step<Status>[], date: string): Status | undefined {
  return steps.findLast(([, since]) => since <= date)?.[0];
}
