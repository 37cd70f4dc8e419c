// Starts one subgraph as a process of its own over HTTP: npm run start:subgraph -- counties [--port N]
import { parseArgs } from 'node:util';
import pino from 'pino';
import { subgraphs } from '.';
import { ConfigError, readConfig } from '../config';
import { prepareEmbeddedData } from '../sample/prepare';
import { openDatabase } from './shared/database';
import { OperatorError } from './shared/operator-error';
import { serveSubgraph } from './shared/serve';
import { createSubgraph } from './shared/subgraph';

async function main(): Promise<void> {
  const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: 'string' }, host: { type: 'string' } } });
  const names = subgraphs.map(({ name }) => name).join(', ');
  const definition = subgraphs.find(({ name }) => name === positionals[0]);
  if (definition === undefined || positionals.length > 1) throw new OperatorError(`name one subgraph: ${names}`);
  const config = readConfig({ ...process.env, PORT: flags.port ?? String(definition.port), ...(flags.host === undefined ? {} : { HOST: flags.host }) }, process.cwd());
  const logger = pino({ level: config.logLevel }, pino.destination(2));
  const log = { info: (message: string) => logger.info(message), warn: (message: string) => logger.warn(message), error: (error: unknown) => logger.error(error) };

  await prepareEmbeddedData(config, (message) => console.log(message), [definition]);
  const database = openDatabase(config.databases[definition.name].reader, { role: 'reader' });
  const server = serveSubgraph(createSubgraph(definition, { database, logError: log.error }), { host: config.gateway.host, port: config.gateway.port, log });
  const stop = () => {
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const port = await server.start();
  console.log(`${definition.name} listens at http://${config.gateway.host}:${port}/graphql`);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError || error instanceof OperatorError ? error.message : error);
  process.exit(1);
});
