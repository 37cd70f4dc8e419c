// Execution by @apollo/gateway as it is.
import '../telemetry-off';
import { ApolloGateway, type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { Supergraph } from '@apollo/federation-internals';
import { getOperationAST, getVariableValues } from 'graphql';
import { Agent, fetch } from 'undici';
import type { Signer } from '../../subgraphs/shared/message-signatures';
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import type { ClientTls } from '../../subgraphs/shared/tls';
import { noSuchOperation, notOffered } from '../errors';
import type { Execution, ExecutionOptions } from '.';
import { noAnswer } from './agency-errors';
import { explainAnswer } from './agency-status';
import type { OperationResult } from './prepared-operation';
import { readReservedNames, refuseReservedAliases } from './reserved-aliases';
import { authorizeSupergraph } from './stock-authorization';
import { toStockOperation } from './stock-operation';
import { noAnswerWithin, SubgraphFailure } from './subgraph-failure';
import { anonymous, type Caller } from './transport';
import { clientName } from './variable-names';

type GatewayContext = Parameters<ApolloGateway['executor']>[0];

export function createStockExecution({ supergraphSdl, inProcess, subgraphUrls, subgraphTimeoutMs, signer, tls, logError }: ExecutionOptions): Execution {
  const fetcher = signer === undefined && tls === undefined ? undefined : createFetcher(signer, tls);
  const subgraphs = new Map(inProcess.map((subgraph) => [subgraph.name, subgraph]));
  let update: ((supergraphSdl: string) => void) | undefined;
  let authorized = authorizeSupergraph(supergraphSdl);
  let served = supergraphSdl;
  let validationRule = refuseReservedAliases(readReservedNames(supergraphSdl));
  const gateway = new ApolloGateway({
    async supergraphSdl(functions) {
      update = functions.update;
      return { supergraphSdl: authorized.sdl };
    },
    logger: silent,
    buildService({ name, url }) {
      const subgraph = subgraphs.get(name);
      const source = subgraph === undefined ? callOverHttp(subgraphUrls.get(name) ?? url, fetcher) : callInProcess(subgraph);
      return guard(name, source, subgraphTimeoutMs, logError);
    },
  });
  const { executor } = gateway;
  // Without this, what the schema does not offer is an internal error: Apollo Server expects the executor to refuse it.
  gateway.executor = async (context) => {
    if (!context.operation) return { errors: [noSuchOperation(context.request.operationName)] };
    const { operation } = context.operation;
    if (context.schema.getRootType(operation)) {
      const result = await executeAsStockCan(context);
      const { requestId } = (context.context as { caller?: Caller }).caller ?? anonymous;
      // What else the plan asked is not known here, nor what subgraphs say of their answers.
      return result.errors === undefined ? result : explainAnswer(result, { notes: null, requestId });
    }
    return { errors: [notOffered(operation)] };
  };

  async function executeAsStockCan(context: GatewayContext): ReturnType<typeof executor> {
    const { request, schema, document, operation } = context;
    const rewritten = toStockOperation(schema, document, operation);
    if (rewritten === null) return executeRestricted(context);
    const given = request.variables ?? {};
    // Stock would say what is wrong with them by the names that it is given.
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
    if (errors !== undefined) return { errors: [...errors] };
    const result = await executeRestricted({ ...context, ...rewritten, request: { ...request, variables: rewritten.variables(given) } } as GatewayContext);
    if (result.data) rewritten.complete(result.data, given);
    for (const error of result.errors ?? [])
      Object.assign(error, { message: error.message.replaceAll(/\$(\w+)/g, (_all, name: string) => `$${clientName(name)}`) });
    return result;
  }

  async function executeRestricted(context: GatewayContext): ReturnType<typeof executor> {
    const { request, document, operation, schema } = context;
    const { identity } = (context.context as { caller?: Caller }).caller ?? anonymous;
    const operationName = request.operationName ?? null;
    const asked = { schema, document, operation, operationName, variables: request.variables ?? {}, rights: identity };
    const restriction = authorized.restrict(asked);
    if (restriction === null) return executor(context);
    const kept = getOperationAST(restriction.document, operationName) ?? operation;
    const { source, queryHash } = restriction;
    const result = await executor({ ...context, document: restriction.document, operation: kept, source, queryHash });
    return restriction.shape(result as OperationResult) as typeof result;
  }

  return {
    gateway,
    validationRules: [(context) => validationRule(context)],
    async replaceSupergraph(sdl, approve) {
      if (sdl === served) return;
      const rule = refuseReservedAliases(readReservedNames(sdl));
      const next = authorizeSupergraph(sdl);
      approve(Supergraph.build(next.sdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema());
      update?.(next.sdl);
      validationRule = rule;
      authorized = next;
      served = sdl;
    },
    figures: () => null,
  };
}

function callInProcess(subgraph: Subgraph): GraphQLDataSource {
  return {
    process: async ({ request: { query = '', variables, operationName, extensions } }) =>
      (await subgraph.execute({ query, variables, operationName, trusted: true, scopes: extensions?.scopes })) as never,
  };
}

type Fetcher = NonNullable<RemoteGraphQLDataSource['fetcher']>;

function callOverHttp(url: string | undefined, fetcher: Fetcher | undefined): GraphQLDataSource {
  return new RemoteGraphQLDataSource({ ...(fetcher === undefined ? {} : { fetcher }), ...(url === undefined ? {} : { url }) });
}

/** Sends what the gateway has made ready, signed where there is a key. */
function createFetcher(signer: Signer | undefined, tls: ClientTls | undefined): Fetcher {
  const dispatcher = new Agent({ connect: { ...tls } });
  const fetcher = async (
    url: string,
    { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
  ) => {
    const bytes = Buffer.from(String(body));
    const signature = signer?.({ method, url, headers, body: bytes });
    return fetch(url, { method, headers: { ...headers, ...signature }, body: bytes, dispatcher });
  };
  return fetcher as unknown as Fetcher;
}

/** Turns a failure to answer, or to answer in time, into our own errors; the original names the host and port. */
function guard(name: string, source: GraphQLDataSource, timeoutMs: number, logError: (error: unknown) => void): GraphQLDataSource {
  return {
    async process(options) {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(noAnswerWithin(timeoutMs)), timeoutMs);
      });
      try {
        return await Promise.race([source.process(withScopes(options)), timeout]);
      } catch (error) {
        const failure = error instanceof SubgraphFailure ? error : new SubgraphFailure('connection', (error as Error).message, { cause: error });
        logError(Object.assign(new Error(`${name}: ${failure.message}`, { cause: failure }), { agency: name }));
        throw noAnswer(name, failure, undefined);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];

/** Tells a subgraph what it may know of the caller's scopes. */
function withScopes(options: ProcessOptions): ProcessOptions {
  const { scopes } = (options.context as { caller?: Caller }).caller ?? anonymous;
  return scopes.length === 0 ? options : ({ ...options, request: { ...options.request, extensions: { scopes } } } as ProcessOptions);
}

/** The gateway logs whole supergraphs and addresses at levels of its own; what matters reaches `logError`. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };
