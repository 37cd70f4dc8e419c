// Serves one subgraph over HTTP: GraphQL at /graphql, health beside it. The same `execute` answers as in process.
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { RequestParams } from 'graphql-http';
import { createHandler } from 'graphql-http/lib/use/http';
import { createHttpServer } from './http';
import type { Log } from './process';
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
  log: Log;
}

/** The server owns the subgraph from then on and closes it. */
export function serveSubgraph(subgraph: Subgraph, { host, port, log }: SubgraphServerOptions): SubgraphServer {
  const waiting = waitUntilSound([subgraph], log);
  const server = createHttpServer({
    routes: {
      '/graphql': createHandler({ onSubscribe: (_request, params) => answer(subgraph, params) }),
    },
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

/** graphql-http takes for a result only what has `data`; what was refused before execution it wants as a list of errors. */
async function answer(subgraph: Subgraph, { query, variables, operationName }: RequestParams): Promise<ExecutionResult | GraphQLError[]> {
  const { data, errors } = await subgraph.execute({ query, variables, operationName });
  if (data === undefined) return (errors ?? []).map(({ message, extensions }) => new GraphQLError(message, { extensions: extensions ?? {} }));
  // The errors are formatted already; graphql-http writes them as they are.
  return { data, ...(errors === undefined ? {} : { errors: errors as unknown as GraphQLError[] }) };
}
