// How each subgraph fares, by its most recent answers, for readiness: an agency that is down is said to be, and keeps nobody away.
import type { Outcome, SubgraphObserver } from './execution/subgraph-state';

export interface SubgraphHealth extends SubgraphObserver {
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
  const last = new Map<string, { answers: boolean; since: number }>();
  return {
    onAnswer(subgraph: string, _ms: number, outcome: Outcome) {
      if (outcome === 'given-up') return;
      const answers = outcome === 'ok';
      if (last.get(subgraph)?.answers !== answers) last.set(subgraph, { answers, since: Date.now() });
    },
    states: () =>
      Object.fromEntries(
        [...last].map(([name, { answers, since }]) => [name, { state: answers ? 'answering' : 'failing', since: new Date(since).toISOString() }]),
      ),
  };
}
