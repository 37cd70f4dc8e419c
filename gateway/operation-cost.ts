// What an operation costs: what can be told of it once is kept with the operation, and what its variables decide is computed
// for each request. Costs are counted as Apollo Router does: every object 1, every scalar 0 unless `@cost` says otherwise,
// and what a list holds as often as the list is long.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import type { CostDirectives, ListBound, ListSize } from './cost-directives';
import { roundExact } from './exact-json';

export type Variables = Readonly<Record<string, unknown>>;

export interface OperationCost {
  /** An upper bound before execution, as far as lists are as long as is said of them. */
  estimate(variables: Variables): number;
  /** What an answer came to, by the lengths of its lists. */
  measure(data: unknown): number;
  /** How long a list the operation asks for at most by an argument, and which argument that is; null where none asks. */
  longestSlice(variables: Variables): { argument: string; size: number } | null;
}

/** How long a list is taken to be of which nothing is said. */
const unknownSize = 10;

/** A list of which no directive says how long it is, is as long as one of these arguments says. */
const usualSlicingArguments = ['first', 'last', 'limit'];

/** How long a list is: a number, or what a request's variables say. */
type Size = number | ((variables: Variables) => number);

/** A field of the answer, or several that take turns there because they are of different types. */
interface Field {
  key: string;
  /** Of one value: of the field, and of its type where the field has none. */
  weight: number;
  /** Of the arguments, once. */
  argumentsCost: Size;
  /** Null where it is no list. Otherwise the greatest counts. */
  sizes: Size[] | null;
  fields: Map<string, Field>;
  /** What it costs where no variable decides that; null where one does. */
  fixed: number | null;
}

/** The sizes that a field hands on to its answer's `sizedFields`. */
interface Handed {
  names: readonly string[];
  sizes: Size[];
}

