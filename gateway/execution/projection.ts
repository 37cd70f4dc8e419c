// Shapes the response: from the data under internal names to exactly what the client asked, in its order, with null
// propagation (GraphQL specification, section 6.4.4). Prepared once per operation and concrete type.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { Refusal, Refusals } from '../authorization/refusals';
import type { ErrorPath } from './agency-errors';
import type { FindAgency } from './answering-agency';
import { bubble, type Complete, compileType, refuse, report, reported, type Shaping, type Whose } from './completion';
import { type DataObject, isObject, readField } from './data';
import type { Places } from './error-places';
import { type Gap, Gaps, gapsBelow, mayLack } from './gaps';
import { internalName, publicName } from './internal-names';

export interface Projection extends Places {
  /**
   * Shapes the data of one request.
   */
  project(data: DataObject, introspection: DataObject | null, gaps?: Gaps): ProjectionResult;
}

interface ProjectionResult {
  data: DataObject | null;
  /** Fields that are refused, and values that their type does not have: an object where a list belongs. */
  errors: GraphQLError[];
  /** Nulls where the schema allows none, and fields that are not there: what subgraphs gave errors for may be among them. */
  nullErrors: GraphQLError[];
}

export interface ProjectionOptions {
  /** The public schema. */
  schema: GraphQLSchema;
  /** Without conditions. */
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What of it the caller is refused; null where nothing is. */
  refusals?: Refusals | null;
  /** The name under which the data has a client's field. */
  nameOf?: (node: FieldNode) => string;
  findAgency?: FindAgency;
}

/** Prepares the projection of an operation. */
export function prepareProjection({ operation, ...options }: ProjectionOptions): Projection {
  const compiling: Compiling = { refusals: null, nameOf: internalName, findAgency: () => null, ...options };
  const { schema, refusals } = compiling;
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) throw new Error(`the schema has no ${operation.operation}s`);
  const root = new ObjectProjections([{ selectionSet: operation.selectionSet, parent: rootType }], compiling, refusals?.withheld);
  const rootProjection = root.find(undefined);
  if (rootProjection === unknownType) throw new Error(`${rootType.name} is not in the schema`);

  return {
    project(data, introspection, gaps = noGaps) {
      const source = { data, introspection, gaps };
      // Paths cost time and matter only where something is wrong: then the work is done again with them.
      if (refusals !== null) return projectRoot(rootProjection, source, true);
      const quick = projectRoot(rootProjection, source, false);
      return quick.faults === 0 ? { data: quick.data, errors: [], nullErrors: [] } : projectRoot(rootProjection, source, true);
    },
    toClientPath(data, path) {
      return walk(root, data, path).clientPath;
    },
    fieldsAt(data, path, fields) {
      const { clientPath, projections, value } = walk(root, data, path);
      const projection = projections?.find(isObject(value) ? value.__typename : undefined);
      if (projection === undefined || projection === unknownType) return [clientPath];
      const asked = projection.fields.filter(({ name }) => fields.includes(name));
      // The type's name comes with most answers; it is lost only where nothing else was to come.
      const named = asked.filter(({ kind }) => kind !== 'typename');
      const names = named.length > 0 ? named : asked;
      return names.length === 0 ? [clientPath] : names.map(({ out }) => [...clientPath, out]);
    },
  };
}

const noGaps = new Gaps();

interface ProjectedField {
  /** The client's name for it. */
  out: string;
  /** The name under which it is kept. */
  name: string;
  kind: 'value' | 'typename' | 'introspection';
  complete: Complete;
  /** Takes the place of `complete` where a subgraph has left the field out. */
  completeMissing: Complete;
  /** What is below it; null for leaves. */
  below: ObjectProjections | null;
}

interface ObjectProjection {
  /** The type of the object, an interface where no better is known. */
  type: GraphQLNamedOutputType;
  fields: readonly ProjectedField[];
  /** Whether the type is known, or nothing that is selected hangs on it. */
  isTypeKnown: boolean;
  /** All the fields with nothing in them: a copy of it has room for all, where an object that grows is moved as it does. */
  template: DataObject;
}

/** A selection set and the type that it selects on. */
interface TypedSelection {
  selectionSet: SelectionSetNode;
  parent: GraphQLNamedOutputType;
}

type Compiling = Required<Omit<ProjectionOptions, 'operation'>>;

const typename = TypeNameMetaFieldDef.name;

const unknownType = Symbol('a type that the public schema does not have');

/** The projections of one place in the response, by the concrete type found there. */
class ObjectProjections {
  #byType = new Map<string | undefined, ObjectProjection>();

  constructor(
    readonly selections: readonly TypedSelection[],
    readonly compiling: Compiling,
    readonly withheld: Refusals['withheld'] = new Map(),
  ) {}

  /** The declared type, where several selections meet here the first one's. */
  get declared(): GraphQLNamedOutputType {
    return (this.selections[0] as TypedSelection).parent;
  }

