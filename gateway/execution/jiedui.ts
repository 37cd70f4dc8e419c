// Our own execution of Apollo's plans, as Apollo Server's gateway: it always serves one supergraph, and swaps it for
// another without losing a request.
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { noSuchOperation, notOffered } from '../errors';
import { Deadline } from '../time-limit';
import type { Execution, ExecutionOptions } from '.';
import type { OperationCounters } from './execution-observer';
import { type LoadedSupergraph, loadSupergraph } from './loaded-supergraph';
import type { RequestAccount } from './request-account';
import { anonymous, type Caller } from './transport';
import { createTransportRegistry } from './transport-registry';

type GatewayInterface = ApolloServerOptionsWithGateway<object>['gateway'];
type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;

/** Operations that are planned anew before a swap, the most used first. */
const maxWarmed = 200;

/** For whoever sets no time limit. */
const never = new Deadline();

/** How long a swap waits for them. */
const warmingBudgetMs = 20_000;

export function createJieduiExecution(options: ExecutionOptions): Execution {
  const { supergraphSdl, planningBudgetMs, logError, observer } = options;
  const transports = createTransportRegistry(options);
  const counters: OperationCounters = { known: 0, new: 0 };
  const load = (sdl: string) => loadSupergraph({ sdl, transports, planningBudgetMs, logError, observer, counters });
  const listeners = new Set<Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0]>();
  /** By the schema that Apollo Server validated a request with: it is executed on the same supergraph. */
  const bySchema = new WeakMap<GraphQLSchema, LoadedSupergraph>();
  let serving: LoadedSupergraph | undefined;
  let swapping: Promise<void> = Promise.resolve();
  let stopping = false;

  function serve(supergraph: LoadedSupergraph): void {
    serving = supergraph;
    bySchema.set(supergraph.schema, supergraph);
    for (const listener of listeners) listener({ apiSchema: supergraph.schema, coreSupergraphSdl: supergraph.sdl });
  }

  async function swap(sdl: string, approve: (schema: GraphQLSchema) => void): Promise<void> {
    const old = serving;
    if (old === undefined || stopping || old.sdl === sdl) return;
    const supergraph = await load(sdl);
    try {
      approve(supergraph.schema);
    } catch (error) {
      supergraph.retire().catch(logError);
      throw error;
    }
    const until = Date.now() + warmingBudgetMs;
    for (const operation of old.mostUsed(maxWarmed)) {
      if (stopping || Date.now() > until) break;
      await supergraph.warm(operation);
    }
    serve(supergraph);
    old.retire().catch(logError);
  }

  const execute: GatewayExecutor = async ({ request, document, queryHash, source, operation, schema, context }) => {
    const own = bySchema.get(schema);
    const foreign = own === undefined || own.retired();
    const supergraph = foreign ? serving : own;
    if (supergraph === undefined) throw new Error('no supergraph is loaded');
    // Apollo Server expects the executor to refuse what the schema does not offer.
    if (!operation) return { errors: [noSuchOperation(request.operationName)] };
    if (!schema.getRootType(operation.operation) || operation.operation === 'subscription') return { errors: [notOffered(operation.operation)] };
    const { caller = anonymous, deadline = never, account = null } = context as { caller?: Caller; deadline?: Deadline; account?: RequestAccount | null };
    const result = supergraph.execute({
      documentId: queryHash,
      source,
      document,
      operation,
      operationName: request.operationName ?? null,
      variables: request.variables ?? {},
      caller,
      deadline,
      account,
      foreign,
    });
    return result.catch((error: unknown) => {
      const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: caller.requestId };
      throw new GraphQLError((error as Error).message, { originalError: error as Error, extensions });
    });
  };

  const gateway: GatewayInterface = {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load() {
      serve(await load(supergraphSdl));
      return { executor: execute };
    },
    async stop() {
      stopping = true;
      await swapping.catch(() => {});
      await serving?.retire();
    },
  };

  return {
    gateway,
    validationRules: [],
    replaceSupergraph(sdl, approve) {
      // One after the other: the newest wins.
      swapping = swapping.catch(() => {}).then(() => swap(sdl, approve));
      return swapping;
    },
    figures: () => ({ ...counters, prepared: serving?.prepared() ?? 0 }),
  };
}
