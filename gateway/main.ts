// Starts the gateway. With --embedded the subgraphs run in this process; otherwise they are called over HTTP.
import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config';
import { createLog, formatAddress, type Log, mergeFlags, runMain, stopOnSignals } from '../subgraphs/shared/process';
import { openSigner } from '../subgraphs/shared/message-signatures';
import { readClientTls } from '../subgraphs/shared/tls';
import { openTracing } from '../subgraphs/shared/tracing';
import { configureTrail } from './audit/open-audit';
import { createGateway, type Gateway } from './gateway';
import { prepareLocalKeys, trustLocalKeys } from './identity/local-keys';
import { joinMetrics, serveMetrics } from './metrics/serve-metrics';
import { checkAddress, createWorkers, serveAsWorker } from './workers';

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
  const config = readConfig(environment, process.cwd(), flags.embedded ? 'embedded gateway' : 'gateway');
  const log = createLog(config.logLevel);

  if (cluster.isWorker) {
    const gateway = openGateway(config, flags.embedded, log);
    if (gateway.registry !== null) joinMetrics(gateway.registry);
    await serveAsWorker(gateway, log);
    return;
  }
  // First: a second gateway started by mistake is told of its port.
  await checkAddress(config.gateway.host, config.gateway.port);
  if (flags.embedded) await loadEmbedded().prepareData(config);
  if (trustsLocalKeys(config, flags.embedded)) prepareLocalKeys(config.dataDir);
  const sync = flags.embedded ? loadEmbedded().startSync(config, log) : { stop: () => Promise.resolve() };
  const port = config.gateway.workers === 1 ? await serveAlone(config, flags.embedded, sync, log) : await serveByWorkers(config, sync, log);
  log.info(describeKnownCallers(config, flags.embedded));
  if (config.mode === 'production' && !flags.embedded && !isTrustedBySubgraphs(config))
    log.warn('requests to subgraphs are neither signed nor made with a certificate: subgraphs in production refuse them');
  const address = formatAddress(config.gateway.host, port);
  console.log(`Jiedui 结对 is ready 已就绪\n  page 页面      ${address}/\n  GraphQL       ${address}/graphql\n  health 健康    ${address}/health/ready`);
});

/** What runs beside the gateway and ends after it. */
interface Companion {
  stop(): Promise<void>;
}

async function serveAlone(config: Config, embedded: boolean, companion: Companion, log: Log): Promise<number> {
  const gateway = openGateway(config, embedded, log);
  const metrics = await serveMetrics(config, gateway.registry, log);
  stopOnSignals(() => gateway.stop().finally(companion.stop).finally(metrics.stop), log);
  const port = await gateway.start();
  log.info(`the gateway listens on port ${port}`);
  await gateway.ready();
  return port;
}

async function serveByWorkers(config: Config, companion: Companion, log: Log): Promise<number> {
  const { gateway } = config;
  const workers = createWorkers({ ...gateway, count: gateway.workers, log });
  const metrics = await serveMetrics(config, null, log);
  stopOnSignals(() => workers.stop().finally(companion.stop).finally(metrics.stop), log);
  const port = await workers.start();
  log.info(`${gateway.workers} workers listen on port ${port}`);
  return port;
}

function openGateway(config: Config, embedded: boolean, log: Log): Gateway {
  const { mode, gateway, drainMs, signingKeyFile } = config;
  const signer = signingKeyFile === null ? undefined : openSigner(signingKeyFile, log.error);
  const clientTls = readClientTls(gateway.subgraphTls);
  const tracing = openTracing(config.tracesEndpoint, 'jiedui-gateway');
  return createGateway({
    ...gateway,
    mode,
    identity: trustsLocalKeys(config, embedded) ? trustLocalKeys(config.dataDir) : gateway.identity,
    signer,
    clientTls,
    watchesSupergraph: cluster.isPrimary,
    listensEarly: cluster.isPrimary,
    inProcess: embedded ? loadEmbedded().openSubgraphs(config, log, tracing) : [],
    drainMs,
    trail: configureTrail(config, log),
    measures: config.metrics !== null,
    tracing,
    log,
  });
}

/** Whether tokens for local trials are accepted: in a trial, where nobody else's are. */
function trustsLocalKeys({ mode, gateway }: Config, embedded: boolean): boolean {
  return embedded && mode === 'development' && gateway.identity === null;
}

function isTrustedBySubgraphs({ signingKeyFile, gateway }: Config): boolean {
  return signingKeyFile !== null || gateway.subgraphTls.certFile !== null;
}

function describeKnownCallers(config: Config, embedded: boolean): string {
  return `${config.gateway.access === 'public' ? 'anybody is answered' : 'signed-in callers alone are answered'} (JIEDUI_ACCESS); ${describeKeys(config, embedded)}`;
}

function describeKeys(config: Config, embedded: boolean): string {
  if (config.gateway.identity !== null) return 'callers are known by their tokens';
  if (trustsLocalKeys(config, embedded)) return 'tokens of npm run token are accepted: no other keys are set, and JIEDUI_MODE is development';
  return 'no keys of tokens are set (JIEDUI_JWKS_URL, JIEDUI_JWKS_FILE or JIEDUI_JWT_KEY_FILE): only public fields answer';
}

/** Databases and their drivers are large: loaded only where they run here. */
function loadEmbedded() {
  return require('./embedded') as typeof import('./embedded');
}
