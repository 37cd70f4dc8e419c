// The subgraphs in the gateway's own process. Loaded only for that: over HTTP the gateway needs no database.
import type { Config } from '../config';
import { lockEmbeddedData, prepareEmbeddedData } from '../sample/prepare';
import { registers, subgraphs } from '../subgraphs';
import { type OpenSync, openSubgraph, openSync } from '../subgraphs/open';
import { openInThread } from '../subgraphs/threads/open-in-thread';
import { openInProcess } from '../subgraphs/shared/feed-client/source';
import type { Log } from '../subgraphs/shared/process';
import type { Subgraph } from '../subgraphs/shared/subgraph';
import type { Tracing } from '../subgraphs/shared/tracing';

/** Creates and fills the embedded databases that are not there yet, in a data folder that is this process's alone. */
export async function prepareData(config: Config): Promise<void> {
  lockEmbeddedData(config);
  return prepareEmbeddedData(config, (message) => console.log(message));
}

/** The registers look up what they are asked for; the statistics compute, in a thread, and their statements have no spans. */
export function openSubgraphs(config: Config, log: Log, tracing: Tracing | null): Subgraph[] {
  return subgraphs.map((definition) =>
    definition.name === 'statistics' ? openInThread(definition.name, definition.agency, config, log) : openSubgraph(definition, config, log, tracing),
  );
}

/** Keeps the statistics fresh from the registers in this process, until it is stopped. */
export function startSync(config: Config, log: Log): { stop(): Promise<void> } {
  const opened = registers.map((definition) => openSubgraph(definition, config, log));
  const sync: OpenSync = openSync(config, opened.map(openInProcess), log);
  sync.start();
  return {
    async stop() {
      await sync.close();
      await Promise.all(opened.map((subgraph) => subgraph.close()));
    },
  };
}
