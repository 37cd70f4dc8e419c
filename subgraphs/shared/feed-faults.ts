// How a record of a feed tells of values that its register holds and that are none: they are null in its body, and `faults` lists
// them. It is part of the body, so that a record whose value was mended differs from what it was.
import { InvalidValue } from './contract/invalid-value';

/** An invalid value that was met while a record was put together. */
export interface FeedFault {
  fault: InvalidValue;
}

/** What a record says of one. */
interface ToldFault {
  /** Where the value is missing in the body, such as `designations.0.to`; empty for the whole record; absent where the body has no place for it. */
  path?: string;
  /** `relation.column`. */
  at: string;
  /** In words that hold no value. */
  reason: string;
}

/** The body with null in the place of every invalid value, and with the list of them; the same body where there are none. */
export function takeFaults(body: Record<string, unknown>, faults: readonly FeedFault[]): Record<string, unknown> {
  if (faults.length === 0) return body;
  const told: ToldFault[] = [];
  const placed = new Set<InvalidValue>();
  const take = (value: unknown, path: string): unknown => {
    if (value instanceof InvalidValue) {
      placed.add(value);
      told.push({ path, ...describe(value) });
      return null;
    }
    if (Array.isArray(value)) return value.map((item, i) => take(item, `${path}.${i}`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, take(item, path === '' ? name : `${path}.${name}`)]));
  };
  const cleaned = take(body, '') as Record<string, unknown>;
  for (const { fault } of faults) if (!placed.has(fault)) told.push(describe(fault));
  return { ...cleaned, faults: told };
}

function describe({ place, reason }: InvalidValue): ToldFault {
  return { at: `${place.relation}.${place.column}`, reason };
}