/** Prepares what can be told of an operation without its variables. `document` has been validated by `schema`. */
export function prepareCost(schema: GraphQLSchema, directives: CostDirectives, document: DocumentNode, operation: OperationDefinitionNode): OperationCost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
  const defaults = new Map((operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]));
  const slices: { argument: string; size: Size }[] = [];
  const root = schema.getRootType(operation.operation);
  const fields = new Map<string, Field>();
  if (root) addSelections(operation.selectionSet, root, null, fields);
  fix(fields);

  function addSelections({ selections }: SelectionSetNode, type: GraphQLNamedType, handed: Handed | null, into: Map<string, Field>): void {
    if (!isCompositeType(type)) return;
    for (const selection of selections) {
      if (selection.kind === 'Field') {
        addField(selection, type, handed, into);
      } else {
        const fragment = selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : selection;
        const condition = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
        if (fragment !== undefined && condition !== undefined) addSelections(fragment.selectionSet, condition, handed, into);
      }
    }
  }

  function addField(node: FieldNode, parent: GraphQLCompositeType, handed: Handed | null, into: Map<string, Field>): void {
    const name = node.name.value;
    // The gateway itself answers introspection, from memory.
    if (name.startsWith('__')) return;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (definition === undefined) return;
    const type = getNamedType(definition.type);
    const coordinates = withPossibleTypes(schema, parent).map((each) => `${each.name}.${name}`);
    const listSize = coordinates.map((coordinate) => directives.listSizes.get(coordinate)).find((each) => each !== undefined) ?? usualListSize(definition);
    const bound = coordinates.map((coordinate) => directives.bounds.get(coordinate)).find((each) => each !== undefined);
    const own = boundSizes(node, bound, sizesOf(node, definition, listSize));
    const isList = isListType(getNullableType(definition.type));
    const hasSizedFields = listSize.sizedFields.length > 0;
    const fromParent = handed?.names.includes(name) === true ? handed.sizes : null;
    const weight = greatest(coordinates.map((coordinate) => directives.weights.get(coordinate))) ?? weightOfType(type);

    const key = node.alias?.value ?? name;
    const field = into.get(key) ?? { key, weight: 0, argumentsCost: 0, sizes: null, fields: new Map(), fixed: null };
    into.set(key, field);
    field.weight = Math.max(field.weight, weight);
    field.argumentsCost = greater(field.argumentsCost, costOfArguments(node, definition, coordinates));
    if (isList) field.sizes = [...(field.sizes ?? []), ...(fromParent ?? (hasSizedFields ? [listSize.assumedSize ?? unknownSize] : own))];
    if (node.selectionSet !== undefined)
      addSelections(node.selectionSet, type, hasSizedFields ? { names: listSize.sizedFields, sizes: own } : null, field.fields);
  }

  /** Without `@cost` an object costs 1 and a scalar nothing; something of an abstract type as much as the dearest that it can be. */
  function weightOfType(type: GraphQLNamedType): number {
    const stated = greatest(withPossibleTypes(schema, type).map(({ name }) => directives.weights.get(name)));
    return stated ?? (isCompositeType(type) ? 1 : 0);
  }

  function sizesOf(node: FieldNode, definition: GraphQLField<unknown, unknown>, { slicingArguments, assumedSize }: ListSize): Size[] {
    const sizes: Size[] = [];
    for (const name of slicingArguments) {
      const argument = definition.args.find((each) => each.name === name);
      if (argument === undefined) continue;
      const value = node.arguments?.find((each) => each.name.value === name)?.value;
      // What is not given is as the schema's default says, and so is null, or an answer's own default would be hidden by it.
      const fallback = typeof argument.defaultValue === 'number' ? argument.defaultValue : assumedSize;
      const size = sizeOf(value, fallback);
      if (size === null) continue;
      sizes.push(size);
      if (value !== undefined) slices.push({ argument: `${definition.name}(${name}:)`, size });
    }
    return sizes.length > 0 ? sizes : [assumedSize ?? unknownSize];
  }

  /** Sizes that are no greater than the lists of keys that are given, and count for each value of an argument that is not. */
  function boundSizes(node: FieldNode, bound: ListBound | undefined, sizes: Size[]): Size[] {
    if (bound === undefined) return sizes;
    const readArgument = (path: string, variables: Variables): unknown => {
      const [name, ...below] = path.split('.');
      const given = node.arguments?.find((each) => each.name.value === name)?.value;
      let value = given === undefined ? undefined : valueFromASTUntyped(given, { ...defaultsOf(), ...variables });
      for (const key of below) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
      return value;
    };
    return sizes.map((size) => (variables) => {
      const { keys, each } = bound;
      const times = each === null || (readArgument(each.argument, variables) ?? null) !== null ? 1 : each.values;
      const lengths = keys.map((path) => readArgument(path, variables)).flatMap((value) => (Array.isArray(value) ? [value.length] : []));
      return Math.min(times * read(size, variables), ...lengths);
    });
  }

  function defaultsOf(): Record<string, unknown> {
    return Object.fromEntries([...defaults].flatMap(([name, value]) => (value === undefined ? [] : [[name, valueFromASTUntyped(value)]])));
  }

  function sizeOf(value: ValueNode | undefined, fallback: number | null): Size | null {
    // A list of variables is as long as a list of values.
    if (value?.kind === 'ListValue') return value.values.length;
    if (value?.kind !== 'Variable') return (value && lengthOf(valueFromASTUntyped(value))) ?? fallback;
    const name = value.name.value;
    const defaultValue = defaults.get(name);
    const otherwise = (defaultValue && lengthOf(valueFromASTUntyped(defaultValue))) ?? fallback ?? unknownSize;
    return (variables) => (Object.hasOwn(variables, name) ? lengthOf(variables[name]) : null) ?? otherwise;
  }

  function costOfArguments(node: FieldNode, definition: GraphQLField<unknown, unknown>, coordinates: readonly string[]): Size {
    let total: Size = 0;
    for (const { name, value } of node.arguments ?? []) {
      const argument = definition.args.find((each) => each.name === name.value);
      if (argument === undefined) continue;
      total = sum(total, greatest(coordinates.map((coordinate) => directives.weights.get(`${coordinate}(${name.value}:)`))) ?? 0);
      if (!directives.weighInputs || !isInputObjectType(getNamedType(argument.type))) continue;
      total = sum(total, (variables) => costOfInput(valueFromASTUntyped(value, { ...variables }), argument.type, 0));
    }
    return total;
  }

  function costOfInput(value: unknown, type: GraphQLInputType, depth: number): number {
    if (depth > maxInputDepth || value === null || typeof value !== 'object') return 0;
    if (Array.isArray(value)) return value.reduce((total: number, item: unknown) => total + costOfInput(item, type, depth + 1), 0);
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return 0;
    let total = 0;
    for (const field of Object.values(named.getFields())) {
      if (!Object.hasOwn(value, field.name)) continue;
      total += directives.weights.get(`${named.name}.${field.name}`) ?? 0;
      total += costOfInput((value as Record<string, unknown>)[field.name], field.type, depth + 1);
    }
    return total;
  }

  return {
    estimate: (variables) => estimateAll(fields, variables),
    measure: (data) => measureAll(fields, data),
    longestSlice(variables) {
      let longest: { argument: string; size: number } | null = null;
      for (const { argument, size } of slices) {
        const value = read(size, variables);
        if (longest === null || value > longest.size) longest = { argument, size: value };
      }
      return longest;
    },
  };
}

