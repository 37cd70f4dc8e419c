// How each subgraph fares, by its most recent answers, for readiness: an agency that is down is said to be, and keeps nobody away.
import type { AnswerOutcome } from './execution/execution-observer';

export interface SubgraphHealth {
  onAnswer(subgraph: string, outcome: AnswerOutcome): void;
  /** By subgraph, of those that have been asked. */
  states(): Record<string, SubgraphStateNow>;
}

interface SubgraphStateNow {
  /** By its last answer. */
  state: 'answering' | 'failing';
  /** Since when, in UTC. */
  since: string;
}

export function watchSubgraphHealth(): SubgraphHealth {
  const last = new Map<string, { outcome: AnswerOutcome; since: number }>();
  return {
    onAnswer(subgraph, outcome) {
      if (last.get(subgraph)?.outcome !== outcome) last.set(subgraph, { outcome, since: Date.now() });
    },
    states: () =>
      Object.fromEntries(
        [...last].map(([name, { outcome, since }]) => [name, { state: outcome === 'ok' ? 'answering' : 'failing', since: new Date(since).toISOString() }]),
      ),
  };
}
