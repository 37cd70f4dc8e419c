// Turns objects of the data into representations: what a subgraph is given to find an entity by (Federation subgraph
// specification, `_entities(representations: [_Any!]!)`).
import { type DataObject, isObject, readField } from './data';
import type { EntityFetch, RequiredSelection } from './plan';
import { applyRewrites } from './rewrites';

export interface RepresentationWriter {
  /** The representation of an object as JSON text; null where the object lacks something required and is not asked about. */
  write(object: DataObject): string | null;
  /** The same as an object. */
  build(object: DataObject): DataObject | null;
}

/** Prepares the writing of one fetch's representations. */
export function prepareRepresentations({ requires, inputRewrites }: EntityFetch): RepresentationWriter {
  const build = (object: DataObject): DataObject | null => {
    const representation = select(requires, object);
    if (representation === null || !representation.__typename) return null;
    applyRewrites(inputRewrites, representation);
    return representation;
  };
  const writers = new Map<unknown, LeafWriter | null>();
  return {
    build,
    write(object) {
      const { __typename } = object;
      let writer = writers.get(__typename);
      if (writer === undefined) {
        writer = inputRewrites.length > 0 ? null : prepareLeaves(requires, __typename);
        // Names of types come from the subgraphs: one that makes them up must not fill the memory.
        if (writers.size < 1_000) writers.set(__typename, writer);
      }
      if (writer !== null) return writer(object);
      const representation = build(object);
      return representation === null ? null : JSON.stringify(representation);
    },
  };
}

type LeafWriter = (object: DataObject) => string | null;

/** Writes the usual case without building an object: one flat list of fields applies to the type. Null for any other case. */
function prepareLeaves(requires: readonly RequiredSelection[], typename: unknown): LeafWriter | null {
  const applying = requires.filter((selection) => selection.kind === 'Field' || selection.types.includes(String(typename)));
  if (applying.length === 0) return () => null;
  const [only] = applying;
  const selections = applying.length === 1 && only?.kind === 'Fragment' ? only.selections : applying;
  const names: string[] = [];
  const keys: string[] = [];
  for (const selection of selections) {
    if (selection.kind !== 'Field' || selection.selections !== null) return null;
    names.push(selection.name);
    keys.push(`${keys.length === 0 ? '{' : ','}${JSON.stringify(selection.as)}:`);
  }
  if (new Set(keys.map((key) => key.slice(1))).size < keys.length || !names.includes('__typename')) return null;
  return (object) => {
    if (!object.__typename) return null;
    let text = '';
    for (let i = 0; i < names.length; i++) {
      const value = readField(object, names[i] as string);
      if (value === undefined) return null;
      text += keys[i] as string;
      text += JSON.stringify(value);
    }
    return `${text}}`;
  };
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
    result[selection.as] = selection.selections === null ? value : selectWithin(selection.selections, value);
  }
  return result;
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
