// What watches execution: told of every answer of a subgraph and of every plan. Its methods must not throw.
import type { Transport } from './transport';

export interface ExecutionObserver {
  /** @param ms from when the request was handed over until the answer was there */
  onAnswer(subgraph: string, ms: number, outcome: AnswerOutcome): void;
  onPlanned(ms: number): void;
}

/** `failed`: no answer, none in time, or none that can be read. */
export type AnswerOutcome = 'ok' | 'failed';

/** How known operations were, so far. */
export interface OperationCounters {
  /** Requests whose operation was prepared already. */
  known: number;
  /** Requests whose operation had to be planned, or waited for its plan. */
  new: number;
}

/** A transport whose answers are told to an observer. */
export function observeTransport(subgraph: string, transport: Transport, observer: ExecutionObserver): Transport {
  return {
    send(request, callback) {
      const sentAt = performance.now();
      transport.send(request, (answer) => {
        observer.onAnswer(subgraph, performance.now() - sentAt, 'failure' in answer ? 'failed' : 'ok');
        callback(answer);
      });
    },
    close: () => transport.close(),
  };
}
