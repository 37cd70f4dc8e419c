// Waits for the databases of subgraphs at start: says which one is down, once for each change, and keeps asking.
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
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function wait(subgraph: Subgraph): Promise<void> {
    let said: string | undefined;
    while (!stopped) {
      const fault = await subgraph.findFault();
      if (fault === null) {
        faults.delete(subgraph.name);
        if (said !== undefined) log.info(`the database of ${subgraph.name} answers now`);
        return;
      }
      faults.set(subgraph.name, fault);
      if (fault !== said) log.warn(`${fault}; trying again every ${retryMs / 1_000} s`);
      said = fault;
      await new Promise((resolve) => {
        timer = setTimeout(resolve, retryMs);
      });
    }
  }

  return {
    start: async () => {
      await Promise.all(subgraphs.map(wait));
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
    faults: () => [...faults.values()],
  };
}
