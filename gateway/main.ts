// Starts the gateway. With --embedded the subgraphs run in this process; otherwise they are called over HTTP.
import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config';
import { createLog, formatAddress, type Log, mergeFlags, runMain, stopOnSignals } from '../subgraphs/shared/process';
import { openSigner } from '../subgraphs/shared/message-signatures';
import { readClientTls } from '../subgraphs/shared/tls';
import { createGateway, type Gateway } from './gateway';
import { createWorkers, serveAsWorker } from './workers';

runMain(async () => {
  const { values: flags } = parseArgs({
    options: {
      embedded: { type: 'boolean', default: false },
      supergraph: { type: 'string' },
      'subgraph-urls': { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
    },
  });
  const environment = mergeFlags(process.env, {
    JIEDUI_SUPERGRAPH: flags.supergraph,
    JIEDUI_SUBGRAPH_URLS: flags['subgraph-urls'],
    PORT: flags.port,
    HOST: flags.host,
  });
  const config = readConfig(environment, process.cwd());
  const log = createLog(config.logLevel);

  if (cluster.isWorker) {
    await serveAsWorker(openGateway(config, flags.embedded, log), log);
    return;
  }
  if (flags.embedded) await loadEmbedded().prepareData(config);
  const sync = flags.embedded ? loadEmbedded().startSync(config, log) : { stop: () => Promise.resolve() };
  const port = config.gateway.workers === 1 ? await serveAlone(config, flags.embedded, sync, log) : await serveByWorkers(config, sync, log);
  const address = formatAddress(config.gateway.host, port);
  console.log(`Jiedui 结对 is ready 已就绪\n  page 页面      ${address}/\n  GraphQL       ${address}/graphql\n  health 健康    ${address}/health/ready`);
});

/** What runs beside the gateway and ends after it. */
interface Companion {
  stop(): Promise<void>;
}

async function serveAlone(config: Config, embedded: boolean, companion: Companion, log: Log): Promise<number> {
  const gateway = openGateway(config, embedded, log);
  stopOnSignals(() => gateway.stop().finally(companion.stop), log);
  const port = await gateway.start();
  log.info(`the gateway listens on port ${port}`);
  await gateway.ready();
  return port;
}

async function serveByWorkers({ gateway }: Config, companion: Companion, log: Log): Promise<number> {
  const workers = createWorkers({ ...gateway, count: gateway.workers, log });
  stopOnSignals(() => workers.stop().finally(companion.stop), log);
  const port = await workers.start();
  log.info(`${gateway.workers} workers listen on port ${port}`);
  return port;
}

function openGateway(config: Config, embedded: boolean, log: Log): Gateway {
  const inProcess = embedded ? loadEmbedded().openSubgraphs(config, log) : [];
  const signer = config.signingKeyFile === null ? undefined : openSigner(config.signingKeyFile, log.error);
  const clientTls = readClientTls(config.gateway.subgraphTls);
  if (config.mode === 'production' && !embedded && signer === undefined && clientTls.cert === undefined)
    log.warn('requests to subgraphs are neither signed nor made with a certificate: subgraphs in production refuse them');
  return createGateway({ ...config.gateway, signer, clientTls, watchesSupergraph: cluster.isPrimary, listensEarly: cluster.isPrimary, inProcess, log });
}

/** Databases and their drivers are large: loaded only where they run here. */
function loadEmbedded() {
  return require('./embedded') as typeof import('./embedded');
}
