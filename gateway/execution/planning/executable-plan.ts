// Turns a plan of Apollo's into one that needs no schema to run.
import type { FetchDataRewrite, FetchNode as ApolloFetchNode, PlanNode as ApolloPlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { notOffered } from '../../errors';
import type { EntityFetch, ExecutablePlan, FetchNode, PlanNode, RequiredSelection, Rewrite, RewriteStep } from '../plan';
import type { MendedSupergraph } from './mended-supergraph';
import { answerFields } from './answer-fields';
import { readAskedFields } from './asked-fields';
import { readJoins } from './joins';
import { renameFields } from './renamed-fields';
import { findUnresolvable, keepResolvable } from './resolvable-entities';
import { separateArguments } from './separate-arguments';

/** Puts back into a fetch's operation what was taken out before planning. */
type PutBack = (operation: OperationDefinitionNode) => OperationDefinitionNode;

/** Makes the function that converts plans over a mended supergraph; `schema` is that supergraph's. */
export function createPlanConverter({ document, required }: MendedSupergraph, schema: GraphQLSchema): (plan: QueryPlan, putBack?: PutBack) => ExecutablePlan {
  const joins = readJoins(document);
  const typesOf = rememberByName((name) => typesThatSatisfy(schema, name));

  return ({ node }, putBack = (operation) => operation) => {
    if (node?.kind === 'Subscription') throw notOffered(OperationTypeNode.SUBSCRIPTION);
    return { node: node ? convertNode(node, putBack) : null, interfaceObjects: [...joins.interfaceObjects] };
  };

  function convertNode(node: ApolloPlanNode, putBack: PutBack): PlanNode {
    switch (node.kind) {
      case 'Sequence':
      case 'Parallel':
        return { kind: node.kind, nodes: node.nodes.map((each) => convertNode(each, putBack)) };
      case 'Flatten': {
        const path = node.path.map(String);
        const inner = convertNode(node.node, putBack);
        if (inner.kind === 'Parallel') return { ...inner, nodes: inner.nodes.map((each) => ({ kind: 'Flatten', path, node: each })) };
        return { kind: 'Flatten', path, node: inner };
      }
      case 'Condition':
        throw new Error(`the plan has a condition, $${node.condition}; those of operations are decided before`);
      case 'Defer':
        throw new GraphQLError('the graph has no @defer. 本图不支持 @defer。', invalid);
      case 'Fetch':
        return convertFetch(node, putBack);
    }
  }

  function convertFetch(node: ApolloFetchNode, putBack: PutBack): PlanNode {
    // Stock leaves the arguments out that a context should fill, and the answer is wrong.
    if (node.contextRewrites?.length) throw new GraphQLError('fields with @fromContext cannot be answered 不支持含 @fromContext 的字段');
    const { serviceName, requires, operationKind } = node;
    if (operationKind === 'subscription') throw notOffered(OperationTypeNode.SUBSCRIPTION);
    const operation = putBack(readOperation(node));
    const common = { kind: 'Fetch' as const, subgraph: serviceName, operationKind, operationName: node.operationName ?? null };
    const outputRewrites = convertRewrites(node.outputRewrites);
    if (!requires) {
      const asked = putBackRequired(operation);
      const fields = answerFields(asked.selectionSet, outputRewrites);
      const askedFields = readAskedFields(schema, asked.selectionSet, schema.getRootType(operationKind as OperationTypeNode) ?? undefined, joins.isKeyed);
      return { ...common, operation: compact(asked), variables: variablesOf(asked), entities: null, outputRewrites, fields, ...askedFields };
    }
    const fetches = separateArguments({ requires, operation }, required, (type, field) => requiresOf(serviceName, type, field)).map((fetch): FetchNode => {
      const asked = putBackRequired(fetch.operation);
      const entities = convertEntities(node, fetch.requires, asked);
      const fields = answerFields(selectionOnEntities(asked), outputRewrites);
      const askedFields = readAskedFields(schema, selectionOnEntities(asked), undefined, joins.isKeyed);
      return { ...common, operation: compact(asked), variables: variablesOf(asked), entities, outputRewrites, fields, ...askedFields };
    });
    const [only, ...others] = fetches;
    return only && others.length === 0 ? only : { kind: 'Parallel', nodes: fetches };
  }

  function convertEntities(node: ApolloFetchNode, requires: QueryPlanSelectionNode[], operation: OperationDefinitionNode): EntityFetch {
    const converted = convertRequires(requires);
    return {
      requires: keepResolvable(joins, schema, node.serviceName, converted),
      inputRewrites: convertRewrites(node.inputRewrites),
      variableDefinitions: ownVariables(operation).map(compact),
      selection: compact(selectionOnEntities(operation)),
      unresolvable: findUnresolvable(joins, schema, node.serviceName, converted),
    };
  }

  /** What a subgraph must be given for a field; an interface's may be required by its objects' only. */
  function requiresOf(subgraph: string, type: string, field: string): SelectionSetNode[] {
    return typesOf(type).flatMap((name) => joins.requires(subgraph, name, field) ?? []);
  }

  function convertRequires(selections: readonly QueryPlanSelectionNode[], parent?: GraphQLNamedType): RequiredSelection[] {
    return selections.flatMap((selection): RequiredSelection[] => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition } = selection;
        const inner = convertRequires(selection.selections, typeCondition === undefined ? parent : schema.getType(typeCondition));
        return typeCondition === undefined ? inner : [{ kind: 'Fragment', types: typesOf(typeCondition), selections: inner }];
      }
      const { name } = selection;
      const as = required.get(name)?.field ?? name;
      const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
      const type = field && getNamedType(field.type);
      const below = selection.selections?.length ? convertRequires(selection.selections, type) : null;
      return [{ kind: 'Field', name: selection.alias ?? name, as, isId: type?.name === 'ID', selections: below }];
    });
  }

  function convertRewrites(rewrites: readonly FetchDataRewrite[] = []): Rewrite[] {
    return rewrites.map((rewrite) => {
      const path = rewrite.path
        .slice(0, -1)
        .map((step): RewriteStep => (step.startsWith(onType) ? { types: typesOf(step.slice(onType.length)) } : { field: step }));
      const field = rewrite.path.at(-1) ?? '';
      if (rewrite.kind === 'ValueSetter') return { kind: rewrite.kind, path, field, value: rewrite.setValueTo };
      return { kind: rewrite.kind, path, field, renameTo: rewrite.renameKeyTo };
    });
  }

  /** Asks for the real fields, with their arguments, under the made fields' names. The same operation where there are none. */
  function putBackRequired(operation: OperationDefinitionNode): OperationDefinitionNode {
    return visit(operation, {
      Field(node): FieldNode | undefined {
        const real = required.get(node.name.value);
        if (!real) return undefined;
        return { ...node, alias: node.alias ?? node.name, name: { kind: Kind.NAME, value: real.field }, arguments: real.arguments };
      },
    });
  }
}

