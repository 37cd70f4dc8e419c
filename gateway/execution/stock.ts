// Execution by @apollo/gateway as it is.
import '../telemetry-off';
import { ApolloGateway, type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import type { Execution, ExecutionOptions } from '.';

export function createStockExecution({ supergraphSdl, inProcess, subgraphUrls, logError }: ExecutionOptions): Execution {
  const subgraphs = new Map(inProcess.map((subgraph) => [subgraph.name, subgraph]));
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: silent,
    buildService({ name, url }) {
      const subgraph = subgraphs.get(name);
      return subgraph === undefined ? callOverHttp(name, subgraphUrls.get(name) ?? url, logError) : callInProcess(subgraph);
    },
  });
  const { executor } = gateway;
  // Without this an unknown operation name is an internal error: Apollo Server expects the executor to refuse it.
  gateway.executor = async (context) =>
    context.operation ? executor(context) : { errors: [new GraphQLError('the document has no operation of the name asked for')] };
  return gateway;
}

function callInProcess(subgraph: Subgraph): GraphQLDataSource {
  return {
    process: async ({ request }) =>
      (await subgraph.execute({ query: request.query ?? '', variables: request.variables, operationName: request.operationName })) as never,
  };
}

function callOverHttp(name: string, url: string | undefined, logError: (error: unknown) => void): GraphQLDataSource {
  const source = new RemoteGraphQLDataSource(url === undefined ? {} : { url });
  return {
    async process(options) {
      try {
        return await source.process(options);
      } catch (error) {
        // The original names the subgraph's host and port.
        logError(error);
        throw new GraphQLError(`${name} does not answer now. ${name} 暂无应答。`, { extensions: { code: 'AGENCY_UNAVAILABLE', serviceName: name } });
      }
    },
  };
}

/** The gateway logs whole supergraphs and addresses at levels of its own; what matters reaches `logError`. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };
