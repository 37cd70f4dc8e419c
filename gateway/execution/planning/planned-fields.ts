// Refuses a plan that leaves fields out: Apollo's planner does so for an interface of which no object is known where it is
// reached, and the client would be answered null without an error.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  getOperationAST,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { publicName } from '../internal-names';
import type { AnswerField, ExecutablePlan, PlanNode } from '../plan';

type Tree = Map<string, Tree>;

/** Checks that some fetch of the plan asks for each field that is asked for. @throws GraphQLError */
export function checkPlanned(schema: GraphQLSchema, document: DocumentNode, operationName: string | null, { node }: ExecutablePlan): void {
  const planned: Tree = new Map();
  if (node) collect(node, planned);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const operation = getOperationAST(document, operationName);
  if (operation) check(operation.selectionSet, schema.getRootType(operation.operation), planned, true);

  function check(set: SelectionSetNode, parent: GraphQLNamedType | undefined | null, tree: Tree, wanted: boolean): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        if (selection.name.value.startsWith('__')) continue;
        const below = tree.get(name);
        if (!below && wanted) throw new GraphQLError(`${publicName(name)} cannot be answered: no subgraph resolves what is asked of it 该字段无法解析`);
        const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[selection.name.value] : undefined;
        if (below && selection.selectionSet) check(selection.selectionSet, definition && getNamedType(definition.type), below, wanted);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const type = fragment.typeCondition?.name.value ?? parent?.name;
      check(fragment.selectionSet, type === undefined ? undefined : schema.getType(type), tree, wanted && type === parent?.name);
    }
  }
}

function collect(node: PlanNode, tree: Tree): void {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const each of node.nodes) collect(each, tree);
      return;
    case 'Flatten': {
      let below = tree;
      for (const step of node.path) if (step !== '@') below = child(below, step);
      collect(node.node, below);
      return;
    }
    case 'Fetch':
      addFields(node.fields, tree);
  }
}

function addFields(fields: readonly AnswerField[], tree: Tree): void {
  for (const { name, fields: below } of fields) addFields(below ?? [], child(tree, name));
}

function child(tree: Tree, name: string): Tree {
  const known = tree.get(name) ?? new Map();
  tree.set(name, known);
  return known;
}
