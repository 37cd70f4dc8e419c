// A fetch of a plan, as it was prepared and as it stands in one request.
import type { ErrorPath } from './agency-errors';
import type { DataObject } from './data';
import type { Gap } from './gaps';
import type { MergedFields } from './merge';
import type { FetchNode } from './plan';
import type { RepresentationWriter } from './representations';
import type { RequestText } from './request-text';
import type { Transport } from './transport';

export interface PreparedFetch {
  node: FetchNode;
  /** Tells the fetches of one plan apart. */
  number: number;
  /** Where in the data the fetch's objects are. */
  path: readonly string[];
  transport: Transport;
  text: RequestText;
  /** What the fetch brings to each of them. */
  fields: MergedFields;
  /** What an object lacks that the fetch is not sent for, and one that its subgraph does not know. */
  gaps: { unasked: Gap; unknown: Gap };
  representations: RepresentationWriter | null;
}

/** A fetch of one request that is to be sent or has been. */
export interface PendingFetch {
  fetch: PreparedFetch;
  /** The objects that the answer is merged into. */
  targets: readonly DataObject[];
  /** For an entity fetch: which of the representations stands for each target. */
  representationOf: readonly number[];
  /** The distinct representations as JSON, and an object for which each of them stands. */
  representations: readonly string[];
  sources: readonly DataObject[];
  done: () => void;
  /** Where the targets are in the data, once somebody asks: by representation, and for a fetch at a root all under 0. */
  places?: ReadonlyMap<number, readonly ErrorPath[]>;
}

/** Parts of an entity fetch, each with at most `size` representations; the whole is done when all of them are. */
export function splitFetch(pending: PendingFetch, size: number): PendingFetch[] {
  const { fetch, targets, representationOf, representations, sources } = pending;
  const parts: PendingFetch[] = [];
  let left = Math.ceil(representations.length / size);
  const done = () => {
    if (--left === 0) pending.done();
  };
  for (let from = 0; from < representations.length; from += size) {
    const to = from + size;
    const inPart = representationOf.map((number) => number >= from && number < to);
    parts.push({
      fetch,
      targets: targets.filter((_, index) => inPart[index]),
      representationOf: representationOf.filter((_, index) => inPart[index]).map((number) => number - from),
      representations: representations.slice(from, to),
      sources: sources.slice(from, to),
      done,
    });
  }
  return parts;
}
