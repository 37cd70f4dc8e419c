// An operation as it is with its conditions decided, for stock: its plans are wrong about some conditions, and ask for keys
// of what is left out. Found by graphql-js's reading of the directives, not by ours; that the decision is right, the truth
// tells, which is found for the operation as it was.
import {
  type ASTNode,
  type DocumentNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionNode,
  visit,
} from 'graphql';

/** Stands where nothing is left to select, which no query can say. */
const emptied = 'emptied';

export function decide(schema: GraphQLSchema, query: string, variables: Readonly<Record<string, unknown>>): string {
  if (!/@(skip|include)/.test(query)) return query;
  const document = parse(query);
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], variables);
  // The gateways refuse it alike.
  if (coerced === undefined) return query;
  const keep = (node: SelectionNode) => {
    if (getDirectiveValues(GraphQLSkipDirective, node, coerced)?.if === true) return null;
    if (getDirectiveValues(GraphQLIncludeDirective, node, coerced)?.if === false) return null;
    return { ...node, directives: [] };
  };
  const decided: DocumentNode = visit(document, {
    Field: keep,
    InlineFragment: keep,
    FragmentSpread: keep,
    SelectionSet: {
      leave: (node) =>
        node.selections.length > 0 ? undefined : parse(`{ ${emptied}: __typename }`).definitions.map((each) => 'selectionSet' in each && each.selectionSet)[0],
    },
  });
  return print(withoutUnused(decided));
}

/** Whether something was put where nothing was left. */
export function hasEmptied(decided: string): boolean {
  return decided.includes(`${emptied}:`);
}

/** An answer's data without what stands where nothing was left. */
export function withoutEmptied(data: string | undefined): string | undefined {
  return data === undefined ? undefined : JSON.stringify(JSON.parse(data, (_name, value) => (isEmptied(value) ? {} : value)));
}

function isEmptied(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, emptied) && Object.keys(value).length === 1;
}

/** Without the fragments and variables that nothing uses any more: validation refuses them. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const fragments = new Set<string>();
  const variables = new Set<string>();
  const search = (node: ASTNode) =>
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread({ name }) {
        if (fragments.has(name.value)) return;
        fragments.add(name.value);
        for (const each of document.definitions) if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name.value) search(each);
      },
    });
  for (const each of document.definitions) if (each.kind === Kind.OPERATION_DEFINITION) search(each);
  return visit(document, {
    FragmentDefinition: (node) => (fragments.has(node.name.value) ? undefined : null),
    VariableDefinition: (node) => (variables.has(node.variable.name.value) ? undefined : null),
  });
}
