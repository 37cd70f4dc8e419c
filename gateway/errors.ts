// What a client sees of an error. The list of codes is the client's contract; a message with any other code is masked.
import { GraphQLError, type GraphQLFormattedError, type OperationTypeNode } from 'graphql';
import { namesInternals } from './internals';

/** Codes of the gateway's own errors, whose messages are its own too. */
const gatewayCodes = new Set([
  'BAD_USER_INPUT',
  'FORBIDDEN_FIELD',
  'WITHHELD',
  'AGENCY_UNAVAILABLE',
  'AGENCY_TIMEOUT',
  'AGENCY_ERROR',
  'AGENCY_DATA_INVALID',
  'CANNOT_BE_ANSWERED',
  'PLANNING_TIMEOUT',
  'GATEWAY_BUSY',
  'OPERATION_TOO_LARGE',
  'OPERATION_TOO_COSTLY',
  'AUDIT_UNAVAILABLE',
  // From Apollo Server, before anything is executed.
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Codes about an agency. The message is the gateway's, whatever the subgraph says. */
const agencyMessages: Readonly<Record<string, (agency: string) => string>> = {
  AGENCY_UNAVAILABLE: (agency) => `${agency} does not answer now. ${agency} 暂无应答。`,
  AGENCY_TIMEOUT: (agency) => `${agency} has not answered in time. ${agency} 未及时应答。`,
  AGENCY_ERROR: (agency) => `${agency} answered with an error, or with what cannot be used. ${agency} 的应答有误或无法使用。`,
  AGENCY_DATA_INVALID: (agency) => `the value that ${agency} holds here is not valid and is not shown. ${agency} 所存的此项数据无效，不予显示。`,
};

/** Codes of subgraphs whose messages are meant for clients; what is said instead where one names internals. */
const subgraphMessages: Readonly<Record<string, string>> = {
  BAD_USER_INPUT: 'the input is not accepted 输入不被接受',
  FORBIDDEN_FIELD: 'the field is not for this caller 该字段未向此调用者开放',
  WITHHELD: 'the agency withholds this 该机关未予提供',
  CANNOT_BE_ANSWERED: 'this cannot be answered 无法应答',
  OPERATION_TOO_COSTLY: 'this would take too much work 工作量过大',
};

/** Details that our own errors carry and a client may see. */
const clientDetails = ['check', 'position', 'requestId'];

/** The agency's message for one of the codes about agencies. */
export function agencyMessage(code: 'AGENCY_UNAVAILABLE' | 'AGENCY_TIMEOUT' | 'AGENCY_ERROR', agency: string): string {
  return agencyMessages[code]?.(agency) ?? '';
}

/** The agency that an error is about: `serviceName` is set by execution, `agency` by the gateway's own checks; null where it is about none. */
export function agencyOf({ serviceName, agency }: Record<string, unknown>): string | null {
  if (typeof serviceName === 'string') return serviceName;
  return typeof agency === 'string' ? agency : null;
}

/** The code under which a client sees an error: an agency's that is none of ours is AGENCY_ERROR, another is masked. */
export function clientCode(extensions: Record<string, unknown>): string {
  const code = typeof extensions.code === 'string' ? extensions.code : '';
  if (typeof extensions.serviceName !== 'string') return gatewayCodes.has(code) ? code : 'INTERNAL_SERVER_ERROR';
  return Object.hasOwn(agencyMessages, code) || Object.hasOwn(subgraphMessages, code) ? code : 'AGENCY_ERROR';
}

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

/** What to add to what Apollo Server says of requests that are no good, by words of its message. */
const chineseOfRefusals: readonly (readonly [words: string, chinese: string])[] = [
  [
    'potential Cross-Site Request Forgery',
    '此请求可能是跨站请求伪造（CSRF），未予应答：请将 content-type 设为 application/json，或附上非空的请求头 apollo-require-preflight',
  ],
  ['provided sha does not match query', '所给的 SHA-256 与查询文档不符'],
  ['Unsupported persisted query version', '不支持此版本的持久化查询'],
  ['must contain a non-empty `query`', '请求须含非空的 query，或扩展 persistedQuery'],
  ['POST body missing', '缺少请求体、Content-Type 有误，或 JSON 对象为空'],
  ['GraphQL queries must be strings', 'query 须为字符串'],
  ['`variables` in a POST body', '请求体中的 variables 须为对象'],
  ['`extensions` in a POST body', '请求体中的 extensions 须为对象'],
  ['`operationName` in a POST body', '请求体中的 operationName 须为字符串'],
  ['search parameter may only be specified once', '网址中每个参数只能出现一次'],
  ['search parameter contains invalid JSON', '网址中的此参数不是有效的 JSON'],
  ['search parameter should contain a JSON-encoded object', '网址中的此参数须为 JSON 对象'],
  ['GET requests only support query operations', 'GET 请求只能用于查询（query）操作'],
  ['GET requests may not have a content-type header', 'GET 请求的 content-type 只能是 application/json'],
  ["An 'accept' header was provided", '请求头 accept 须接受上述类型之一'],
];

/** Apollo Server's own words are for whoever runs it, and in English; those that clients act on (persisted queries) stay as they are. */
export function withOwnWords(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { message, extensions = {} } = formatted;
  if (extensions.validationErrorCode === 'INTROSPECTION_DISABLED')
    return { ...formatted, message: 'introspection is off here: the schema is not shown. 此处已关闭内省，不展示图的结构。' };
  if (extensions.code !== 'BAD_REQUEST') return formatted;
  const chinese = chineseOfRefusals.find(([words]) => message.includes(words))?.[1];
  return chinese === undefined ? formatted : { ...formatted, message: `${message.trim().replace(/\.$/, '')}. ${chinese}。` };
}

/** Why a document has nothing to execute. Apollo Server gives it its code and the status 400. */
export function noSuchOperation(operationName: string | null | undefined): GraphQLError {
  if (typeof operationName === 'string')
    return new GraphQLError('the document has no operation of the name in operationName. 查询文档中没有 operationName 所指名称的操作。');
  return new GraphQLError(
    'the document has several operations: name the one to answer in operationName. 查询文档含有多个操作：请以 operationName 指明要应答的一个。',
  );
}

const chineseOfOperations: Readonly<Record<OperationTypeNode, string>> = { query: '查询', mutation: '变更', subscription: '订阅' };

/** Why an operation of this kind is not answered at all. */
export function notOffered(operation: OperationTypeNode): GraphQLError {
  const message = `the graph has no ${operation}s. 本图不提供${chineseOfOperations[operation]}（${operation}）操作。`;
  return new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } });
}

