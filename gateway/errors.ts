// What a client sees of an error. The list of codes is the client's contract; a message with any other code is masked.
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

const clientCodes = new Set([
  // From subgraphs and execution.
  'BAD_USER_INPUT',
  'FORBIDDEN_FIELD',
  'AGENCY_UNAVAILABLE',
  'AGENCY_ERROR',
  'CANNOT_BE_ANSWERED',
  'PLANNING_TIMEOUT',
  'GATEWAY_BUSY',
  'OPERATION_TOO_LARGE',
  'OPERATION_TOO_COSTLY',
  // From Apollo Server, before anything is executed.
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Details that our own errors carry and a client may see. */
const clientDetails = ['agency', 'check', 'position'];

/** What Apollo Server says, without a code, of persisted queries that are no good. */
const refusalsWithoutCode = ['provided sha does not match query', 'Unsupported persisted query version'];

/** Apollo Server gives one code to whatever a validation rule refuses, and none to some requests; what is too large keeps its own. */
export function withOwnCode(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  if (refusalsWithoutCode.includes(formatted.message)) return { ...formatted, extensions: { code: 'BAD_REQUEST' } };
  if (formatted.extensions?.code !== 'GRAPHQL_VALIDATION_FAILED') return formatted;
  const original = error instanceof GraphQLError ? error.originalError : null;
  const code = original instanceof GraphQLError ? original.extensions.code : undefined;
  return code === 'OPERATION_TOO_LARGE' ? { ...formatted, extensions: { ...formatted.extensions, code } } : formatted;
}

/** What graphql-js adds to a message where a name of the schema is like one that it does not know. */
const suggestion = / Did you mean .+\?$/s;

/** For a schema that is not to be found out name by name. */
export function withoutSuggestions(error: GraphQLFormattedError): GraphQLFormattedError {
  return error.message.includes('Did you mean') ? { ...error, message: error.message.replace(suggestion, '') } : error;
}

/**
 * Keeps message, path, code and our details; drops the rest (addresses, responses, stack traces).
 *
 * @param logMasked called where the message is masked
 */
export function formatError({ message, locations, path, extensions = {} }: GraphQLFormattedError, logMasked: () => void): GraphQLFormattedError {
  const code = typeof extensions.code === 'string' ? extensions.code : 'INTERNAL_SERVER_ERROR';
  const known = clientCodes.has(code);
  const details = Object.fromEntries(
    clientDetails.map((name) => [name, extensions[name]]).filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  );
  if (!known) logMasked();
  return {
    message: known ? message : 'internal error 内部错误',
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: {
      code: known ? code : 'INTERNAL_SERVER_ERROR',
      ...(typeof extensions.serviceName === 'string' ? { agency: extensions.serviceName } : {}),
      ...details,
    },
  };
}
