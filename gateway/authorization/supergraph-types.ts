// The types of a supergraph as authorization needs them: what fields give, what may stand behind an abstract type, and which
// subgraph a field is from.
import { type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, Kind, type OperationTypeNode, type TypeNode } from 'graphql';
import { readArgument } from '../execution/planning/joins';

export interface SupergraphTypes {
  /** The named type that a field gives; null where there is no such field. */
  typeOf(type: string, field: string): string | null;
  /** The object types that objects of a type may be of; of an object type itself alone. */
  possibleTypes(type: string): readonly string[];
  /** The name of the root type of an operation. */
  rootType(operation: OperationTypeNode): string;
  /** The interfaces by which alone an object has a field: a subgraph gives it for whatever implements them (`@interfaceObject`). */
  interfacesGiving(type: string, field: string): readonly string[];
  /** The subgraph that a field is from, the first one where there are several; null where none is known. */
  ownerOf(type: string, field: string): string | null;
}

interface TypeEntry {
  fields: Map<string, FieldDefinitionNode>;
  directives: readonly ConstDirectiveNode[];
  interfaces: string[];
}

export function readSupergraphTypes(document: DocumentNode): SupergraphTypes {
  const types = new Map<string, TypeEntry>();
  const possible = new Map<string, string[]>();
  const roots = new Map<string, string>();
  const subgraphs = new Map<string, string>();
  const addPossible = (type: string, object: string) => possible.set(type, [...(possible.get(type) ?? []), object]);

  for (const definition of document.definitions) {
    if (definition.kind === Kind.SCHEMA_DEFINITION) {
      for (const { operation, type } of definition.operationTypes) roots.set(operation, type.name.value);
    } else if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      const name = definition.name.value;
      const interfaces = (definition.interfaces ?? []).map((each) => each.name.value);
      const fields = new Map((definition.fields ?? []).map((field) => [field.name.value, field]));
      types.set(name, { fields, directives: definition.directives ?? [], interfaces });
      if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) for (const type of [name, ...interfaces]) addPossible(type, name);
    } else if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const member of definition.types ?? []) addPossible(definition.name.value, member.name.value);
    } else if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph') {
      for (const { name, directives = [] } of definition.values ?? []) {
        const named = directives.find((directive) => directive.name.value === 'join__graph');
        subgraphs.set(name.value, (named && readArgument(named, 'name')) ?? name.value);
      }
    }
  }

  function interfacesGiving(type: string, field: string): string[] {
    const { fields, interfaces = [] } = types.get(type) ?? {};
    const joins = applied(fields?.get(field)?.directives, 'join__field');
    if (joins.length === 0 || joins.some((directive) => readArgument(directive, 'graph') !== undefined)) return [];
    return interfaces.filter((each) => types.get(each)?.fields.has(field));
  }

  function ownerOf(type: string, field: string): string | null {
    const { fields, directives = [] } = types.get(type) ?? {};
    const joins = applied(fields?.get(field)?.directives, 'join__field').filter((directive) => !isExternal(directive));
    const graph = [...joins, ...(joins.length === 0 ? applied(directives, 'join__type') : [])]
      .map((directive) => readArgument(directive, 'graph'))
      .find((each) => each !== undefined);
    if (graph !== undefined) return subgraphs.get(graph) ?? null;
    return (
      interfacesGiving(type, field)
        .map((each) => ownerOf(each, field))
        .find((each) => each !== null) ?? null
    );
  }

  return {
    typeOf(type, field) {
      const found = types.get(type)?.fields.get(field);
      return found === undefined ? null : nameOf(found.type);
    },
    possibleTypes: (type) => possible.get(type) ?? [],
    rootType: (operation) => roots.get(operation) ?? `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`,
    interfacesGiving,
    ownerOf,
  };
}

function applied(directives: readonly ConstDirectiveNode[] = [], name: string): ConstDirectiveNode[] {
  return directives.filter((directive) => directive.name.value === name);
}

function isExternal({ arguments: given = [] }: ConstDirectiveNode): boolean {
  return given.some(({ name, value }) => name.value === 'external' && value.kind === Kind.BOOLEAN && value.value);
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
