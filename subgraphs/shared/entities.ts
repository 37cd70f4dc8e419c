// `Query._entities`, in place of @apollo/subgraph's: one bad representation costs itself, not the whole call
// (there, an unknown __typename, an array or a synchronous throw makes the field null).
import { type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLSchema, isObjectType, valueFromASTUntyped } from 'graphql';
import { BadUserInput } from './errors';

type Reference = Record<string, unknown> & { __typename: string };
type ReferenceResolver = (reference: Reference, context: unknown, info: GraphQLResolveInfo) => unknown;

/** Replaces the resolver of `_entities` in a schema made by `buildSubgraphSchema`. */
export function isolateEntityErrors(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()._entities;
  if (field === undefined) return;
  const resolve: GraphQLFieldResolver<unknown, unknown, { representations: readonly unknown[] }> = (_root, { representations }, context, info) =>
    // Each item is a promise of its own: graphql-js gives a rejected item its own error and path.
    representations.map((representation) => resolveEntity(representation, context, info));
  field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
}

async function resolveEntity(representation: unknown, context: unknown, info: GraphQLResolveInfo): Promise<unknown> {
  if (typeof representation !== 'object' || representation === null || Array.isArray(representation)) {
    throw new BadUserInput(
      `a representation is an object with __typename and a key; got ${describe(representation)}`,
      '实体表示（representation）须为含 __typename 与键的对象',
    );
  }
  const { __typename } = representation as { __typename?: unknown };
  const type = typeof __typename === 'string' ? info.schema.getType(__typename) : undefined;
  const resolveReference = isObjectType(type) ? referenceResolver(type) : undefined;
  if (!isObjectType(type) || resolveReference === undefined) {
    throw new BadUserInput(
      'a representation names an entity of this subgraph in __typename; this one does not',
      '实体表示（representation）的 __typename 须为本子图的实体，此项不是',
    );
  }
  const reference = coerceKeys(type, representation as Reference);
  const entity = await resolveReference(reference, context, info);
  // Not a copy: copying a row takes each of its values, the invalid ones too.
  return typeof entity === 'object' && entity !== null ? Object.assign(entity, { __typename: type.name }) : entity;
}

function referenceResolver(type: GraphQLObjectType): ReferenceResolver | undefined {
  const { apollo } = type.extensions as { apollo?: { subgraph?: { resolveReference?: ReferenceResolver } } };
  return apollo?.subgraph?.resolveReference;
}

/** Keys reach resolvers as arbitrary JSON; those of the first key that is whole become text, anything else is refused. */
function coerceKeys(type: GraphQLObjectType, reference: Reference): Reference {
  const keys = keysOf(type);
  for (const fields of keys) {
    const values = fields.map((field) => (Object.hasOwn(reference, field) ? reference[field] : undefined));
    if (values.every((value) => typeof value === 'string' || Number.isSafeInteger(value))) {
      return { ...reference, ...Object.fromEntries(fields.map((field, i) => [field, String(values[i])])) };
    }
  }
  const names = keys.map((fields) => fields.join(' '));
  throw new BadUserInput(
    `a representation of ${type.name} needs the key ${names.join(' or ')} as text`,
    `${type.name} 的实体表示（representation）须含文本形式的键 ${names.join(' 或 ')}`,
  );
}

/** The `@key` field sets of a type. Ours are flat lists of names. */
function keysOf(type: GraphQLObjectType): string[][] {
  const nodes = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
  return nodes
    .filter((directive) => directive.name.value === 'key')
    .map((directive) => directive.arguments?.find((argument) => argument.name.value === 'fields')?.value)
    .map((value) => (value === undefined ? [] : String(valueFromASTUntyped(value)).split(/\s+/)));
}

function describe(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : `a value of type ${typeof value}`;
}
