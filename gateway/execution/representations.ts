// Turns objects of the data into representations: what a subgraph is given to find an entity by (Federation subgraph
// specification, `_entities(representations: [_Any!]!)`).
import { type DataObject, isObject, readField } from './data';
import { notOfType, readId } from './leaf-check';
import type { EntityFetch, RequiredSelection } from './plan';
import { applyRewrites } from './rewrites';

/** The distinct representations of a list of objects. */
interface Representations {
  /** As JSON texts. */
  texts: string[];
  /** For each of the texts an object that it stands for. */
  sources: DataObject[];
  /** The objects that are asked about: those that lack nothing required. */
  targets: DataObject[];
  /** The others. */
  unasked: DataObject[];
  /** For each of the targets the number of its representation. */
  numbers: number[];
}

export interface RepresentationWriter {
  write(objects: Iterable<DataObject>): Representations;
  /** The representation of one object; null where it lacks something required. */
  build(object: DataObject): DataObject | null;
  /** The name of what an object lacks that others of exactly its type have; null where there is nothing such. */
  findMissing(object: DataObject): string | null;
}

/** Prepares the writing of one fetch's representations. */
export function prepareRepresentations({ requires, inputRewrites }: EntityFetch): RepresentationWriter {
  const build = (object: DataObject): DataObject | null => {
    const representation = select(requires, object);
    if (representation === null || !representation.__typename || !hasKey(representation)) return null;
    applyRewrites(inputRewrites, representation);
    return representation;
  };
  const leavesByType = new Map<unknown, Leaves | null>();
  const findLeaves = (typename: unknown): Leaves | null => {
    let leaves = leavesByType.get(typename);
    if (leaves === undefined) {
      leaves = inputRewrites.length > 0 ? null : findOnlyLeaves(requires, typename);
      // Names of types come from the subgraphs: one that makes them up must not fill the memory.
      if (leavesByType.size < 1_000) leavesByType.set(typename, leaves);
    }
    return leaves;
  };

  return {
    build,
    findMissing(object) {
      if (!object.__typename) return '__typename';
      for (const selection of requires) {
        if (selection.kind === 'Field' || selection.types.length > 1 || selection.types[0] !== object.__typename) continue;
        for (const field of selection.selections) {
          if (field.kind === 'Field' && field.name !== '__typename' && readField(object, field.name) === undefined) return field.name;
        }
      }
      return null;
    },
    write(objects) {
      const found: Representations = { texts: [], sources: [], targets: [], unasked: [], numbers: [] };
      const numbersByText = new Map<string, number>();
      const numbersByLeaf = new Map<unknown, number[]>();
      for (const object of objects) {
        const leaves = findLeaves(object.__typename);
        const number = leaves === null ? numberByText(object, build, numbersByText, found) : numberByLeaves(object, leaves, numbersByLeaf, found);
        if (number === null) {
          found.unasked.push(object);
          continue;
        }
        found.targets.push(object);
        found.numbers.push(number);
      }
      return found;
    },
  };
}

/** A flat list of fields, none of them an object: the usual representation, which can be told from others without writing it. */
interface Leaves {
  names: readonly string[];
  /** Which of them are IDs. */
  areIds: readonly boolean[];
  /** What stands before each value in the text: `{"__typename":`, `,"id":`. */
  prefixes: readonly string[];
  /** The place in `names` of the field that most often differs. */
  telling: number;
}

