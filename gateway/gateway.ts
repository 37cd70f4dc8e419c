// The gateway: one supergraph behind Apollo Server, with health and a landing page.
import { readFile } from 'node:fs/promises';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { parse } from 'graphql';
import { createHttpServer, type Handler } from '../subgraphs/shared/http';
import { OperatorError } from '../subgraphs/shared/operator-error';
import type { Log } from '../subgraphs/shared/process';
import { waitUntilSound } from '../subgraphs/shared/readiness';
import type { Subgraph } from '../subgraphs/shared/subgraph';
import { formatError } from './errors';
import { createExecution } from './execution';
import { handleGraphql } from './graphql-over-http';
import { landingPage } from './landing-page';
import { limitOperationSize } from './operation-size';

export interface GatewayOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  supergraphFile: string;
  subgraphUrls: ReadonlyMap<string, string>;
  /** How long a subgraph may take to answer one request. */
  subgraphTimeoutMs: number;
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
  stop(): Promise<void>;
}

export function createGateway({ host, port, supergraphFile, subgraphUrls, subgraphTimeoutMs, inProcess, log }: GatewayOptions): Gateway {
  const waiting = waitUntilSound(inProcess, log);
  let apollo: ApolloServer | undefined;
  let graphql: Handler | undefined;
  let ready: Promise<void> = Promise.resolve();

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
    readiness: () => ({ ready: graphql !== undefined && waiting.faults().length === 0, supergraphLoaded: graphql !== undefined, faults: waiting.faults() }),
    logError: (error) => log.error(error),
  });

  return {
    async start() {
      const boundPort = await server.listen(host, port);
      apollo = await startApollo();
      graphql = handleGraphql(apollo);
      ready = waiting.start();
      return boundPort;
    },
    ready: () => ready,
    async stop() {
      waiting.stop();
      await server.stop();
      if (graphql !== undefined) await apollo?.stop();
      await Promise.all(inProcess.map((subgraph) => subgraph.close()));
    },
  };

  async function startApollo(): Promise<ApolloServer> {
    const supergraphSdl = await readSupergraph(supergraphFile);
    try {
      const names = readSubgraphNames(supergraphSdl);
      const unknown = [...subgraphUrls.keys()].filter((name) => !names.includes(name));
      if (unknown.length > 0) throw new OperatorError(`JIEDUI_SUBGRAPH_URLS names ${unknown.join(', ')}, which the supergraph does not have`);
      const server = createApolloServer(supergraphSdl);
      await server.start();
      return server;
    } catch (error) {
      if (error instanceof OperatorError) throw error;
      throw new OperatorError(`the supergraph ${supergraphFile} does not load: ${(error as Error).message}`);
    }
  }

  function createApolloServer(supergraphSdl: string): ApolloServer {
    const { gateway, validationRules } = createExecution({ supergraphSdl, inProcess, subgraphUrls, subgraphTimeoutMs, logError: (error) => log.error(error) });
    return new ApolloServer({
      gateway,
      validationRules: [limitOperationSize, ...validationRules],
      formatError: (formatted, error) => formatError(formatted, () => log.error(error)),
      includeStacktraceInErrorResponses: false,
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

async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new OperatorError(`the supergraph ${file} cannot be read`);
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
