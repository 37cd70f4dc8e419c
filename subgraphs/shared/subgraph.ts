// What a subgraph is: one definition, served over HTTP on its own or called in process. Both ways end in `execute`.
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import {
  defaultFieldResolver,
  type DocumentNode,
  execute,
  type FormattedExecutionResult,
  type GraphQLFieldResolver,
  GraphQLError,
  type GraphQLSchema,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import { followDataDate } from './data-date';
import type { InvalidValue } from './contract/invalid-value';
import { type Contract, findMissing } from './contract/relation';
import { GivenUp, maskError } from './errors';
import { createFaultLog } from './fault-log';
import { isDamage } from './damage';
import { isolateEntityErrors } from './entities';
import { limitDatabase } from './limited-database';
import { type Migration, missingMigrations } from './migrations';
import { DateScalar, DateTimeScalar, type IsoDate, MoneyScalar } from './scalars';
import { readSdl } from './sdl';
import { smallCountsScope } from './small-counts';

/** One subgraph as its folder's `index.ts` exports it. */
export interface SubgraphDefinition<Name extends string = string> {
  /** The name in the supergraph, which is also the SDL's file name in `schema/`. */
  name: Name;
  /** The agency as people know it, in English and Chinese. */
  agency: string;
  /** The port on which it is served over HTTP, unless another is set. */
  port: number;
  resolvers: object;
  /**
   * What resolvers get as context: loaders, made anew for each request. `release` is called when it is answered, `report` wherever
   * an invalid value is met without an error of a field.
   */
  createContext(database: Knex, caller: Caller, report: (fault: InvalidValue) => void): object & { release?: () => Promise<void>; work?: CountedWork };
  /** Tables of a database that Jiedui creates, in order; an agency's own database offers views of the same names. */
  migrations: readonly Migration[];
  /** Every table or view that the queries read. */
  relations: readonly string[];
  /** What they hold, where an agency answers for it; absent where the tables are nobody's but ours. */
  contract?: Contract;
  /** The relation that has rows once there is something to answer from, and what fills it. */
  filledBy: { relation: string; command: string };
  /** The day that the data describe, which answers tell in `extensions.asOf`; null where there is none. */
  readDataDate(database: Knex): Promise<IsoDate | null>;
}

/** The work of a request: rows read plus cells computed, as estimated before it was done, and the most that is done. */
interface CountedWork {
  estimate: number;
  maximum: number;
  /** Rows that statements returned. */
  rows: number;
  /** Values that were computed. */
  cells: number;
}

/** What is known of whoever asks. */
export interface Caller {
  /** Whether a gateway or a feeds' reader of ours asks: in process they say so, over HTTP they sign. It may read feeds and personal data. */
  trusted: boolean;
  /** Counts of people from 1 up to, but not, this are protected; 1 for a caller whose scopes let it see every count. */
  protectedUnder: number;
  /**
   * Aborted once nobody waits for the answer any more. Statements and resolvers look at it by themselves; a long computation
   * does between its steps. Null where that is never said.
   */
  signal: AbortSignal | null;
}

export interface SubgraphRequest extends Partial<Pick<Caller, 'trusted' | 'signal'>> {
  /** What a trusted gateway says of its caller's scopes; from anybody else it counts for nothing. */
  scopes?: readonly string[] | undefined;
  query: string;
  variables?: Record<string, unknown> | null | undefined;
  operationName?: string | null | undefined;
}

export interface Subgraph {
  name: string;
  /** Answers one request. Never rejects: what goes wrong is in `errors`, masked. */
  execute(request: SubgraphRequest): Promise<FormattedExecutionResult>;
  /** Why the database cannot serve now, or null where it can. */
  findFault(): Promise<Fault | null>;
  close(): Promise<void>;
}

/** What stands in the way of serving: a sentence without hosts or rows, and what was thrown, for the log alone. */
interface Fault {
  sentence: string;
  cause?: unknown;
}

export interface SubgraphOptions {
  database: Knex;
  /** Called with the whole original of every error that is masked towards the client. */
  logError: (original: unknown) => void;
  /** Counts of people from 1 up to, but not, this are protected from those without the scope. */
  protectedUnder?: number | undefined;
}

const documentCacheSize = 1_000;

/** Joins a definition to its database. The subgraph owns the database from then on and closes it. */
export function createSubgraph(definition: SubgraphDefinition, { database, logError, protectedUnder = 10 }: SubgraphOptions): Subgraph {
  const { name } = definition;
  const logFault = createFaultLog(logError, definition);
  const resolvers = { ...definition.resolvers, Date: DateScalar, DateTime: DateTimeScalar, Money: MoneyScalar } as GraphQLResolverMap<unknown>;
  const schema = buildSubgraphSchema({ typeDefs: readSdl(name), resolvers });
  isolateEntityErrors(schema);
  stopWhenGivenUp(schema);
  const documents = new LRUCache<string, { document: DocumentNode; errors: readonly GraphQLError[] }>({ max: documentCacheSize });

  const dataDate = followDataDate(() => definition.readDataDate(database));

  function prepare(query: string) {
    let prepared = documents.get(query);
    if (prepared === undefined) {
      const document = parse(query);
      prepared = { document, errors: validate(schema, document) };
      documents.set(query, prepared);
    }
    return prepared;
  }

  return {
    name,
    async execute({ query, variables, operationName, trusted = false, scopes = [], signal = null }) {
      const format = (error: unknown) =>
        maskError(error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error }), definition, logFault).toJSON();
      const seesSmallCounts = trusted && scopes.includes(smallCountsScope);
      const caller = { trusted, protectedUnder: seesSmallCounts ? 1 : protectedUnder, signal };
      const context = definition.createContext(signal === null ? database : limitDatabase(database, signal), caller, logFault);
      const contextValue: LimitedContext = Object.assign(context, { signal });
      try {
        const { document, errors } = prepare(query);
        if (errors.length > 0) return { errors: errors.map(format) };
        const result = await execute({ schema, document, variableValues: variables, operationName, contextValue, fieldResolver: readUnlessGivenUp });
        // What was left lies at many places; whoever still reads this is told once.
        if (signal?.aborted && result.errors !== undefined) return { errors: [new GivenUp().toJSON()] };
        const asOf = dataDate.latest();
        const { work } = context;
        const extensions = { ...(asOf === null ? {} : { asOf }), ...(work === undefined ? {} : { work: { ...work } }) };
        return {
          ...(result.data === undefined ? {} : { data: result.data }),
          ...(result.errors === undefined ? {} : { errors: result.errors.map(format) }),
          ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
        };
      } catch (error) {
        return { errors: [format(error)] };
      } finally {
        await context.release?.();
      }
    },
    async findFault() {
      try {
        const missing = await missingMigrations(database, definition.migrations, definition.relations);
        if (missing.length > 0)
          return { sentence: `the database of ${name} lacks the migrations ${missing.join(', ')}; run: npm run jiedui -- migrate ${name}` };
        const lacking = await findMissing(database, definition.contract ?? bare(definition.relations));
        if (lacking.length > 0)
          return { sentence: `the database of ${name} lacks ${lacking.join(', ')}; subgraphs/${name}/README.md says what it is to offer` };
        const { relation, command } = definition.filledBy;
        if ((await database(relation).first()) === undefined) return { sentence: `the database of ${name} holds no data yet; ${command}` };
        // So that the first answer can tell it already.
        await dataDate.refresh();
        return null;
      } catch (error) {
        return { sentence: `the database of ${name} ${isDamage(error) ? 'is damaged' : 'cannot be reached'}`, cause: error };
      }
    },
    close: () => database.destroy(),
  };
}

/** What every resolver finds in its context besides the loaders. */
interface LimitedContext {
  signal: AbortSignal | null;
}

/** Makes the resolvers of a schema throw where nobody waits any more, so that no more of the answer is worked out. */
function stopWhenGivenUp(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve === undefined) continue;
      field.resolve = (parent, args, context: LimitedContext, info) => {
        if (context.signal?.aborted) throw new GivenUp();
        return resolve(parent, args, context, info);
      };
    }
  }
}

const readUnlessGivenUp: GraphQLFieldResolver<unknown, LimitedContext> = (parent, args, context, info) => {
  if (context.signal?.aborted) throw new GivenUp();
  return defaultFieldResolver(parent, args, context, info);
};

/** A contract of relations alone. */
function bare(relations: readonly string[]): Contract {
  return Object.fromEntries(relations.map((name) => [name, { name, key: [], columns: {} }]));
}
