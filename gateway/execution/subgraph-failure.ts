// Why a subgraph gave no answer, or none that can be read.

/**
 * - `timeout`: no whole answer within the time limit
 * - `connection`: refused, reset, closed too early, or a host that is not known
 * - `status`: an HTTP status of a server in trouble (5xx), without an answer in GraphQL's form
 * - `answer`: an answer that cannot be read: too large, not JSON, another status that is a proxy's
 */
export const failureKinds = ['timeout', 'connection', 'status', 'answer'] as const;

export type FailureKind = (typeof failureKinds)[number];

/**
 * A failure of one request. Its message is for the log: it may name addresses. `rejected`: the subgraph was not asked at all;
 * `given-up`: nobody waits for the answer any more, which tells nothing of the subgraph.
 */
export class SubgraphFailure extends Error {
  constructor(
    readonly kind: FailureKind | 'rejected' | 'given-up',
    message: string,
    options?: ErrorOptions & { retryAfterMs?: number | null },
  ) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs ?? null;
  }

  /** Where it is known that the subgraph did not begin with the request: how long to wait before it is sent again. */
  readonly retryAfterMs: number | null;
}

export const givenUp = new SubgraphFailure('given-up', 'the request was given up');

export function noAnswerWithin(timeoutMs: number): SubgraphFailure {
  return new SubgraphFailure('timeout', `no answer within ${timeoutMs} ms`);
}
