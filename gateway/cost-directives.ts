// Reads what a supergraph says of its fields' costs: `@cost` and `@listSize` of the cost specification v0.1, which carries
// IBM's GraphQL Cost Directive Specification into Federation 2.9, under whatever names they were imported.
import { type ConstDirectiveNode, type DirectiveNode, type DocumentNode, Kind, parse, type ValueNode, valueFromASTUntyped, visit } from 'graphql';

/** What `@listSize` says of a field. */
export interface ListSize {
  /** How long the list is where no slicing argument says; null where that is not stated. */
  assumedSize: number | null;
  /** Arguments that say how long the list is; the greatest counts. */
  slicingArguments: readonly string[];
  /** Fields of the answer that are the lists meant, such as `nodes` and `edges`; the field itself where there are none. */
  sizedFields: readonly string[];
}

/** What our own `@bound` says of a field's list besides. */
export interface ListBound {
  /** Arguments that are lists of keys, or paths to them such as `where.counties`: the list is no longer than the shortest that is given. */
  keys: readonly string[];
  /** The list is as long as its slicing argument says for each of so many values, unless the argument names one of them. */
  each: { argument: string; values: number } | null;
}

export interface CostDirectives {
  /** Weights by schema coordinate: `Type`, `Type.field`, `Type.field(argument:)`, `InputType.field`. */
  weights: ReadonlyMap<string, number>;
  /** By the coordinate of the field. */
  listSizes: ReadonlyMap<string, ListSize>;
  /** By the coordinate of the field. */
  bounds: ReadonlyMap<string, ListBound>;
  /** Whether some field of an input type has a weight. */
  weighInputs: boolean;
}

const specification = 'https://specs.apollo.dev/cost/';

/** Ours: what `@listSize` cannot say of a list's length. */
const boundSpecification = 'https://jiedui.example/specs/bound/';

const none: CostDirectives = { weights: new Map(), listSizes: new Map(), bounds: new Map(), weighInputs: false };

/**
 * Reads the directives of a supergraph's SDL. `requireOneSlicingArgument` is not read: a field without any is taken to be as
 * long as its arguments' defaults or `assumedSize` say, rather than refused.
 */
export function readCostDirectives(supergraphSdl: string): CostDirectives {
  // Most supergraphs have none, and a large one takes long to parse.
  if (!supergraphSdl.includes(specification)) return none;
  const document = parse(supergraphSdl, { noLocation: true });
  const names = readNames(document);
  if (names === null) return none;
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const bounds = new Map<string, ListBound>();
  let weighInputs = false;

  const weigh = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined): boolean => {
    const directive = directives?.find(({ name }) => name.value === names.cost);
    if (directive === undefined) return false;
    weights.set(coordinate, Number(argumentsOf(directive).weight));
    return true;
  };

  for (const definition of document.definitions) {
    if (!('name' in definition) || definition.name === undefined) continue;
    const type = definition.name.value;
    if ('directives' in definition) weigh(type, definition.directives as readonly ConstDirectiveNode[]);
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      for (const field of definition.fields ?? []) if (weigh(`${type}.${field.name.value}`, field.directives)) weighInputs = true;
    }
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const coordinate = `${type}.${field.name.value}`;
      weigh(coordinate, field.directives);
      for (const argument of field.arguments ?? []) weigh(`${coordinate}(${argument.name.value}:)`, argument.directives);
      const listSize = field.directives?.find(({ name }) => name.value === names.listSize);
      if (listSize !== undefined) listSizes.set(coordinate, readListSize(argumentsOf(listSize)));
      const bound = names.bound === null ? undefined : field.directives?.find(({ name }) => name.value === names.bound);
      if (bound !== undefined) bounds.set(coordinate, readBound(argumentsOf(bound)));
    }
  }
  return { weights, listSizes, bounds, weighInputs };
}

function readListSize({ assumedSize, slicingArguments, sizedFields }: Record<string, unknown>): ListSize {
  return {
    assumedSize: typeof assumedSize === 'number' ? assumedSize : null,
    slicingArguments: Array.isArray(slicingArguments) ? slicingArguments.map(String) : [],
    sizedFields: Array.isArray(sizedFields) ? sizedFields.map(String) : [],
  };
}

function readBound({ keys, each, values }: Record<string, unknown>): ListBound {
  return {
    keys: Array.isArray(keys) ? keys.map(String) : [],
    each: typeof each === 'string' && typeof values === 'number' ? { argument: each, values } : null,
  };
}

/**
 * The directives' names in this document (link specification v1.0): as imported; otherwise with the specification's own name
 * or its `as` before them, and the directive that has the specification's name goes by that alone. Null without a link.
 */
function readNames(document: DocumentNode): { cost: string; listSize: string; bound: string | null } | null {
  let names: { cost: string; listSize: string } | null = null;
  let bound: string | null = null;
  visit(document, {
    Directive(node) {
      const { url, as, import: imports } = argumentsOf(node);
      if (typeof url !== 'string') return;
      const imported = new Map((Array.isArray(imports) ? imports : []).map(readImport));
      if (url.startsWith(boundSpecification)) bound = imported.get('@bound') ?? (typeof as === 'string' ? as : 'bound');
      if (!url.startsWith(specification)) return;
      const prefix = typeof as === 'string' ? as : 'cost';
      names = { cost: imported.get('@cost') ?? prefix, listSize: imported.get('@listSize') ?? `${prefix}__listSize` };
    },
    ObjectTypeDefinition: () => false,
  });
  return names === null ? null : { ...(names as { cost: string; listSize: string }), bound };
}

/** An import is a name, or `{ name, as }`; either begins with `@` for a directive. */
function readImport(element: unknown): [name: string, local: string] {
  const { name, as } = typeof element === 'string' ? { name: element, as: element } : (element as { name: string; as?: string });
  return [name, (as ?? name).slice(1)];
}

function argumentsOf({ arguments: given = [] }: DirectiveNode | ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value as ValueNode)]));
}
