// Finds the places in the client's response for what went wrong in a fetch: an entity may stand in many, and what the client
// sees at a path has other names than the data has.
import { GraphQLError } from 'graphql';
import { type ErrorPath, passOn } from './agency-errors';
import { type DataObject, isObject, readField } from './data';
import type { PendingFetch } from './pending-fetch';
import { rewritePath, rewriteText } from './rewrites';
import { clientText } from './variable-names';

/** Where the client sees what is kept under internal names. */
export interface Places {
  /** The client's path for a path in the data. */
  toClientPath(data: DataObject, path: ErrorPath): ErrorPath;
  /** Those of the `fields` of the object at a path in the data that the client sees, as client's paths; the object's own where it sees none. */
  fieldsAt(data: DataObject, path: ErrorPath, fields: readonly string[]): ErrorPath[];
}

/** One failure can have as many places as the answer has objects. */
const maxErrors = 1_000;

/** The errors of one request, at the client's paths. */
export class PlacedErrors {
  readonly errors: GraphQLError[] = [];

  constructor(
    readonly data: DataObject,
    readonly places: Places,
  ) {}

  /** Whether no more are listed. */
  get full(): boolean {
    return this.errors.length > maxErrors;
  }

  /**
   * Places an error as a subgraph gave it; one without a path of use stands at all places of the fetch.
   *
   * @param entities the name in the answer under which the fetch's entities are
   */
  place(pending: PendingFetch, entities: string, error: unknown): void {
    const { node, path } = pending.fetch;
    const { outputRewrites } = node;
    const errorPath = readPath(error);
    const rename = (text: string) => clientText(rewriteText(outputRewrites, text));
    const make = (place: ErrorPath | undefined) => passOn(node.subgraph, error, place, rename);
    if (pending.fetch.representations === null) {
      if (errorPath === null || path.includes('@')) this.placeEverywhere(pending, make);
      else this.#add(make(this.places.toClientPath(this.data, [...path, ...rewritePath(outputRewrites, errorPath)])));
      return;
    }
    const [first, number, ...rest] = errorPath ?? [];
    if (first !== entities || typeof number !== 'number' || pending.representations[number] === undefined) {
      this.placeEverywhere(pending, make);
      return;
    }
    const below = rewritePath(outputRewrites, rest);
    for (const place of this.#placesOf(pending, number)) this.#add(make(this.places.toClientPath(this.data, [...place, ...below])));
  }

  /**
   * Places an error at every field that the fetch was to bring, wherever the client sees one.
   *
   * @param representation the one that the error is about; null where it is about all
   */
  placeEverywhere(pending: PendingFetch, make: (path: ErrorPath) => GraphQLError, representation: number | null = null): void {
    for (const path of this.pathsOf(pending, representation)) {
      this.#add(make(path));
      if (this.full) return;
    }
  }

  /** The client's paths of every field that the fetch was to bring, wherever the client sees one. */
  *pathsOf(pending: PendingFetch, representation: number | null = null): Generator<ErrorPath> {
    const fields = pending.fetch.node.fields.map(({ name }) => name);
    for (const place of this.#placesOf(pending, representation)) yield* this.places.fieldsAt(this.data, place, fields);
  }

  /** The paths in the data of a fetch's targets: of all, or of those that one representation stands for. */
  #placesOf(pending: PendingFetch, representation: number | null): readonly ErrorPath[] {
    pending.places ??= this.#locateTargets(pending);
    return representation === null ? [...pending.places.values()].flat() : (pending.places.get(representation) ?? []);
  }

  #locateTargets({ fetch, targets, representationOf }: PendingFetch): Map<number, ErrorPath[]> {
    const numbers = new Map(targets.map((target, index) => [target, representationOf[index] ?? 0]));
    const places = new Map<number, ErrorPath[]>();
    locate(this.data, fetch.path, 0, [], (object, place) => {
      const number = numbers.get(object);
      if (number === undefined) return;
      const known = places.get(number);
      if (known === undefined) places.set(number, [place]);
      else known.push(place);
    });
    return places;
  }

  #add(error: GraphQLError): void {
    addBounded(this.errors, () => error);
  }
}

/** Adds an error unless there are too many already; then one that says so. */
export function addBounded(errors: GraphQLError[], make: () => GraphQLError): void {
  if (errors.length < maxErrors) errors.push(make());
  else if (errors.length === maxErrors) {
    const message = 'there are more errors than are listed 错误过多，未全部列出';
    errors.push(new GraphQLError(message, { extensions: { code: 'AGENCY_ERROR' } }));
  }
}

/**
 * Those of `errors` that none of `known` may explain. One explains another at its own place, above or below it, and one without
 * a place whatever there is.
 */
export function withoutExplained(errors: readonly GraphQLError[], known: readonly GraphQLError[]): readonly GraphQLError[] {
  if (errors.length === 0 || known.length === 0) return errors;
  // Of so many some are not listed.
  if (known.length > maxErrors) return [];
  const places = new Set<string>();
  const above = new Set<string>();
  for (const { path } of known) {
    if (path === undefined) return [];
    places.add(String(path));
    for (let length = 0; length <= path.length; length++) above.add(String(path.slice(0, length)));
  }
  return errors.filter(({ path = [] }) => !above.has(String(path)) && !path.some((_step, i) => places.has(String(path.slice(0, i)))));
}

/** The path of an error as a subgraph gave it; null where it has none of the form that the specification gives (section 7.1.2). */
export function readPath(error: unknown): ErrorPath | null {
  const path = isObject(error) ? error.path : null;
  return Array.isArray(path) && path.length > 0 && path.every((segment) => isName(segment) || Number.isInteger(segment)) ? path : null;
}

/** A name of GraphQL (specification, section 2.1.9): whatever else stands in a path is no field. */
function isName(segment: unknown): boolean {
  return typeof segment === 'string' && /^[A-Za-z_]\w*$/.test(segment);
}

function locate(value: unknown, path: readonly string[], at: number, place: ErrorPath, found: (object: DataObject, place: ErrorPath) => void): void {
  const name = path[at];
  if (name === '@') {
    if (!Array.isArray(value)) return;
    value.forEach((item, index) => {
      locate(item, path, at + 1, [...place, index], found);
    });
  } else if (isObject(value)) {
    if (name === undefined) found(value, place);
    else locate(readField(value, name), path, at + 1, [...place, name], found);
  }
}
