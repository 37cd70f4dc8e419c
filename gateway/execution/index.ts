// The seam behind which operations are planned and executed: everything else in the gateway knows only this.
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { ValidationRule } from 'graphql';
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import { createStockExecution } from './stock';

export interface Execution {
  /** Apollo Server's gateway interface. */
  gateway: ApolloServerOptionsWithGateway<object>['gateway'];
  /** What this execution cannot answer right is refused beforehand. */
  validationRules: readonly ValidationRule[];
}

export interface ExecutionOptions {
  /** The supergraph's SDL. */
  supergraphSdl: string;
  /** Subgraphs that run in this process; all others are called over HTTP. */
  inProcess: readonly Subgraph[];
  /** Addresses that replace those in the supergraph, by subgraph. */
  subgraphUrls: ReadonlyMap<string, string>;
  /** How long a subgraph may take to answer one request. */
  subgraphTimeoutMs: number;
  /** Called with the whole original of every failure that is masked towards the client. */
  logError: (error: unknown) => void;
}

/** Plans and executes operations over a supergraph. */
export function createExecution(options: ExecutionOptions): Execution {
  return createStockExecution(options);
}
