// Merges what a subgraph answered into the request's data, in place.
import { type DataObject, isObject, readField } from './data';
import type { AnswerField } from './plan';

/**
 * Merges those fields of `source` that were asked for into `target`; objects and lists of equal length are merged within, all else
 * is replaced. What was not asked for is left out: a subgraph speaks for its own fields only. Parts of `source` become
 * parts of `target`: an answer belongs to one request.
 *
 * @param vague names for `__typename` that replace no other one
 */
export function mergeFields(target: DataObject, source: DataObject, fields: readonly AnswerField[], vague: ReadonlySet<unknown>): void {
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as AnswerField;
    const value = readField(source, field.name);
    if (value === undefined) continue;
    const existing = field.fields === null ? undefined : readField(target, field.name);
    if (existing && field.fields !== null && mergeWithin(existing, value, field.fields, vague)) continue;
    if (vague.size > 0 && field.name === '__typename' && vague.has(value) && typeof target.__typename === 'string') continue;
    target[field.name] = value;
  }
}

/** Whether the two could be merged within; otherwise the new value replaces the old. */
function mergeWithin(existing: unknown, value: unknown, fields: readonly AnswerField[], vague: ReadonlySet<unknown>): boolean {
  if (existing === value) return true;
  if (Array.isArray(value)) {
    if (!Array.isArray(existing) || existing.length !== value.length) return false;
    for (let i = 0; i < value.length; i++) {
      if (!mergeWithin(existing[i], value[i], fields, vague)) existing[i] = value[i];
    }
    return true;
  }
  if (!isObject(existing) || !isObject(value)) return false;
  mergeFields(existing, value, fields, vague);
  return true;
}
