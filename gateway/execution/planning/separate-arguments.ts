// Separates a fetch whose fields require one field with different arguments: a representation has room for one value of it.
import type { QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type FieldNode, GraphQLError, Kind, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode, visit } from 'graphql';
import type { RequiredArguments } from './mended-supergraph';

/** One of the fetches that a fetch of entities is separated into. */
export interface SeparateFetch {
  requires: QueryPlanSelectionNode[];
  operation: OperationDefinitionNode;
}

/** What a field of a type requires; more than one set where objects of an interface differ. */
export type RequiresOf = (type: string, field: string) => readonly SelectionSetNode[];

/**
 * Separates a fetch of entities into as many as there must be for no representation to need two values of one field; mostly
 * that is one, the fetch itself.
 * @throws GraphQLError where a single field needs two values.
 */
export function separateArguments(fetch: SeparateFetch, required: ReadonlyMap<string, RequiredArguments>, requiresOf: RequiresOf): SeparateFetch[] {
  const conflicts = findConflicts(placesOf(fetch.requires, required));
  if (conflicts.size === 0) return [fetch];
  const groups: { needs: Set<string>; fields: Set<FieldNode> }[] = [];
  for (const { field, type } of fieldsOnEntities(fetch.operation)) {
    const needs = new Set(requiresOf(type, field.name.value).flatMap((set) => placesOf(set.selections, required).map(({ place, name }) => keyOf(place, name))));
    const fits = (others: ReadonlySet<string>) => [...needs].every((need) => ![...(conflicts.get(need) ?? [])].some((other) => others.has(other)));
    if (!fits(needs)) throw cannotBeGiven(field.name.value);
    let group = groups.find((candidate) => fits(candidate.needs));
    if (!group) {
      group = { needs: new Set(), fields: new Set() };
      groups.push(group);
    }
    group.fields.add(field);
    for (const need of needs) group.needs.add(need);
  }
  // A need that no field has been found to have would be missing from every representation without a sign.
  for (const key of conflicts.keys()) if (!groups.some(({ needs }) => needs.has(key))) throw cannotBeGiven(key);
  return groups.map(({ needs, fields }) => ({
    requires: keepNeeded(fetch.requires, required, (key) => !conflicts.has(key) || needs.has(key)),
    operation: keepFields(fetch.operation, fields),
  }));
}

function cannotBeGiven(field: string): GraphQLError {
  return new GraphQLError(`${field} is required with different arguments at once 同一字段以不同参数被同时要求`);
}

interface PlacedField {
  /** The path in a representation. */
  place: string;
  /** The field whose value is put there. */
  name: string;
}

/** All fields with their places in a representation. Types are not told apart: that may separate more than it must, but never less. */
function placesOf(selections: readonly (QueryPlanSelectionNode | SelectionNode)[], required: ReadonlyMap<string, RequiredArguments>, path = ''): PlacedField[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const below = ('selections' in selection ? selection.selections : 'selectionSet' in selection ? selection.selectionSet?.selections : undefined) ?? [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return placesOf(below, required, path);
    const name = nameOf(selection);
    const place = placeIn(path, name, required);
    return [{ place, name }, ...placesOf(below, required, place)];
  });
}

function nameOf({ name }: QueryPlanFieldNode | FieldNode): string {
  return typeof name === 'string' ? name : name.value;
}

function placeIn(path: string, name: string, required: ReadonlyMap<string, RequiredArguments>): string {
  return `${path}.${required.get(name)?.field ?? name}`;
}

function keyOf(place: string, name: string): string {
  return `${place}=${name}`;
}

/** For each field that shares its place with others, those others. */
function findConflicts(placed: readonly PlacedField[]): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const { place, name } of placed) places.set(place, (places.get(place) ?? new Set()).add(keyOf(place, name)));
  const conflicts = new Map<string, Set<string>>();
  for (const keys of places.values()) {
    for (const key of keys.size > 1 ? keys : []) conflicts.set(key, new Set([...keys].filter((other) => other !== key)));
  }
  return conflicts;
}

function fieldsOnEntities({ selectionSet }: OperationDefinitionNode): { field: FieldNode; type: string }[] {
  return selectionSet.selections.flatMap((entities) => (entities.kind === Kind.FIELD && entities.selectionSet ? fieldsIn(entities.selectionSet, '') : []));
}

function fieldsIn({ selections }: SelectionSetNode, type: string): { field: FieldNode; type: string }[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ field: selection, type }];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn(selection.selectionSet, selection.typeCondition?.name.value ?? type);
    return [];
  });
}

function keepNeeded(
  selections: readonly QueryPlanSelectionNode[],
  required: ReadonlyMap<string, RequiredArguments>,
  isNeeded: (key: string) => boolean,
  path = '',
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    const place = selection.kind === Kind.FIELD ? placeIn(path, selection.name, required) : path;
    if (selection.kind === Kind.FIELD && !isNeeded(keyOf(place, selection.name))) return [];
    if (!selection.selections?.length) return [selection];
    const kept = keepNeeded(selection.selections, required, isNeeded, place);
    return kept.length > 0 ? [{ ...selection, selections: kept }] : [];
  });
}

/** The operation with only these of the fields on _entities, and the variables that they use. */
function keepFields(operation: OperationDefinitionNode, fields: ReadonlySet<FieldNode>): OperationDefinitionNode {
  const selections = operation.selectionSet.selections.map((entities) =>
    entities.kind === Kind.FIELD && entities.selectionSet ? { ...entities, selectionSet: keepIn(entities.selectionSet, fields) } : entities,
  );
  const kept = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  const used = variablesOf({ ...kept, variableDefinitions: [] });
  return { ...kept, variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)) };
}

function keepIn(set: SelectionSetNode, fields: ReadonlySet<FieldNode>): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return fields.has(selection) ? [selection] : [];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    const selectionSet = keepIn(selection.selectionSet, fields);
    return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
  });
  return { ...set, selections };
}

function variablesOf(operation: OperationDefinitionNode): Set<string> {
  const names = new Set<string>();
  visit(operation, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}
