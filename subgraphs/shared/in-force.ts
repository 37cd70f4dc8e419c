// What is in force on a day, among rows that were read: the same rules as in ./conditions.ts. Taking an invalid date throws, so that
// nothing is said to be in force or not where that is not known.
import { InvalidValue } from './contract/invalid-value';
import type { IsoDate } from './scalars';

/** Whether a validity of whole days, both ends included, holds on a day; an absent end is open. */
export function isInForce({ from_on, to_on }: { from_on: IsoDate | null; to_on: IsoDate | null }, asOf: IsoDate): boolean {
  return (from_on === null || from_on <= asOf) && (to_on === null || to_on >= asOf);
}

interface StatusInterval {
  since_on: IsoDate;
  until_on: IsoDate | null;
}

/**
 * The status that holds on a day, its first day included and its last excluded; null where none does.
 *
 * @param relation whose rows they are
 * @throws InvalidValue where two hold: neither is known to be the one
 */
export function findStatusOn<Row extends StatusInterval>(rows: readonly Row[], asOf: IsoDate, relation: string, key: string): Row | null {
  const [found = null, ...others] = rows.filter(({ since_on, until_on }) => since_on <= asOf && (until_on === null || until_on > asOf));
  if (others.length > 0) throw new InvalidValue({ relation, column: 'since_on', key }, 'two statuses hold on one day');
  return found;
}
