// What a value is by its scalar or enum (GraphQL specification, section 3.5); a custom scalar may be anything, digit by digit.
import { GRAPHQL_MAX_INT, GRAPHQL_MIN_INT, type GraphQLNamedOutputType, type GraphQLOutputType, isEnumType } from 'graphql';
import { exactDigits, roundExact } from '../exact-json';

/** No value of the type. */
export const notOfType = Symbol('not of its type');

/** Reads a leaf type's values, as JSON has them; gives what the client gets, or `notOfType`. */
export function leafReader(type: GraphQLOutputType): (value: unknown) => unknown {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => (typeof value === 'string' && names.has(value) ? value : notOfType);
  }
  switch ((type as GraphQLNamedOutputType).name) {
    case 'Int':
      return readInt;
    case 'Float':
      return readFloat;
    case 'Boolean':
      return (value) => (typeof value === 'boolean' ? value : notOfType);
    case 'String':
      return (value) => (typeof value === 'string' && exactDigits(value) === null ? value : notOfType);
    case 'ID':
      return readId;
    default:
      return (value) => value;
  }
}

function readInt(value: unknown): unknown {
  const rounded = typeof value === 'number' ? value : roundExact(value);
  return Number.isInteger(rounded) && (rounded as number) >= GRAPHQL_MIN_INT && (rounded as number) <= GRAPHQL_MAX_INT ? rounded : notOfType;
}

/** A double, to which more digits are rounded (IEEE 754); what is larger than any is none. */
function readFloat(value: unknown): unknown {
  const rounded = typeof value === 'number' ? value : roundExact(value);
  return Number.isFinite(rounded) ? rounded : notOfType;
}

/** An ID is a text, whatever it was (section 3.5.5). */
export function readId(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : notOfType;
  const digits = exactDigits(value);
  if (digits === null) return typeof value === 'string' ? value : notOfType;
  if (/^-?\d+$/.test(digits)) return digits;
  const rounded = Number(digits);
  return Number.isSafeInteger(rounded) ? String(rounded) : notOfType;
}
