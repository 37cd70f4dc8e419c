// Removes from an operation what its caller may not read, before it is planned: no subgraph is asked for it.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Refusal, Refusals } from './refusals';
import type { SupergraphTypes } from './supergraph-types';

/** What is left of an operation. */
interface Kept {
  /** In place of selection sets of which nothing is left stands `__typename`. */
  document: DocumentNode;
  /** The root fields, by response names, of which nothing is left: they are not asked for at all. */
  withheld: ReadonlyMap<string, readonly Refusal[]>;
  anyRefused: boolean;
}

/** A selection set of which some was removed. */
interface KeptSelections {
  selections: SelectionNode[];
  /** Whether anything that a client can see is left. */
  live: boolean;
  refusals: readonly Refusal[];
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** @param operation one of the document's, without conditions */
export function removeRefused(document: DocumentNode, operation: OperationDefinitionNode, types: SupergraphTypes, find: Refusals['find']): Kept {
  const definitions = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) definitions.set(definition.name.value, definition);
  const fragments = new Map<string, KeptSelections>();
  const rootType = types.rootType(operation.operation);

  function keepIn(selectionSet: SelectionSetNode, parent: string): KeptSelections {
    const kept: KeptSelections[] = selectionSet.selections.map((node) => {
      if (node.kind === Kind.FIELD) return keepField(node, parent);
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const inner = keepIn(node.selectionSet, node.typeCondition?.name.value ?? parent);
        return inner.selections.length === 0 ? inner : { ...inner, selections: [{ ...node, selectionSet: fill(inner) }] };
      }
      const inner = keepFragment(node.name.value);
      return inner.selections.length === 0 ? inner : { ...inner, selections: [node] };
    });
    return {
      selections: kept.flatMap(({ selections }) => selections),
      live: kept.some(({ live }) => live),
      refusals: [...new Set(kept.flatMap(({ refusals }) => refusals))],
    };
  }

  function keepFragment(name: string): KeptSelections {
    const definition = definitions.get(name);
    let kept = fragments.get(name);
    if (kept === undefined) {
      kept = definition === undefined ? { selections: [], live: false, refusals: [] } : keepIn(definition.selectionSet, definition.typeCondition.name.value);
      fragments.set(name, kept);
    }
    return kept;
  }

  function keepField(node: FieldNode, parent: string): KeptSelections {
    const name = node.name.value;
    const below = types.typeOf(parent, name);
    if (below === null) return { selections: [node], live: true, refusals: [] };
    const objects = types.possibleTypes(parent);
    const allowed = objects.filter((object) => find(parent, name, object) === null);
    const refusal = find(parent, name, parent);
    if (refusal !== null && allowed.length === 0) return { selections: [], live: false, refusals: [refusal] };
    const inner = node.selectionSet === undefined ? null : keepIn(node.selectionSet, below);
    const field = inner === null ? node : { ...node, selectionSet: fill(inner) };
    return {
      selections: refusal === null ? [field] : allowed.map((object) => onType(object, field)),
      live: inner === null || inner.live,
      refusals: [...(refusal === null ? [] : [refusal]), ...(inner?.refusals ?? [])],
    };
  }

  /** The root's fields without fragments: a fragment's field may be one with another of the same response name. */
  function collectRoot({ selections }: SelectionSetNode, fields: FieldNode[], spread: Set<string>): FieldNode[] {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) fields.push(node);
      else if (node.kind === Kind.INLINE_FRAGMENT) collectRoot(node.selectionSet, fields, spread);
      else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        const definition = definitions.get(node.name.value);
        if (definition !== undefined) collectRoot(definition.selectionSet, fields, spread);
      }
    }
    return fields;
  }

  const byName = new Map<string, KeptSelections[]>();
  for (const field of collectRoot(operation.selectionSet, [], new Set())) {
    const out = (field.alias ?? field.name).value;
    byName.set(out, [...(byName.get(out) ?? []), keepField(field, rootType)]);
  }
  const withheld = new Map<string, readonly Refusal[]>();
  const selections: SelectionNode[] = [];
  let anyRefused = false;
  for (const [out, kept] of byName) {
    const refusals = [...new Set(kept.flatMap((each) => each.refusals))];
    if (refusals.length > 0) anyRefused = true;
    if (refusals.length > 0 && !kept.some(({ live }) => live)) withheld.set(out, refusals);
    else selections.push(...kept.flatMap((each) => each.selections));
  }
  const root = { ...operation, selectionSet: { ...operation.selectionSet, selections: selections.length === 0 ? [typename] : selections } };
  const used = [...fragments].flatMap(([name, kept]) => {
    const definition = definitions.get(name);
    return definition === undefined || kept.selections.length === 0 ? [] : [{ ...definition, selectionSet: fill(kept) }];
  });
  return { document: { kind: Kind.DOCUMENT, definitions: [root, ...used] }, withheld, anyRefused };
}

function fill({ selections }: KeptSelections): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: selections.length === 0 ? [typename] : selections };
}

function onType(object: string, field: FieldNode): InlineFragmentNode {
  const typeCondition = { kind: Kind.NAMED_TYPE as const, name: { kind: Kind.NAME as const, value: object } };
  return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: { kind: Kind.SELECTION_SET, selections: [field] } };
}