const onType = '... on ';
const representations = 'representations';
const invalid = { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };

/** The `__typename`s that satisfy a type condition; an interface is among its own, for interface objects have its name. */
function typesThatSatisfy(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  const names = [name];
  if (isUnionType(type)) names.push(...type.getTypes().map(String));
  if (isInterfaceType(type)) {
    const { objects, interfaces } = schema.getImplementations(type);
    names.push(...[...objects, ...interfaces].map(String));
  }
  return names;
}

function readOperation({ operation: source, requires, outputRewrites }: ApolloFetchNode): OperationDefinitionNode {
  const document: DocumentNode = parse(source, { noLocation: true });
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) throw new Error(`expected one operation without fragments; got ${source}`);
  // The rewrites of an entity fetch begin below `_entities`.
  const rewrites = requires ? outputRewrites?.map((rewrite) => ({ ...rewrite, path: ['_entities', ...rewrite.path] })) : outputRewrites;
  return { ...operation, selectionSet: renameFields(operation.selectionSet, rewrites) };
}

function selectionOnEntities({ selectionSet }: OperationDefinitionNode): SelectionSetNode {
  const [entities, ...others] = selectionSet.selections;
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet || others.length > 0) throw new Error(`expected _entities alone; got ${print(selectionSet)}`);
  return entities.selectionSet;
}

/** The definitions of the client's variables: all but the representations'. */
function ownVariables({ variableDefinitions = [] }: OperationDefinitionNode): readonly VariableDefinitionNode[] {
  return variableDefinitions.filter(({ variable }) => variable.name.value !== representations);
}

function variablesOf(operation: OperationDefinitionNode): string[] {
  return ownVariables(operation).map(({ variable }) => variable.name.value);
}

function compact(node: Parameters<typeof print>[0]): string {
  return stripIgnoredCharacters(print(node));
}

function rememberByName<Value>(compute: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  return (name) => {
    const value = known.get(name) ?? compute(name);
    known.set(name, value);
    return value;
  };
}
