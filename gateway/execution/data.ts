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