  /** For objects whose `__typename` is `typename`; without one the declared type is taken. */
  find(typename: unknown): ObjectProjection | typeof unknownType {
    const name = typeof typename === 'string' && typename !== '' ? typename : undefined;
    let projection = this.#byType.get(name);
    if (projection === undefined) {
      const type = name === undefined ? undefined : this.#findType(name);
      if (type === null) return unknownType;
      const fields = this.#compile(type);
      const known = type ?? this.declared;
      const isTypeKnown = isObjectType(known) || !this.selections.some(({ selectionSet }) => this.#asksForType(selectionSet, known));
      projection = { type: known, fields, isTypeKnown, template: Object.fromEntries(fields.map(({ out }) => [out, null])) };
      this.#byType.set(name, projection);
    }
    return projection;
  }

  /** The type that an object's `__typename` stands for; null where no object here may be of it. */
  #findType(name: string): GraphQLNamedOutputType | null {
    const { schema } = this.compiling;
    const type = schema.getType(name);
    if (!isCompositeType(type)) return null;
    if (satisfies(schema, type, this.declared)) return type;
    // A subgraph that knows only an interface object gives the interface's name; the place may say what it is.
    return isInterfaceType(type) && satisfies(schema, this.declared, type) ? this.declared : null;
  }

  #compile(type: GraphQLNamedOutputType | undefined): ProjectedField[] {
    const collected: CollectedFields = new Map();
    // An object's type is known without a name, also within a fragment on a union that has it.
    const known = type ?? (isObjectType(this.declared) ? this.declared : undefined);
    for (const { selectionSet, parent } of this.selections) this.#collect(selectionSet, parent, known, collected);
    return [...collected].map(([out, field]) => {
      for (const refusal of this.withheld.get(out) ?? []) field.refusals.add(refusal);
      return compileField(out, field, this.compiling);
    });
  }

  /** Whether more is selected than an object of whatever type has that is a `type`. */
  #asksForType(selectionSet: SelectionSetNode, type: GraphQLNamedOutputType): boolean {
    const { schema, fragments } = this.compiling;
    return selectionSet.selections.some((node) => {
      if (node.kind === 'Field') return node.name.value === typename;
      const fragment = node.kind === 'FragmentSpread' ? fragments.get(node.name.value) : node;
      const condition = fragment?.typeCondition && (schema.getType(fragment.typeCondition.name.value) as GraphQLNamedOutputType);
      return fragment !== undefined && ((condition && !satisfies(schema, type, condition)) || this.#asksForType(fragment.selectionSet, type));
    });
  }

  #collect(selectionSet: SelectionSetNode, parent: GraphQLNamedOutputType, type: GraphQLNamedOutputType | undefined, collected: CollectedFields): void {
    const { schema, fragments, refusals } = this.compiling;
    for (const node of selectionSet.selections) {
      if (node.kind === 'Field') {
        const out = (node.alias ?? node.name).value;
        // The object's own field decides, not that of the interface it was selected on: it may be of a narrower type.
        const own = type ?? this.declared;
        const owner = fieldType(schema, own, node.name.value) === null ? parent : own;
        const field = collected.get(out) ?? { node, owner, selections: [], refusals: new Set() };
        collected.set(out, field);
        const refusal = refusals?.find(parent.name, node.name.value, (type ?? parent).name);
        if (refusal) field.refusals.add(refusal);
        const below = fieldType(schema, owner, node.name.value);
        if (node.selectionSet !== undefined && below !== null) field.selections.push({ selectionSet: node.selectionSet, parent: getNamedType(below) });
        continue;
      }
      const fragment = node.kind === 'FragmentSpread' ? fragments.get(node.name.value) : node;
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition === undefined ? parent : (schema.getType(fragment.typeCondition.name.value) as GraphQLNamedOutputType);
      if (satisfies(schema, type ?? parent, condition)) this.#collect(fragment.selectionSet, condition, type, collected);
    }
  }
}

interface CollectedField {
  node: FieldNode;
  /** The type whose field it is: the object's where that is known. */
  owner: GraphQLNamedOutputType;
  selections: TypedSelection[];
  refusals: Set<Refusal>;
}

type CollectedFields = Map<string, CollectedField>;

function satisfies(schema: GraphQLSchema, type: GraphQLNamedOutputType, condition: GraphQLNamedOutputType): boolean {
  return type === condition || (isAbstractType(condition) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(condition, type));
}

function compileField(out: string, { node, owner, selections, refusals }: CollectedField, compiling: Compiling): ProjectedField {
  const name = compiling.nameOf(node);
  const never: Complete = () => null;
  if (node.name.value === typename) return { out, name, kind: 'typename', complete: never, completeMissing: never, below: null };
  if (node.name.value.startsWith('__')) return { out, name, kind: 'introspection', complete: never, completeMissing: never, below: null };
  const type = fieldType(compiling.schema, owner, node.name.value);
  if (type === null) throw new Error(`${owner.name} has no field ${node.name.value}`);
  if (refusals.size > 0) {
    const complete = refuse([...refusals], isNonNullType(type));
    return { out, name, kind: 'value', complete, completeMissing: complete, below: null };
  }
  const below = selections.length === 0 ? null : new ObjectProjections(selections, compiling);
  const coordinate = `${owner.name}.${node.name.value}`;
  const whose: Whose = ({ names, gapsOfOwner: gaps }) => compiling.findAgency({ coordinate, names, gaps });
  const completeBelow: Complete | null = below === null ? null : (value, shaping) => completeObject(value, shaping, below, whose);
  const completeMissing: Complete = (_value, shaping) => {
    report(shaping, shaping.nullErrors, whose);
    return isNonNullType(type) ? bubble : reported;
  };
  return { out, name, kind: 'value', complete: compileType(type, completeBelow, whose), completeMissing, below };
}

