// Completes values: what a type allows stays, the rest is null with an error, and a null goes up from where none may be.
import { type GraphQLError, type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { forbiddenField, type Refusal } from '../authorization/refusals';
import { agencyError } from './agency-errors';
import { isTooDeep } from './data';
import { addBounded } from './error-places';
import type { Gap, Gaps } from './gaps';
import { leafReader, notOfType } from './leaf-check';

/** What is at hand while one response is shaped. */
export interface Shaping {
  faults: number;
  gaps: Gaps;
  /** Those that reach down to what is being shaped. */
  gapsHere: readonly Gap[];
  /** The client's path of what is being shaped, and the names of it in the data; null where nobody asks for paths. */
  path: (string | number)[] | null;
  names: string[];
  /** The gaps of the object whose field is being shaped. */
  gapsOfOwner: readonly Gap[];
  errors: GraphQLError[];
  nullErrors: GraphQLError[];
}

/** A null that goes up: the field, or the element of a list, may not be null. */
export const bubble = Symbol('bubble');
/** A null for which there is an error already. */
export const reported = Symbol('reported');

/** Shapes one value; gives JSON, or one of the symbols above. */
export type Complete = (value: unknown, shaping: Shaping) => unknown;

export function refuse(refusals: readonly Refusal[], isNonNull: boolean): Complete {
  return (_value, shaping) => {
    for (const refusal of refusals) addBounded(shaping.errors, () => forbiddenField(refusal, [...(shaping.path ?? [])]));
    return isNonNull ? bubble : reported;
  };
}

/**
 * The completion of a type's values (GraphQL specification, section 6.4.3).
 *
 * @param completeBelow that of the objects in it; null for leaves
 */
export function compileType(type: GraphQLOutputType, completeBelow: Complete | null, whose: Whose): Complete {
  if (isNonNullType(type)) {
    const complete = compileType(type.ofType, completeBelow, whose);
    return (value, shaping) => {
      const completed = complete(value, shaping);
      if (completed === reported) return bubble;
      if (completed !== null) return completed;
      report(shaping, shaping.nullErrors, whose);
      return bubble;
    };
  }
  if (isListType(type)) {
    const complete = compileType(type.ofType, completeBelow, whose);
    return (value, shaping) => completeList(value, shaping, complete, whose);
  }
  if (completeBelow !== null) return completeBelow;
  const read = leafReader(type);
  return (value, shaping) => {
    if (value === null || value === undefined) return null;
    const leaf = isTooDeep(value) ? notOfType : read(value);
    return leaf === notOfType ? report(shaping, shaping.errors, whose) : leaf;
  };
}

/** Gives the agency that answers with what is being shaped; null where that is not known. */
export type Whose = (shaping: Shaping) => string | null;

function completeList(value: unknown, shaping: Shaping, complete: Complete, whose: Whose): unknown {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return report(shaping, shaping.errors, whose);
  const list = new Array<unknown>(value.length);
  const { gapsHere } = shaping;
  for (let i = 0; i < value.length; i++) {
    shaping.gapsHere = gapsHere;
    shaping.path?.push(i);
    const item = complete(value[i], shaping);
    shaping.path?.pop();
    // One error is enough for a list that becomes null (GraphQL specification, section 6.4.4).
    if (item === bubble) return reported;
    list[i] = item === reported ? null : item;
  }
  return list;
}

/**
 * Reports what an agency got wrong at the path.
 *
 * @param errors those of `shaping`: `errors` for a value that its type does not have, `nullErrors` for a null where the schema
 *   allows none, and for a field that is not there
 */
export function report(shaping: Shaping, errors: GraphQLError[], whose: Whose): typeof reported {
  const { path } = shaping;
  shaping.faults++;
  if (path !== null) addBounded(errors, () => agencyError(whose(shaping), [...path]));
  return reported;
}
