// Resolves any field of the oracle's graph in a given world: for the subgraphs, with faults, and for the whole graph at
// once, to know what is where.
import {
  getArgumentValues,
  getNamedType,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { directivesOf, isProvided, type Model } from './model';
import { canonical, entityNumber, findFault, hash, isNaturallyNull, keyValue, listLength, pick, scalarValue, type Thing, type World } from './world';

/** Begins the message of every fault, which then names the place. */
export const faultMark = 'fault at ';

export type Path = readonly (string | number)[];

export function placeOf(thing: Thing, field: string, args: Readonly<Record<string, unknown>>): string {
  return `${thing.identity}.${field}${Object.keys(args).length === 0 ? '' : `(${canonical(args)})`}`;
}

export function rootThing({ name }: GraphQLObjectType): Thing {
  return { __typename: name, identity: name, n: 0 };
}

export function faultToError(code: string | null, place: string): GraphQLError {
  return new GraphQLError(`${faultMark}${place}`, code === null ? {} : { extensions: { code } });
}

export function listPath(path: GraphQLResolveInfo['path'] | undefined): (string | number)[] {
  return path === undefined ? [] : [...listPath(path.prev), path.key];
}

/** Where faults go. */
export type Report = (path: Path, error: GraphQLError) => void;

/**
 * Resolves fields.
 *
 * @param report called with each fault; null to get what would be there if nothing failed
 */
export function createFieldResolver(model: Model, world: World, report: Report | null) {
  return (source: Thing | undefined, args: Record<string, unknown>, _context: unknown, { parentType, fieldName, path }: GraphQLResolveInfo): unknown => {
    const definition = parentType.getFields()[fieldName];
    if (definition === undefined) throw new Error(`expected ${parentType.name} to have ${fieldName}`);
    return resolveField({ model, world, report, type: parentType.name, definition, owner: source ?? rootThing(parentType), path }, args);
  };
}

interface FieldAtHand {
  model: Model;
  world: World;
  report: Report | null;
  /** The name of the owner's type as it is here: an interface's where there is an @interfaceObject. */
  type: string;
  definition: GraphQLField<unknown, unknown>;
  owner: Thing;
  path: GraphQLResolveInfo['path'] | undefined;
}

function resolveField(field: FieldAtHand, args: Record<string, unknown>): unknown {
  const { world, definition, owner } = field;
  const place = placeOf(owner, definition.name, args);
  // Keys fail less often: without them nothing else can be asked.
  const mayFail = !isKey(field) || hash(world.seed, 'key', place) % 3 === 0;
  const fault = mayFail ? fail(field, definition.type, place, []) : undefined;
  if (fault instanceof GraphQLError) throw fault;
  if (fault === null) return null;
  const whole = place + required(field);
  if (!isKey(field) && !isNonNullType(definition.type) && isNaturallyNull(world, whole)) return null;
  return complete(field, definition.type, whole, []);
}

function isKey({ model, type, definition }: FieldAtHand): boolean {
  return model.keyFields.has(`${type}.${definition.name}`);
}

/** A null or an error where there is a fault, undefined where there is none. A null that may not be is an error, as in graphql-js. */
function fail({ world, report, path }: FieldAtHand, type: GraphQLOutputType, place: string, indexes: readonly number[]): GraphQLError | null | undefined {
  const fault = report === null ? null : findFault(world, place);
  if (fault === null || report === null) return undefined;
  if (fault.kind === 'null' && !isNonNullType(type)) return null;
  const error = faultToError(fault.kind === 'error' ? fault.code : null, place);
  report([...listPath(path), ...indexes], error);
  return error;
}

function complete(field: FieldAtHand, type: GraphQLOutputType, place: string, indexes: readonly number[]): unknown {
  const { world, owner, definition } = field;
  if (isNonNullType(type)) return complete(field, type.ofType, place, indexes);
  if (isListType(type)) {
    return Array.from({ length: listLength(world, place) }, (_, index) => {
      const itemPlace = `${place}[${index}]`;
      const itemIndexes = [...indexes, index];
      const fault = fail(field, type.ofType, itemPlace, itemIndexes);
      if (fault === undefined) return complete(field, type.ofType, itemPlace, itemIndexes);
      // As a value, an error would make graphql-js leave the other items' promises alone.
      return fault === null ? null : Promise.reject(fault);
    });
  }
  if (isLeafType(type)) {
    if (isKey(field)) return keyValue(definition.name, owner);
    if (!isEnumType(type)) return scalarValue(world, type.name, place);
    return pick(
      world,
      place,
      type.getValues().map(({ name }) => name),
    );
  }
  return createThing(field, type.name, isAbstractType(type), place);
}

function createThing(field: FieldAtHand, declared: string, isAbstract: boolean, place: string): Thing {
  const { model, world, owner } = field;
  const isFamily = model.families.get(declared)?.name === declared;
  const name = isAbstract && !isFamily ? pick(world, place, ofField(field, model.possible) ?? []) : declared;
  const family = model.families.get(name);
  if (family === undefined) {
    if (!model.entities.has(name)) return { __typename: name, identity: place, n: owner.n };
    const n = isKey(field) ? owner.n : entityNumber(world, place);
    return { __typename: name, identity: `${name}#${n}`, n };
  }
  // The number of an entity decides which member of its family it is, so that no subgraph has to be asked.
  const n = entityNumber(world, place);
  const member = family.members.indexOf(name);
  const { length } = family.members;
  const fitting = member < 0 ? n : n - (n % length) + member;
  return { __typename: memberOf(family.members, fitting), identity: `${family.name}#${fitting}`, n: fitting };
}

export function memberOf(members: readonly string[], n: number): string {
  const member = members[n % members.length];
  if (member === undefined) throw new Error('expected a family to have members');
  return member;
}

/** What is known of a field, also where the type has it from an @interfaceObject. */
function ofField<T>({ model, type, definition: { name } }: FieldAtHand, known: ReadonlyMap<string, T>): T | undefined {
  return known.get(`${type}.${name}`) ?? known.get(`${model.families.get(type)?.name}.${name}`);
}

/** What a field with @requires is computed from: a wrong representation gives another value. */
function required(field: FieldAtHand): string {
  const { report, type, definition, model, owner } = field;
  const requirement = ofField(field, model.requires);
  // Of the subgraphs that have the field, only the one that says what it requires resolves it.
  if (requirement === undefined || (report !== null && directivesOf(definition, 'requires').length === 0)) return '';
  const { schema, fieldSet } = requirement;
  if (report !== null && owner.given !== undefined) return ` of ${canonical(restrict(owner.given, fieldSet))}`;
  if (report !== null && !isProvided(schema, type, fieldSet)) return ' of nothing';
  const selectedFrom = schema.getType(type) ?? schema.getType(model.families.get(type)?.name ?? '');
  return ` of ${canonical(select({ ...field, report: null }, schema, selectedFrom, owner, fieldSet))}`;
}

/** The part of a representation that a field set asks for. */
function restrict(value: unknown, fieldSet: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((item) => restrict(item, fieldSet));
  if (typeof value !== 'object' || value === null) return value;
  const parts: Record<string, unknown> = {};
  for (const selection of fieldSet.selections) {
    if (selection.kind === 'Field') {
      const part = (value as Record<string, unknown>)[selection.name.value];
      parts[selection.name.value] = selection.selectionSet === undefined ? part : restrict(part, selection.selectionSet);
    } else if (selection.kind === 'InlineFragment') Object.assign(parts, dropAbsent(restrict(value, selection.selectionSet)));
  }
  return parts;
}

function dropAbsent(value: unknown): object {
  return Object.fromEntries(Object.entries(value as object).filter(([, part]) => part !== undefined));
}

/** What a right representation holds of a field set, without asking a subgraph for it. */
function select(field: FieldAtHand, schema: GraphQLSchema, type: GraphQLNamedType | undefined, value: unknown, fieldSet: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((item) => select(field, schema, type, item, fieldSet));
  if (value === null || value === undefined) return null;
  const owner = value as Thing;
  const concrete = isAbstractType(type) ? schema.getType(owner.__typename) : type;
  if (!isObjectType(concrete)) throw new Error(`expected an object type for ${owner.identity}`);
  const parts: Record<string, unknown> = {};
  for (const selection of fieldSet.selections) {
    if (selection.kind === 'Field') {
      const definition = concrete.getFields()[selection.name.value];
      if (definition === undefined) throw new Error(`expected ${concrete.name} to have ${selection.name.value}`);
      const part = resolveField({ ...field, type: concrete.name, definition, owner }, getArgumentValues(definition, selection));
      parts[definition.name] = selection.selectionSet === undefined ? part : select(field, schema, getNamedType(definition.type), part, selection.selectionSet);
    } else if (selection.kind === 'InlineFragment' && selection.typeCondition?.name.value === concrete.name) {
      Object.assign(parts, select(field, schema, concrete, owner, selection.selectionSet));
    }
  }
  return parts;
}
