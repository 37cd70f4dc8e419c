// The objects of one request's data that may lack fields though no subgraph left them out: those that a fetch brought nothing
// for, and those where one subgraph has null and another has not.
import type { DataObject } from './data';
import type { MergedFields } from './merge';

export interface Gap {
  /** What may be lacking. */
  fields: MergedFields;
  /** The number of the fetch that was not even sent for the object; null where its subgraph was asked. */
  unasked: number | null;
  /** The name of what another subgraph has left out, for which it was not sent: no excuse for what is lacking. */
  forWantOf: string | null;
}

const none: readonly Gap[] = [];

export class Gaps {
  readonly #byObject = new Map<DataObject, readonly Gap[]>();

  add(object: DataObject, gap: Gap): void {
    const known = this.#byObject.get(object);
    if (known === undefined) this.#byObject.set(object, [gap]);
    else if (!known.includes(gap)) this.#byObject.set(object, [...known, gap]);
  }

  /** The gaps of an object: its own, and those that reach down to it. */
  of(object: DataObject, fromAbove: readonly Gap[]): readonly Gap[] {
    const own = this.#byObject.size === 0 ? undefined : this.#byObject.get(object);
    if (own === undefined) return fromAbove;
    const all = fromAbove.length === 0 ? own : [...fromAbove, ...own];
    if (own.every(({ forWantOf }) => forWantOf === null)) return all;
    return all.map((gap) => (gap.forWantOf !== null && mayLack(all, gap.forWantOf) ? { ...gap, forWantOf: null } : gap));
  }
}

/** Whether a field may be lacking. */
export function mayLack(gaps: readonly Gap[], name: string): boolean {
  return gaps.some(({ fields, forWantOf }) => forWantOf === null && fields.asked.some((field) => field.name === name));
}

/** The gaps of an object that reach down to what is in one of its fields. */
export function gapsBelow(gaps: readonly Gap[], name: string): readonly Gap[] {
  if (gaps.length === 0) return none;
  return gaps.flatMap((gap) => {
    const fields = gap.fields.asked.find((field) => field.name === name)?.fields;
    return fields ? [{ ...gap, fields }] : [];
  });
}
