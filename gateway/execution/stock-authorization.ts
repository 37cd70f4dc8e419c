// Authorization around @apollo/gateway, which knows none: it gets what is left of an operation, and its answer is shaped as
// the client asked, with what is refused.
import { hash } from 'node:crypto';
import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { createAuthorization } from '../authorization/authorization';
import { withoutAuthorization } from '../authorization/unprotected-supergraph';
import type { Rights } from '../identity/identity';
import { decideConditions, readConditions } from './conditions';
import type { DataObject } from './data';
import type { OperationResult } from './prepared-operation';
import { prepareProjection } from './projection';

interface AuthorizedSupergraph {
  /** For an execution that enforces nothing. */
  sdl: string;
  /** What of a request may be executed, and what becomes of its answer; null where the caller may read all of it. */
  restrict(request: RestrictedRequest): Restriction | null;
}

interface RestrictedRequest {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  operationName: string | null;
  variables: DataObject;
  rights: Rights;
}

interface Restriction {
  document: DocumentNode;
  source: string;
  /** Of the source: plans are kept by it, and what is left of one operation differs from caller to caller. */
  queryHash: string;
  shape(result: OperationResult): OperationResult;
}

/** @throws Error where the supergraph is protected by what the gateway does not enforce */
export function authorizeSupergraph(supergraphSdl: string): AuthorizedSupergraph {
  const authorization = createAuthorization(parse(supergraphSdl, { noLocation: true }));
  return {
    sdl: withoutAuthorization(supergraphSdl),
    restrict({ schema, document, operation, operationName, variables, rights }) {
      const checks = authorization?.findChecks(document, operation) ?? [];
      if (authorization === null || checks.every((check) => check.passes(rights))) return null;
      const conditions = readConditions(schema, document, operation).read(variables);
      const decided = decideConditions(document, conditions);
      const asked = getOperationAST(decided, operationName);
      if (!asked) return null;
      // Also where conditions leave out all that would be refused: what is planned has none, and so cannot be planned wrongly.
      const restricted = authorization.restrict(decided, asked, rights);
      const kept = askForTypes(schema, restricted.document);
      const source = print(kept);
      const fragments = new Map(decided.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])));
      const { refusals } = restricted;
      const projection = prepareProjection({ schema, operation: asked, fragments, refusals, nameOf: ({ alias, name }) => (alias ?? name).value });
      return {
        document: kept,
        source,
        queryHash: hash('sha256', source, 'hex'),
        shape({ data, errors = [], ...rest }) {
          if (data === null || data === undefined) return { ...rest, data: data ?? null, errors };
          const shaped = projection.project(data, data);
          return { ...rest, data: shaped.data, errors: [...errors, ...shaped.errors] };
        },
      };
    },
  };
}

/**
 * Asks for the type of each object whose place may leave it open, by which it is shaped; and wherever there are fragments, for
 * without it stock leaves out what a fragment on an object within one on its interface asks for.
 */
function askForTypes(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const typename = { kind: Kind.FIELD as const, name: { kind: Kind.NAME as const, value: '__typename' } };
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        leave(node) {
          if (node.selectionSet === undefined) return undefined;
          const hasFragments = node.selectionSet.selections.some(({ kind }) => kind !== Kind.FIELD);
          if (!hasFragments && !isAbstractType(getNamedType(types.getType()))) return undefined;
          return { ...node, selectionSet: { ...node.selectionSet, selections: [...node.selectionSet.selections, typename] } };
        },
      },
    }),
  );
}
