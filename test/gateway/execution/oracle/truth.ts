// What is where in an answer, found without a gateway: the operation is executed on the whole graph at once, in the same
// world but without faults. By it an error's path is checked against the place that the error's message names.
import { execute, type GraphQLFormattedError, type GraphQLSchema, Kind, parse, type SelectionSetNode, visit } from 'graphql';
import type { Model } from './model';
import { createFieldResolver, faultMark, listPath, type Path, placeOf, rootThing } from './resolve';
import type { Thing, World } from './world';

/** Unknown where an operation does not ask for what failed: a key, or what @requires needs. */
type Verdict = 'right' | 'wrong' | 'unknown';

export interface Truth {
  /** What would be answered if nothing failed, with names in the order that GraphQL lays down; undefined where that is not known. */
  data: unknown;
  /**
   * An answer's data with nulls gone up as far as the objects' own types say: stock goes by their interfaces' where those are
   * less strict.
   */
  raiseNulls(data: string | undefined): Promise<string | undefined>;
  /** Whether the error is at the path that it gives. */
  judge(error: Pick<GraphQLFormattedError, 'message' | 'path'>): Verdict;
}

export async function findTruth(
  model: Model,
  world: World,
  schema: GraphQLSchema,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Truth> {
  const places = new Map<string, string>();
  const things = new Map<string, string>();
  const resolve = createFieldResolver(model, world, null);
  const asked = { schema, document: parse(query), variableValues: variables, typeResolver: (thing: unknown) => (thing as Thing).__typename };
  const { data, errors } = await execute({
    ...asked,
    fieldResolver(source: Thing | undefined, args: Record<string, unknown>, context, info) {
      const path = listPath(info.path);
      const owner = source ?? rootThing(info.parentType);
      places.set(JSON.stringify(path), placeOf(owner, info.fieldName, args));
      things.set(JSON.stringify(path.slice(0, -1)), owner.identity);
      return resolve(source, args, context, info);
    },
  });

  /** The place at a path, or null where the operation does not ask for it. */
  function placeAt(path: Path): string | null {
    const indexes = path.slice(path.findLastIndex((step) => typeof step === 'string') + 1);
    const place = places.get(JSON.stringify(path.slice(0, path.length - indexes.length)));
    return place === undefined ? null : place + indexes.map((index) => `[${index}]`).join('');
  }

  return {
    data: errors === undefined ? data : undefined,
    async raiseNulls(given) {
      const root = given === undefined ? null : JSON.parse(given);
      if (root === null) return given;
      const typed = await execute({ ...asked, document: visit(asked.document, { SelectionSet: addTypeName }), fieldResolver: resolve });
      const types = new Map<unknown, unknown>();
      matchTypes(root, typed.data, types);
      const raised = await execute({
        ...asked,
        rootValue: root,
        fieldResolver: (source: Record<string, unknown>, _args, _context, { path }) => source[path.key],
        typeResolver: (value) => types.get(value) as string | undefined,
      });
      return [...types.values()].includes(undefined) ? given : JSON.stringify(raised.data);
    },
    judge({ message, path }) {
      if (path === undefined) return 'unknown';
      const here = placeAt(path);
      if (!message.startsWith(faultMark)) return 'unknown';
      const named = message.slice(faultMark.length);
      const [entity] = named.split(' in ');
      if (entity !== undefined && entity !== named) return is(things.get(JSON.stringify(path)), entity);
      if (here === named) return 'right';
      const owner = things.get(JSON.stringify(path.slice(0, -1)));
      if (here === null) return owner === undefined ? 'unknown' : is(named.startsWith(`${owner}.`), true);
      // The client asks for it with other arguments than @requires.
      return withoutArguments(here) === withoutArguments(named) ? 'unknown' : 'wrong';
    },
  };
}

const typeNameAlias = 'typeNameOfTheTruth';

function addTypeName(set: SelectionSetNode): SelectionSetNode {
  const alias = { kind: Kind.NAME as const, value: typeNameAlias };
  return { ...set, selections: [...set.selections, { kind: Kind.FIELD, alias, name: { kind: Kind.NAME, value: '__typename' } }] };
}

/** Finds for each object of an answer what type the object at its place in `typed` is of. */
function matchTypes(value: unknown, typed: unknown, types: Map<unknown, unknown>): void {
  if (typeof value !== 'object' || value === null) return;
  const members = (typed ?? {}) as Record<string, unknown>;
  if (!Array.isArray(value)) types.set(value, members[typeNameAlias]);
  for (const [name, part] of Object.entries(value)) matchTypes(part, members[name], types);
}

function withoutArguments(place: string): string {
  return place.replace(/\(\{.*\}\)/, '');
}

function is<T>(found: T | undefined, expected: T): Verdict {
  if (found === undefined) return 'unknown';
  return found === expected ? 'right' : 'wrong';
}
