// What derivations are given and give back: records that changed, the rules, and what depends on them.
import type { Criteria } from '../criteria';
import type { Collection, RecordOf } from './records';

/** What is derived: records; and from the links of a county, under its number, its statuses. */
export type Derived = Collection | 'county_status';

/** Keys of what has to be derived again. */
export type Dependents = Partial<Record<Derived, Iterable<string>>>;

/** By what records are derived: where it changes, all of them are derived again. */
export interface Rules {
  criteria: Criteria;
  /** Counts of people from 1 up to, but not, this are shown as half of it. */
  protectedUnder: number;
}

/** Records of a collection to derive. */
export interface Changed<Name extends Collection> {
  /** Those that were added, changed or removed. */
  keys: readonly string[];
  /** Those of them that there are. */
  records: readonly RecordOf<Name>[];
  /** Whether none of them was derived before, so that there is nothing to delete. */
  isNew: boolean;
}
