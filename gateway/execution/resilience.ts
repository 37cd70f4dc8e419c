// Stands between one subgraph and those who ask it: a time limit over everything, retries of what the subgraph has not begun,
// a circuit breaker, and a bound on what is in flight and what waits.
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IBackoff,
  type IPolicy,
  noop,
} from 'cockatiel';
import { RetryBudget } from './retry-budget';
import { givenUp, noAnswerWithin, SubgraphFailure } from './subgraph-failure';
import type { BreakerState, SubgraphRecorder } from './subgraph-state';

export interface ResilienceOptions {
  /** How often a query is sent again. */
  retries: number;
  /** The share of the requests that may be sent again, in percent. */
  retryPercent: number;
  /** The breaker opens where more than this share of the last `breakerCalls` requests failed; 100 switches it off. */
  breakerPercent: number;
  breakerCalls: number;
  /** How long the breaker stays open before one request tries the subgraph again. */
  breakerIntervalMs: number;
  /** Requests that are in flight at once. */
  maxConcurrent: number;
  /** Requests that wait for one of those to end; more are refused. */
  maxQueued: number;
}

/** What one request came to. */
export type Exchange<Value> = { value: Value } | { failure: SubgraphFailure };

/**
 * Sends once; calls `finish` once, later. Gives what ends it early, which makes it finish with the failure given.
 *
 * @param leftMs how long the answer is waited for
 */
type Attempt<Value> = (finish: (exchange: Exchange<Value>) => void, leftMs: number) => (failure: SubgraphFailure) => void;

export interface Resilience {
  /**
   * Makes the attempt, and once more where that is allowed and of use. Calls back once, later, within the time limit.
   *
   * @param mayRetry whether sending it twice does no harm
   * @returns what gives it up, where nobody waits any more: it calls back at once, and counts neither as failure nor as success
   */
  call<Value>(mayRetry: boolean, attempt: Attempt<Value>, callback: (exchange: Exchange<Value>) => void): () => void;
}

/** Of so few requests nothing can be told. */
const minBreakerCalls = 5;
const firstRetryDelayMs = 30;
const maxRetryDelayMs = 1_000;

/** @param timeoutMs how long a request may take, with its waiting and its retries */
export function createResilience(timeoutMs: number, options: ResilienceOptions, recorder: SubgraphRecorder): Resilience {
  const { retries, retryPercent, maxConcurrent, maxQueued } = options;
  const budget = new RetryBudget(retryPercent / 100);
  const slots = bulkhead(maxConcurrent, maxQueued);
  const breaker = createBreaker(options, recorder);
  const backoff = new ExponentialBackoff({ initialDelay: firstRetryDelayMs, maxDelay: maxRetryDelayMs });

  function call<Value>(mayRetry: boolean, attempt: Attempt<Value>, callback: (exchange: Exchange<Value>) => void): () => void {
    const deadline = performance.now() + timeoutMs;
    let pending = true;
    let delay: IBackoff<unknown> | null = null;
    let abort: ((failure: SubgraphFailure) => void) | null = null;
    let isTrial = false;
    const timer = setTimeout(() => {
      const failure = noAnswerWithin(timeoutMs);
      abort?.(failure);
      finish({ failure });
    }, timeoutMs);
    recorder.requests++;
    budget.earn();
    tryOnce(retries);
    return giveUp;

    function giveUp(): void {
      if (!pending) return;
      finish({ failure: givenUp });
      // A trial tells all others whether the subgraph answers again, and the breaker has no third result: it is let run on.
      if (!isTrial) abort?.(givenUp);
    }

    function finish(exchange: Exchange<Value>): void {
      if (!pending) return;
      pending = false;
      clearTimeout(timer);
      callback(exchange);
    }

    function tryOnce(left: number): void {
      if (breaker.refuses()) {
        queueMicrotask(() => refuse('the breaker is open'));
        return;
      }
      slots
        .execute(() => (pending ? breaker.policy.execute(send) : Promise.reject(givenUp)))
        .then(
          (value) => finish({ value }),
          (error: unknown) => giveUpOrTryAgain(error, left),
        );
    }

    function send(): Promise<Value> {
      const sentAt = performance.now();
      const turns = breaker.turns();
      recorder.sent();
      // All others are refused while one tries: it is not waited for longer than the breaker stays open.
      isTrial = breaker.isTrying();
      const trial = isTrial ? setTimeout(() => abort?.(noAnswerWithin(options.breakerIntervalMs)), options.breakerIntervalMs) : undefined;
      return new Promise((resolve, reject) => {
        abort = attempt((exchange) => {
          clearTimeout(trial);
          recorder.answered(performance.now() - sentAt, 'failure' in exchange ? exchange.failure.kind : 'ok');
          if (!('failure' in exchange)) resolve(exchange.value);
          else reject(turns === breaker.turns() ? exchange.failure : new Outdated(exchange.failure));
        }, deadline - sentAt);
      });
    }

    function giveUpOrTryAgain(error: unknown, left: number): void {
      if (!pending) return;
      if (error instanceof BrokenCircuitError) refuse('the breaker is open');
      else if (error instanceof BulkheadRejectedError) refuse(`${maxConcurrent} requests are in flight and ${maxQueued} wait`);
      else {
        const failure = error instanceof Outdated ? error.failure : (error as SubgraphFailure);
        if (mayRetry && left > 0 && failure.retryAfterMs !== null) tryAgain(failure, failure.retryAfterMs, left);
        else finish({ failure });
      }
    }

    function tryAgain(failure: SubgraphFailure, notBeforeMs: number, left: number): void {
      delay = delay === null ? backoff.next() : delay.next(undefined);
      const waitMs = Math.max(delay.duration, notBeforeMs);
      if (performance.now() + waitMs >= deadline || breaker.refuses() || !budget.take()) {
        finish({ failure });
        return;
      }
      recorder.retry();
      setTimeout(() => pending && tryOnce(left - 1), waitMs);
    }

    function refuse(why: string): void {
      if (!pending) return;
      recorder.reject();
      finish({ failure: new SubgraphFailure('rejected', `not asked: ${why}`) });
    }
  }

  return { call };
}

