// Which agency a value of the answer comes from, where it is one alone.
import type { Gap } from './gaps';
import type { MergedFields } from './merge';
import type { PreparedFetch } from './pending-fetch';

/** A place in the data. */
interface FieldPlace {
  /** The field, such as `County.name`. */
  coordinate: string;
  /** The names under which the data has the field and those above it. */
  names: readonly string[];
  /** What its object may lack. */
  gaps: readonly Gap[];
}

/** Gives the agency that a plan asked for a field; null where it is several or none that is known. */
export type FindAgency = (place: FieldPlace) => string | null;

/** @param fetches those of the plan */
export function findAgencyIn(fetches: readonly PreparedFetch[]): FindAgency {
  return function find({ coordinate, names, gaps }) {
    const bringing = fetches.filter((fetch) => brings(fetch, names));
    const asked = bringing.filter(({ number }) => !gaps.some(({ unasked }) => unasked === number));
    // Objects of different types may have the same field from different agencies.
    if (asked.length > 0) return onlyAgency(asked.filter(({ node }) => node.coordinates.includes(coordinate))) ?? onlyAgency(asked);
    for (const { number, path } of bringing) {
      const missing = gaps.find(({ unasked }) => unasked === number)?.forWantOf;
      if (missing) return find({ coordinate, names: [...withoutLists(path), missing], gaps: gaps.filter(({ unasked }) => unasked !== number) });
    }
    return null;
  };
}

function onlyAgency(fetches: readonly PreparedFetch[]): string | null {
  const [agency, ...others] = new Set(fetches.map(({ node }) => node.subgraph));
  return agency !== undefined && others.length === 0 ? agency : null;
}

function brings({ path, fields }: PreparedFetch, names: readonly string[]): boolean {
  const above = withoutLists(path);
  if (above.length >= names.length || above.some((name, i) => name !== names[i])) return false;
  let below: MergedFields | null | undefined = fields;
  for (const name of names.slice(above.length)) {
    const field: MergedFields['asked'][number] | undefined = below?.asked.find((each) => each.name === name);
    if (field === undefined) return false;
    below = field.fields;
  }
  return true;
}

function withoutLists(path: readonly string[]): readonly string[] {
  return path.filter((step) => step !== '@');
}
