// Execution by @apollo/gateway as it is.
import '../telemetry-off';
import { ApolloGateway, type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import type { Execution, ExecutionOptions } from '.';
import { readReservedNames, refuseReservedAliases } from './reserved-aliases';

export function createStockExecution({ supergraphSdl, inProcess, subgraphUrls, subgraphTimeoutMs, logError }: ExecutionOptions): Execution {
  const subgraphs = new Map(inProcess.map((subgraph) => [subgraph.name, subgraph]));
  let update: ((supergraphSdl: string) => void) | undefined;
  let validationRule = refuseReservedAliases(readReservedNames(supergraphSdl));
  const gateway = new ApolloGateway({
    async supergraphSdl(functions) {
      update = functions.update;
      return { supergraphSdl };
    },
    logger: silent,
    buildService({ name, url }) {
      const subgraph = subgraphs.get(name);
      const source = subgraph === undefined ? callOverHttp(subgraphUrls.get(name) ?? url) : callInProcess(subgraph);
      return guard(name, source, subgraphTimeoutMs, logError);
    },
  });
  const { executor } = gateway;
  // Without this, what the schema does not offer is an internal error: Apollo Server expects the executor to refuse it.
  gateway.executor = async (context) => {
    if (!context.operation) return { errors: [new GraphQLError('the document has no operation of the name asked for')] };
    const { operation } = context.operation;
    if (context.schema.getRootType(operation)) return executor(context);
    return { errors: [new GraphQLError(`the graph has no ${operation}s`, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } })] };
  };
  return {
    gateway,
    validationRules: [(context) => validationRule(context)],
    async replaceSupergraph(sdl) {
      const rule = refuseReservedAliases(readReservedNames(sdl));
      update?.(sdl);
      validationRule = rule;
    },
    figures: () => null,
  };
}

function callInProcess(subgraph: Subgraph): GraphQLDataSource {
  return {
    process: async ({ request }) =>
      (await subgraph.execute({ query: request.query ?? '', variables: request.variables, operationName: request.operationName })) as never,
  };
}

function callOverHttp(url: string | undefined): GraphQLDataSource {
  return new RemoteGraphQLDataSource(url === undefined ? {} : { url });
}

/** Turns a failure to answer, or to answer in time, into AGENCY_UNAVAILABLE; the original names the host and port. */
function guard(name: string, source: GraphQLDataSource, timeoutMs: number, logError: (error: unknown) => void): GraphQLDataSource {
  return {
    async process(options) {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`${name} has not answered within ${timeoutMs} ms`)), timeoutMs);
      });
      try {
        return await Promise.race([source.process(options), timeout]);
      } catch (error) {
        logError(error);
        throw new GraphQLError(`${name} does not answer now. ${name} 暂无应答。`, { extensions: { code: 'AGENCY_UNAVAILABLE', serviceName: name } });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The gateway logs whole supergraphs and addresses at levels of its own; what matters reaches `logError`. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };
