// What a subgraph's answer may hold: all that its operation selects, under the names that the rewrites give.
import { Kind, type SelectionSetNode } from 'graphql';
import type { AnswerField, Rewrite } from '../plan';

type Tree = Map<string, Tree | null>;

/** The union of everything selected, whichever the type conditions, after the rewrites, the last one first (`rewrites.ts`). */
export function answerFields(selectionSet: SelectionSetNode, rewrites: readonly Rewrite[]): AnswerField[] {
  const tree: Tree = new Map();
  addSelection(tree, selectionSet);
  for (const rewrite of rewrites.toReversed()) applyRewrite(tree, rewrite);
  return toFields(tree);
}

function addSelection(tree: Tree, { selections }: SelectionSetNode): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error(`expected no named fragments; got ${selection.name.value}`);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      addSelection(tree, selection.selectionSet);
      continue;
    }
    const name = (selection.alias ?? selection.name).value;
    const subtree: Tree | null = tree.get(name) ?? (selection.selectionSet ? new Map() : null);
    if (subtree && selection.selectionSet) addSelection(subtree, selection.selectionSet);
    tree.set(name, subtree);
  }
}

function applyRewrite(tree: Tree, rewrite: Rewrite): void {
  let parent: Tree | null | undefined = tree;
  for (const step of rewrite.path) if ('field' in step) parent = parent?.get(step.field);
  if (!parent) return;
  if (rewrite.kind === 'ValueSetter') {
    if (!parent.has(rewrite.field)) parent.set(rewrite.field, null);
    return;
  }
  const moved = parent.get(rewrite.field);
  if (moved === undefined) return;
  parent.delete(rewrite.field);
  parent.set(rewrite.renameTo, merge(parent.get(rewrite.renameTo), moved));
}

function merge(tree: Tree | null | undefined, other: Tree | null): Tree | null {
  if (!tree || !other) return tree ?? other;
  for (const [name, subtree] of other) tree.set(name, merge(tree.get(name), subtree));
  return tree;
}

function toFields(tree: Tree): AnswerField[] {
  return [...tree].map(([name, subtree]) => ({ name, fields: subtree && toFields(subtree) }));
}
