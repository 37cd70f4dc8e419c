// What the answers of subgraphs to one request say beside data and errors: which of them are old, and which day their data
// describe.
import { type IsoDate, isDate } from '../../subgraphs/shared/scalars';
import type { ErrorPath } from './agency-errors';
import { isObject } from './data';

/** What of an answer an agency gave before and not now. */
export interface StalePart {
  /** When it gave the oldest of it, in milliseconds since 1970. */
  answeredAt: number;
  /** Where it stands, in the form of `describePlace`. */
  places: Set<string>;
}

/** Rows read plus cells computed, as a subgraph estimates them before it does the work. */
export interface SubgraphWork {
  estimate: number;
  maximum: number;
}

function readSubgraphWork(extensions: unknown): SubgraphWork[] {
  const work = isObject(extensions) ? extensions.work : undefined;
  if (!isObject(work) || typeof work.estimate !== 'number' || typeof work.maximum !== 'number') return [];
  return [{ estimate: work.estimate, maximum: work.maximum }];
}

const workOf = new WeakMap<object, SubgraphWork>();

/** Keeps what subgraphs told of their work with an answer, which is a client's to see only where it asks. */
export function keepWork<Result extends object>(result: Result, { work }: AnswerNotes): Result {
  if (work !== null) workOf.set(result, work);
  return result;
}

export function readWork(result: object): SubgraphWork | null {
  return workOf.get(result) ?? null;
}

/** Places listed of one agency, each once. */
export const maxPlaces = 50;
/** Paths looked at: a list has as many as it is long, and all of them are one place. */
const maxPaths = 1_000;

export class AnswerNotes {
  /** The subgraphs that were asked. */
  readonly asked = new Set<string>();
  #stale: Map<string, StalePart> | null = null;
  #told: [subgraph: string, extensions: unknown][] | null = null;

  /** By subgraph; null while all that was answered is new. */
  get stale(): ReadonlyMap<string, StalePart> | null {
    return this.#stale;
  }

  /** Keeps what a subgraph says of its answer, for whoever asks later: most never do. */
  keep(subgraph: string, extensions: unknown): void {
    if (extensions === undefined) return;
    this.#told ??= [];
    this.#told.push([subgraph, extensions]);
  }

  /** Notes that an answer is one that was given before. */
  markStale(subgraph: string, answeredAt: number, paths: Iterable<ErrorPath>): void {
    this.#stale ??= new Map();
    const part = this.#stale.get(subgraph) ?? { answeredAt, places: new Set() };
    this.#stale.set(subgraph, part);
    part.answeredAt = Math.min(part.answeredAt, answeredAt);
    let left = maxPaths;
    for (const path of paths) {
      if (left-- === 0 || part.places.size === maxPlaces) return;
      part.places.add(describePlace(path));
    }
  }

  /** The work that subgraphs estimated for the request, and the most that each does for one; null where none tells. */
  get work(): SubgraphWork | null {
    const told = (this.#told ?? []).flatMap(([, extensions]) => readSubgraphWork(extensions));
    if (told.length === 0) return null;
    return { estimate: told.reduce((sum, { estimate }) => sum + estimate, 0), maximum: Math.max(...told.map(({ maximum }) => maximum)) };
  }

  /** The day that a subgraph's data describe, of several the earliest; null where it tells none that is one. */
  dataDate(subgraph: string): IsoDate | null {
    let earliest: IsoDate | null = null;
    for (const [each, extensions] of this.#told ?? []) {
      const asOf = each === subgraph && isObject(extensions) ? extensions.asOf : undefined;
      if (isDate(asOf) && (earliest === null || asOf < earliest)) earliest = asOf;
    }
    return earliest;
  }
}

/** A client's path with `*` for the numbers in lists. */
export function describePlace(path: ErrorPath): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
}
