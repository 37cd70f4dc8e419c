// What a client sees of an error. The list of codes is the client's contract; a message with any other code is masked.
import type { GraphQLFormattedError } from 'graphql';

const clientCodes = new Set([
  // From subgraphs and execution.
  'BAD_USER_INPUT',
  'FORBIDDEN_FIELD',
  'AGENCY_UNAVAILABLE',
  'AGENCY_ERROR',
  'CANNOT_BE_ANSWERED',
  'PLANNING_TIMEOUT',
  'GATEWAY_BUSY',
  'AUDIT_UNAVAILABLE',
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
