// The gateway: one supergraph behind Apollo Server, with health and a landing page.
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { parse } from 'graphql';
import type { Config } from '../config';
import { createHttpServer, type Handler } from '../subgraphs/shared/http';
import { OperatorError } from '../subgraphs/shared/operator-error';
import type { Log } from '../subgraphs/shared/process';
import { waitUntilSound } from '../subgraphs/shared/readiness';
import type { Subgraph } from '../subgraphs/shared/subgraph';
import { readClientAddress } from './client-address';
import { allowOrigins } from './cors';
import { formatError, withOwnCode, withoutSuggestions } from './errors';
import { createExecution, type Execution, type ExecutionKind } from './execution';
import { handleGraphql } from './graphql-over-http';
import { landingPage } from './landing-page';
import { type CostLimit, limitCost } from './limit-cost';
import type { OperationLimits } from './limits';
import { createLoadShedder } from './load-shedding';
import { limitOperationSize } from './operation-size';
import { createRateLimiter, type RateLimit } from './rate-limit';
import { readSupergraphFile, watchSupergraphFile } from './supergraph-file';
import { loadTrustedDocuments, type TrustMode } from './trusted-documents';

export interface GatewayOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  supergraphFile: string;
  /** Whether changes of the file are served without being told. */
  watchesSupergraph: boolean;
  /** Whether health can be asked while the supergraph loads. A worker that shares its port listens only when it can answer. */
  listensEarly: boolean;
  subgraphUrls: ReadonlyMap<string, string>;
  /** How long a subgraph may take to answer one request. */
  subgraphTimeoutMs: number;
  /** The largest answer of a subgraph that is read. */
  maxAnswerBytes: number;
  execution: ExecutionKind;
  /** How long the planning of one operation may take. */
  planningBudgetMs: number;
  /** Names of the client's headers that subgraphs get, in lower case. */
  forwardedHeaders: readonly string[];
  /** In production nobody learns from an answer what the schema has that was not asked for. */
  mode: Config['mode'];
  limits: OperationLimits;
  /** The largest body of a request that is read. */
  maxBodyBytes: number;
  /** How long a request may go without an answer. */
  requestTimeoutMs: number;
  /** Requests at work at one time; more are refused. */
  maxConcurrent: number;
  trustedDocuments: { mode: TrustMode; file: string };
  rateLimit: RateLimit | null;
  redisUrl: string | null;
  /** Proxies that every request passes. */
  trustedProxies: number;
  corsOrigins: readonly string[];
  /** Subgraphs that run in this process. The gateway owns them from then on and closes them. */
  inProcess: readonly Subgraph[];
  log: Log;
}

export interface Gateway {
  /**
   * Listens, loads the supergraph, and waits for the databases of the subgraphs in process; `/health/ready` says when
   * all is there. Resolves, with the port, as soon as it listens and the supergraph is loaded.
   *
   * @throws OperatorError where the file cannot be read or does not load
   */
  start(): Promise<number>;
  /** Resolves when the databases have answered. */
  ready(): Promise<void>;
  /** Serves the supergraph that the file holds now; where it does not load, the one before stays, and readiness and the log say why. */
  reloadSupergraph(): Promise<void>;
  stop(): Promise<void>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { host, port, supergraphFile, subgraphUrls, inProcess, log } = options;
  const waiting = waitUntilSound(inProcess, log);
  const trusted = loadTrustedDocuments(options.trustedDocuments.mode, options.trustedDocuments.file);
  const rateLimiter =
    options.rateLimit === null
      ? null
      : createRateLimiter({
          limit: options.rateLimit,
          redisUrl: options.redisUrl,
          keyOf: (request) => readClientAddress(request, options.trustedProxies),
          log,
        });
  const load = createLoadShedder(options.maxConcurrent);
  let apollo: ApolloServer | undefined;
  let execution: Execution | undefined;
  let graphql: Handler | undefined;
  let ready: Promise<void> = Promise.resolve();
  /** Why the file's newest supergraph is not served; null where it is. */
  let supergraphFault: string | null = null;
  let stopWatching = () => {};
  let loading: Promise<ApolloServer> | undefined;

  const server = createHttpServer({
    routes: {
      '/': (_request, response) => {
        response.writeHead(200, landingPage.headers).end(landingPage.html);
      },
      '/graphql': (request, response) => {
        if (graphql !== undefined) return graphql(request, response);
        response.writeHead(503, { 'retry-after': '1' }).end();
      },
    },
    readiness: () => ({
      // A supergraph that does not load leaves the one before serving: not a reason to send nobody here.
      ready: graphql !== undefined && waiting.faults().length === 0,
      supergraphLoaded: graphql !== undefined,
      faults: [...waiting.faults(), ...(supergraphFault === null ? [] : [supergraphFault])],
    }),
    arrivalMs: options.requestTimeoutMs,
    logError: (error) => log.error(error),
  });