/** Deeper than any input that a schema has a use for; deeper values are refused when they are coerced. */
const maxInputDepth = 100;

/** Without `@listSize`: as `first`, `last` or `limit` say, also for a Relay connection; or as many as there are keys in a required list. */
function usualListSize({ args, type }: GraphQLField<unknown, unknown>): ListSize {
  const slicing = args.filter(({ name, type: given }) => usualSlicingArguments.includes(name) && getNamedType(given).name === 'Int');
  const isList = isListType(getNullableType(type));
  const keys = isList ? args.filter(({ type: given }) => isNonNullType(given) && isListType(given.ofType)) : [];
  const slicingArguments = (slicing.length > 0 ? slicing : keys.slice(0, 1)).map(({ name }) => name);
  return { assumedSize: null, slicingArguments, sizedFields: !isList && slicing.length > 0 ? ['edges', 'nodes'] : [] };
}

/** A type, and those that something of it can be. */
function withPossibleTypes(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
}

function greatest(numbers: readonly (number | undefined)[]): number | null {
  const known = numbers.filter((each) => each !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

/** A number says how long a list is, and a list does by itself. */
function lengthOf(given: unknown): number | null {
  if (Array.isArray(given)) return given.length;
  const value = roundExact(given);
  return typeof value === 'number' ? Math.max(0, value) : null;
}

function read(size: Size, variables: Variables): number {
  return typeof size === 'number' ? size : size(variables);
}

function sum(one: Size, other: Size): Size {
  if (other === 0) return one;
  return typeof one === 'number' && typeof other === 'number' ? one + other : (variables) => read(one, variables) + read(other, variables);
}

function greater(one: Size, other: Size): Size {
  if (typeof one === 'number' && typeof other === 'number') return Math.max(one, other);
  return (variables) => Math.max(read(one, variables), read(other, variables));
}

/** Computes beforehand what no variable decides. */
function fix(fields: ReadonlyMap<string, Field>): boolean {
  let allFixed = true;
  for (const field of fields.values()) {
    const isFixed = fix(field.fields) && typeof field.argumentsCost === 'number' && (field.sizes ?? []).every((size) => typeof size === 'number');
    if (isFixed) field.fixed = estimateOne(field, {});
    else allFixed = false;
  }
  return allFixed;
}

function estimateAll(fields: ReadonlyMap<string, Field>, variables: Variables): number {
  let total = 0;
  for (const field of fields.values()) total += field.fixed ?? estimateOne(field, variables);
  return total;
}

function estimateOne({ weight, argumentsCost, sizes, fields }: Field, variables: Variables): number {
  const count = sizes === null ? 1 : Math.max(...sizes.map((size) => read(size, variables)));
  return read(argumentsCost, variables) + count * (weight + estimateAll(fields, variables));
}

function measureAll(fields: ReadonlyMap<string, Field>, data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  let total = 0;
  for (const field of fields.values()) {
    if (!Object.hasOwn(data, field.key)) continue;
    total += (typeof field.argumentsCost === 'number' ? field.argumentsCost : 0) + measureValue(field, (data as Record<string, unknown>)[field.key]);
  }
  return total;
}

function measureValue(field: Field, value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (!Array.isArray(value)) return field.weight + measureAll(field.fields, value);
  let total = 0;
  for (const item of value) total += measureValue(field, item);
  return total;
}
