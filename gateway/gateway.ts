// The gateway: one supergraph behind Apollo Server, with health and a landing page.
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type GraphQLSchema, parse } from 'graphql';
import type { Registry } from 'prom-client';
import type { Config } from '../config';
import { createHttpServer, type Handler } from '../subgraphs/shared/http';
import type { Signer } from '../subgraphs/shared/message-signatures';
import { OperatorError } from '../subgraphs/shared/operator-error';
import type { Log } from '../subgraphs/shared/process';
import { waitUntilSound } from '../subgraphs/shared/readiness';
import type { Subgraph } from '../subgraphs/shared/subgraph';
import type { ClientTls } from '../subgraphs/shared/tls';
import type { Tracing } from '../subgraphs/shared/tracing';
import { createAdmission } from './access';
import { createAudit } from './audit/audit';
import type { Trail } from './audit/trail';
import { type Forwarding, readAsker } from './caller';
import { allowOrigins, type CorsOptions } from './cors';
import { formatError, withOwnCode, withOwnWords, withoutSuggestions } from './errors';
import { createExecution, type Execution, type ExecutionKind } from './execution';
import type { LastGoodLimits } from './execution/last-good-store';
import type { ResilienceOptions } from './execution/resilience';
import { createSubgraphStates, type SubgraphState } from './execution/subgraph-state';
import { handleGraphql, send } from './graphql-over-http';
import { createIdentification } from './identity/identification';
import type { IdentitySettings } from './identity/settings';
import { asksForPage, landingPage } from './landing-page';
import { type CostLimit, limitCost } from './limit-cost';
import type { OperationLimits } from './limits';
import { createLoadShedder } from './load-shedding';
import { createGatewayMetrics } from './metrics/gateway-metrics';
import { compareSupergraphs, type SupergraphChange } from './supergraph-swap';
import { limitOperationSize } from './operation-size';
import { createPersistedQueries } from './persisted-queries';
import { createRateLimiter, type RateLimit } from './rate-limit';
import { openRedis } from './redis';
import { refuse } from './refusal';
import { preflightHeaders } from './request-form';
import { readRequestId, requestIdHeader } from './request-id';
import { watchSubgraphHealth } from './subgraph-health';
import { readSupergraphFile, watchSupergraphFile } from './supergraph-file';
import { loadTrustedDocuments, type TrustMode } from './trusted-documents';