/** What graphql-js adds to a message where a name of the schema is like one that it does not know. */
const suggestion = / Did you mean .+\?$/s;

/** For a schema that is not to be found out name by name. */
export function withoutSuggestions(error: GraphQLFormattedError): GraphQLFormattedError {
  return error.message.includes('Did you mean') ? { ...error, message: error.message.replace(suggestion, '') } : error;
}

/**
 * Keeps path, code and our details, and the message where its code allows it; drops the rest (addresses, responses, stack
 * traces).
 *
 * @param logMasked called where the message is another than it was
 */
export function formatError({ message, locations, path, extensions = {} }: GraphQLFormattedError, logMasked: () => void): GraphQLFormattedError {
  const code = clientCode(extensions);
  const agency = agencyOf(extensions);
  const said = sayable(message, code, typeof extensions.serviceName === 'string' ? extensions.serviceName : null);
  if (said !== message) logMasked();
  return {
    message: said,
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: {
      code,
      ...(agency === null ? {} : { agency }),
      ...Object.fromEntries(clientDetails.map((name) => [name, extensions[name]]).filter(([, value]) => isSayable(value))),
    },
  };
}

/** @param subgraph whose error it is; null where it is the gateway's own */
function sayable(message: string, code: string, subgraph: string | null): string {
  if (subgraph === null) return code === 'INTERNAL_SERVER_ERROR' ? 'internal error 内部错误' : message;
  const own = agencyMessages[code];
  if (own !== undefined) return own(subgraph);
  return namesInternals(message) ? (subgraphMessages[code] ?? '') : message;
}

function isSayable(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && !namesInternals(value));
}
