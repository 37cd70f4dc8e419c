// Opens subgraphs, and the sync of the statistics, as the settings say.
import type { Config } from '../config';
import { openDatabase } from './shared/database';
import { createFeedReader } from './shared/feed-client/reader';
import { type FeedSource, openInProcess, openOverHttp } from './shared/feed-client/source';
import { openSigner } from './shared/message-signatures';
import { OperatorError } from './shared/operator-error';
import type { Log } from './shared/process';
import { createSubgraph, type Subgraph } from './shared/subgraph';
import { readClientTls } from './shared/tls';
import type { Tracing } from './shared/tracing';
import { createStatistics } from './statistics';
import { readCriteria } from './statistics/criteria';
import { sqliteMaxWork } from './statistics/default-max-work';
import { type Agency, feedFields } from './statistics/read-model/records';
import { createSync, type Sync } from './statistics/read-model/sync';
import { registers, type subgraphs } from '.';

const feedPageSize = 1_000;

/** One subgraph on its database, for reading. The caller closes it. */
export function openSubgraph(
  definition: (typeof subgraphs)[number],
  { databases, protectedUnder, statistics }: Pick<Config, 'databases' | 'protectedUnder' | 'statistics'>,
  log: Log,
  tracing: Tracing | null = null,
): Subgraph {
  const configured =
    definition.name === 'statistics'
      ? createStatistics(readCriteria(statistics.criteriaFile), chooseMaxWork(databases.statistics.reader, statistics.maxWork))
      : definition;
  const database = openDatabase(databases[definition.name].reader, { role: 'reader' });
  tracing?.traceDatabase(database, definition.name);
  return createSubgraph(configured, { database, logError: log.error, protectedUnder });
}

function chooseMaxWork(url: string, maxWork: number): number {
  return url.startsWith('sqlite:') ? Math.min(maxWork, sqliteMaxWork) : maxWork;
}

export interface OpenSync extends Sync {
  /** Stops, and closes the database and the sources. */
  close(): Promise<void>;
}

/**
 * The sync of the statistics' database with the registers' feeds.
 *
 * @param sources one for each register
 * @throws OperatorError where the settings name no user who may write
 */
export function openSync({ databases, protectedUnder, statistics }: Config, sources: readonly FeedSource[], log: Log): OpenSync {
  const { owner } = databases.statistics;
  if (owner === null) throw new OperatorError('JIEDUI_STATISTICS_OWNER_DB is not set: keeping the statistics fresh needs a user who may write');
  const database = openDatabase(owner, { role: 'owner' });
  const readers = new Map(sources.map((source) => [source.name as Agency, createFeedReader(source, feedFields[source.name as Agency], feedPageSize)]));
  const { pauseMs, overlapMs, compareEveryMs } = statistics.sync;
  const rules = { criteria: readCriteria(statistics.criteriaFile), protectedUnder };
  const sync = createSync({ database, readers, rules, log, pauseMs, overlapMs, compareEveryMs });
  return {
    ...sync,
    async close() {
      await sync.stop();
      await Promise.all([...readers.values()].map((reader) => reader.close()));
      await database.destroy();
    },
  };
}

/** One round of the sync with the registers in this process. */
export async function syncOnce(config: Config, log: Log): Promise<void> {
  const opened = registers.map((definition) => openSubgraph(definition, config, log));
  const sync = openSync(config, opened.map(openInProcess), log);
  try {
    await sync.runRound();
  } finally {
    await sync.close();
    await Promise.all(opened.map((subgraph) => subgraph.close()));
  }
}

/** The registers' feeds over HTTP, with requests signed by the key in a file. @throws OperatorError where it is no key */
export function openFeeds({ gateway }: Config, signingKeyFile: string, log: Log): FeedSource[] {
  const { subgraphUrls, subgraphTimeoutMs, maxAnswerBytes } = gateway;
  const signer = openSigner(signingKeyFile, log.error);
  const tls = readClientTls(gateway.subgraphTls);
  return registers.map(({ name, port }) =>
    openOverHttp({ name, url: subgraphUrls.get(name) ?? `http://localhost:${port}/graphql`, signer, tls, timeoutMs: subgraphTimeoutMs, maxAnswerBytes }),
  );
}
