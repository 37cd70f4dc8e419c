// Merges what subgraphs answered into the request's data, in place. Whichever of them answers last, the result is the same:
// of two values of one place one is preferred by what it is, never by when it came.
import { type DataObject, isObject, readField } from './data';
import type { Gap, Gaps } from './gaps';
import type { AnswerField } from './plan';

/** What one fetch brings to an object, prepared with the plan that it is of. */
export interface MergedFields {
  asked: readonly MergedField[];
  /** Names that the plan's other fetches bring to the same object: a subgraph speaks for its own fields only. */
  others: readonly string[];
  /** Whether no other fetch brings anything here or anywhere below. */
  isAlone: boolean;
}

interface MergedField {
  name: string;
  /** Null for leaves. */
  fields: MergedFields | null;
  /** What the object lacks where this fetch has null and another has not; null where no other fetch brings the field. */
  gap: Gap | null;
}

/** What is at hand while answers of one request are merged. */
export interface Merging {
  /** Names for `__typename` that replace no other one. */
  vague: ReadonlySet<unknown>;
  gaps: Gaps;
}

/** What all of a plan's fetches bring to an object. */
export class PlannedFields {
  readonly below = new Map<string, PlannedFields>();
  /** How many fetches bring the object itself. */
  fetches = 0;

  /** Adds what a fetch brings to the objects at a path; `@` goes through a list. */
  add(path: readonly string[], fields: readonly AnswerField[]): void {
    const at = this.at(path);
    for (const { name, fields: below } of fields) {
      const field = at.at([name]);
      field.fetches++;
      field.add([], below ?? []);
    }
  }

  at(path: readonly string[]): PlannedFields {
    let at: PlannedFields = this;
    for (const step of path) {
      if (step === '@') continue;
      const below = at.below.get(step) ?? new PlannedFields();
      at.below.set(step, below);
      at = below;
    }
    return at;
  }
}

/** Prepares the merging of what a fetch brings to objects, of which `planned` is what all fetches bring to them. */
export function prepareMerging(planned: PlannedFields, fields: readonly AnswerField[]): MergedFields {
  const asked = fields.map((field) => prepareField(planned.at([field.name]), field));
  const others = [...planned.below.keys()].filter((name) => !fields.some((field) => field.name === name));
  return { asked, others, isAlone: others.length === 0 && asked.every((field) => field.gap === null && field.fields?.isAlone !== false) };
}

function prepareField(planned: PlannedFields, { name, fields: below }: AnswerField): MergedField {
  const fields = below && prepareMerging(planned, below);
  const field: MergedField = { name, fields, gap: null };
  if (fields === null || planned.fetches === 1) return field;
  return { name, fields, gap: { fields: { asked: [field], others: [], isAlone: true }, unasked: null, forWantOf: null } };
}

/** Merges what was asked for of `source` into `target`. Parts of `source` become parts of `target`: an answer belongs to one request. */
export function mergeFields(target: DataObject, source: DataObject, { asked }: MergedFields, merging: Merging): void {
  for (let i = 0; i < asked.length; i++) {
    const { name, fields, gap } = asked[i] as MergedField;
    const value = readField(source, name);
    if (value === undefined) continue;
    if (gap !== null && hasNull(value)) merging.gaps.add(target, gap);
    const existing = readField(target, name);
    if (existing === undefined) target[name] = fields === null ? value : takeOver(value, fields, merging);
    else if (existing === value) continue;
    else if (fields !== null) target[name] = join(existing, value, fields, merging);
    else target[name] = name === '__typename' ? preferName(existing, value, merging.vague) : preferLeaf(existing, value);
  }
}

/** No type has lists within lists to this depth. */
const maxListNesting = 50;

/** What two subgraphs answer of one place: objects are merged, lists of one length too, and of two kinds that with more in it is kept. */
function join(existing: unknown, value: unknown, fields: MergedFields, merging: Merging, listsAbove = 0): unknown {
  if (existing === value || listsAbove > maxListNesting) return existing;
  const [rank, otherRank] = [rankOf(existing), rankOf(value)];
  if (rank !== otherRank) return rank > otherRank ? existing : takeOver(value, fields, merging);
  if (isObject(existing)) {
    mergeFields(existing, value as DataObject, fields, merging);
    return existing;
  }
  if (!Array.isArray(existing)) return preferLeaf(existing, value);
  const { length } = value as unknown[];
  // Which items are the same nobody can tell.
  if (existing.length !== length) return existing.length > length ? existing : takeOver(value, fields, merging);
  for (let i = 0; i < length; i++) existing[i] = join(existing[i], (value as unknown[])[i], fields, merging, listsAbove + 1);
  return existing;
}

function rankOf(value: unknown): number {
  if (value === null) return 0;
  if (typeof value !== 'object') return 1;
  return Array.isArray(value) ? 3 : 2;
}

/** Where subgraphs contradict each other, the first in the order of the alphabet: any rule will do that does not ask who was first. */
function preferLeaf(existing: unknown, value: unknown): unknown {
  if (existing === null || value === null) return existing ?? value;
  return JSON.stringify(existing) <= JSON.stringify(value) ? existing : value;
}

function preferName(existing: unknown, value: unknown, vague: ReadonlySet<unknown>): unknown {
  const [existingIsVague, valueIsVague] = [vague.has(existing), vague.has(value)];
  if (existingIsVague === valueIsVague || existing === null || value === null) return preferLeaf(existing, value);
  return existingIsVague ? value : existing;
}

/** A value that is the first of its place, without what is for others to bring. */
function takeOver(value: unknown, fields: MergedFields, merging: Merging, listsAbove = 0): unknown {
  if (fields.isAlone || typeof value !== 'object' || value === null || listsAbove > maxListNesting) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) takeOver(value[i], fields, merging, listsAbove + 1);
    return value;
  }
  const object = value as DataObject;
  const { asked, others } = fields;
  for (let i = 0; i < others.length; i++) if (object[others[i] as string] !== undefined) object[others[i] as string] = undefined;
  for (let i = 0; i < asked.length; i++) {
    const { name, fields: below, gap } = asked[i] as MergedField;
    if (below === null) continue;
    const member = readField(object, name);
    if (gap !== null && hasNull(member)) merging.gaps.add(object, gap);
    takeOver(member, below, merging);
  }
  return object;
}

/** Whether a value is null, or a list with a null in it. */
function hasNull(value: unknown, listsAbove = 0): boolean {
  return value === null || (Array.isArray(value) && listsAbove <= maxListNesting && value.some((item) => hasNull(item, listsAbove + 1)));
}
