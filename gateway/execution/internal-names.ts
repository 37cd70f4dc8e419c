// The names under which a request's data is kept while it is executed. The planner adds selections of its own (keys, what a
// @requires needs) beside the client's, under the fields' names; a client's alias of the same name would take their place.
// So aliases become names that no field has, and the projection gives them back.
import type { FieldNode } from 'graphql';

/** Begins every name of our own; no field of a supergraph may begin with it. */
export const internalPrefix = 'jd__';

/** The name under which a client's field is kept: its own, or for an alias one that no field has. */
export function internalName({ name, alias }: FieldNode): string {
  if (alias === undefined || alias.value === name.value || name.value === '__typename') return name.value;
  return internalPrefix + alias.value;
}

/** The name under which a field that a @requires needs is kept, told apart by `number` from the same field with other arguments. */
export function requiredName(number: number, field: string): string {
  // No alias begins with a digit, so this is no alias's internal name.
  return `${internalPrefix}${number}_${field}`;
}

/** The field's or the alias's name for one under which data is kept: what a person may read in an error's path. */
export function publicName(internal: string): string {
  return internal.startsWith(internalPrefix) ? internal.slice(internalPrefix.length).replace(/^\d+_/, '') : internal;
}
