// Starts the gateway. With --embedded the subgraphs run in this process; otherwise they are called over HTTP.
import { parseArgs } from 'node:util';
import pino from 'pino';
import { ConfigError, readConfig } from '../config';
import { prepareEmbeddedData } from '../sample/prepare';
import { subgraphs } from '../subgraphs';
import { openDatabase } from '../subgraphs/shared/database';
import { OperatorError } from '../subgraphs/shared/operator-error';
import { createSubgraph, type Subgraph } from '../subgraphs/shared/subgraph';
import { createGateway } from './gateway';

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: { embedded: { type: 'boolean', default: false }, supergraph: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, 'subgraph-urls': { type: 'string' } },
  });
  const config = readConfig(
    {
      ...process.env,
      ...(flags.supergraph === undefined ? {} : { JIEDUI_SUPERGRAPH: flags.supergraph }),
      ...(flags.port === undefined ? {} : { PORT: flags.port }),
      ...(flags.host === undefined ? {} : { HOST: flags.host }),
      ...(flags['subgraph-urls'] === undefined ? {} : { JIEDUI_SUBGRAPH_URLS: flags['subgraph-urls'] }),
    },
    process.cwd(),
  );
  const logger = pino({ level: config.logLevel }, pino.destination(2));
  const log = { info: (message: string) => logger.info(message), warn: (message: string) => logger.warn(message), error: (error: unknown) => logger.error(error) };

  const inProcess: Subgraph[] = [];
  if (flags.embedded) {
    await prepareEmbeddedData(config, (message) => console.log(message));
    for (const definition of subgraphs) {
      const database = openDatabase(config.databases[definition.name].reader, { role: 'reader' });
      inProcess.push(createSubgraph(definition, { database, logError: log.error }));
    }
  }

  const gateway = createGateway({ ...config.gateway, inProcess, log });
  const stop = () => {
    process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
    gateway.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);

  const port = await gateway.start();
  await gateway.ready();
  const address = `http://${config.gateway.host.includes(':') ? `[${config.gateway.host}]` : config.gateway.host}:${port}`;
  console.log(`Jiedui 结对 is ready 已就绪\n  page 页面      ${address}/\n  GraphQL       ${address}/graphql\n  health 健康    ${address}/health/ready`);
}

main().catch((error: unknown) => {
  // What an operator can mend is one sentence; anything else is a fault of ours and shown whole.
  console.error(error instanceof ConfigError || error instanceof OperatorError ? error.message : error);
  process.exit(1);
});
