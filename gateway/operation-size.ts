// Limits how large an operation may be: how deep, how many aliases, how many fields at its root, how long the lists written in
// it, and how many fields once its fragments are spread out: a document of 2 kB whose fragments each spread the next one twice
// stands for 2^n fields, and would keep the planner busy for minutes.
import {
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
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
 * Pairs of fields that stand in one place of an answer. Whether they can be merged is validated pair by pair, 80 ns each: a
 * document of 10 kB that says one name thousands of times would hold up everybody for a second.
 */
const maxPairs = 200_000;

/** Fields of a document's operations and fragments, each with all that it spreads. */
const maxVisited = 50_000;

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
  const { maxDepth, maxAliases, maxRootFields, maxListSize } = limits;
  const allowed: Size = { fields: planned.fields, depth: Math.min(maxDepth, planned.depth), aliases: maxAliases, rootFields: maxRootFields };

  return (context): ASTVisitor => {
    const isTrusted = trusted.hasText(context.getDocument().loc?.source.body ?? '');
    return {
      Document(document) {
        const measure = createMeasure(document);
        const refusals: GraphQLError[] = [];
        for (const node of document.definitions) {
          if (node.kind !== Kind.OPERATION_DEFINITION) continue;
          const size = measure(node);
          for (const name of Object.keys(words) as (keyof Size)[]) {
            const maximum = (limits.enforced && !isTrusted ? allowed : planned)[name];
            if (size[name] > maximum) refusals.push(tooLarge(node, name, size[name], maximum));
            else if (size[name] > allowed[name] && !isTrusted) report(describe(name, size[name], allowed[name]));
          }
        }
        if (refusals.length === 0 && hasTooManyPairs(document)) refusals.push(refuse(document, 'the document repeats itself too often. 查询中重复内容过多。'));
        if (refusals.length === 0) return undefined;
        for (const refusal of refusals.slice(0, 10)) context.reportError(refusal);
        // What is refused is not looked at further: the other rules see a document without definitions.
        return { kind: Kind.DOCUMENT, definitions: [] } satisfies DocumentNode;
      },
      ListValue(node) {
        const { length } = node.values;
        if (length <= maxListSize || isTrusted) return;
        const english = `a list in the document has ${length} items; at most ${maxListSize} are taken`;
        if (limits.enforced) context.reportError(refuse(node, `${english}. 查询中的列表有 ${length} 项，至多 ${maxListSize} 项。`));
        else report(english);
      },
    };
  };
}

function tooLarge(node: OperationDefinitionNode, name: keyof Size, size: number, maximum: number): GraphQLError {
  const [, chinese] = words[name];
  return refuse(node, `${describe(name, size, maximum)}. 查询共 ${size} ${chinese}，至多 ${maximum} ${chinese.slice(0, 1)}。`);
}

function describe(name: keyof Size, size: number, maximum: number): string {
  return `the operation asks for ${size} ${words[name][0]}; at most ${maximum} are answered`;
}

function refuse(nodes: ASTNode, message: string): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code: 'OPERATION_TOO_LARGE' } });
}

/** Measures the operations of a document; each fragment is measured once. */
function createMeasure(document: DocumentNode): (operation: OperationDefinitionNode) => Size {
  const fragments = readFragments(document);
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

/** Fields of one place in an answer, and what stands below them. */
interface Place {
  fields: number;
  below: Map<string, Place>;
}

/** Whether more pairs of fields stand in one place than are compared, in an operation or in a fragment, whether that is spread or not. */
function hasTooManyPairs(document: DocumentNode): boolean {
  const fragments = readFragments(document);
  const open = new Set<string>();
  let pairs = 0;
  let visited = 0;

  function visit({ selections }: SelectionSetNode, places: Map<string, Place>): void {
    for (const selection of selections) {
      if (pairs > maxPairs || ++visited > maxVisited) return;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const place = places.get(name) ?? { fields: 0, below: new Map() };
        places.set(name, place);
        pairs += place.fields++;
        if (selection.selectionSet !== undefined) visit(selection.selectionSet, place.below);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        visit(selection.selectionSet, places);
      } else {
        visitFragment(selection.name.value, places);
      }
    }
  }

  function visitFragment(name: string, places: Map<string, Place>): void {
    const fragment = fragments.get(name);
    // A cycle is for another rule to refuse.
    if (fragment === undefined || open.has(name)) return;
    open.add(name);
    visit(fragment.selectionSet, places);
    open.delete(name);
  }

  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) visit(definition.selectionSet, new Map());
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) visitFragment(definition.name.value, new Map());
  }
  return pairs > maxPairs || visited > maxVisited;
}

function readFragments(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])));
}
