// Applies the planner's rewrites: what a subgraph calls otherwise (an interface object's type, a field renamed because two
// selections would conflict) is given its name in the data, and the other way round.
import { type DataObject, isObject, readField } from './data';
import type { Rewrite, RewriteStep } from './plan';

/** Applies rewrites, in order, to one object in place. */
export function applyRewrites(rewrites: readonly Rewrite[], object: unknown): void {
  for (const rewrite of rewrites) applyAt(rewrite.path, 0, object, rewrite);
}

function applyAt(path: readonly RewriteStep[], at: number, value: unknown, rewrite: Rewrite): void {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(path, at, item, rewrite);
    return;
  }
  if (!isObject(value)) return;
  const step = path[at];
  if (step === undefined) apply(rewrite, value);
  else if ('field' in step) applyAt(path, at + 1, readField(value, step.field), rewrite);
  else if (hasType(value, step.types)) applyAt(path, at + 1, value, rewrite);
}

function apply(rewrite: Rewrite, object: DataObject): void {
  if (rewrite.kind === 'ValueSetter') {
    object[rewrite.field] = rewrite.value;
    return;
  }
  const value = readField(object, rewrite.field);
  if (value === undefined) return;
  object[rewrite.renameTo] = value;
  object[rewrite.field] = undefined;
}

function hasType(object: DataObject, types: readonly string[]): boolean {
  const name = object.__typename;
  return !name || types.includes(String(name));
}
