// Whether a value is one that its scalar or enum has (GraphQL specification, section 3.5).
import { type GraphQLNamedOutputType, type GraphQLOutputType, isEnumType } from 'graphql';

/** The check of a leaf type's values, as JSON has them. */
export function leafCheck(type: GraphQLOutputType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => typeof value === 'string' && names.has(value);
  }
  switch ((type as GraphQLNamedOutputType).name) {
    case 'Int':
      return isIntegral;
    case 'Float':
      return (value) => typeof value === 'number';
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'String':
      return (value) => typeof value === 'string';
    case 'ID':
      return (value) => typeof value === 'string' || isIntegral(value);
    default:
      // A custom scalar may be anything.
      return () => true;
  }
}

function isIntegral(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(value as number) < 1e21;
}