function findOnlyLeaves(requires: readonly RequiredSelection[], typename: unknown): Leaves | null {
  const applying = requires.filter((selection) => selection.kind === 'Field' || selection.types.includes(String(typename)));
  const [only] = applying;
  const selections = applying.length === 1 && only?.kind === 'Fragment' ? only.selections : applying;
  const names: string[] = [];
  const areIds: boolean[] = [];
  const keys = new Set<string>();
  for (const selection of selections) {
    if (selection.kind !== 'Field' || selection.selections !== null) return null;
    names.push(selection.name);
    areIds.push(selection.isId);
    keys.add(selection.as);
  }
  if (keys.size < names.length || !keys.has('__typename') || keys.size < 2) return null;
  const prefixes = [...keys].map((key, index) => `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
  return {
    names,
    areIds,
    prefixes,
    telling: Math.max(
      names.findIndex((name) => name !== '__typename'),
      0,
    ),
  };
}

/** The number of an object's representation among those found, a new one where it is new; null where it has none. */
function numberByLeaves(
  object: DataObject,
  { names, areIds, prefixes, telling }: Leaves,
  known: Map<unknown, number[]>,
  found: Representations,
): number | null {
  if (!object.__typename) return null;
  for (let i = 0; i < names.length; i++) if (readField(object, names[i] as string) === undefined) return null;
  const tellingValue = object[names[telling] as string];
  const candidates = known.get(tellingValue);
  if (candidates !== undefined) {
    for (const number of candidates) if (hasSameLeaves(found.sources[number] as DataObject, object, names)) return number;
  }
  let text = '';
  for (let i = 0; i < names.length; i++) {
    const value = object[names[i] as string];
    text += (prefixes[i] as string) + JSON.stringify(areIds[i] ? asId(value) : value);
  }
  const number = found.texts.push(`${text}}`) - 1;
  found.sources.push(object);
  if (candidates === undefined) known.set(tellingValue, [number]);
  else candidates.push(number);
  return number;
}

function hasSameLeaves(one: DataObject, other: DataObject, names: readonly string[]): boolean {
  for (let i = 0; i < names.length; i++) if (one[names[i] as string] !== other[names[i] as string]) return false;
  return true;
}

function numberByText(object: DataObject, build: RepresentationWriter['build'], known: Map<string, number>, found: Representations): number | null {
  const representation = build(object);
  if (representation === null) return null;
  const text = JSON.stringify(representation);
  let number = known.get(text);
  if (number === undefined) {
    number = found.texts.push(text) - 1;
    found.sources.push(object);
    known.set(text, number);
  }
  return number;
}

/** Whether there is anything to find an entity by. */
function hasKey(representation: DataObject): boolean {
  for (const name of Object.keys(representation)) if (name !== '__typename') return true;
  return false;
}

/** What the selections take from an object; null where a field among them is absent. A fragment that lacks a field gives nothing. */
function select(selections: readonly RequiredSelection[], source: DataObject): DataObject | null {
  const result: DataObject = {};
  for (const selection of selections) {
    if (selection.kind === 'Fragment') {
      if (!selection.types.includes(String(source.__typename))) continue;
      const part = select(selection.selections, source);
      if (part !== null) mergeParts(result, part);
      continue;
    }
    const value = readField(source, selection.name);
    if (value === undefined) return null;
    if (selection.selections !== null) result[selection.as] = selectWithin(selection.selections, value);
    else result[selection.as] = selection.isId ? asId(value) : value;
  }
  return result;
}

/** IDs are texts: another subgraph would round one that came as a number, or not find it. What is none stays as it is. */
function asId(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asId);
  const id = readId(value);
  return id === notOfType ? value : id;
}

function selectWithin(selections: readonly RequiredSelection[], value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => selectWithin(selections, item));
  return isObject(value) ? select(selections, value) : null;
}

function mergeParts(target: DataObject, part: DataObject): void {
  for (const [name, value] of Object.entries(part)) {
    const existing = readField(target, name);
    target[name] = mergeValues(existing, value);
  }
}

function mergeValues(existing: unknown, value: unknown): unknown {
  if (isObject(existing) && isObject(value)) {
    mergeParts(existing, value);
    return existing;
  }
  if (Array.isArray(existing) && Array.isArray(value) && existing.length === value.length) {
    return value.map((item, index) => mergeValues(existing[index], item));
  }
  return value;
}
