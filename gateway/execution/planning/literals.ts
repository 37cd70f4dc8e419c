// Keeps the literals of custom scalars and IDs as they are written: Apollo's planner reads them as JavaScript's values and prints
// those, and 1.10, 12345678901234567890 or an enum's token come out otherwise. It is given texts in their place that nobody else writes.
import { randomUUID } from 'node:crypto';
import {
  type ConstValueNode,
  type DocumentNode,
  type GraphQLType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

export interface HeldLiterals {
  /** With texts in the literals' places. */
  document: DocumentNode;
  /** Puts the literals back into what was made of the document. */
  putBack(operation: OperationDefinitionNode): OperationDefinitionNode;
}

const prefix = `jd__literal_${randomUUID()}_`;

export function holdLiterals(schema: GraphQLSchema, document: DocumentNode): HeldLiterals {
  const held = new Map<string, ValueNode>();
  /** Equal literals have equal texts: fields that are the same stay the same. */
  const hold = (literal: ValueNode & { value: string }): ValueNode => {
    const value = `${prefix}${literal.kind}_${literal.value}`;
    held.set(value, literal);
    return { kind: Kind.STRING, value };
  };

  function holdIn(value: ValueNode, type: GraphQLType | undefined | null): ValueNode {
    if (isNonNullType(type)) return holdIn(value, type.ofType);
    if (isListType(type)) return value.kind === Kind.LIST ? mapItems(value, (item) => holdIn(item, type.ofType)) : holdIn(value, type.ofType);
    if (isInputObjectType(type)) {
      const fields = type.getFields();
      return mapFields(value, (item, name) => holdIn(item, fields[name]?.type));
    }
    if (!isScalarType(type)) return value;
    if (type.name === 'ID') return value.kind === Kind.INT ? hold(value) : value;
    return isSpecifiedScalarType(type) ? value : holdLeaves(value);
  }

  function holdLeaves(value: ValueNode): ValueNode {
    if (value.kind === Kind.INT || value.kind === Kind.FLOAT || value.kind === Kind.ENUM) return hold(value);
    return value.kind === Kind.LIST ? mapItems(value, holdLeaves) : mapFields(value, holdLeaves);
  }

  const typeInfo = new TypeInfo(schema);
  const withTexts = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Argument: (node) => ({ ...node, value: holdIn(node.value, typeInfo.getArgument()?.type) }),
      VariableDefinition: ({ defaultValue, ...node }) =>
        defaultValue && { ...node, defaultValue: holdIn(defaultValue, typeInfo.getInputType()) as ConstValueNode },
    }),
  );
  if (held.size === 0) return { document, putBack: (operation) => operation };
  return { document: withTexts, putBack: (operation) => visit(operation, { StringValue: ({ value }) => held.get(value) }) };
}

function mapItems(value: ValueNode, change: (item: ValueNode) => ValueNode): ValueNode {
  return value.kind === Kind.LIST ? { ...value, values: value.values.map(change) } : value;
}

function mapFields(value: ValueNode, change: (item: ValueNode, name: string) => ValueNode): ValueNode {
  if (value.kind !== Kind.OBJECT) return value;
  return { ...value, fields: value.fields.map((field) => ({ ...field, value: change(field.value, field.name.value) })) };
}
