// Protects small counts of people, which can point at somebody. A count is protected where it stands alone, before anything is
// added up, so that every answer is made of the same shown counts and no two answers can be subtracted to give one back.

/** The scope that lifts the protection. */
export const smallCountsScope = 'people:small-counts';

/** A count as it is shown, and whether that is not the count itself. */
export interface ShownCount {
  shown: number;
  isProtected: boolean;
}

/**
 * A count of people as it is shown: one from 1 up to, but not, `protectedUnder` as half of that, whatever it is.
 *
 * @param protectedUnder people; 1 for a caller who sees every count
 */
export function protectCount(count: number, protectedUnder: number): ShownCount {
  if (count === 0 || Math.abs(count) >= protectedUnder) return { shown: count, isProtected: false };
  return { shown: Math.sign(count) * half(protectedUnder), isProtected: true };
}

/**
 * Running totals of people as they are shown: each is protected by what it adds to the one before it. One that is corrected
 * down to a small total is shown as half the threshold, so that a correction gives no small total away.
 *
 * @param totals in the order of time; null where a report gives none, and then none is shown
 */
export function protectTotals(totals: readonly (number | null)[], protectedUnder: number): (ShownCount | null)[] {
  let [counted, shown] = [0, 0];
  return totals.map((total) => {
    if (total === null) return null;
    const more = protectIncrease(total - counted, { total, shownBefore: shown }, protectedUnder);
    counted = total;
    shown += more.shown;
    return { shown, isProtected: more.isProtected };
  });
}

function protectIncrease(increase: number, { total, shownBefore }: { total: number; shownBefore: number }, protectedUnder: number): ShownCount {
  const becomesSmall = increase < 0 && protectCount(total, protectedUnder).isProtected;
  return becomesSmall ? { shown: half(protectedUnder) - shownBefore, isProtected: true } : protectCount(increase, protectedUnder);
}

function half(protectedUnder: number): number {
  return Math.floor(protectedUnder / 2);
}
