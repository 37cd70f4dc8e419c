// The subgraphs of one supergraph as real executable schemas that all act in one world at a time, in process and over HTTP.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import {
  type DocumentNode,
  execute,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLFieldResolver,
  GraphQLList,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql';
import { sendJson } from '../../../../subgraphs/shared/http';
import type { Subgraph } from '../../../../subgraphs/shared/subgraph';
import { buildModel, type Model, readKeys } from './model';
import { createFieldResolver, faultMark, faultToError, listPath, memberOf, type Path } from './resolve';
import type { TestGraph } from './supergraphs';
import { findFault, hash, readKeyNumber, type Thing, type World } from './world';

export interface Stage {
  model: Model;
  subgraphs: readonly Subgraph[];
  /** The world in which all requests from now on are answered. */
  setWorld(world: World): void;
  /** How many requests the subgraphs have had since the last call. */
  takeRequests(): number;
  /** Serves the subgraphs over HTTP, once; gives their addresses. */
  listen(): Promise<ReadonlyMap<string, string>>;
  stop(): Promise<void>;
}

const documentCacheSize = 500;

export function createStage(supergraph: TestGraph): Stage {
  const model = buildModel(supergraph.subgraphs);
  const laxModel = buildModel(supergraph.subgraphs);
  for (const schema of laxModel.schemas.values()) dropNonNull(schema);
  let world: World = { seed: 0, faultsPerMille: 0, lax: false, down: [] };
  let requests = 0;
  let listening: Promise<ReadonlyMap<string, string>> | undefined;
  const stops: (() => Promise<void>)[] = [];

  const subgraphs = [...model.schemas.keys()].map((name): Subgraph => {
    const strict = createExecutor(name, model);
    const lax = createExecutor(name, laxModel);
    return {
      name,
      async execute(request) {
        requests += 1;
        if (world.down.includes(name)) throw new Error(`${name} is down`);
        return (world.lax ? lax : strict)(world, request);
      },
      findFault: async () => null,
      close: async () => {},
    };
  });

  async function serve(subgraph: Subgraph): Promise<string> {
    const server = createServer((request, response) => {
      answer(subgraph, request, response).catch(() => response.destroy());
    });
    // Planning blocks this process, which is both ends: a connection that is closed meanwhile would look like an outage.
    server.keepAliveTimeout = 0;
    stops.push(async () => {
      server.close();
      server.closeAllConnections();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  async function answer(subgraph: Subgraph, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (!world.down.includes(subgraph.name)) {
      sendJson(response, 200, await subgraph.execute(JSON.parse(body.toString())));
      return;
    }
    requests += 1;
    // No answer at all, or a proxy's.
    if (hash(world.seed, subgraph.name) % 2 === 0) response.destroy();
    else response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>503 Service Unavailable</h1>');
  }

  return {
    model,
    subgraphs,
    setWorld(next) {
      world = next;
    },
    takeRequests() {
      const taken = requests;
      requests = 0;
      return taken;
    },
    listen() {
      listening ??= Promise.all(subgraphs.map(async (subgraph) => [subgraph.name, await serve(subgraph)] as const)).then((entries) => new Map(entries));
      return listening;
    },
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

function createExecutor(name: string, model: Model) {
  const schema = model.schemas.get(name);
  if (schema === undefined) throw new Error(`expected a schema of ${name}`);
  const entities = schema.getQueryType()?.getFields()._entities;
  if (entities !== undefined) entities.resolve = resolveEntities(name, model);
  const documents = new Map<string, { document: DocumentNode; errors: readonly GraphQLError[] }>();

  function prepare(query: string) {
    let prepared = documents.get(query);
    if (prepared === undefined) {
      const document = parse(query);
      prepared = { document, errors: validate(schema as GraphQLSchema, document) };
      if (documents.size >= documentCacheSize) documents.clear();
      documents.set(query, prepared);
    }
    return prepared;
  }

  return async (world: World, { query, variables, operationName }: Parameters<Subgraph['execute']>[0]): Promise<FormattedExecutionResult> => {
    const { document, errors } = prepare(query);
    if (errors.length > 0) return { errors: errors.map((error) => error.toJSON()) };
    const faults: GraphQLFormattedError[] = [];
    const context: StageContext = { world, report: (path, error) => faults.push({ ...error.toJSON(), path }) };
    const resolve = createFieldResolver(model, world, context.report);
    const result = await execute({
      schema,
      document,
      variableValues: variables,
      operationName,
      contextValue: context,
      typeResolver: (thing) => (thing as Thing).__typename,
      // Every field is a promise. Otherwise an error would keep the fields after it from being executed, and it would hang
      // on the order in which a gateway asks for fields which of several errors it gets.
      fieldResolver: async (source, args, contextValue, info) => resolve(source as Thing | undefined, args, contextValue, info),
    });
    // graphql-js gives only the first error of each object that becomes null; all the others have been reported by now.
    if (result.errors !== undefined) await setImmediate();
    const others = (result.errors ?? []).filter(({ message }) => !message.startsWith(faultMark)).map((error) => error.toJSON());
    const all = [...faults, ...others];
    return { ...(result.data === undefined ? {} : { data: result.data }), ...(all.length === 0 ? {} : { errors: all }) };
  };
}

interface StageContext {
  world: World;
  report(path: Path, error: GraphQLError): void;
}

/** Each entity is a promise of its own: one bad representation or failing entity leaves the others alone. */
function resolveEntities(subgraph: string, model: Model): GraphQLFieldResolver<unknown, unknown> {
  return (_root, { representations }: { representations?: readonly Record<string, unknown>[] }, context, { schema, path }) => {
    const { world, report } = context as StageContext;
    return representations?.map(async (given, index): Promise<Thing | null> => {
      const type = schema.getType(String(given.__typename));
      const n = isObjectType(type) || isInterfaceType(type) ? readNumber(given, readKeys(type)) : null;
      if (type === undefined || n === null) throw new GraphQLError('a representation without a key', { extensions: { code: 'BAD_USER_INPUT' } });
      const family = model.families.get(type.name);
      const identity = `${family?.name ?? type.name}#${n}`;
      const place = `${identity} in ${subgraph}`;
      const fault = findFault(world, place);
      if (fault?.kind === 'error') {
        const error = faultToError(fault.code, place);
        report([...listPath(path), index], error);
        throw error;
      }
      if (fault?.kind === 'null') return null;
      return { __typename: isInterfaceType(type) && family !== undefined ? memberOf(family.members, n) : type.name, identity, n, given };
    });
  };
}

/** Every key begins with a field that holds the entity's number, at whatever depth. */
function readNumber(given: unknown, keys: readonly SelectionSetNode[]): number | null {
  for (const key of keys) {
    const n = readFirst(given, key);
    if (n !== null) return n;
  }
  return null;
}

function readFirst(value: unknown, { selections: [first] }: SelectionSetNode): number | null {
  if (typeof value !== 'object' || value === null || first?.kind !== 'Field') return null;
  const part = (value as Record<string, unknown>)[first.name.value];
  return first.selectionSet === undefined ? readKeyNumber(part) : readFirst(part, first.selectionSet);
}

function dropNonNull(schema: GraphQLSchema): void {
  const strip = (type: GraphQLOutputType): GraphQLOutputType => {
    if (isNonNullType(type)) return strip(type.ofType);
    return isListType(type) ? new GraphQLList(strip(type.ofType)) : type;
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    if (!type.name.startsWith('_')) for (const field of Object.values(type.getFields())) field.type = strip(field.type);
  }
}
