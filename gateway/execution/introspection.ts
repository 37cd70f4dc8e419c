// Introspection is answered from the public schema by graphql-js, whatever the client's version of it asks. The planner, which
// knows the introspection of an older specification, sees none of it.
import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { DataObject } from './data';
import { renameValues, renameVariables } from './variable-names';

/** `__schema` or `__type` at the root. */
export function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

/** Answers `__schema` and `__type` from the public schema; null where the operation does not ask for them. */
export function prepareIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ((variables: DataObject) => DataObject) | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const selections = keepIntrospection(operation.selectionSet, fragments);
  if (selections.length === 0) return null;
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  const introspection = renameVariables({ kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }, ...fragments.values()] });
  return (variables) => {
    const { data, errors } = executeSync({ schema, document: introspection, variableValues: renameValues(variables) });
    if (errors?.[0] !== undefined || !data) throw errors?.[0] ?? new Error('introspection gave no data');
    return data;
  };
}

function keepIntrospection({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return isIntrospection(selection) ? [selection] : [];
    const selectionSet = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet;
    const kept = selectionSet === undefined ? [] : keepIntrospection(selectionSet, fragments);
    if (kept.length === 0) return [];
    return [{ kind: Kind.INLINE_FRAGMENT, directives: selection.directives ?? [], selectionSet: { kind: Kind.SELECTION_SET, selections: kept } }];
  });
}

/** The document without introspection, and without fragments on its types. Selection sets of which nothing is left are empty. */
export function withoutIntrospection(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (node) => (isIntrospection(node) ? null : undefined),
    FragmentDefinition: ({ typeCondition }) => (typeCondition.name.value.startsWith('__') ? null : undefined),
  });
}
