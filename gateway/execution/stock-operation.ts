// What @apollo/gateway is given in place of an operation that it cannot take: variables that have a name of its planner's own,
// and introspection newer than the planner knows.
import { hash } from 'node:crypto';
import { type DocumentNode, type FieldNode, type GraphQLSchema, getOperationAST, Kind, type OperationDefinitionNode, print, visit } from 'graphql';
import type { DataObject } from './data';
import { isIntrospection, prepareIntrospection } from './introspection';
import { renameValues, renameVariables } from './variable-names';

interface StockOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  source: string;
  queryHash: string;
  variables(given: DataObject): DataObject;
  /** Puts the introspection that was taken out into the data of an answer. */
  complete(data: DataObject, given: DataObject): void;
}

/** Kept by documents, which Apollo Server keeps by their texts; null for what goes as it is. */
const known = new WeakMap<OperationDefinitionNode, StockOperation | null>();

/** The operation as @apollo/gateway can take it; null where it can as it is. */
export function toStockOperation(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): StockOperation | null {
  let found = known.get(operation);
  if (found === undefined) {
    found = prepare(schema, document, operation);
    known.set(operation, found);
  }
  return found;
}

function prepare(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): StockOperation | null {
  const introspect = prepareIntrospection(schema, document, operation);
  const rewritten = renameVariables(introspect === null ? document : holdIntrospectionsPlace(document));
  const asked = getOperationAST(rewritten, operation.name?.value);
  if (rewritten === document || !asked) return null;
  const source = print(rewritten);
  return {
    document: rewritten,
    operation: asked,
    source,
    queryHash: hash('sha256', source, 'hex'),
    variables: renameValues,
    complete(data, given) {
      for (const [name, value] of Object.entries(introspect?.(given) ?? {})) data[name] = value;
    },
  };
}

/** A `__typename` for each field of introspection keeps its place in the order of the answer. */
function holdIntrospectionsPlace(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field(node): FieldNode | undefined {
      if (!isIntrospection(node)) return undefined;
      const { alias = node.name, directives = [] } = node;
      return { kind: Kind.FIELD, alias, name: { kind: Kind.NAME, value: '__typename' }, directives };
    },
    FragmentDefinition: ({ typeCondition }) => (typeCondition.name.value.startsWith('__') ? null : undefined),
  });
}
