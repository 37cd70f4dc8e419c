// The names under which a request's data is kept while it is executed. The planner adds selections of its own (keys, what a
// @requires needs) beside the client's, under the fields' names; a client's alias of the same name would take their place.
// So aliases become names that no field has, and the projection gives them back.
import { hash } from 'node:crypto';
import { type ArgumentNode, type FieldNode, print } from 'graphql';

/** Begins every name of our own; no field of a supergraph may begin with it. */
export const internalPrefix = 'jd__';

/**
 * The name under which a client's field is kept: its own, or for an alias one that no field has. What the alias stands for is part
 * of that one: of objects of different types it may stand for different fields, and a subgraph that knows their interface as an
 * object (`@interfaceObject`) is asked for all of them at once.
 */
export function internalName({ name, alias, arguments: given = [] }: FieldNode): string {
  if (alias === undefined || alias.value === name.value || name.value === '__typename') return name.value;
  return `${internalPrefix}${alias.value}__${given.length === 0 ? '' : `${digest(given)}_`}${name.value}`;
}

function digest(given: readonly ArgumentNode[]): string {
  return hash('sha256', given.map(print).sort().join(), 'hex').slice(0, 8);
}

/** The name under which a field that a @requires needs is kept, told apart by `number` from the same field with other arguments. */
export function requiredName(number: number, field: string): string {
  // No alias begins with a digit, so this is no alias's internal name.
  return `${internalPrefix}${number}_${field}`;
}

/** The field's or the alias's name for one under which data is kept: what a person may read in an error's path. */
export function publicName(internal: string): string {
  if (!internal.startsWith(internalPrefix)) return internal;
  const own = internal.slice(internalPrefix.length);
  const required = /^\d+_(.*)$/.exec(own)?.[1];
  const end = own.lastIndexOf('__');
  return required ?? (end < 0 ? internal : own.slice(0, end));
}
