// The subgraphs in the gateway's own process. Loaded only for that: over HTTP the gateway needs no database.
import type { Config } from '../config';
import { prepareEmbeddedData } from '../sample/prepare';
import { subgraphs } from '../subgraphs';
import { openDatabase } from '../subgraphs/shared/database';
import type { Log } from '../subgraphs/shared/process';
import { createSubgraph, type Subgraph } from '../subgraphs/shared/subgraph';

/** Creates and fills the embedded databases that are not there yet. */
export function prepareData(config: Config): Promise<void> {
  return prepareEmbeddedData(config, (message) => console.log(message));
}

export function openSubgraphs(config: Config, log: Log): Subgraph[] {
  return subgraphs.map((definition) => {
    const database = openDatabase(config.databases[definition.name].reader, { role: 'reader' });
    return createSubgraph(definition, { database, logError: log.error });
  });
}
