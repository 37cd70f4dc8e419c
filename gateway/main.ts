// Starts the gateway. With --embedded the subgraphs run in this process; otherwise they are called over HTTP.
import { parseArgs } from 'node:util';
import { readConfig } from '../config';
import { createLog, formatAddress, mergeFlags, runMain, stopOnSignals } from '../subgraphs/shared/process';
import { prepareEmbeddedData } from '../sample/prepare';
import { subgraphs } from '../subgraphs';
import { openDatabase } from '../subgraphs/shared/database';
import { createSubgraph, type Subgraph } from '../subgraphs/shared/subgraph';
import { createGateway } from './gateway';

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

  const inProcess: Subgraph[] = [];
  if (flags.embedded) {
    await prepareEmbeddedData(config, (message) => console.log(message));
    for (const definition of subgraphs) {
      const database = openDatabase(config.databases[definition.name].reader, { role: 'reader' });
      inProcess.push(createSubgraph(definition, { database, logError: log.error }));
    }
  }

  const gateway = createGateway({ ...config.gateway, inProcess, log });
  stopOnSignals(gateway.stop, log);
  const port = await gateway.start();
  log.info(`the gateway listens on port ${port}`);
  await gateway.ready();
  const address = formatAddress(config.gateway.host, port);
  console.log(`Jiedui 结对 is ready 已就绪\n  page 页面      ${address}/\n  GraphQL       ${address}/graphql\n  health 健康    ${address}/health/ready`);
});
