// The seam behind which operations are planned and executed: everything else in the gateway knows only this.
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema, ValidationRule } from 'graphql';
import type { Signer } from '../../subgraphs/shared/message-signatures';
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import type { ClientTls } from '../../subgraphs/shared/tls';
import type { ExecutionObserver, OperationCounters } from './execution-observer';
import { createJieduiExecution } from './jiedui';
import type { LastGoodLimits } from './last-good-store';
import type { ResilienceOptions } from './resilience';
import type { SubgraphStates } from './subgraph-state';

/** Our own execution, or `@apollo/gateway` as it is. */
export type ExecutionKind = 'jiedui' | 'stock';

export interface Execution {
  /** Apollo Server's gateway interface. */
  gateway: ApolloServerOptionsWithGateway<object>['gateway'];
  /** What this execution cannot answer right is refused beforehand. */
  validationRules: readonly ValidationRule[];
  /**
   * Serves another supergraph from now on; requests in flight end on the old one, which stays where the new one does not load.
   *
   * @param approve told the new public schema before it is served; what it throws leaves the old one serving
   * @throws Error saying why it does not load
   */
  replaceSupergraph(supergraphSdl: string, approve: (schema: GraphQLSchema) => void): Promise<void>;
  /** For the metrics; null where it is not known. */
  figures(): (OperationCounters & { prepared: number }) | null;
}

export interface ExecutionOptions {
  execution: ExecutionKind;
  /** The supergraph's SDL. */
  supergraphSdl: string;
  /** Subgraphs that run in this process; all others are called over HTTP. */
  inProcess: readonly Subgraph[];
  /** Addresses that replace those in the supergraph, by subgraph. */
  subgraphUrls: ReadonlyMap<string, string>;
  /** How long a subgraph may take to answer one request. */
  subgraphTimeoutMs: number;
  /** Retries, breaker and concurrency of each subgraph over HTTP; `stock` has none of these. */
  resilience: ResilienceOptions;
  /** The largest answer of a subgraph that is read. */
  maxAnswerBytes: number;
  /** What is kept to answer for subgraphs that cannot be reached, null for nothing; `stock` keeps nothing. */
  lastGood?: LastGoodLimits | null;
  /** How long the planning of one operation may take. */
  planningBudgetMs: number;
  /** Counts how the subgraphs fare; `stock` counts nothing. */
  states?: SubgraphStates | undefined;
  /** Signs requests over HTTP. */
  signer?: Signer | undefined;
  /** What is shown to subgraphs over HTTPS, and whom of them to trust. */
  tls?: ClientTls | undefined;
  /** Called with the whole original of every failure that is masked towards the client. */
  logError: (error: unknown) => void;
  observer?: ExecutionObserver | undefined;
  /** Whether callers may have spans. */
  traces?: boolean | undefined;
}

/** Plans and executes operations over a supergraph. */
export function createExecution(options: ExecutionOptions): Execution {
  if (options.execution === 'jiedui') return createJieduiExecution(options);
  // The package is large, and loads the planner into this thread: only where it is asked for.
  const { createStockExecution } = require('./stock') as typeof import('./stock');
  return createStockExecution(options);
}
