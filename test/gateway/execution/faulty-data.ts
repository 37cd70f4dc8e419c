// Generates schemas, queries over them, and data that has nulls and values of wrong kinds anywhere, with what a subgraph
// without any checks would answer.
import fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  doTypesOverlap,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

const leaves = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Color', 'JSON'];
const objects = ['Alpha', 'Beta', 'Gamma'];
const composites = [...objects, 'Named', 'Either'];
const wrappings = ['T', 'T', 'T!', 'T!', '[T]', '[T!]', '[T!]!', '[T]!', '[[T]]', '[[T!]]!', '[[T]!]'];

/**
 * A schema as SDL: a root that leads to three object types, a union, an interface, and one that implements it; whatever
 * implements an interface may narrow the types of its fields.
 */
export const schemas: fc.Arbitrary<string> = fc
  .record({
    root: fc.array(wrapped(composites), { minLength: 4, maxLength: 6 }),
    shared: fc.array(wrapped([...leaves, ...composites, 'Named', 'Titled']), { minLength: 2, maxLength: 4 }),
    own: fc.tuple(...objects.map(() => fc.array(wrapped([...leaves, ...composites]), { minLength: 4, maxLength: 7 }))),
  })
  .chain(({ shared, ...rest }) => {
    const narrowedOnce = fc.tuple(...shared.map(narrowed));
    const narrowedTwice = narrowedOnce.chain((titled) => fc.record({ titled: fc.constant(titled), alpha: fc.tuple(...titled.map(narrowed)) }));
    return fc.record({ narrowedTwice, beta: narrowedOnce }).map(({ narrowedTwice: { titled, alpha }, beta }) => ({ ...rest, shared, titled, alpha, beta }));
  })
  .map(({ root, shared, titled, alpha, beta, own }) => {
    const fields = (prefix: string, types: readonly string[]) => types.map((type, index) => `${prefix}${index}: ${type}`).join(' ');
    return [
      `scalar JSON enum Color { RED GREEN } interface Named { ${fields('shared', shared)} } union Either = Beta | Gamma`,
      `interface Titled implements Named { ${fields('shared', titled)} }`,
      `type Query { ${fields('root', root)} every: Alpha each: [Beta!] all: [Gamma]! named: Named titled: [Titled!] either: [Either] }`,
      `type Alpha implements Named & Titled { ${fields('shared', alpha)} ${fields('alpha', own[0] ?? [])} }`,
      `type Beta implements Named { ${fields('shared', beta)} ${fields('beta', own[1] ?? [])} }`,
      `type Gamma { ${fields('gamma', own[2] ?? [])} }`,
    ].join('\n');
  });

const narrower: Readonly<Record<string, readonly string[]>> = {
  Named: ['Named', 'Titled', 'Alpha', 'Beta'],
  Titled: ['Titled', 'Alpha'],
  Either: ['Either', 'Beta', 'Gamma'],
};

/** A type that may stand where an interface has `type` (GraphQL specification, section 3.7, IsValidImplementationFieldType). */
function narrowed(type: string): fc.Arbitrary<string> {
  const name = type.replaceAll(/\W/g, '');
  const named = fc.constantFrom(...(narrower[name] ?? [name]));
  // Each place that may be null may be narrowed to one that may not.
  const places = type.replace(name, 'T').replaceAll(/[T\]]!?/g, (place) => (place.endsWith('!') ? place : `${place}?`));
  const strict = fc.array(fc.constantFrom('', '', '!'), { minLength: 3, maxLength: 3 });
  return fc.tuple(named, strict).map(([to, marks]) => marks.reduce((text, mark) => text.replace('?', mark), places).replace('T', to));
}

function wrapped(types: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...wrappings), fc.constantFrom(...types)).map(([wrapping, type]) => wrapping.replace('T', type));
}

export interface Faulty {
  query: string;
  variables: { yes: boolean; no: boolean };
  /** Objects with `__typename`, as a resolver would find them. */
  roots: Record<string, unknown>[];
}

/** Queries with several sets of data each. */
export function faultyData(sdl: string): fc.Arbitrary<Faulty> {
  const schema = buildSchema(sdl);
  const query = schema.getQueryType();
  if (!query) throw new Error('expected a query type');
  return fc.record({
    query: selectionSets(schema, query, 4).map((selections) => `query ($yes: Boolean = true, $no: Boolean!) ${selections}`),
    variables: fc.record({ yes: fc.boolean(), no: fc.boolean() }),
    roots: fc.array(sound(schema, query, 4) as fc.Arbitrary<Record<string, unknown>>, { minLength: 3, maxLength: 5 }),
  });
}

function selectionSets(schema: GraphQLSchema, type: GraphQLCompositeType, depth: number): fc.Arbitrary<string> {
  const choices: fc.Arbitrary<string>[] = [fc.constantFrom('__typename', 'kind: __typename')];
  if (!isUnionType(type)) {
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      if (isCompositeType(named) && depth === 0) continue;
      const below = isCompositeType(named) ? selectionSets(schema, named, depth - 1) : fc.constant('');
      const name = fc.constantFrom(field.name, field.name, `${field.name}_again: ${field.name}`);
      choices.push(fc.tuple(name, directives, below).map((parts) => parts.join(' ')));
    }
  }
  if (depth > 0 && type !== schema.getQueryType()) {
    const conditions = Object.values(schema.getTypeMap())
      .filter(isCompositeType)
      .filter((other) => !other.name.startsWith('__') && doTypesOverlap(schema, type, other));
    for (const condition of conditions) {
      choices.push(
        fc.tuple(directives, selectionSets(schema, condition, depth - 1)).map(([directive, below]) => `... on ${condition.name} ${directive} ${below}`),
      );
    }
  }
  return fc.array(fc.oneof(...choices), { minLength: 1, maxLength: depth > 2 ? 5 : 3 }).map((selections) => `{ ${selections.join(' ')} }`);
}

