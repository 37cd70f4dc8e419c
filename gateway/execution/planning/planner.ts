// Plans operations by Apollo's planner, over a supergraph mended where it plans wrongly. Loaded in a thread of its own: the
// federation packages are large, and planning may take long.
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, type FieldNode, GraphQLError, Kind, parse, printSchema, validate, visit } from 'graphql';
import { type ConditionValues, decideConditions } from '../conditions';
import { internalName } from '../internal-names';
import { withoutIntrospection } from '../introspection';
import type { ExecutablePlan } from '../plan';
import { renameVariables } from '../variable-names';
import { boundEnumeration, defaultBounds, maxEvaluatedPlans } from './bounded-enumeration';
import { createPlanConverter } from './executable-plan';
import { holdLiterals } from './literals';
import { mendSupergraph } from './mended-supergraph';
import { checkPlanned } from './planned-fields';
import { rewriteFragments } from './rewritten-fragments';

export interface Planner {
  /** SDL of the public schema: a GraphQLSchema built from it answers introspection. */
  apiSdl: string;
  /** Subgraphs by name, with the address in the supergraph. */
  subgraphs: { name: string; url: string | undefined }[];
  /**
   * Plans the operation `operationName`, or the only one, of a document, with its conditions decided by `conditions`.
   * @throws GraphQLError where it does not fit the schema (looked at only if `validate` is true) or cannot be planned right.
   */
  plan(source: string, operationName: string | null, options?: { validate?: boolean; conditions?: ConditionValues }): ExecutablePlan;
}

/** Makes a planner over a supergraph. @throws Error where the supergraph does not load, or has a field of our own kind of name. */
export function createPlanner(supergraphSdl: string, bounds = defaultBounds): Planner {
  const original = parse(supergraphSdl);
  const mended = mendSupergraph(original);
  // Whatever a supergraph is for beyond execution (authorization, cost) is for others to look at; it loads all the same.
  const loaded = Supergraph.build(original, { supportedFeatures: null });
  // Extracting the subgraphs validates them. The mended ones would not pass: no @requires uses a field that has a made one.
  loaded.subgraphs();
  const supergraph = Supergraph.build(mended.document, { supportedFeatures: null, validateSupergraph: false });
  const apiSchema = loaded.apiSchema();
  const graphqlSchema = apiSchema.toGraphQLJSSchema();
  // The executor knows no fragments.
  const planner = new QueryPlanner(supergraph, { reuseQueryFragments: false, generateQueryFragments: false, debug: { maxEvaluatedPlans } });
  const buildQueryPlan = boundEnumeration(planner, bounds);
  const convert = createPlanConverter(mended, supergraph.schema.toGraphQLJSSchema());
  return {
    apiSdl: printSchema(graphqlSchema),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url: url || undefined })),
    plan(source, operationName, { validate: validated = false, conditions = [] } = {}) {
      const document = parse(source);
      if (validated) {
        const [error] = validate(graphqlSchema, document);
        if (error) throw new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
      }
      try {
        const named = operationName === null ? {} : { operationName };
        const asked = withoutIntrospection(decideConditions(document, conditions));
        const internal = giveInternalNames(rewriteFragments(graphqlSchema, asked));
        const literals = holdLiterals(graphqlSchema, internal);
        const operation = operationFromDocument(apiSchema, literals.document, { ...named, validate: false });
        const plan = convert(buildQueryPlan(operation), literals.putBack);
        checkPlanned(graphqlSchema, internal, operationName, plan);
        return plan;
      } catch (error) {
        if (error instanceof GraphQLError) throw error;
        throw new GraphQLError('the operation cannot be planned 无法规划该操作', { originalError: error as Error });
      }
    },
  };
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** As the planner is to see an operation: with internal names, and something asked for wherever nothing is left. */
function giveInternalNames(document: DocumentNode): DocumentNode {
  const named = visit(document, {
    SelectionSet: (node) => (node.selections.length === 0 ? { ...node, selections: [typename] } : undefined),
    Field(node): FieldNode | undefined {
      const { alias, ...field } = node;
      if (alias === undefined) return undefined;
      const name = internalName(node);
      return name === node.name.value ? field : { ...field, alias: { kind: Kind.NAME, value: name } };
    },
  });
  // Not before: what an alias stands for is told by its arguments as the client wrote them.
  return renameVariables(named);
}
