// Applies the planner's rewrites: what a subgraph calls otherwise (an interface object's type, a field renamed because two
// selections would conflict) is given its name in the data, and the other way round.
import type { ErrorPath } from './agency-errors';
import { type DataObject, isObject, readField } from './data';
import type { Rewrite, RewriteStep } from './plan';

/**
 * Applies rewrites to one object in place, the last one first: the planner lists what it renames within a renamed field after
 * that one, and under the name that it has before.
 */
export function applyRewrites(rewrites: readonly Rewrite[], object: unknown): void {
  for (const rewrite of rewrites.toReversed()) applyAt(rewrite.path, 0, object, rewrite);
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
  object[rewrite.renameTo] = joinRenamed(readField(object, rewrite.renameTo), value);
  object[rewrite.field] = undefined;
}

/** An object may satisfy both of the fragments whose selections were kept apart: then the field was answered twice. */
function joinRenamed(existing: unknown, value: unknown): unknown {
  if (existing === undefined) return value;
  if (isObject(existing) && isObject(value)) {
    for (const [name, part] of Object.entries(value)) existing[name] = joinRenamed(readField(existing, name), part);
    return existing;
  }
  if (Array.isArray(existing) && Array.isArray(value) && existing.length === value.length) {
    return existing.map((item, index) => joinRenamed(item, value[index]));
  }
  return value ?? existing;
}

function hasType(object: DataObject, types: readonly string[]): boolean {
  const name = object.__typename;
  return !name || types.includes(String(name));
}

/** The names of an answer's path as they are after the rewrites. */
export function rewritePath(rewrites: readonly Rewrite[], path: ErrorPath): ErrorPath {
  if (rewrites.length === 0) return path;
  const renamed = new Map<string, string>();
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'KeyRenamer') continue;
    const above = rewrite.path.flatMap((step) => ('field' in step ? [step.field] : []));
    renamed.set([...above, rewrite.field].join(' '), rewrite.renameTo);
  }
  const names: string[] = [];
  return path.map((segment) => {
    if (typeof segment === 'number') return segment;
    names.push(segment);
    return renamed.get(names.join(' ')) ?? segment;
  });
}

/** The names in a text that rewrites have given others. */
export function rewriteText(rewrites: readonly Rewrite[], text: string): string {
  return rewrites.reduce(
    (rewritten, rewrite) => (rewrite.kind === 'KeyRenamer' ? rewritten.replaceAll(new RegExp(`\\b${rewrite.field}\\b`, 'g'), rewrite.renameTo) : rewritten),
    text,
  );
}
