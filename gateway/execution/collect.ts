// Finds the objects of a request's data that a step of its plan is about.
import { type DataObject, isObject, readField } from './data';

/** The objects at a path below other objects, each once; `@` goes through a list. Where none is shared, nobody looks for it. */
export function collect(objects: readonly DataObject[], path: readonly string[], hasShared: boolean): DataObject[] {
  const found: DataObject[] = [];
  const seen = hasShared ? [...path, ''].map(() => new Set<unknown>()) : null;
  for (const object of objects) collectFrom(object, path, 0, found, seen);
  return found;
}

/** @param seen what has been gone into already, by the step of the path; null where nothing is shared */
function collectFrom(value: unknown, path: readonly string[], at: number, found: DataObject[], seen: readonly Set<unknown>[] | null): void {
  if (typeof value !== 'object' || value === null) return;
  if (seen !== null) {
    const atStep = seen[at] as Set<unknown>;
    if (atStep.has(value)) return;
    atStep.add(value);
  }
  const name = path[at];
  if (name === '@') {
    if (Array.isArray(value)) for (const item of value) collectFrom(item, path, at + 1, found, seen);
  } else if (isObject(value)) {
    if (name === undefined) found.push(value);
    else collectFrom(readField(value, name), path, at + 1, found, seen);
  }
}
