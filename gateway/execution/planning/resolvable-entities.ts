// Finds what a subgraph cannot be asked in a fetch of entities: Apollo's planner may come back to it by a key that it declares
// `resolvable: false`, and plans representations without a key for types whose key was not asked for.
import { type GraphQLSchema, isInterfaceType, isObjectType, Kind, type SelectionSetNode } from 'graphql';
import type { RequiredSelection } from '../plan';
import type { Joins } from './joins';

/** A type of which `requires` makes representations that hold no key that the subgraph resolves; null where there is none. */
export function findUnresolvable(joins: Joins, schema: GraphQLSchema, subgraph: string, requires: readonly RequiredSelection[]): string | null {
  for (const selection of requires) {
    // What is required of an interface may be given by some of its objects only; the others are never asked about.
    if (selection.kind === 'Field' || selection.types.some((type) => isResolvable(joins, schema, subgraph, type, requires))) continue;
    return selection.types[0] ?? null;
  }
  return null;
}

/**
 * Leaves the types out whose representations would hold no key that the subgraph resolves, as long as there are others:
 * objects of theirs are not asked about.
 */
export function keepResolvable(joins: Joins, schema: GraphQLSchema, subgraph: string, requires: readonly RequiredSelection[]): RequiredSelection[] {
  return requires.map((selection) => {
    if (selection.kind === 'Field') return selection;
    const types = selection.types.filter((type) => isResolvable(joins, schema, subgraph, type, requires));
    return types.length === 0 ? selection : { ...selection, types };
  });
}

function isResolvable(joins: Joins, schema: GraphQLSchema, subgraph: string, type: string, requires: readonly RequiredSelection[]): boolean {
  const given = fieldsOn(type, requires);
  const known = schema.getType(type);
  // An object is resolved as what its interfaces are, too: interfaces may have keys, and interface objects stand for objects.
  const names = [type, ...(isObjectType(known) || isInterfaceType(known) ? known.getInterfaces().map(String) : [])];
  return names.some((name) => joins.resolvableKeys(subgraph, name).some((key) => holds(given, key)));
}

/** Everything selected on a type, through all fragments that it satisfies. */
function fieldsOn(type: string, selections: readonly RequiredSelection[]): RequiredSelection[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'Field') return [selection];
    return selection.types.includes(type) ? fieldsOn(type, selection.selections) : [];
  });
}

/** Whether a key's fields are all among those given; fragments below the first level are taken as satisfied. */
function holds(given: readonly RequiredSelection[], key: SelectionSetNode): boolean {
  return key.selections.every((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return holds(given, selection.selectionSet);
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.name.value === '__typename') return true;
    const matching = flatten(given).filter(({ as }) => as === selection.name.value);
    const { selectionSet } = selection;
    return (
      matching.length > 0 &&
      (!selectionSet ||
        holds(
          matching.flatMap(({ selections }) => selections ?? []),
          selectionSet,
        ))
    );
  });
}

function flatten(selections: readonly RequiredSelection[]): Extract<RequiredSelection, { kind: 'Field' }>[] {
  return selections.flatMap((selection) => (selection.kind === 'Field' ? [selection] : flatten(selection.selections)));
}