/** A failure that tells nothing of the subgraph as it is now: the breaker has opened or closed since the request was sent. */
class Outdated extends Error {
  constructor(readonly failure: SubgraphFailure) {
    super(failure.message);
  }
}

/** Failures that tell the breaker nothing: the subgraph answers, was not asked, or was not waited for. */
const untold: ReadonlySet<SubgraphFailure['kind']> = new Set(['answer', 'rejected', 'given-up']);

const stateNames: Partial<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
};

interface Breaker {
  policy: IPolicy;
  /** Whether a request would be refused now, or made to wait for another one's trial: such waiting answers nobody. */
  refuses(): boolean;
  /** Whether the request that is sent now tries if the subgraph answers again. */
  isTrying(): boolean;
  /** How often it has opened or closed. */
  turns(): number;
}

function createBreaker({ breakerPercent, breakerCalls, breakerIntervalMs }: ResilienceOptions, recorder: SubgraphRecorder): Breaker {
  const report = recorder.attachBreaker();
  if (breakerPercent === 100) return { policy: noop, refuses: () => false, isTrying: () => false, turns: () => 0 };
  const counts = handleWhen((error) => error instanceof SubgraphFailure && !untold.has(error.kind));
  const policy = circuitBreaker(counts, {
    halfOpenAfter: breakerIntervalMs,
    breaker: new CountBreaker({
      threshold: breakerPercent / 100,
      size: breakerCalls,
      minimumNumberOfCalls: Math.min(minBreakerCalls, breakerCalls),
    }),
  });
  let openUntil = 0;
  let turns = 0;
  policy.onStateChange((state) => {
    // Half-open is told after its trial was sent.
    if (state !== CircuitState.HalfOpen) turns++;
    if (state === CircuitState.Open) openUntil = Date.now() + breakerIntervalMs;
    report(stateNames[state] ?? 'open');
  });
  return {
    policy,
    refuses: () => policy.state === CircuitState.HalfOpen || (policy.state === CircuitState.Open && Date.now() < openUntil),
    // Half-open is told after the trial was sent; while it is open nothing else is.
    isTrying: () => policy.state !== CircuitState.Closed,
    turns: () => turns,
  };
}
