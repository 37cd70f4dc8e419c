// What the subgraphs of one supergraph agree on, so that they give the same objects: which fields make up keys, which types
// are entities, which of them belong to one entity interface, and what an abstract field may turn out to be.
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ConstDirectiveNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  print,
  type SelectionSetNode,
} from 'graphql';

/** An entity interface, of which a Federation 2 `@interfaceObject` is a part. */
interface Family {
  name: string;
  members: readonly string[];
}

export interface Model {
  schemas: ReadonlyMap<string, GraphQLSchema>;
  /** Fields such as `Product.id` that are part of a key somewhere. */
  keyFields: ReadonlySet<string>;
  entities: ReadonlySet<string>;
  /** By the name of the interface and of each member. */
  families: ReadonlyMap<string, Family>;
  /** The object types that a field such as `Query.node` may give, where its type is abstract. */
  possible: ReadonlyMap<string, readonly string[]>;
  /** What a field such as `Product.boxSize` requires, with the schema of the subgraph that says so. */
  requires: ReadonlyMap<string, { schema: GraphQLSchema; fieldSet: SelectionSetNode }>;
}

export function buildModel(subgraphs: ReadonlyMap<string, string>): Model {
  const schemas = new Map([...subgraphs].map(([name, sdl]) => [name, buildSubgraphSchema({ typeDefs: parse(sdl) })]));
  const keyFields = new Set<string>();
  const entities = new Set<string>();
  const families = new Map<string, Family>();
  const possible = new Map<string, readonly string[]>();
  const requires = new Map<string, { schema: GraphQLSchema; fieldSet: SelectionSetNode }>();
  for (const schema of schemas.values()) {
    for (const type of Object.values(schema.getTypeMap())) {
      for (const key of readKeys(type)) {
        entities.add(type.name);
        markKeyFields(type, key, keyFields);
        if (isInterfaceType(type)) {
          const family = { name: type.name, members: possibleNames(schema, type) };
          for (const name of [type.name, ...family.members]) families.set(name, family);
        }
      }
      if (!isObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const named = getNamedType(field.type);
        const coordinate = `${type.name}.${field.name}`;
        for (const directive of directivesOf(field, 'requires')) requires.set(coordinate, { schema, fieldSet: readFieldSet(directive) });
        if (!isCompositeType(named) || directivesOf(field, 'external').length > 0) continue;
        // One subgraph may know a field's type as an object, another as its interface.
        const names = isAbstractType(named) ? possibleNames(schema, named) : [named.name];
        possible.set(coordinate, possible.get(coordinate)?.filter((name) => names.includes(name)) ?? names);
      }
    }
  }
  return { schemas, keyFields, entities, families, possible, requires };
}

/** Whether some field of the subgraph `@provides` all that a field set asks for, so that no representation has to bring it. */
export function isProvided(schema: GraphQLSchema, type: string, { selections }: SelectionSetNode): boolean {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((owner) => Object.values(owner.getFields()))
    .filter((field) => getNamedType(field.type).name === type)
    .flatMap((field) => directivesOf(field, 'provides').map(readFieldSet))
    .some((provided) => selections.every((selection) => provided.selections.some((other) => print(other) === print(selection))));
}

/** The field sets of a type's `@key`s in one subgraph. */
export function readKeys(type: GraphQLNamedType): SelectionSetNode[] {
  return [type, ...(type.extensionASTNodes ?? []).map((astNode) => ({ astNode }))].flatMap((part) => directivesOf(part, 'key')).map(readFieldSet);
}

export function directivesOf({ astNode }: { astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined }, name: string) {
  return (astNode?.directives ?? []).filter((directive) => directive.name.value === name);
}

/** The argument `fields` of `@key`, `@requires` or `@provides`. */
function readFieldSet(directive: ConstDirectiveNode): SelectionSetNode {
  const value = directive.arguments?.find((argument) => argument.name.value === 'fields')?.value;
  const [definition] = value?.kind === 'StringValue' ? parse(`{ ${value.value} }`).definitions : [];
  if (definition?.kind !== 'OperationDefinition') throw new Error(`expected @${directive.name.value} to have a field set`);
  return definition.selectionSet;
}

function markKeyFields(type: GraphQLNamedType, { selections }: SelectionSetNode, keyFields: Set<string>): void {
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  for (const selection of selections) {
    const field = selection.kind === 'Field' ? type.getFields()[selection.name.value] : undefined;
    if (selection.kind !== 'Field' || field === undefined) throw new Error(`expected a key of ${type.name} to be made of fields`);
    keyFields.add(`${type.name}.${field.name}`);
    if (selection.selectionSet !== undefined) markKeyFields(getNamedType(field.type), selection.selectionSet, keyFields);
  }
}

function possibleNames(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  return isAbstractType(type)
    ? schema
        .getPossibleTypes(type)
        .map(({ name }) => name)
        .sort()
    : [];
}
