// Shows counts of people so that no small one can be recovered. Each count is shown by itself, as one number for all counts near it:
// whatever is shown beside it, before it or after it tells no more of it, and neither do differences and sums of what is shown.

/** The scope that lifts the protection. */
export const smallCountsScope = 'people:small-counts';

/** A count as it is shown, and whether it is a small one, from 1 to the threshold − 1. */
export interface ShownCount {
  shown: number;
  isProtected: boolean;
}

/**
 * A count of people as it is shown: a small one as half of the threshold, whatever it is, and every other one rounded. Large counts
 * are rounded too, because two of them give the small count between them: 100 and then 103 people are 3 more.
 *
 * @param protectedUnder people; 1 for a caller who sees every count
 */
export function protectCount(count: number, protectedUnder: number): ShownCount {
  if (count === 0 || protectedUnder === 1) return { shown: count, isProtected: false };
  const people = Math.abs(count);
  const isProtected = people < protectedUnder;
  const shown = isProtected ? Math.floor(protectedUnder / 2) : round(people, roundingUnit(protectedUnder));
  return { shown: Math.sign(count) * shown, isProtected };
}

/** Running totals of people as they are shown, each by itself; null where a report gives none. */
export function protectTotals(totals: readonly (number | null)[], protectedUnder: number): (ShownCount | null)[] {
  return totals.map((total) => (total === null ? null : protectCount(total, protectedUnder)));
}

/**
 * What counts that are not small are rounded to: the threshold, or 10 where it is under 8. Under 8 a difference of two counts
 * rounded to the threshold would leave fewer than three small ones possible.
 */
export function roundingUnit(protectedUnder: number): number {
  return protectedUnder < 8 ? 10 : protectedUnder;
}

function round(people: number, unit: number): number {
  return Math.max(1, Math.round(people / unit)) * unit;
}
