// The errors a subgraph answers with. Their codes are the client's contract; everything else is masked and logged.
import { GraphQLError } from 'graphql';
import { InvalidValue } from './contract/invalid-value';
import { isDamage } from './damage';

/** A client's input is wrong. Says what was expected, in both languages; it never repeats a database's or a driver's words. */
export class BadUserInput extends GraphQLError {
  /** @param english and `chinese` a sentence each, without its full stop */
  constructor(english: string, chinese: string, details: Record<string, unknown> = {}) {
    super(`${english}. ${chinese}。`, { extensions: { code: 'BAD_USER_INPUT', ...details } });
  }
}

/** A question that would take more work than one request may. */
export class OperationTooCostly extends GraphQLError {
  /** Both in rows read plus cells computed. */
  constructor(estimate: number, maximum: number) {
    const english = `the work of this request is estimated at ${estimate} rows and cells; at most ${maximum} are worked on, so ask for fewer dates, dimensions, counties or fields at once`;
    const chinese = `该请求的工作量预计为 ${estimate}（读取行数加计算格数），至多 ${maximum}，请减少日期、维度、县或字段`;
    super(`${english}. ${chinese}。`, { extensions: { code: 'OPERATION_TOO_COSTLY', estimate, maximum } });
  }
}

/** A field of personal data, asked by somebody who has not been checked. */
export class ForbiddenField extends GraphQLError {
  constructor(field: string) {
    super(`${field} is personal data and is given to the gateway alone. ${field} 属个人信息，仅提供给网关。`, { extensions: { code: 'FORBIDDEN_FIELD' } });
  }
}

/** A request that only a signed one may make. */
export class SignatureRequired extends GraphQLError {
  constructor() {
    super('change feeds answer signed requests alone. 变更数据仅应答经签名的请求。', { extensions: { code: 'SIGNATURE_REQUIRED' } });
  }
}

/** A request that nobody trusted has signed, where only such are answered. */
export class TrustRequired extends GraphQLError {
  constructor() {
    const message = 'this subgraph answers signed requests and clients with a trusted certificate alone. 本子图仅应答经签名的请求或持受信证书的客户端。';
    super(message, { extensions: { code: 'SIGNATURE_REQUIRED' } });
  }
}

/** Work that was left because nobody waits for it. Nobody reads this but a caller whose own clock is slower. */
export class GivenUp extends GraphQLError {
  constructor() {
    super('the time for this answer is over. 应答时限已过。', { extensions: { code: 'AGENCY_TIMEOUT' } });
  }
}

/** The agency's database does not answer. */
export class AgencyUnavailable extends GraphQLError {
  constructor(subgraph: string, agency: string) {
    super(`the data of ${agency} cannot be read now. ${agency} 数据暂不可用。`, { extensions: { code: 'AGENCY_UNAVAILABLE', agency: subgraph } });
  }
}

/** The agency's database holds a value that is none of its column's type. */
class AgencyDataInvalid extends GraphQLError {
  constructor(subgraph: string, agency: string) {
    super(`the value that ${agency} holds here is not valid and is not shown. ${agency} 所存的此项数据无效，不予显示。`, {
      extensions: { code: 'AGENCY_DATA_INVALID', agency: subgraph },
    });
  }
}

/**
 * What a client may see of an error: one of ours as it is, an invalid value as AGENCY_DATA_INVALID, a connection failure or a
 * damaged file as AGENCY_UNAVAILABLE, anything else masked. knex and the drivers put tables, columns and bound values into messages, so none of theirs passes.
 *
 * @param log called with the whole original where the error is masked
 */
export function maskError(error: GraphQLError, { name, agency }: { name: string; agency: string }, log: (original: unknown) => void): GraphQLError {
  const original = error.originalError;
  if (original === undefined || original === null || original instanceof GraphQLError) {
    if (error.extensions.code !== undefined) return error;
    // graphql-js's own refusals (syntax, validation, coercion of variables) are for developers and stay in its words.
    if (original === undefined || original === null) return place(new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT' } }), error);
  }
  // graphql-js wraps what is thrown and is no Error of its own realm.
  const thrown = (original as { thrownValue?: unknown }).thrownValue ?? original;
  log(thrown);
  if (thrown instanceof InvalidValue) return place(new AgencyDataInvalid(name, agency), error);
  if (isConnectionFailure(thrown) || isDamage(thrown)) return place(new AgencyUnavailable(name, agency), error);
  return place(new GraphQLError('internal error 内部错误', { extensions: { code: 'INTERNAL_SERVER_ERROR' } }), error);
}

const connectionFailures = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
]);

/** Whether an error says that the database could not be reached, rather than that it refused a statement. */
function isConnectionFailure(error: unknown): boolean {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  return name === 'KnexTimeoutError' || connectionFailures.has(String(code));
}

function place(masked: GraphQLError, { nodes, source, positions, path }: GraphQLError): GraphQLError {
  return new GraphQLError(masked.message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: masked.extensions,
  });
}