export interface GatewayOptions extends Forwarding, CorsOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  supergraphFile: string;
  /** Whether changes of the file are served without being told. */
  watchesSupergraph: boolean;
  /** `unbroken`: one that breaks a registered operation does not take the place of the one that is served. */
  supergraphSwaps: 'any' | 'unbroken';
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
  /** The largest answer of a subgraph that is read. */
  maxAnswerBytes: number;
  /** What is kept to answer for subgraphs that cannot be reached; null for nothing. */
  lastGood: LastGoodLimits | null;
  execution: ExecutionKind;
  /** How long the planning of one operation may take. */
  planningBudgetMs: number;
  /** Whether anybody is answered, or callers with a token that holds alone. Health is open to all. */
  access: Config['gateway']['access'];
  /** Whose tokens are accepted; null where nobody's are. */
  identity: IdentitySettings | null;
  /** In production nobody learns from an answer what the schema has that was not asked for. */
  mode: Config['mode'];
  limits: OperationLimits;
  /** The largest body of a request that is read. */
  maxBodyBytes: number;
  /** Of all requests' bodies that are held at one time. */
  maxHeldBodyBytes: number;
  /** How long a request may go without an answer. */
  requestTimeoutMs: number;
  /** Requests at work at one time; more are refused. */
  maxConcurrent: number;
  trustedDocuments: { mode: TrustMode; file: string };
  rateLimit: RateLimit | null;
  /** What several gateways share; null where each is alone. It may hold a password: never printed. */
  redisUrl: string | null;
  /** Proxies that every request passes. */
  trustedProxies: number;
  /** Subgraphs that run in this process. The gateway owns them from then on and closes them. */
  inProcess: readonly Subgraph[];
  /** How long, at a stop, connections stay open and requests are taken. */
  drainMs?: number;
  /** The audit trail of this process. The gateway opens and closes it. */
  trail?: Trail | null;
  /** Whether figures are kept for `registry`. */
  measures?: boolean;
  /** Where spans go. The gateway ends it. */
  tracing?: Tracing | null;
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
  /** Serves the supergraph that the file holds now; where it does not load or is refused, the one before stays, and readiness and the log say why. */
  reloadSupergraph(): Promise<void>;
  /** How each subgraph fares: its breaker, and counts since the start. */
  subgraphs(): readonly SubgraphState[];
  /** Stops: is not ready, takes requests while balancers notice, answers what has begun, closes the trail and the databases. */
  stop(): Promise<void>;
  /** What is measured, for Prometheus; null where nothing is. */
  registry: Registry | null;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { host, port, supergraphFile, subgraphUrls, inProcess, log, trail = null, tracing = null } = options;
  const audit = trail === null ? null : createAudit(trail);
  const metrics = options.measures === true ? createGatewayMetrics({ execution: () => execution, trail }) : null;
  const waiting = waitUntilSound(inProcess, log);
  const health = watchSubgraphHealth();
  const states = createSubgraphStates(metrics === null ? [health] : [health, metrics]);
  const trusted = loadTrustedDocuments(options.trustedDocuments.mode, options.trustedDocuments.file);
  const load = createLoadShedder(options.maxConcurrent);
  const identify = createIdentification(options.identity, log);
  const admit = createAdmission(options.access);
  const redis = options.redisUrl === null ? null : openRedis(options.redisUrl, log);
  const rateLimiter = options.rateLimit === null ? null : createRateLimiter({ ...options, redis, limit: options.rateLimit });
  let apollo: ApolloServer | undefined;
  let execution: Execution | undefined;
  let graphql: Handler | undefined;
  let ready: Promise<void> = Promise.resolve();
  /** The public schema that is served. */
  let schema: GraphQLSchema | undefined;
  /** Why the file's newest supergraph is not served; null where it is. */
  let supergraphFault: string | null = null;
  let stopWatching = () => {};
  let loading: Promise<ApolloServer> | undefined;

  const server = createHttpServer({
    routes: {
      '/': showPage,
      '/graphql': (request, response) => {
        if (asksForPage(request)) return showPage(request, response);
        if (graphql !== undefined) return graphql(request, response);
        const requestId = readRequestId(request.headers[requestIdHeader]);
        send(response, refuse(requestId, 503, 'GATEWAY_BUSY', 'the gateway is starting; try again. 网关正在启动，请稍后重试。', { 'retry-after': '1' }));
      },
    },
    readiness: () => ({
      // A supergraph that does not load leaves the one before serving: not a reason to send nobody here.
      ready: graphql !== undefined && waiting.faults().length === 0 && trail?.refuses() !== true,
      supergraphLoaded: graphql !== undefined,
      faults: [...waiting.faults(), ...(supergraphFault === null ? [] : [supergraphFault]), ...describeTrail(trail)],
      // An agency that does not answer costs its own fields alone: no reason to send nobody here either.
      subgraphs: health.states(),
    }),
    drainMs: options.drainMs,
    arrivalMs: options.requestTimeoutMs,
    logError: (error) => log.error(error),
  });

  return {
    registry: metrics?.registry ?? null,
    async start() {
      await openTrail();
      const early = options.listensEarly ? await server.listen(host, port) : null;
      if (options.watchesSupergraph) stopWatching = await watchSupergraphFile(supergraphFile, () => void reloadSupergraph());
      loading = startApollo();
      apollo = await loading;
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
      redis?.stop();
      await trail?.close();
      await Promise.all(inProcess.map((subgraph) => subgraph.close()));
      await tracing?.stop();
    },
  };

  async function showPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    send(response, (await admit(readAsker(request.headers, identify))) ?? landingPage(request));
  }

  async function openTrail(): Promise<void> {
    try {
      await trail?.open();
    } catch (error) {
      throw new OperatorError(`the audit trail cannot be written (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}); see JIEDUI_AUDIT_DIR`);
    }
  }

  async function startApollo(): Promise<ApolloServer> {
    const supergraphSdl = await readSupergraphFile(supergraphFile);
    try {
      const names = readSubgraphNames(supergraphSdl);
      const unknown = [...subgraphUrls.keys()].filter((name) => !names.includes(name));
      if (unknown.length > 0) throw new OperatorError(`JIEDUI_SUBGRAPH_URLS names ${unknown.join(', ')}, which the supergraph does not have`);
      execution = createExecution({
        ...options,
        supergraphSdl,
        states,
        observer: metrics ?? undefined,
        traces: tracing !== null,
        tls: options.clientTls,
        logError: (error) => log.error(error),
      });
      execution.gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
        schema = apiSchema;
      });
      const cost = limitCost(execution.gateway, options.limits, log);
      const server = createApolloServer(execution, cost);
      await server.start();
      const answer = handleGraphql({
        ...options,
        server,
        load,
        rateLimiter,
        trusted,
        identify,
        admit,
        estimateCost: cost.estimate,
        audit,
        observer: metrics,
        tracing,
      });
      graphql = allowOrigins(options, answer);
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
      const changes: SupergraphChange[] = [];
      await execution?.replaceSupergraph(await readSupergraphFile(supergraphFile), (next) => changes.push(approveSupergraph(next)));
      if (supergraphFault !== null) log.info('the supergraph loads again');
      supergraphFault = null;
      for (const { loses, sentence } of changes) (loses ? log.warn : log.info)(`another supergraph is served. ${sentence}`);
    } catch (error) {
      const reason = (error as Error).message;
      const tell = (why: string) => `the newest supergraph is not served, the one before it is: ${why}`;
      log.error(new Error(tell(reason), { cause: error }));
      // Whoever asks whether the gateway is ready learns no folder's name.
      supergraphFault = tell(reason.replaceAll(supergraphFile, path.basename(supergraphFile)));
    }
  }

  /** @throws Error where it breaks registered operations and must not */
  function approveSupergraph(next: GraphQLSchema): SupergraphChange {
    if (schema === undefined) throw new Error('no supergraph was served before');
    const change = compareSupergraphs(schema, next, trusted.operations);
    if (options.supergraphSwaps === 'any' || change.broken.length === 0) return change;
    const broken = change.broken.map(({ name, reason }) => `${name} (${reason})`).join(', ');
    throw new Error(`it breaks registered operations, which JIEDUI_SUPERGRAPH_SWAPS=unbroken refuses: ${broken}`);
  }

  function createApolloServer({ validationRules }: Execution, { gateway }: CostLimit): ApolloServer {
    const isProduction = options.mode === 'production';
    return new ApolloServer({
      gateway,
      parseOptions: { maxTokens: options.limits.maxTokens },
      validationRules: [limitOperationSize(options.limits, trusted, log.info), ...validationRules],
      persistedQueries: { cache: createPersistedQueries(redis, trusted) },
      csrfPrevention: { requestHeaders: preflightHeaders },
      introspection: !isProduction,
      formatError(formatted, error) {
        const named = withOwnWords(withOwnCode(formatted, error));
        const shown = formatError(isProduction ? withoutSuggestions(named) : named, () => log.error(error));
        const { code, agency } = shown.extensions ?? {};
        metrics?.onError(String(code), typeof agency === 'string' ? agency : null);
        return shown;
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
        ...(audit === null ? [] : [audit.plugin]),
      ],
      logger: { debug() {}, info() {}, warn: (message) => log.warn(String(message)), error: (message) => log.error(message) },
    });
  }
}

/** What is wrong with the audit trail, a sentence without the folder's name. */
function describeTrail(trail: Trail | null): string[] {
  if (trail === null || trail.works()) return [];
  return [`the audit trail cannot be written: requests are ${trail.refuses() ? 'refused' : 'answered all the same'}`];
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