  return {
    async start() {
      const early = options.listensEarly ? await server.listen(host, port) : null;
      if (options.watchesSupergraph) stopWatching = await watchSupergraphFile(supergraphFile, () => void reloadSupergraph());
      loading = startApollo();
      apollo = await loading;
      ready = waiting.start();
      return early ?? (await server.listen(host, port));
    },
    ready: () => ready,
    reloadSupergraph,
    async stop() {
      waiting.stop();
      stopWatching();
      await server.stop();
      if (graphql !== undefined) await apollo?.stop();
      await rateLimiter?.stop();
      await Promise.all(inProcess.map((subgraph) => subgraph.close()));
    },
  };

  async function startApollo(): Promise<ApolloServer> {
    const supergraphSdl = await readSupergraphFile(supergraphFile);
    try {
      const names = readSubgraphNames(supergraphSdl);
      const unknown = [...subgraphUrls.keys()].filter((name) => !names.includes(name));
      if (unknown.length > 0) throw new OperatorError(`JIEDUI_SUBGRAPH_URLS names ${unknown.join(', ')}, which the supergraph does not have`);
      execution = createExecution({ ...options, supergraphSdl, logError: (error) => log.error(error) });
      const cost = limitCost(execution.gateway, options.limits, log.info);
      const server = createApolloServer(execution, cost);
      await server.start();
      const answer = handleGraphql({ ...options, server, load, trusted, estimateCost: cost.estimate });
      graphql = allowOrigins(options.corsOrigins, rateLimiter?.protect(answer) ?? answer);
      return server;
    } catch (error) {
      if (error instanceof OperatorError) throw error;
      throw new OperatorError(`the supergraph ${supergraphFile} does not load: ${(error as Error).message}`);
    }
  }

  async function reloadSupergraph(): Promise<void> {
    try {
      // What changes while the first one loads may have been read too early.
      await loading;
      await execution?.replaceSupergraph(await readSupergraphFile(supergraphFile));
      if (supergraphFault !== null) log.info('the supergraph loads again');
      supergraphFault = null;
    } catch (error) {
      supergraphFault = `the newest supergraph does not load, the one before it is served: ${(error as Error).message}`;
      log.error(new Error(supergraphFault, { cause: error }));
    }
  }

  function createApolloServer({ validationRules }: Execution, { gateway }: CostLimit): ApolloServer {
    const isProduction = options.mode === 'production';
    return new ApolloServer({
      gateway,
      parseOptions: { maxTokens: options.limits.maxTokens },
      validationRules: [limitOperationSize(options.limits, trusted, log.info), ...validationRules],
      csrfPrevention: true,
      introspection: !isProduction,
      formatError(formatted, error) {
        const named = withOwnCode(formatted, error);
        return formatError(isProduction ? withoutSuggestions(named) : named, () => log.error(error));
      },
      includeStacktraceInErrorResponses: false,
      // Apollo Server's own adds a line feed, which costs a copy of the whole.
      stringifyResult: (result) => JSON.stringify(result),
      stopOnTerminationSignals: false,
      // Operators who keep an Apollo key in their environment for other work report nothing from here.
      plugins: [
        ApolloServerPluginUsageReportingDisabled(),
        ApolloServerPluginSchemaReportingDisabled(),
        ApolloServerPluginInlineTraceDisabled(),
        ApolloServerPluginLandingPageDisabled(),
      ],
      logger: { debug() {}, info() {}, warn: (message) => log.warn(String(message)), error: (message) => log.error(message) },
    });
  }
}

/** The names of the subgraphs: the values of the enum join__Graph, by their `@join__graph(name:)` (join specification). */
function readSubgraphNames(supergraphSdl: string): string[] {
  const graphs = parse(supergraphSdl).definitions.find((definition) => definition.kind === 'EnumTypeDefinition' && definition.name.value === 'join__Graph');
  const values = graphs?.kind === 'EnumTypeDefinition' ? (graphs.values ?? []) : [];
  return values
    .flatMap((value) => value.directives ?? [])
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap((argument) => (argument.name.value === 'name' && argument.value.kind === 'StringValue' ? [argument.value.value] : []));
}
