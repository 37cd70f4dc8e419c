// Finds a fetch of entities that its subgraph cannot resolve: Apollo's planner may come back to a subgraph by a key which
// that declares `resolvable: false`, and the answer is null or wrong.
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
