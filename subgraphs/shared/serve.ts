// Serves one subgraph over HTTP: GraphQL at /graphql, health beside it. The same `execute` answers as in process.
import { createHandler } from 'graphql-http/lib/use/http';
import { createHttpServer } from './http';
import { waitUntilSound } from './readiness';
import type { Subgraph } from './subgraph';

export interface SubgraphServer {
  /** Listens at once and is ready when the database is; gives the port. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

export interface SubgraphServerOptions {
  host: string;
  port: number;
  log: { info(message: string): void; warn(message: string): void; error(error: unknown): void };
}

/** The server owns the subgraph from then on and closes it. */
export function serveSubgraph(subgraph: Subgraph, { host, port, log }: SubgraphServerOptions): SubgraphServer {
  const waiting = waitUntilSound([subgraph], log);
  const server = createHttpServer({
    routes: { '/graphql': createHandler({ onSubscribe: (_request, { query, variables, operationName }) => subgraph.execute({ query, variables, operationName }) as never }) },
    readiness: () => ({ ready: waiting.faults().length === 0, faults: waiting.faults() }),
    logError: (error) => log.error(error),
  });
  return {
    async start() {
      const boundPort = await server.listen(host, port);
      waiting.start();
      return boundPort;
    },
    async stop() {
      waiting.stop();
      await server.stop();
      await subgraph.close();
    },
  };
}
