// Starts one subgraph as a process of its own over HTTP: npm run start:subgraph -- counties [--port N]
import { parseArgs } from 'node:util';
import { readConfig } from '../config';
import { createLog, formatAddress, mergeFlags, runMain, stopOnSignals } from './shared/process';
import { prepareEmbeddedData } from '../sample/prepare';
import { subgraphs } from '.';
import { openDatabase } from './shared/database';
import { OperatorError } from './shared/operator-error';
import { serveSubgraph } from './shared/serve';
import { createSubgraph } from './shared/subgraph';

runMain(async () => {
  const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: 'string' }, host: { type: 'string' } } });
  const definition = subgraphs.find(({ name }) => name === positionals[0]);
  if (definition === undefined || positionals.length > 1) throw new OperatorError(`name one subgraph: ${subgraphs.map(({ name }) => name).join(', ')}`);
  // PORT in the environment is the gateway's.
  const config = readConfig(mergeFlags(process.env, { PORT: flags.port ?? String(definition.port), HOST: flags.host }), process.cwd());
  const log = createLog(config.logLevel);

  await prepareEmbeddedData(config, (message) => console.log(message), [definition]);
  const database = openDatabase(config.databases[definition.name].reader, { role: 'reader' });
  const { host, port } = config.gateway;
  const server = serveSubgraph(createSubgraph(definition, { database, logError: log.error }), { host, port, log });
  stopOnSignals(server.stop, log);
  console.log(`${definition.name} listens at ${formatAddress(host, await server.start())}/graphql`);
});
