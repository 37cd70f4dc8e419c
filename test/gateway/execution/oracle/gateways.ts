// Both gateways over one supergraph, in one world: what each answers to the same operation.
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError } from 'graphql';
import { formatError } from '../../../../gateway/errors';
import { createExecution, type ExecutionKind, type ExecutionOptions } from '../../../../gateway/execution';
import { limitOperationSize } from '../../../../gateway/operation-size';
import { loadTrustedDocuments } from '../../../../gateway/trusted-documents';
import type { Subgraph } from '../../../../subgraphs/shared/subgraph';
import { defaultSettings } from '../../../graph/graph';
import type { Case } from './cases';
import type { Outcome } from './compare';
import { createStage, type Stage } from './stage';
import { findSupergraph, type TestGraph } from './supergraphs';

type Transport = Case['transport'];

export interface Gateways {
  ask(execution: ExecutionKind, instance: Case): Promise<Outcome>;
  stop(): Promise<void>;
}

/**
 * Gateways that are started when they are first asked and kept for all cases.
 *
 * @param distort changes what the subgraphs of all but stock answer, to prove that a difference is seen
 */
export function createGateways(stageOf: (supergraph: string) => Stage, distort: (subgraph: Subgraph) => Subgraph = (subgraph) => subgraph): Gateways {
  const servers = new Map<string, Promise<ApolloServer>>();

  function serverOf(execution: ExecutionKind, transport: Transport, supergraph: TestGraph): Promise<ApolloServer> {
    const key = `${execution} ${transport} ${supergraph.name}`;
    let server = servers.get(key);
    if (server === undefined) {
      server = startServer(execution, transport, supergraph);
      servers.set(key, server);
    }
    return server;
  }

  async function startServer(execution: ExecutionKind, transport: Transport, supergraph: TestGraph): Promise<ApolloServer> {
    const stage = stageOf(supergraph.name);
    const options: ExecutionOptions = {
      execution,
      supergraphSdl: supergraph.sdl,
      inProcess: transport === 'http' ? [] : stage.subgraphs.map((subgraph) => (execution === 'stock' ? subgraph : distort(subgraph))),
      subgraphUrls: transport === 'http' ? await stage.listen() : new Map(),
      subgraphTimeoutMs: 10_000,
      resilience: { ...defaultSettings.resilience, breakerPercent: 100 },
      maxAnswerBytes: 10_000_000,
      planningBudgetMs: 60_000,
      logError: () => {},
    };
    const { gateway, validationRules } = createExecution(options);
    const server = new ApolloServer({
      gateway,
      validationRules: [limitOperationSize(defaultSettings.limits, loadTrustedDocuments('off', ''), () => {}), ...validationRules],
      // The message is kept beexecutions: it names what failed, by which a path is checked.
      formatError: (formatted) => ({ ...formatError(formatted, () => {}), message: formatted.message }),
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      plugins: [
        ApolloServerPluginUsageReportingDisabled(),
        ApolloServerPluginSchemaReportingDisabled(),
        ApolloServerPluginInlineTraceDisabled(),
        ApolloServerPluginLandingPageDisabled(),
      ],
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    await server.start();
    return server;
  }

  return {
    async ask(execution, { supergraph, query, variables, transport, ...world }) {
      const stage = stageOf(supergraph);
      const server = await serverOf(execution, transport, findSupergraph(supergraph));
      stage.setWorld(world);
      stage.takeRequests();
      const { body } = await server.executeOperation({ query, variables: { ...variables } });
      if (body.kind !== 'single') throw new Error(`expected a single answer; got ${body.kind}`);
      const { data, errors } = body.singleResult;
      return { data: JSON.stringify(data), errors: (errors ?? []) as readonly GraphQLFormattedError[], requests: stage.takeRequests() };
    },
    async stop() {
      for (const server of servers.values()) await (await server).stop();
    },
  };
}

/** Stages by supergraph, made when they are first needed. */
export function createStages(): { of(supergraph: string): Stage; stop(): Promise<void> } {
  const stages = new Map<string, Stage>();
  return {
    of(name) {
      const stage = stages.get(name) ?? createStage(findSupergraph(name));
      stages.set(name, stage);
      return stage;
    },
    async stop() {
      await Promise.all([...stages.values()].map((stage) => stage.stop()));
    },
  };
}
