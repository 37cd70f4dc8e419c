// Renames fields of a subgraph's operation that Apollo's planner wants renamed and has not: where two fields of one name and
// different types stand within a field that it has renamed itself, it looks for them under that field's old name.
import type { FetchDataRewrite } from '@apollo/query-planner';
import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql';

const onType = '... on ';

/** The selection set in which every field has the name that the rewrites of its answer expect. */
export function renameFields(set: SelectionSetNode, rewrites: readonly FetchDataRewrite[] = []): SelectionSetNode {
  return rewrites.reduce((renamed, rewrite) => (rewrite.kind === 'KeyRenamer' ? renameAt(renamed, rewrite.path, rewrite.renameKeyTo) : renamed), set);
}

function renameAt(set: SelectionSetNode, [step = '', ...rest]: readonly string[], oldName: string): SelectionSetNode {
  if (rest.length > 0)
    return { ...set, selections: set.selections.map((selection) => (isAt(selection, step) ? renameBelow(selection, rest, oldName) : selection)) };
  if (set.selections.some((selection) => nameOf(selection) === step)) return set;
  const alias = { kind: Kind.NAME as const, value: step };
  return { ...set, selections: set.selections.map((selection) => (nameOf(selection) === oldName ? { ...selection, alias } : selection)) };
}

function isAt(selection: SelectionNode, step: string): boolean {
  if (!step.startsWith(onType)) return nameOf(selection) === step;
  return selection.kind === Kind.INLINE_FRAGMENT && selection.typeCondition?.name.value === step.slice(onType.length);
}

function renameBelow(selection: SelectionNode, path: readonly string[], oldName: string): SelectionNode {
  return 'selectionSet' in selection && selection.selectionSet ? { ...selection, selectionSet: renameAt(selection.selectionSet, path, oldName) } : selection;
}

/** The name that a field has in the answer; null for a fragment. */
function nameOf(selection: SelectionNode): string | null {
  return selection.kind === Kind.FIELD ? (selection.alias ?? selection.name).value : null;
}
