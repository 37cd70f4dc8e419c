// The stock gateway, as Apollo's documentation starts it: a standalone server over a gateway. With --watch it follows its supergraph's file, by
// the documented `supergraphSdl({ update })`.
//   node stock.js --supergraph FILE --port N [--watch]
import '../gateway/telemetry-off';
import { readFileSync, watchFile } from 'node:fs';
import { parseArgs } from 'node:util';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { withoutAuthorization } from '../gateway/authorization/unprotected-supergraph';

async function main(): Promise<void> {
  const { values: flags } = parseArgs({ options: { supergraph: { type: 'string' }, port: { type: 'string' }, watch: { type: 'boolean', default: false } } });
  const file = flags.supergraph ?? '';
  // It refuses a supergraph that asks for authorization.
  const read = () => withoutAuthorization(readFileSync(file, 'utf8'));
  const gateway = flags.watch
    ? new ApolloGateway({
        supergraphSdl: async ({ update }) => {
          watchFile(file, { interval: 100 }, () => update(read()));
          return { supergraphSdl: read() };
        },
      })
    : new ApolloGateway({ supergraphSdl: read() });
  const server = new ApolloServer({ gateway });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(flags.port) } });
  console.log(`ready at ${url}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
