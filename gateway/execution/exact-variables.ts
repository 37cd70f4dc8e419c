// A client's variables whose numbers JavaScript has not got: exact where an ID or a custom scalar carries them, rounded elsewhere,
// where the type then says whether that is a value of it.
import {
  type GraphQLType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { exactDigits, roundExact } from '../exact-json';
import { type DataObject, isObject } from './data';
import { notOfType, readId } from './leaf-check';

/** The same variables where they have no such number, as nearly all. */
export function settleVariables(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[], variables: DataObject): DataObject {
  if (!hasExact(variables)) return variables;
  const types = new Map(definitions.map(({ variable, type }) => [variable.name.value, typeFromAST(schema, type) as GraphQLType | undefined]));
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, settle(value, types.get(name))]));
}

function settle(value: unknown, type: GraphQLType | undefined): unknown {
  if (isNonNullType(type)) return settle(value, type.ofType);
  if (isListType(type)) return Array.isArray(value) ? value.map((item) => settle(item, type.ofType)) : settle(value, type.ofType);
  if (isObject(value) && isInputObjectType(type)) {
    const fields = type.getFields();
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, settle(item, Object.hasOwn(fields, name) ? fields[name]?.type : undefined)]));
  }
  if (isScalarType(type) && !isSpecifiedScalarType(type)) return value;
  if (type?.name !== 'ID' || exactDigits(value) === null) return roundAll(value);
  const id = readId(value);
  return id === notOfType ? roundExact(value) : id;
}

function hasExact(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return exactDigits(value) !== null;
  return (Array.isArray(value) ? value : Object.values(value)).some(hasExact);
}

function roundAll(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return roundExact(value);
  if (Array.isArray(value)) return value.map(roundAll);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, roundAll(item)]));
}
