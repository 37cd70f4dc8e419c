// Limits how large an operation may be: how deep, how many aliases, how many fields at its root, and how many fields once its
// fragments are spread out: a document of 2 kB whose fragments each spread the next one twice stands for 2^n fields, and
// would keep the planner busy for minutes.
import { type ASTVisitor, type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, type SelectionSetNode, type ValidationRule } from 'graphql';
import type { OperationLimits } from './limits';
import type { TrustedDocuments } from './trusted-documents';

interface Size {
  fields: number;
  depth: number;
  aliases: number;
  rootFields: number;
}

/** What the planner can be asked for at all: refused in every mode, from everybody. */
const planned: Size = { fields: 5_000, depth: 200, aliases: Number.POSITIVE_INFINITY, rootFields: Number.POSITIVE_INFINITY };

/**
 * Pairs of fields of one name in a document. Whether they can be merged is validated pair by pair: a document of 10 kB that
 * says one name thousands of times would take seconds.
 */
const maxPairs = 200_000;

const words: Record<keyof Size, [english: string, chinese: string]> = {
  fields: ['fields', '个字段'],
  depth: ['levels of fields', '层字段'],
  aliases: ['aliases', '个别名'],
  rootFields: ['fields at its root', '个根字段'],
};

/**
 * A validation rule that refuses operations over the limits with code OPERATION_TOO_LARGE, before any other rule has looked at
 * more than the document's top level. Fragments count each time they are spread. Trusted documents may be as large as can be planned.
 *
 * @param report called with a sentence for each operation that is over a limit and is let through, as nothing is enforced
 */
export function limitOperationSize(limits: OperationLimits, trusted: TrustedDocuments, report: (sentence: string) => void): ValidationRule {
  const { maxDepth, maxAliases, maxRootFields } = limits;
  const allowed: Size = { fields: planned.fields, depth: Math.min(maxDepth, planned.depth), aliases: maxAliases, rootFields: maxRootFields };

  return (context): ASTVisitor => ({
    Document(document) {
      const measure = createMeasure(document);
      const isTrusted = trusted.hasText(document.loc?.source.body ?? '');
      const refusals: GraphQLError[] = [];
      for (const node of document.definitions) {
        if (node.kind !== Kind.OPERATION_DEFINITION) continue;
        const size = measure(node);
        for (const name of Object.keys(words) as (keyof Size)[]) {
          const isRefused = size[name] > (limits.enforced && !isTrusted ? allowed : planned)[name];
          if (isRefused) refusals.push(tooLarge(node, name, size[name], allowed[name]));
          else if (size[name] > allowed[name] && !isTrusted) report(describe(name, size[name], allowed[name]));
        }
      }
      if (countPairs(document) > maxPairs) refusals.push(refuse(document, 'the document says one name too often. 查询中同一名称出现过多。'));
      if (refusals.length === 0) return undefined;
      for (const refusal of refusals.slice(0, 10)) context.reportError(refusal);
      // What is refused is not looked at further: the other rules see a document without definitions.
      return { kind: Kind.DOCUMENT, definitions: [] } satisfies DocumentNode;
    },
  });
}

function tooLarge(node: OperationDefinitionNode, name: keyof Size, size: number, maximum: number): GraphQLError {
  const [, chinese] = words[name];
  return refuse(node, `${describe(name, size, maximum)}. 查询共 ${size} ${chinese}，至多 ${maximum} ${chinese.slice(0, 1)}。`);
}

function describe(name: keyof Size, size: number, maximum: number): string {
  return `the operation asks for ${size} ${words[name][0]}; at most ${maximum} are answered`;
}

function refuse(nodes: OperationDefinitionNode | DocumentNode, message: string): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code: 'OPERATION_TOO_LARGE' } });
}

/** Measures the operations of a document; each fragment is measured once. */
function createMeasure(document: DocumentNode): (operation: OperationDefinitionNode) => Size {
  const fragments = new Map(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])));
  const known = new Map<string, Size>();
  const nothing: Size = { fields: 0, depth: 0, aliases: 0, rootFields: 0 };

  function measureSelections({ selections }: SelectionSetNode): Size {
    const total = { ...nothing };
    for (const selection of selections) {
      const isField = selection.kind === Kind.FIELD;
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? measureFragment(selection.name.value)
          : selection.selectionSet === undefined
            ? nothing
            : measureSelections(selection.selectionSet);
      total.fields += inner.fields + (isField ? 1 : 0);
      total.aliases += inner.aliases + (isField && selection.alias !== undefined ? 1 : 0);
      total.rootFields += isField ? 1 : inner.rootFields;
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
    }
    return total;
  }

  function measureFragment(name: string): Size {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    // A cycle, which another rule refuses, counts nothing.
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment === undefined ? nothing : measureSelections(fragment.selectionSet);
    known.set(name, size);
    return size;
  }

  return (operation) => measureSelections(operation.selectionSet);
}

/** How often two fields of the document have one name, wherever they are. */
function countPairs(document: DocumentNode): number {
  const counts = new Map<string, number>();
  let pairs = 0;
  const count = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const before = counts.get(name) ?? 0;
        pairs += before;
        counts.set(name, before + 1);
      }
      if (selection.selectionSet !== undefined) count(selection.selectionSet);
    }
  };
  for (const definition of document.definitions) if ('selectionSet' in definition) count(definition.selectionSet);
  return pairs;
}
