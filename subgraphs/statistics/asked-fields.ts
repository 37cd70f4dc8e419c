// What a client asks for below a field: names with their arguments, so that work is estimated before it is begun.
import {
  type FieldNode,
  getDirectiveValues,
  getNamedType,
  type GraphQLResolveInfo,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values';

/** A field as often as it is asked for under names of its own. */
export interface AskedField {
  name: string;
  args: Readonly<Record<string, unknown>>;
  fields: readonly AskedField[];
}

/** The fields of the answer that a resolver is about to give. */
export function readAskedFields({ fieldNodes, returnType, ...info }: GraphQLResolveInfo): readonly AskedField[] {
  const type = getNamedType(returnType).name;
  return collect(
    fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    type,
    info,
  );
}

type Execution = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

function collect(selectionSets: readonly SelectionSetNode[], typeName: string, execution: Execution): AskedField[] {
  const type = execution.schema.getType(typeName);
  if (!isObjectType(type)) return [];
  const byKey = new Map<string, FieldNode[]>();
  for (const { selections } of selectionSets) gather(selections, byKey, execution);
  return [...byKey.values()].flatMap((nodes): AskedField[] => {
    const [node] = nodes;
    const definition = node === undefined ? undefined : type.getFields()[node.name.value];
    if (node === undefined || definition === undefined) return [];
    const fields = collect(
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
      getNamedType(definition.type).name,
      execution,
    );
    return [{ name: definition.name, args: getArgumentValues(definition, node, execution.variableValues), fields }];
  });
}

/** The statistics have no abstract types: a fragment is of the type where it stands. */
function gather(selections: readonly SelectionNode[], byKey: Map<string, FieldNode[]>, execution: Execution): void {
  for (const selection of selections) {
    if (!isIncluded(selection, execution)) continue;
    if (selection.kind === 'Field') {
      const key = selection.alias?.value ?? selection.name.value;
      byKey.set(key, [...(byKey.get(key) ?? []), selection]);
    } else {
      const fragment = selection.kind === 'FragmentSpread' ? execution.fragments[selection.name.value] : selection;
      if (fragment !== undefined) gather(fragment.selectionSet.selections, byKey, execution);
    }
  }
}

function isIncluded(selection: SelectionNode, { variableValues }: Execution): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.if !== false;
}
