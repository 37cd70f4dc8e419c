// Intervals of days: the first counts, the end does not. Dates are text, which sorts as dates do.
import type { IsoDate } from '../../shared/scalars';

export interface Interval {
  from: IsoDate;
  until: IsoDate;
}

/** What both have in common; null where nothing is. */
export function intersect(a: Interval, b: Interval): Interval | null {
  const from = a.from > b.from ? a.from : b.from;
  const until = a.until < b.until ? a.until : b.until;
  return from < until ? { from, until } : null;
}

/** The same days as intervals that neither overlap nor touch, in order. */
export function unite(intervals: readonly Interval[]): Interval[] {
  const united: Interval[] = [];
  for (const { from, until } of [...intervals].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = united.at(-1);
    if (from >= until) continue;
    if (last !== undefined && from <= last.until) last.until = until > last.until ? until : last.until;
    else united.push({ from, until });
  }
  return united;
}

/** An interval cut at every day of `days` that lies inside it. */
export function cut({ from, until }: Interval, days: Iterable<IsoDate>): Interval[] {
  const starts = [from, ...[...new Set(days)].filter((day) => day > from && day < until).sort()];
  return starts.map((start, i) => ({ from: start, until: starts[i + 1] ?? until }));
}
