// What a supergraph's join directives say of each subgraph: the keys that it resolves, and what its fields require.
import { type ConstDirectiveNode, type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql';

export interface Joins {
  /** The keys by which a subgraph resolves entities of a type; of those that it merely refers to there are none. */
  resolvableKeys(subgraph: string, type: string): readonly SelectionSetNode[];
  /** What a subgraph must be given to answer a field; null for nothing. */
  requires(subgraph: string, type: string, field: string): SelectionSetNode | null;
  /** Whether a type is an entity: has a key in some subgraph. */
  isKeyed(type: string): boolean;
  /** Interfaces that some subgraph knows as objects (`@interfaceObject`). */
  interfaceObjects: readonly string[];
}

/** Reads a supergraph's join directives (join specification 0.1 to 0.5, under their usual names). */
export function readJoins(document: DocumentNode): Joins {
  const subgraphs = new Map<string, string>();
  const keys = new Map<string, SelectionSetNode[]>();
  const requires = new Map<string, SelectionSetNode>();
  const interfaceObjects = new Set<string>();
  const keyed = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { name, directives } of definition.values ?? []) {
      for (const directive of applied(directives, 'join__graph')) subgraphs.set(name.value, readArgument(directive, 'name') ?? name.value);
    }
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const type = definition.name.value;
    for (const directive of applied(definition.directives, 'join__type')) {
      if (isGiven(directive, 'isInterfaceObject', true)) interfaceObjects.add(type);
      const key = readArgument(directive, 'key');
      if (key !== undefined) keyed.add(type);
      if (key === undefined || isUnresolvable(directive)) continue;
      const place = placeOf(subgraphs.get(readArgument(directive, 'graph') ?? ''), type);
      keys.set(place, [...(keys.get(place) ?? []), parseFieldSet(key)]);
    }
    for (const field of definition.fields ?? []) {
      for (const directive of applied(field.directives, 'join__field')) {
        const required = readArgument(directive, 'requires');
        if (required !== undefined)
          requires.set(placeOf(subgraphs.get(readArgument(directive, 'graph') ?? ''), type, field.name.value), parseFieldSet(required));
      }
    }
  }
  return {
    interfaceObjects: [...interfaceObjects],
    isKeyed: (type) => keyed.has(type),
    resolvableKeys: (subgraph, type) => keys.get(placeOf(subgraph, type)) ?? [],
    requires: (subgraph, type, field) => requires.get(placeOf(subgraph, type, field)) ?? null,
  };
}

/** Whether a join__type names a key that its subgraph does not resolve. */
export function isUnresolvable(directive: ConstDirectiveNode): boolean {
  return directive.name.value === 'join__type' && isGiven(directive, 'resolvable', false);
}

function isGiven({ arguments: given = [] }: ConstDirectiveNode, name: string, value: boolean): boolean {
  return given.some((argument) => argument.name.value === name && argument.value.kind === Kind.BOOLEAN && argument.value.value === value);
}

/** A directive's argument, where it is a string or an enum's value. */
export function readArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** The selection set that a field set such as `id owner { id }` stands for. */
export function parseFieldSet(fieldSet: string): SelectionSetNode {
  const [definition] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`expected a field set; got ${fieldSet}`);
  return definition.selectionSet;
}

function applied(directives: readonly ConstDirectiveNode[] = [], name: string): ConstDirectiveNode[] {
  return directives.filter((directive) => directive.name.value === name);
}

function placeOf(...names: (string | undefined)[]): string {
  return JSON.stringify(names);
}
