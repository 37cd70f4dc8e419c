// Decides `@skip` and `@include` before an operation is planned: with their variables' values known, an operation is one
// without conditions. Apollo's planner is wrong about some that it must plan for both values: it takes a condition on a
// field for one on the whole fetch, and an inner condition for one on the outer field too.
import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';
import type { DataObject } from './data';

/** The values of the Boolean variables that decide an operation's conditions, by the variables' names. */
export type ConditionValues = readonly (readonly [name: string, value: boolean])[];

/** Where an operation's conditions get their values from. */
export interface Conditions {
  /**
   * The values for one request; the same empty list always where the operation has no conditions.
   *
   * @param variables as the client sent them
   * @throws GraphQLError (BAD_USER_INPUT) where a variable that decides is neither true nor false
   */
  read(variables: DataObject): ConditionValues;
}

const none: ConditionValues = [];

/** Finds the variables that decide the conditions of one of a document's operations. */
export function readConditions(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Conditions {
  const used = variablesInConditions(document, operation);
  const deciding = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  if (deciding.length === 0) return { read: () => none };
  return {
    read(variables) {
      return deciding.map(({ variable, defaultValue }) => {
        const name = variable.name.value;
        const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
        const value = given === undefined && defaultValue?.kind === 'BooleanValue' ? defaultValue.value : given;
        if (typeof value === 'boolean') return [name, value];
        // What is wrong with all the variables is said as for any other operation.
        throw getVariableValues(schema, deciding, variables).errors?.[0] ?? noCondition(name);
      });
    },
  };
}

function noCondition(variable: string): GraphQLError {
  const message = `the variable $${variable} decides a condition and must be true or false. 变量 $${variable} 用作条件，须为 true 或 false。`;
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/**
 * The document without what its conditions leave out, and without the conditions. Selection sets of which nothing is left
 * are empty: no client can write them, and what they select is `{}` (GraphQL specification, section 6.3.2, CollectFields).
 */
export function decideConditions(document: DocumentNode, values: ConditionValues): DocumentNode {
  const known = new Map(values);
  const decide = (node: SelectionNode) => {
    const { directives = [] } = node;
    if (directives.length === 0) return undefined;
    for (const { name, arguments: given } of directives) {
      const value = given?.[0]?.value;
      const condition = value?.kind === 'Variable' ? known.get(value.name.value) : value?.kind === 'BooleanValue' ? value.value : undefined;
      if (name.value === 'skip' && condition === true) return null;
      if (name.value === 'include' && condition === false) return null;
    }
    return { ...node, directives: directives.filter(({ name }) => !isCondition(name.value)) };
  };
  return visit(document, { Field: decide, InlineFragment: decide, FragmentSpread: decide });
}

/** Those in the operation and in the fragments that it spreads: another operation may mean something else by a name. */
function variablesInConditions(document: DocumentNode, operation: OperationDefinitionNode): Set<string> {
  const found = new Set<string>();
  const spread = new Set<string>();
  const search = (node: ASTNode) =>
    visit(node, {
      Directive({ name, arguments: given }) {
        if (isCondition(name.value)) for (const { value } of given ?? []) if (value.kind === 'Variable') found.add(value.name.value);
      },
      FragmentSpread({ name }) {
        if (spread.has(name.value)) return;
        spread.add(name.value);
        for (const each of document.definitions) if (each.kind === 'FragmentDefinition' && each.name.value === name.value) search(each);
      },
    });
  search(operation);
  return found;
}

function isCondition(directive: string): boolean {
  return directive === 'skip' || directive === 'include';
}
