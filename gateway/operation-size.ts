// Bounds what an operation asks for once its fragments are spread out: a document of 2 kB whose fragments each spread the
// next one twice stands for 2^n fields, and would keep the planner busy for minutes.
import { GraphQLError, type SelectionSetNode, type ValidationRule } from 'graphql';

const maxFields = 5_000;

/** A validation rule that refuses operations of more than 5,000 fields, fragments counted each time they are spread. */
export const limitOperationSize: ValidationRule = (context) => {
  const sizes = new Map<string, number>();

  function countFields({ selections }: SelectionSetNode): number {
    let total = 0;
    for (const selection of selections) {
      if (selection.kind === 'FragmentSpread') total += countFragment(selection.name.value);
      else total += (selection.kind === 'Field' ? 1 : 0) + (selection.selectionSet === undefined ? 0 : countFields(selection.selectionSet));
    }
    return total;
  }

  function countFragment(name: string): number {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    // A cycle, which another rule refuses, counts nothing.
    sizes.set(name, 0);
    const fragment = context.getFragment(name);
    const size = fragment ? countFields(fragment.selectionSet) : 0;
    sizes.set(name, size);
    return size;
  }

  return {
    OperationDefinition(node) {
      const size = countFields(node.selectionSet);
      if (size <= maxFields) return;
      const message = `the operation asks for ${size} fields; at most ${maxFields} are answered. 查询共 ${size} 个字段，至多 ${maxFields} 个。`;
      context.reportError(new GraphQLError(message, { nodes: node, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }));
    },
  };
};
