// How a request reaches a subgraph: over HTTP or in process.
import type { Span } from '../../subgraphs/shared/tracing';
import { type Identity, nobody } from '../identity/identity';
import type { Deadline } from '../time-limit';
import type { DataObject } from './data';
import type { SubgraphFailure } from './subgraph-failure';

/** One request to a subgraph. It is prepared as text and as objects, whichever its transport needs. */
export interface SubgraphRequest {
  query: string;
  operationName: string | null;
  /** Only queries may be shared or sent again. */
  operationKind: 'query' | 'mutation';
  /** The whole request as a JSON text (GraphQL over HTTP, section 5.4). */
  toJson(): string;
  toVariables(): DataObject;
  /** Once it is given up, nobody waits for the answer to a query; a mutation goes on to its own end. */
  deadline: Deadline;
  /** Whose request this serves: equal requests in flight are shared only where this is equal. */
  caller: Caller;
}

/** What tells callers apart towards subgraphs. */
export interface Caller {
  /** Names the client's request, in errors, logs and towards subgraphs. It tells no callers apart. */
  requestId: string;
  /** Equal for requests that may share an answer: what authenticates the caller, and all headers that are forwarded. */
  key: string;
  /** Equal for requests that have one share together of what all callers share, as the planner's time. */
  sharer: string;
  /** Headers that subgraphs get, as undici takes them: name, value, name, value. */
  headers: readonly string[];
  identity: Identity;
  /** Those of its scopes that subgraphs are told. */
  scopes: readonly string[];
  /** The span of the client's request, where traces are exported. */
  span?: Span | undefined;
}

/** What a subgraph answered, or why there is no answer. */
export type Answer = Answered | { failure: SubgraphFailure };

interface Answered {
  /** Parsed JSON that belongs to the receiver. */
  body: unknown;
  /** The same as it came, where it came as bytes. */
  bytes?: Buffer;
  /** Where it is an answer that was given before: when, in milliseconds since 1970, and why there is none now. */
  stale?: StaleAnswer;
}

export interface StaleAnswer {
  answeredAt: number;
  failure: SubgraphFailure;
}

export interface Transport {
  /** Sends a request. Calls back once, later, with a subgraph's answer; never throws. */
  send(request: SubgraphRequest, callback: (answer: Answer) => void): void;
  close(): Promise<void>;
}

/** Headers that carry a trace on (W3C Trace Context). */
export const traceHeaders = ['traceparent', 'tracestate'] as const;

/** A caller's headers without some of them. */
export function withoutHeaders(headers: readonly string[], names: ReadonlySet<string>): string[] {
  return headers.filter((_, index) => !names.has(String(headers[index - (index % 2)])));
}

/** Who says nothing of itself. */
export const anonymous: Caller = { requestId: '', key: '', sharer: '', headers: [], identity: nobody, scopes: [] };
