// The gateway: one supergraph behind Apollo Server, with health and a landing page.
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { parse } from 'graphql';
import { createHttpServer, type Handler } from '../subgraphs/shared/http';
import type { Signer } from '../subgraphs/shared/message-signatures';
import { OperatorError } from '../subgraphs/shared/operator-error';
import type { Log } from '../subgraphs/shared/process';
import { waitUntilSound } from '../subgraphs/shared/readiness';
import type { Subgraph } from '../subgraphs/shared/subgraph';
import type { ClientTls } from '../subgraphs/shared/tls';
import { formatError } from './errors';
import { createExecution, type Execution, type ExecutionKind } from './execution';
import type { ResilienceOptions } from './execution/resilience';
import { createSubgraphStates, type SubgraphObserver, type SubgraphState } from './execution/subgraph-state';
import { handleGraphql } from './graphql-over-http';
import { createIdentification } from './identity/identification';
import type { IdentitySettings } from './identity/settings';
import { landingPage } from './landing-page';
import { readSupergraphFile, watchSupergraphFile } from './supergraph-file';
import { limitOperationSize } from './operation-size';

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
  /** Retries, breaker and concurrency of each subgraph over HTTP. */
  resilience: ResilienceOptions;
  /** Signs requests to subgraphs over HTTP. */
  signer?: Signer | undefined;
  /** What is shown to subgraphs over HTTPS, and whom of them to trust. */
  clientTls?: ClientTls | undefined;
  /** Is told of every answer of a subgraph, with its time. */
  subgraphObserver?: SubgraphObserver | undefined;
  /** The largest answer of a subgraph that is read. */
  maxAnswerBytes: number;
  execution: ExecutionKind;
  /** How long the planning of one operation may take. */
  planningBudgetMs: number;
  /** Names of the client's headers that subgraphs get, in lower case. */
  forwardedHeaders: readonly string[];
  /** Whose tokens are accepted; null where nobody's are. */
  identity: IdentitySettings | null;
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
  /** How each subgraph fares: its breaker, and counts since the start. */
  subgraphs(): readonly SubgraphState[];
  stop(): Promise<void>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { host, port, supergraphFile, subgraphUrls, inProcess, log } = options;
  const waiting = waitUntilSound(inProcess, log);
  const states = createSubgraphStates(options.subgraphObserver);
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
    logError: (error) => log.error(error),
  });

  return {
    async start() {
      const early = options.listensEarly ? await server.listen(host, port) : null;
      if (options.watchesSupergraph) stopWatching = await watchSupergraphFile(supergraphFile, () => void reloadSupergraph());
      loading = startApollo();
      const identify = createIdentification(options.identity, log);
      apollo = await loading;
      graphql = handleGraphql(apollo, { ...options, identify });
      ready = waiting.start();
      return early ?? (await server.listen(host, port));
    },
    ready: () => ready,
    reloadSupergraph,
    subgraphs: states.list,
    async stop() {
      waiting.stop();
      stopWatching();
      await server.stop();
      if (graphql !== undefined) await apollo?.stop();
      await Promise.all(inProcess.map((subgraph) => subgraph.close()));
    },
  };

  async function startApollo(): Promise<ApolloServer> {
    const supergraphSdl = await readSupergraphFile(supergraphFile);
    try {
      const names = readSubgraphNames(supergraphSdl);
      const unknown = [...subgraphUrls.keys()].filter((name) => !names.includes(name));
      if (unknown.length > 0) throw new OperatorError(`JIEDUI_SUBGRAPH_URLS names ${unknown.join(', ')}, which the supergraph does not have`);
      execution = createExecution({ ...options, supergraphSdl, states, tls: options.clientTls, logError: (error) => log.error(error) });
      const server = createApolloServer(execution);
      await server.start();
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

  function createApolloServer({ gateway, validationRules }: Execution): ApolloServer {
    return new ApolloServer({
      gateway,
      validationRules: [limitOperationSize, ...validationRules],
      formatError: (formatted, error) => formatError(formatted, () => log.error(error)),
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