const directives = fc.constantFrom('', '', '', '', '', '@include(if: $yes)', '@skip(if: $no)', '@skip(if: false)', '@include(if: $no) @skip(if: $yes)');

/** A value that is right in itself; what is below it may be faulty. */
function sound(schema: GraphQLSchema, type: GraphQLOutputType, depth: number): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return sound(schema, type.ofType, depth);
  if (isListType(type)) return fc.array(values(schema, type.ofType, depth), { maxLength: 3 });
  if (isAbstractType(type)) {
    const typename = fc.constantFrom('NoSuchType', 'Color', 5, null);
    const possible = schema.getPossibleTypes(type).map((each) => sound(schema, each, depth));
    return fc
      .tuple(fc.oneof(...possible), faultOr(typename))
      .map(([object, fault]) => (fault === none ? object : { ...(object as object), __typename: fault }));
  }
  if (!isObjectType(type)) return soundLeaf(type);
  const members: Record<string, fc.Arbitrary<unknown>> = { __typename: fc.constant(type.name) };
  for (const { name, type: below } of Object.values(type.getFields())) {
    if (depth === 0 && isCompositeType(getNamedType(below))) continue;
    members[name] = values(schema, below, depth - 1);
  }
  return fc.record(members, { requiredKeys: ['__typename'] });
}

function soundLeaf(type: GraphQLNamedType): fc.Arbitrary<unknown> {
  if (isEnumType(type)) return fc.constantFrom('RED', 'GREEN');
  switch (type.name) {
    case 'Int':
      return fc.integer();
    case 'Float':
      return fc.constantFrom(0, 1.5, -3, 1e300);
    case 'Boolean':
      return fc.boolean();
    case 'JSON':
      return fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null);
    default:
      return fc.string({ maxLength: 3 });
  }
}

const none = Symbol('none');

function faultOr(faults: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: fc.constant(none), weight: 15 }, { arbitrary: faults, weight: 1 });
}

/** A value of a type, now and then null or of a wrong kind; such as graphql-js would rather convert do not occur. */
function values(schema: GraphQLSchema, type: GraphQLOutputType, depth: number): fc.Arbitrary<unknown> {
  const nullable = isNonNullType(type) ? type.ofType : type;
  const wrongKinds = (): unknown[] => {
    if (isListType(nullable)) return [5, 'abc', true, {}, { length: 1 }];
    if (isCompositeType(nullable)) return [5, 'abc', true, false, '', 0, [], [{}]];
    switch (nullable.name) {
      case 'JSON':
        return [null];
      case 'Color':
        return ['BLUE', 'red', 5, true, {}, []];
      case 'ID':
        return [1.5, true, {}, []];
      default:
        return ['String'].includes(nullable.name) ? [{}, [], ['a']] : ['abc', {}, []];
    }
  };
  const usual = sound(schema, nullable, depth);
  return fc.oneof(
    { arbitrary: usual, weight: 24 },
    { arbitrary: fc.constant(null), weight: isNonNullType(type) ? 1 : 3 },
    { arbitrary: fc.constantFrom(...wrongKinds()), weight: 1 },
  );
}

/** What a subgraph answers that hands out its data unchecked: the selected members of whatever is there. */
export function answerUnchecked(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>, root: unknown): unknown {
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('expected one operation');
  const given = (node: SelectionNode) =>
    (node.directives ?? []).every(({ name, arguments: [argument] = [] }) => {
      const value = argument?.value;
      const condition = value?.kind === 'Variable' ? variables[value.name.value] : value?.kind === 'BooleanValue' && value.value;
      return name.value === 'skip' ? condition !== true : condition === true;
    });
  const select = (value: unknown, selectionSet: SelectionSetNode | undefined): unknown => {
    if (selectionSet === undefined || typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => select(item, selectionSet));
    const object = {};
    add(object, value as Record<string, unknown>, selectionSet);
    return object;
  };
  const add = (object: Record<string, unknown>, source: Record<string, unknown>, { selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (!given(node) || node.kind === 'FragmentSpread') continue;
      if (node.kind === 'InlineFragment') {
        if (node.typeCondition === undefined || satisfies(schema, source.__typename, node.typeCondition.name.value)) add(object, source, node.selectionSet);
      } else {
        const name = (node.alias ?? node.name).value;
        const value = select(source[node.name.value], node.selectionSet);
        const existing = object[name];
        if (typeof existing === 'object' && existing !== null && node.selectionSet !== undefined) mergeInto(existing, value);
        // What is not there is null to graphql-js; left out of an answer it would be an error.
        else if (value !== undefined || node.name.value !== '__typename') object[name] = value ?? null;
      }
    }
  };
  return select(root, operation.selectionSet);
}

function mergeInto(target: object, source: unknown): void {
  for (const [name, value] of Object.entries(source as object)) {
    const existing = (target as Record<string, unknown>)[name];
    if (typeof existing === 'object' && existing !== null && typeof value === 'object' && value !== null) mergeInto(existing, value);
    else (target as Record<string, unknown>)[name] = value;
  }
}

function satisfies(schema: GraphQLSchema, typename: unknown, condition: string): boolean {
  const type = schema.getType(condition);
  return typename === condition || (isAbstractType(type) && schema.getPossibleTypes(type).some(({ name }) => name === typename));
}
