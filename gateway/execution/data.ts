// The data of one request while it is executed: JSON as the subgraphs gave it, merged in place.

/** An object of the data. Its own properties are JSON; nothing inherited counts. */
export type DataObject = Record<string, unknown>;

/** An object that is neither null nor a list. */
export function isObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value of a property. JSON has no functions, so one that is found is inherited (`constructor`, `toString`) and the
 * property is absent; the only inherited name that is no function, `__proto__`, is nobody's internal name.
 */
export function readField(object: DataObject, name: string): unknown {
  const value = object[name];
  return typeof value === 'function' ? undefined : value;
}

/** What JSON's own reader and writer can take is deeper, what any client sends or reads is not. */
const maxNesting = 200;

/** Whether a value is nested more deeply than anything that is meant to be read; what is would exhaust the stack. */
export function isTooDeep(value: unknown, left = maxNesting): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const item of Array.isArray(value) ? value : Object.values(value)) if (isTooDeep(item, left - 1)) return true;
  return false;
}