function completeObject(value: unknown, shaping: Shaping, below: ObjectProjections, whose: Whose): unknown {
  if (value === null || value === undefined) return null;
  if (!isObject(value)) return report(shaping, shaping.errors, whose);
  const { __typename } = value;
  const projection = below.find(__typename);
  if (projection === unknownType || (__typename !== undefined && typeof __typename !== 'string')) return report(shaping, shaping.errors, whose);
  if (!projection.isTypeKnown) {
    const gaps = shaping.gaps.of(value, shaping.gapsHere);
    const isLost = __typename === undefined || projection.fields.some(({ kind }) => kind === 'typename');
    if (isLost || !mayLack(gaps, typename)) reportTypeless(shaping, below, gaps);
    if (isLost) return reported;
  }
  const object = projectObject(projection, value, shaping, null);
  return object === bubble ? reported : object;
}

/** Reports an object of whose type at most an interface is known, which is all that an interface object's subgraph knows. */
function reportTypeless(shaping: Shaping, { declared, compiling }: ObjectProjections, gaps: readonly Gap[]): void {
  const coordinate = `${declared.name}.${typename}`;
  report(shaping, shaping.nullErrors, ({ names }) => compiling.findAgency({ coordinate, names: [...names, typename], gaps }));
}

function projectObject(projection: ObjectProjection, source: DataObject, shaping: Shaping, introspection: DataObject | null): DataObject | typeof bubble {
  const { fields, template } = projection;
  const object = { ...template };
  const { gapsOfOwner } = shaping;
  const gaps = shaping.gaps.of(source, shaping.gapsHere);
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as ProjectedField;
    let value: unknown;
    if (field.kind === 'value') {
      if (shaping.path !== null) {
        shaping.path.push(field.out);
        shaping.names.push(field.name);
      }
      shaping.gapsOfOwner = gaps;
      const found = readField(source, field.name);
      const isLeftOut = found === undefined && !mayLack(gaps, field.name);
      shaping.gapsHere = gapsBelow(gaps, field.name);
      value = (isLeftOut ? field.completeMissing : field.complete)(found, shaping);
      if (shaping.path !== null) {
        shaping.path.pop();
        shaping.names.pop();
      }
      shaping.gapsOfOwner = gapsOfOwner;
      if (value === bubble) return bubble;
      if (value === reported) value = null;
    } else if (field.kind === 'typename') {
      value = projection.type.name;
    } else {
      value = introspection?.[field.out] ?? null;
    }
    if (field.out === '__proto__') Object.defineProperty(object, field.out, { value, enumerable: true, configurable: true, writable: true });
    else object[field.out] = value;
  }
  return object;
}

interface Source {
  data: DataObject;
  introspection: DataObject | null;
  gaps: Gaps;
}

function projectRoot(projection: ObjectProjection, { data, introspection, gaps }: Source, withPaths: boolean) {
  const shaping: Shaping = { faults: 0, gaps, gapsHere: [], gapsOfOwner: [], path: withPaths ? [] : null, names: [], errors: [], nullErrors: [] };
  const object = projectObject(projection, data, shaping, introspection);
  return { ...shaping, data: object === bubble ? null : object };
}

function fieldType(schema: GraphQLSchema, parent: GraphQLNamedOutputType, name: string): GraphQLOutputType | null {
  return (isObjectType(parent) || isInterfaceType(parent)) && schema.getType(parent.name) === parent ? (parent.getFields()[name]?.type ?? null) : null;
}

/** Follows a path in the data through the projection: gives the client's path, and what is found at its end. */
function walk(root: ObjectProjections, data: DataObject, path: ErrorPath): { clientPath: ErrorPath; projections: ObjectProjections | null; value: unknown } {
  let projections: ObjectProjections | null = root;
  let value: unknown = data;
  const clientPath: (string | number)[] = [];
  for (const segment of path) {
    if (typeof segment === 'number') {
      clientPath.push(segment);
      value = Array.isArray(value) ? value[segment] : undefined;
      continue;
    }
    const projection: ObjectProjection | typeof unknownType | undefined = projections?.find(isObject(value) ? value.__typename : undefined);
    const field: ProjectedField | undefined =
      projection === undefined || projection === unknownType ? undefined : projection.fields.find(({ name }) => name === segment);
    clientPath.push(field?.out ?? publicName(segment));
    projections = field?.below ?? null;
    value = isObject(value) ? readField(value, segment) : undefined;
  }
  return { clientPath, projections, value };
}
