// How each subgraph fares, counted since the start: what metrics and health read, and an observer is told of.
import { type FailureKind, failureKinds } from './subgraph-failure';

/** `open`: the subgraph is not asked; `half-open`: one request tries whether it answers again. In process it is always closed. */
export type BreakerState = 'closed' | 'open' | 'half-open';

export interface SubgraphState {
  readonly name: string;
  readonly breaker: BreakerState;
  /** Requests that the gateway had for it; equal ones that were shared count once, retries not at all. */
  readonly requests: number;
  /** Requests sent that failed, by kind; retries count. An error that the subgraph answered with is none. */
  readonly failures: Readonly<Record<FailureKind, number>>;
  readonly retries: number;
  /** Requests that were not sent: the breaker was open, or too many waited. */
  readonly rejected: number;
  /** Requests without an answer that were given the last good one. */
  readonly stale: number;
  /** Requests that are sent and not answered yet. */
  readonly inFlight: number;
}

/** `ok`: an answer in JSON, errors of GraphQL included. `given-up`: nobody waited any more. */
export type Outcome = 'ok' | FailureKind | 'rejected' | 'given-up';

/** Is told of what happens as it happens. Called on the hot path: it must return at once and not throw. */
export interface SubgraphObserver {
  /** @param ms from sending to the whole answer; 0 where nothing was sent */
  onAnswer(name: string, ms: number, outcome: Outcome): void;
  onRetry?(name: string): void;
  onStale?(name: string): void;
  onBreaker?(name: string, state: BreakerState): void;
}

/** Counts for one subgraph. */
export class SubgraphRecorder implements SubgraphState {
  breaker: BreakerState = 'closed';
  requests = 0;
  failures = Object.fromEntries(failureKinds.map((kind) => [kind, 0])) as Record<FailureKind, number>;
  retries = 0;
  rejected = 0;
  stale = 0;
  inFlight = 0;
  #breakers = 0;

  constructor(
    readonly name: string,
    readonly observers: readonly SubgraphObserver[],
  ) {}

  sent(): void {
    this.inFlight++;
  }

  answered(ms: number, outcome: Outcome): void {
    this.inFlight--;
    if (outcome === 'rejected') this.rejected++;
    else if (outcome !== 'ok' && outcome !== 'given-up') this.failures[outcome]++;
    for (const observer of this.observers) observer.onAnswer(this.name, ms, outcome);
  }

  reject(): void {
    this.rejected++;
    for (const observer of this.observers) observer.onAnswer(this.name, 0, 'rejected');
  }

  retry(): void {
    this.retries++;
    for (const observer of this.observers) observer.onRetry?.(this.name);
  }

  serveStale(): void {
    this.stale++;
    for (const observer of this.observers) observer.onStale?.(this.name);
  }

  /** Takes a new breaker, closed, in place of the one before: the subgraph has another address. Gives what reports its state. */
  attachBreaker(): (state: BreakerState) => void {
    const number = ++this.#breakers;
    const report = (state: BreakerState) => {
      if (number !== this.#breakers || state === this.breaker) return;
      this.breaker = state;
      for (const observer of this.observers) observer.onBreaker?.(this.name, state);
    };
    report('closed');
    return report;
  }
}

export interface SubgraphStates {
  /** The recorder of a subgraph, made on first use. It outlives swaps of the supergraph. */
  of(name: string): SubgraphRecorder;
  /** Those that the gateway has served so far, in the order of their names. */
  list(): readonly SubgraphState[];
}

export function createSubgraphStates(observers: readonly SubgraphObserver[] = []): SubgraphStates {
  const recorders = new Map<string, SubgraphRecorder>();
  return {
    of(name) {
      let recorder = recorders.get(name);
      if (recorder === undefined) {
        recorder = new SubgraphRecorder(name, observers);
        recorders.set(name, recorder);
      }
      return recorder;
    },
    list: () => [...recorders.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
  };
}
