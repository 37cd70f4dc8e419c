// Refuses the aliases that @apollo/query-planner answers wrongly: where a fetch selects a key or a @requires field for the
// gateway's own use, a client's alias of the same name takes its place, and the answer, or the key of the next fetch, is
// silently that of another field. Here the client is told to choose another name.
import {
  type DocumentNode,
  GraphQLError,
  isAbstractType,
  isObjectType,
  parse,
  type SelectionSetNode,
  type StringValueNode,
  type ValidationRule,
  visit,
} from 'graphql';

/** Names that each type's fetches may select for the gateway's own use. */
export type ReservedNames = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads the `key`s of types and the `requires` of fields from a supergraph (join specification 0.3 to 0.5). */
export function readReservedNames(supergraphSdl: string): ReservedNames {
  const reserved = new Map<string, Set<string>>();
  // Names below the first level belong to types that the field set does not name; they are reserved on every type.
  const nested = new Set<string>();
  const add = (type: string, fieldSet: string) => {
    const names = reserved.get(type) ?? new Set(['__typename']);
    for (const selection of parseFieldSet(fieldSet).selections) {
      if (selection.kind !== 'Field') continue;
      names.add(selection.name.value);
      visit(selection, { Field: (node) => void (node !== selection && nested.add(node.name.value)) });
    }
    reserved.set(type, names);
  };
  visit(parse(supergraphSdl), {
    enter(node) {
      if (node.kind !== 'ObjectTypeDefinition' && node.kind !== 'InterfaceTypeDefinition') return undefined;
      const directives = [...(node.directives ?? []), ...(node.fields ?? []).flatMap((field) => field.directives ?? [])];
      for (const argument of directives.flatMap((directive) => directive.arguments ?? [])) {
        if (argument.name.value === 'key' || argument.name.value === 'requires') add(node.name.value, (argument.value as StringValueNode).value);
      }
      return undefined;
    },
  });
  for (const names of reserved.values()) for (const name of nested) names.add(name);
  return reserved;
}

/** A validation rule that refuses an alias which is a reserved name of its type and stands for another field. */
export function refuseReservedAliases(reserved: ReservedNames): ValidationRule {
  return (context) => ({
    Field(node) {
      const alias = node.alias?.value;
      const parent = context.getParentType();
      if (alias === undefined || alias === node.name.value || !parent) return;
      const types = isAbstractType(parent) ? [parent, ...context.getSchema().getPossibleTypes(parent)] : isObjectType(parent) ? [parent] : [];
      if (types.some(({ name }) => reserved.get(name)?.has(alias))) {
        const message = `the alias ${alias} is the name of a key of ${parent.name}; choose another alias. 别名 ${alias} 与 ${parent.name} 的键重名，请改用其他别名。`;
        context.reportError(new GraphQLError(message, { nodes: node, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }));
      }
    },
  });
}

function parseFieldSet(fieldSet: string): SelectionSetNode {
  const document: DocumentNode = parse(`{ ${fieldSet} }`);
  const [definition] = document.definitions;
  if (definition?.kind !== 'OperationDefinition') throw new Error(`expected a field set; got ${fieldSet}`);
  return definition.selectionSet;
}
