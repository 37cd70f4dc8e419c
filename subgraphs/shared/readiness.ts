// Waits for the databases of subgraphs at start: says which one is down, once for each change, and keeps asking.
import { setTimeout } from 'node:timers/promises';
import type { Log } from './process';
import type { Subgraph } from './subgraph';

const retryMs = 1_000;

export interface Waiting {
  /** Begins asking; resolves when every database has answered once, or on `stop`. */
  start(): Promise<void>;
  stop(): void;
  /** What still stands in the way, a sentence for each subgraph; empty when all are sound. */
  faults(): readonly string[];
}

export function waitUntilSound(subgraphs: readonly Subgraph[], log: Log): Waiting {
  const faults = new Map(subgraphs.map(({ name }) => [name, `the database of ${name} has not been asked yet`]));
  const stopping = new AbortController();

  async function wait({ name, findFault }: Subgraph): Promise<void> {
    let said: string | undefined;
    while (!stopping.signal.aborted) {
      const fault = await findFault();
      if (fault === null) {
        faults.delete(name);
        if (said !== undefined) log.info(`the database of ${name} answers now`);
        return;
      }
      faults.set(name, fault.sentence);
      if (fault.sentence !== said) {
        log.warn(`${fault.sentence}; trying again every ${retryMs / 1_000} s`);
        if (fault.cause !== undefined) log.error(fault.cause);
      }
      said = fault.sentence;
      await setTimeout(retryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  return {
    start: async () => {
      await Promise.all(subgraphs.map(wait));
    },
    stop: () => stopping.abort(),
    faults: () => [...faults.values()],
  };
}
