// Refuses operations that would cost too much or ask for too long a list, before any subgraph is asked, and tells a client
// that wants to know what its operation costs.
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { GraphQLError, type GraphQLSchema, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { readWork, type SubgraphWork } from './execution/answer-notes';
import { type CostDirectives, readCostDirectives } from './cost-directives';
import type { Log } from '../subgraphs/shared/process';
import type { OperationLimits } from './limits';
import { type OperationCost, prepareCost, type Variables } from './operation-cost';

type GatewayInterface = ApolloServerOptionsWithGateway<object>['gateway'];
type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;
type ExecutorInput = Parameters<GatewayExecutor>[0];

/** A client that sends `jiedui-cost: include` gets `extensions.cost`. */
const costHeader = 'jiedui-cost';

export interface CostLimit {
  /** The gateway with the limits before its executor. */
  gateway: GatewayInterface;
  /** What a document of one operation that fits the schema of today would cost. Prepared once for each text: for trusted ones alone. */
  estimate(text: string, variables: Variables): number;
}

/** @param log told of each request over a limit; at debug of what each was estimated to cost and came to */
export function limitCost(gateway: GatewayInterface, limits: OperationLimits, log: Pick<Log, 'debug' | 'info'>): CostLimit {
  let today: { schema: GraphQLSchema; byText: Map<string, OperationCost> } | undefined;
  const directivesOf = new WeakMap<GraphQLSchema, CostDirectives>();
  const costs = new WeakMap<OperationDefinitionNode, OperationCost>();

  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    directivesOf.set(apiSchema, readCostDirectives(coreSupergraphSdl));
    today = { schema: apiSchema, byText: new Map() };
  });

  /** A document is validated and kept for one schema, and so is what its operations cost. */
  function costOf({ schema, document }: ExecutorInput, operation: OperationDefinitionNode): OperationCost {
    let cost = costs.get(operation);
    if (cost === undefined) {
      const directives = directivesOf.get(schema);
      if (directives === undefined) throw new Error('the schema was not announced before it was asked');
      cost = prepareCost(schema, directives, document, operation);
      costs.set(operation, cost);
    }
    return cost;
  }

  function limit(execute: GatewayExecutor): GatewayExecutor {
    return (input) => {
      const { operation, request, operationName, queryHash } = input;
      if (!operation) return execute(input);
      const cost = costOf(input, operation);
      const variables = request.variables ?? {};
      const estimate = cost.estimate(variables);
      const excess = findExcess(cost, estimate, variables, limits);
      const subject = () => `${operationName ?? 'an operation without a name'} (${queryHash.slice(0, 12)})`;
      if (excess !== null && limits.enforced) {
        log.info(`refused ${subject()}: ${excess.english}`);
        return Promise.resolve({ errors: [refuse(excess)] });
      }
      const isAsked = request.http?.headers.get(costHeader) === 'include';
      if (excess === null && !isAsked && log.debug === undefined) return execute(input);
      return executeAndMeasure(execute, input, (data, work) => {
        const actual = cost.measure(data);
        if (excess !== null) log.info(`let through ${subject()}: ${excess.english}; its cost was estimated as ${estimate} and came to ${actual}`);
        else log.debug?.(`answered ${subject()}: its cost was estimated as ${estimate} and came to ${actual}`);
        return isAsked ? { estimate, actual, maximum: limits.maxCost, ...(work === null ? {} : { work }) } : null;
      });
    };
  }

  return {
    gateway: {
      onSchemaLoadOrUpdate: (listener) => gateway.onSchemaLoadOrUpdate(listener),
      async load(options) {
        const loaded = await gateway.load(options);
        return loaded.executor === null ? loaded : { ...loaded, executor: limit(loaded.executor) };
      },
      stop: () => gateway.stop(),
    },
    estimate(text, variables) {
      const { schema, byText } = today ?? {};
      if (schema === undefined || byText === undefined) return Number.POSITIVE_INFINITY;
      let cost = byText.get(text);
      if (cost === undefined) {
        const document = parse(text);
        const operation = getOperationAST(document);
        if (!operation) return Number.POSITIVE_INFINITY;
        cost = prepareCost(schema, directivesOf.get(schema) as CostDirectives, document, operation);
        byText.set(text, cost);
      }
      return cost.estimate(variables);
    },
  };
}

async function executeAndMeasure(
  execute: GatewayExecutor,
  input: ExecutorInput,
  measure: (data: unknown, work: SubgraphWork | null) => object | null,
): ReturnType<GatewayExecutor> {
  const result = await execute(input);
  const cost = measure(result.data, readWork(result));
  return cost === null ? result : { ...result, extensions: { ...result.extensions, cost } };
}

interface Excess {
  code: 'OPERATION_TOO_COSTLY' | 'OPERATION_TOO_LARGE';
  english: string;
  chinese: string;
}

function findExcess(cost: OperationCost, estimate: number, variables: Variables, { maxCost, maxListSize }: OperationLimits): Excess | null {
  const slice = cost.longestSlice(variables);
  if (slice !== null && slice.size > maxListSize) {
    const english = `${slice.argument} asks for a list of ${slice.size}; at most ${maxListSize} are answered`;
    return { code: 'OPERATION_TOO_LARGE', english, chinese: `${slice.argument} 要求 ${slice.size} 项，至多 ${maxListSize} 项` };
  }
  const longest = findLongestList(variables, 0);
  if (longest > maxListSize) {
    const english = `a list in the variables has ${longest} items; at most ${maxListSize} are taken`;
    return { code: 'OPERATION_TOO_LARGE', english, chinese: `变量中的列表有 ${longest} 项，至多 ${maxListSize} 项` };
  }
  if (estimate > maxCost) {
    const english = `the operation would cost ${estimate}; at most ${maxCost} is answered, so ask for fewer items or fields at once`;
    return { code: 'OPERATION_TOO_COSTLY', english, chinese: `该查询预计成本为 ${estimate}，至多 ${maxCost}，请减少一次查询的条数或字段` };
  }
  return null;
}

function refuse({ code, english, chinese }: Excess): GraphQLError {
  return new GraphQLError(`${english}. ${chinese}。`, { extensions: { code, http: { status: 400 } } });
}

/** Deeper values are refused when they are coerced. */
const maxDepth = 50;

function findLongestList(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return 0;
  let longest = Array.isArray(value) ? value.length : 0;
  for (const name in value) longest = Math.max(longest, findLongestList((value as Record<string, unknown>)[name], depth + 1));
  return longest;
}
