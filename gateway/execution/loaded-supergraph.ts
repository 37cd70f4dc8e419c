// One supergraph as it is served: its public schema, its planner, its transports and its prepared operations. A swap makes a
// new one; requests that began on the old one end on it.
import { setTimeout } from 'node:timers/promises';
import {
  buildASTSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  print,
  validate as validateDocument,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { createAuthorization, decide } from '../authorization/authorization';
import type { Check } from '../authorization/checks';
import type { Rights } from '../identity/identity';
import type { Deadline } from '../time-limit';
import { type Conditions, type ConditionValues, decideConditions, readConditions } from './conditions';
import type { ExecutionObserver, OperationCounters } from './execution-observer';
import { type PlanningQueue, startPlanning } from './planning/planning-queue';
import { type OperationResult, type PreparedOperation, prepareOperation } from './prepared-operation';
import type { RequestAccount } from './request-account';
import type { Caller } from './transport';
import type { TransportRegistry } from './transport-registry';

export interface LoadedSupergraph {
  sdl: string;
  schema: GraphQLSchema;
  execute(request: OperationRequest): Promise<OperationResult>;
  /** How many operations are prepared. */
  prepared(): number;
  /** The operations asked most, most asked first. */
  mostUsed(count: number): UsedOperation[];
  /** Plans and prepares an operation that another supergraph knew, unless it no longer fits. */
  warm(operation: UsedOperation): Promise<void>;
  /** Whether it has ended and takes no more requests. */
  retired(): boolean;
  /** Ends planner and transports, once no request runs on it. */
  retire(): Promise<void>;
}

interface OperationRequest {
  /** Names the document: equal for equal texts. */
  documentId: string;
  source: string;
  document: DocumentNode;
  /** The one of the document's operations that is asked for. */
  operation: OperationDefinitionNode;
  operationName: string | null;
  variables: Record<string, unknown>;
  caller: Caller;
  deadline: Deadline;
  /** Null where nobody keeps account. */
  account?: RequestAccount | null;
  /** Whether the document was validated by another supergraph's schema, so that it must be again. */
  foreign: boolean;
}

interface UsedOperation {
  key: string;
  documentId: string;
  source: string;
  document: DocumentNode;
  operationName: string | null;
  conditions: ConditionValues;
  /** Of the first who asked it. */
  rights: Rights;
  uses: number;
}

export interface LoadOptions {
  sdl: string;
  transports: TransportRegistry;
  planningBudgetMs: number;
  logError: (error: unknown) => void;
  observer?: ExecutionObserver | undefined;
  /** Counted up, over all supergraphs that are served one after the other. */
  counters?: OperationCounters;
}

interface KnownOperation extends UsedOperation {
  prepared: PreparedOperation;
}

/** What the prepared operations made of one operation depend on. */
interface Dependence {
  conditions: Conditions;
  /** Those that stand before its fields. */
  checks: readonly Check[];
}

const noChecks: readonly Check[] = [];

/** Bounds the prepared operations, by number and by the length of their texts and plans. */
const maxOperations = 2_000;
const maxOperationsLength = 30_000_000;

const retirementDelayMs = 500;

/** Operations that wait to be planned; more are refused at once. */
const maxWaiting = 200;

/**
 * Loads a supergraph: parsed, checked and planned with in a thread of its own.
 *
 * @throws Error saying why where it does not load
 */
export async function loadSupergraph({
  sdl,
  transports,
  planningBudgetMs,
  logError,
  observer,
  counters = { known: 0, new: 0 },
}: LoadOptions): Promise<LoadedSupergraph> {
  const planning = await startPlanning({ supergraphSdl: sdl, budgetMs: planningBudgetMs, maxWaiting });
  const { schema, authorization, lent } = await equip(planning, sdl, transports);
  const operations = new LRUCache<string, KnownOperation>({ max: maxOperations, maxSize: maxOperationsLength });
  const preparing = new Map<string, Promise<PreparedOperation>>();
  const dependenceOf = new WeakMap<OperationDefinitionNode, Dependence>();
  let running = 0;
  let retired = false;
  let onIdle: (() => void) | null = null;

  async function prepare(used: UsedOperation, validate: boolean, sharer: string): Promise<PreparedOperation> {
    const { source, operationName, conditions, rights } = used;
    const document = decideConditions(used.document, conditions);
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new GraphQLError('the document has no operation of the name asked for');
    const asked = authorization?.restrict(document, operation, rights);
    const restricted = asked?.anyRefused === true ? asked : null;
    // What is refused is gone before the planner looks at the document.
    if (restricted !== null && validate) checkDocument(schema, used.document);
    const begunAt = performance.now();
    const { plan, length } =
      restricted === null
        ? await planning.plan(source, operationName, { validate, conditions, caller: sharer })
        : await planning.plan(print(restricted.document), operationName, { validate: false, caller: sharer });
    observer?.onPlanned(performance.now() - begunAt);
    const refusals = restricted?.refusals ?? null;
    const prepared = prepareOperation({ schema, document, operation, plan, refusals, transports: lent.transports, logError });
    const size = source.length + length;
    if (size <= maxOperationsLength) operations.set(used.key, { ...used, prepared }, { size });
    return prepared;
  }

  /** Equal operations that arrive while one of them is planned wait for that one. */
  function prepareOnce(operation: UsedOperation, validate: boolean, sharer: string): Promise<PreparedOperation> {
    let promise = preparing.get(operation.key);
    if (promise === undefined) {
      promise = prepare(operation, validate, sharer).finally(() => preparing.delete(operation.key));
      preparing.set(operation.key, promise);
    }
    return promise;
  }

  function findDependence(document: DocumentNode, operation: OperationDefinitionNode): Dependence {
    let dependence = dependenceOf.get(operation);
    if (dependence === undefined) {
      dependence = { conditions: readConditions(schema, document, operation), checks: authorization?.findChecks(document, operation) ?? noChecks };
      dependenceOf.set(operation, dependence);
    }
    return dependence;
  }

  async function execute(request: OperationRequest): Promise<OperationResult> {
    const { documentId, source, document, operation, operationName, variables, caller, deadline, account = null, foreign } = request;
    const dependence = findDependence(document, operation);
    const conditions = dependence.conditions.read(variables);
    const key = writeKey({ documentId, operationName, conditions }, decide(dependence.checks, caller.identity));
    const known = operations.get(key);
    if (known !== undefined) {
      known.uses++;
      counters.known++;
      return known.prepared.execute(variables, caller, { deadline, account });
    }
    counters.new++;
    const span = caller.span?.begin('plan', 'internal');
    const operationToPrepare = { key, documentId, source, document, operationName, conditions, rights: caller.identity, uses: 1 };
    const prepared = await prepareOnce(operationToPrepare, foreign, caller.sharer).finally(() => span?.end());
    return prepared.execute(variables, caller, { deadline, account });
  }

  return {
    sdl,
    schema,
    async execute(request) {
      running++;
      try {
        return await execute(request);
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      } finally {
        if (--running === 0) onIdle?.();
      }
    },
    prepared: () => operations.size,
    mostUsed(count) {
      return [...operations.values()].sort((one, other) => other.uses - one.uses).slice(0, count);
    },
    async warm(operation) {
      try {
        const { document, operationName, rights } = operation;
        const asked = getOperationAST(document, operationName);
        // The other supergraph may have been protected otherwise.
        const key = writeKey(operation, asked ? decide(findDependence(document, asked).checks, rights) : '');
        await prepare({ ...operation, key, uses: 0 }, true, '');
      } catch {
        // It no longer fits; whoever asks it again is told why.
      }
    },
    retired: () => retired,
    async retire() {
      // A request may stand between its validation and here, uncounted.
      await setTimeout(retirementDelayMs, undefined, { ref: false });
      while (running > 0) await new Promise<void>((resolve) => (onIdle = resolve));
      retired = true;
      await planning.close();
      await lent.giveBack();
    },
  };
}

/** What the conditions and the decision make of an operation is planned as an operation of its own. */
function writeKey({ documentId, operationName, conditions }: Pick<UsedOperation, 'documentId' | 'operationName' | 'conditions'>, decision: string): string {
  let key = operationName === null ? documentId : `${documentId} ${operationName}`;
  for (const [, value] of conditions) key += value ? ' 1' : ' 0';
  return decision === '' ? key : key + decision;
}

function checkDocument(schema: GraphQLSchema, document: DocumentNode): void {
  const [error] = validateDocument(schema, document);
  if (error) throw new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
}

/** What serving needs besides the planner, which is ended where it cannot be had. */
async function equip(planning: PlanningQueue, sdl: string, transports: TransportRegistry) {
  try {
    const schema = await buildSchema(planning);
    const authorization = createAuthorization(parse(sdl, { noLocation: true }));
    return { schema, authorization, lent: transports.lend(planning.subgraphs) };
  } catch (error) {
    await planning.close();
    throw error;
  }
}

/** In two steps, so that the requests of others are served between them. */
async function buildSchema({ apiSdl }: PlanningQueue): Promise<GraphQLSchema> {
  const document = parse(apiSdl, { noLocation: true });
  await new Promise((resolve) => setImmediate(resolve));
  const names = internNames(apiSdl);
  // The planner's thread has checked it.
  const schema = buildASTSchema(document, { assumeValid: true });
  internedNames.set(schema, names);
  return schema;
}

/** Keeps the names interned as long as their schema. */
const internedNames = new WeakMap<GraphQLSchema, object>();

/**
 * Makes V8 intern a schema's names at one byte a character; whoever uses one as a property's name gets that one. Names cut
 * out of a text that has Chinese in it would take two bytes, and so then would every response, to write and to encode.
 */
function internNames(sdl: string): object {
  const names = new Set(sdl.match(/\w+/g));
  // JSON's reader takes the narrowest form that fits.
  return JSON.parse(`{${[...names].map((name) => `"${name}":0`).join(',')}}`);
}
