// An operation with all done that does not change from request to request: planned, its plan and projection prepared. A
// request then parses nothing and walks no schema.
import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { type DataObject, isTooDeep } from './data';
import { executePlan, preparePlan } from './execute-plan';
import type { ExecutablePlan } from './plan';
import { type Projection, prepareProjection } from './projection';
import type { Caller, Transport } from './transport';

export interface PreparedOperation {
  kind: 'query' | 'mutation' | 'subscription';
  document: DocumentNode;
  /** Executes the operation. `variables` are as the client sent them; wrong ones are errors of the result. */
  execute(variables: DataObject, caller: Caller): Promise<OperationResult>;
}

/** A GraphQL response (specification, section 7.1). */
export interface OperationResult {
  data?: DataObject | null;
  errors?: GraphQLError[];
  extensions?: Record<string, unknown>;
}

export interface OperationOptions {
  /** The public schema, by which the document was validated. */
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  plan: ExecutablePlan;
  transports: ReadonlyMap<string, Transport>;
  logError: (error: unknown) => void;
}

/** A response's shape depends on the conditions; beyond so many sets of them, shapes are prepared anew. */
const maxProjections = 64;

export function prepareOperation({ schema, document, operation, plan, transports, logError }: OperationOptions): PreparedOperation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
  const variableDefinitions = operation.variableDefinitions ?? [];
  const conditions = readConditions(document, operation);
  const preparedPlan = preparePlan(plan, transports);
  const introspect = prepareIntrospection(schema, document, operation, fragments);
  const projections = new Map<string, Projection>();

  function findProjection(values: ReadonlyMap<string, boolean>): Projection {
    let key = '';
    for (const value of values.values()) key += value ? '1' : '0';
    let projection = projections.get(key);
    if (projection === undefined) {
      if (projections.size >= maxProjections) projections.clear();
      projection = prepareProjection({ schema, operation, fragments, included: (node) => isIncluded(node, values) });
      projections.set(key, projection);
    }
    return projection;
  }

  return {
    kind: operation.operation,
    document,
    async execute(variables, caller) {
      if (variableDefinitions.length > 0) {
        if (isTooDeep(variables))
          return { errors: [new GraphQLError('the variables are nested too deeply 变量嵌套过深', { extensions: { code: 'BAD_USER_INPUT' } })] };
        const { errors } = getVariableValues(schema, variableDefinitions, variables);
        if (errors !== undefined) return { errors: [...errors] };
      }
      const values = conditions.read(variables);
      if (values instanceof GraphQLError) return { errors: [values] };
      const projection = findProjection(values);
      const { data, errors } = await executePlan(preparedPlan, {
        variables,
        condition: (name) => values.get(name) === true,
        caller,
        places: projection,
        logError,
      });
      const shaped = projection.project(data, introspect?.(variables) ?? null);
      return assemble(shaped.data, [...errors, ...shaped.errors], shaped.completionErrors);
    },
  };
}

/**
 * Nulls that no subgraph explained stand in `extensions.valueCompletion`, and only where there are no errors, as with
 * `@apollo/gateway` and Apollo Router: an error usually has several such consequences.
 */
function assemble(data: DataObject | null, errors: GraphQLError[], completionErrors: GraphQLError[]): OperationResult {
  if (errors.length > 0) return { errors, data };
  return completionErrors.length > 0 ? { data, extensions: { valueCompletion: completionErrors } } : { data };
}

interface Conditions {
  /** The values of the variables that `@skip` and `@include` use, or why one has none. */
  read(variables: DataObject): ReadonlyMap<string, boolean> | GraphQLError;
}

const noConditions: ReadonlyMap<string, boolean> = new Map();

function readConditions(document: DocumentNode, operation: OperationDefinitionNode): Conditions {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given ?? []) if (value.kind === 'Variable') names.add(value.name.value);
    },
  });
  const defaults = new Map<string, boolean>();
  // Variables of other operations in the document do not count.
  const defined = new Set<string>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    defined.add(variable.name.value);
    if (defaultValue?.kind === 'BooleanValue') defaults.set(variable.name.value, defaultValue.value);
  }
  const used = [...names].filter((name) => defined.has(name));
  return {
    read(variables) {
      if (used.length === 0) return noConditions;
      const values = new Map<string, boolean>();
      for (const name of used) {
        const value = Object.hasOwn(variables, name) && variables[name] !== undefined ? variables[name] : defaults.get(name);
        if (typeof value !== 'boolean') {
          return new GraphQLError(`the variable $${name} decides a condition and must be true or false`, { extensions: { code: 'BAD_USER_INPUT' } });
        }
        values.set(name, value);
      }
      return values;
    },
  };
}

function isIncluded({ directives }: Pick<FieldNode, 'directives'>, values: ReadonlyMap<string, boolean>): boolean {
  if (directives === undefined || directives.length === 0) return true;
  for (const { name, arguments: given } of directives) {
    const value = given?.[0]?.value;
    const condition = value?.kind === 'Variable' ? values.get(value.name.value) : value?.kind === 'BooleanValue' ? value.value : undefined;
    if (name.value === 'skip' && condition === true) return false;
    if (name.value === 'include' && condition === false) return false;
  }
  return true;
}

/** Answers `__schema` and `__type` from the public schema; null where the operation does not ask for them. */
function prepareIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ((variables: DataObject) => DataObject) | null {
  const selections = keepIntrospection(operation.selectionSet, fragments);
  if (selections.length === 0) return null;
  const definitions = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  const introspection: DocumentNode = { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }, ...definitions] };
  return (variables) => {
    const { data, errors } = executeSync({ schema, document: introspection, variableValues: variables });
    if (errors?.[0] !== undefined || !data) throw errors?.[0] ?? new Error('introspection gave no data');
    return data;
  };
}

function keepIntrospection({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === 'Field') return selection.name.value.startsWith('__') && selection.name.value !== '__typename' ? [selection] : [];
    const selectionSet = selection.kind === 'InlineFragment' ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet;
    const kept = selectionSet === undefined ? [] : keepIntrospection(selectionSet, fragments);
    if (kept.length === 0) return [];
    return [{ kind: Kind.INLINE_FRAGMENT, directives: selection.directives ?? [], selectionSet: { kind: Kind.SELECTION_SET, selections: kept } }];
  });
}
