// Smaller operations than a given one: with one node left out, one fragment written where it is spread, or one alias gone.
import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';

/** Valid operations, those that leave out most first. */
export function* reduceOperation(query: string, schema: GraphQLSchema): Generator<string> {
  const document = parse(query);
  const seen = new Set([print(document)]);
  for (const smaller of [...reductions(document)].map(tidy).sort((a, b) => print(a).length - print(b).length)) {
    const text = print(smaller);
    if (seen.has(text)) continue;
    seen.add(text);
    if (smaller.definitions.length > 0 && validate(schema, smaller).length === 0) yield text;
  }
}

function* reductions(document: DocumentNode): Generator<DocumentNode> {
  const fragments = new Map(document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])));
  const nodes: ASTNode[] = [];
  visit(document, { enter: (node) => void nodes.push(node) });
  for (const node of nodes) {
    switch (node.kind) {
      case Kind.FIELD:
        yield replace(document, node, null);
        if (node.alias !== undefined) {
          const { alias: _alias, ...plain } = node;
          yield replace(document, node, plain);
        }
        break;
      case Kind.INLINE_FRAGMENT:
        yield replace(document, node, null);
        yield spliceSelections(document, node, node.selectionSet);
        break;
      case Kind.FRAGMENT_SPREAD: {
        yield replace(document, node, null);
        const { typeCondition, selectionSet } = fragments.get(node.name.value) as FragmentDefinitionNode;
        yield replace(document, node, { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, directives: node.directives ?? [] });
        break;
      }
      case Kind.ARGUMENT:
      case Kind.DIRECTIVE:
      case Kind.OBJECT_FIELD:
        yield replace(document, node, null);
        break;
    }
  }
}

function replace(document: DocumentNode, target: ASTNode, by: ASTNode | null): DocumentNode {
  return visit(document, { enter: (node) => (node === target ? by : undefined) });
}

function spliceSelections(document: DocumentNode, target: SelectionNode, { selections: instead }: SelectionSetNode): DocumentNode {
  return visit(document, {
    SelectionSet: (node) =>
      node.selections.includes(target)
        ? { ...node, selections: node.selections.flatMap((selection) => (selection === target ? instead : [selection])) }
        : undefined,
  });
}

/** Drops what has nothing left in it, and fragments and variables that nothing uses. */
function tidy(document: DocumentNode): DocumentNode {
  for (let current = document; ; ) {
    const used = new Set<string>();
    visit(current, {
      FragmentSpread: (node) => void used.add(`...${node.name.value}`),
      VariableDefinition: () => false,
      Variable: (node) => void used.add(`$${node.name.value}`),
    });
    const defined = new Set(current.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [node.name.value] : [])));
    const isEmpty = (node: { selectionSet?: SelectionSetNode | undefined }) => node.selectionSet?.selections.length === 0;
    const next: DocumentNode = visit(current, {
      VariableDefinition: (node) => (used.has(`$${node.variable.name.value}`) ? undefined : null),
      FragmentDefinition: (node) => (used.has(`...${node.name.value}`) && !isEmpty(node) ? undefined : null),
      FragmentSpread: (node) => (defined.has(node.name.value) ? undefined : null),
      InlineFragment: (node) => (isEmpty(node) ? null : undefined),
      Field: (node) => (isEmpty(node) ? null : undefined),
      OperationDefinition: (node) => (isEmpty(node) ? null : undefined),
    });
    if (print(next) === print(current)) return current;
    current = next;
  }
}
