// Which checks stand before a field: its own, those of the types around it and behind it, and those of what it is made from.
import { type ConstDirectiveNode, type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { parseFieldSet, readArgument } from '../execution/planning/joins';
import { type Check, readCheck, readDirectiveNames } from './checks';
import { readSupergraphTypes, type SupergraphTypes } from './supergraph-types';

export interface Protection {
  types: SupergraphTypes;
  /**
   * The checks that must all pass for a field of an object to be read.
   *
   * @param parent the type that the field is selected on
   * @param object the type of the object; where it is abstract, the checks of every object that it may be
   */
  checksOf(parent: string, field: string, object: string): readonly Check[];
}

const none: readonly Check[] = [];

/**
 * Reads what protects a supergraph.
 *
 * @returns null where nothing does
 * @throws Error where something does that the gateway does not enforce, or is malformed
 */
export function readProtection(document: DocumentNode): Protection | null {
  const checks = readApplied(document, readDirectiveNames(document));
  if (checks.size === 0) return null;
  const types = readSupergraphTypes(document);
  const requires = readRequires(document);
  const known = new Map<string, readonly Check[]>();

  function checksOf(parent: string, field: string, object: string): readonly Check[] {
    const key = `${parent}.${field} ${object}`;
    let found = known.get(key);
    if (found === undefined) {
      const collected = new Map<string, Check>();
      const objects = types.possibleTypes(object);
      for (const each of objects.length === 0 ? [object] : objects) collect(parent, field, each, collected, new Set());
      found = collected.size === 0 ? none : [...collected.values()];
      known.set(key, found);
    }
    return found;
  }

  function collect(parent: string, field: string, object: string, into: Map<string, Check>, seen: Set<string>): void {
    const given = types.typeOf(parent, field);
    // `__typename` and introspection tell of the schema, which is public.
    if (given === null || seen.has(`${object}.${field}`)) return;
    seen.add(`${object}.${field}`);
    const onInterfaces = types.interfacesGiving(object, field).map((each) => `${each}.${field}`);
    for (const place of [parent, `${parent}.${field}`, object, `${object}.${field}`, given, ...onInterfaces])
      for (const check of checks.get(place) ?? none) into.set(check.id, check);
    for (const set of requires.get(`${object}.${field}`) ?? []) collectRequired(object, set, into, seen);
  }

  /** Composition refuses a field that gives away what it requires; a supergraph may be older than that. */
  function collectRequired(parent: string, { selections }: SelectionSetNode, into: Map<string, Check>, seen: Set<string>): void {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) collectRequired(selection.typeCondition?.name.value ?? parent, selection.selectionSet, into, seen);
      if (selection.kind !== Kind.FIELD) continue;
      const name = selection.name.value;
      const objects = types.possibleTypes(parent);
      for (const each of objects.length === 0 ? [parent] : objects) collect(parent, name, each, into, seen);
      const below = types.typeOf(parent, name);
      if (selection.selectionSet !== undefined && below !== null) collectRequired(below, selection.selectionSet, into, seen);
    }
  }

  return { types, checksOf };
}

/** The checks on each type and, by `Type.field`, on each field. */
function readApplied(document: DocumentNode, names: ReturnType<typeof readDirectiveNames>): ReadonlyMap<string, readonly Check[]> {
  const checks = new Map<string, readonly Check[]>();
  if (names.size === 0) return checks;
  const add = (place: string, directives: readonly ConstDirectiveNode[] = []) => {
    const found = directives.flatMap((directive) => {
      const feature = names.get(directive.name.value);
      return feature === undefined ? [] : [readCheck(directive, feature)];
    });
    if (found.length > 0) checks.set(place, found);
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || definition.name === undefined || definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    const type = definition.name.value;
    add(type, definition.directives as readonly ConstDirectiveNode[] | undefined);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) add(`${type}.${field.name.value}`, field.directives);
  }
  return checks;
}

/** What each field, by `Type.field`, requires in some subgraph. */
function readRequires(document: DocumentNode): ReadonlyMap<string, readonly SelectionSetNode[]> {
  const requires = new Map<string, SelectionSetNode[]>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const sets = (field.directives ?? []).flatMap((directive) => readArgument(directive, 'requires') ?? []);
      if (sets.length > 0) requires.set(`${definition.name.value}.${field.name.value}`, sets.map(parseFieldSet));
    }
  }
  return requires;
}
