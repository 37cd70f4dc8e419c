// Joins the audit trail to the gateway: describes each request as Apollo Server answers it, and lets an answer go out only when
// its line is in the trail, unless requests are to be answered without one.
import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { RequestAccount } from '../execution/request-account';
import type { Caller } from '../execution/transport';
import { refuse } from '../refusal';
import type { SentResponse } from '../request-sharing';
import { rememberSecretVariables, writeVariables } from './redaction';
import { writeAsker, writeRefusal, writeRequest } from './request-record';
import type { Trail } from './trail';

/** What Apollo Server carries from the beginning of a request to its end. */
export interface AuditedContext {
  caller?: Caller;
  account?: RequestAccount | null;
  /** What the trail is to say of the request; written here. Apollo Server copies the context, but not what is in it. */
  audited?: { record?: string };
}

export interface Audit {
  plugin: ApolloServerPlugin<AuditedContext>;
  /** Answers a request, and records it before the answer is given back; where it cannot be recorded, a refusal is. */
  record(requestId: string, answer: () => Promise<SentResponse>): Promise<SentResponse>;
}

export function createAudit(trail: Trail): Audit {
  const findSecrets = rememberSecretVariables();

  async function write(requestId: string, { status, record = writeRefusal('BAD_REQUEST') }: Pick<SentResponse, 'status' | 'record'>): Promise<boolean> {
    return trail.add(`"kind":"request","request":${JSON.stringify(requestId)},"status":${status},${record}`);
  }

  function describe({ contextValue, request, queryHash, operationName, document, operation, response }: GraphQLRequestContext<AuditedContext>): string {
    const { variables = {} } = request;
    const { data, errors = [] } = response.body?.kind === 'single' ? response.body.singleResult : {};
    const secrets = document !== undefined && operation ? findSecrets(document, operation) : noSecrets;
    return `${writeAsker(contextValue.caller?.identity ?? {})},${writeRequest({
      operationName: operationName ?? request.operationName ?? null,
      hash: queryHash ?? null,
      variables: writeVariables(variables, secrets),
      account: contextValue.account ?? null,
      errors,
      hasData: data !== undefined && data !== null,
    })}`;
  }

  return {
    plugin: {
      async requestDidStart() {
        return {
          async willSendResponse(context) {
            const { audited } = context.contextValue;
            if (audited !== undefined) audited.record = describe(context);
          },
        };
      },
    },
    async record(requestId, answer) {
      if (trail.refuses()) {
        trail.countRefused();
        return refuseUnrecorded(requestId);
      }
      let sent: SentResponse;
      try {
        sent = await answer();
      } catch (error) {
        await write(requestId, { status: 500, record: writeRefusal('INTERNAL_SERVER_ERROR') });
        throw error;
      }
      return (await write(requestId, sent)) ? sent : refuseUnrecorded(requestId);
    },
  };
}

const noSecrets: ReadonlySet<string> = new Set();

const message = 'requests are not answered now: the audit trail cannot be written. 审计记录暂时无法写入，请求未予应答。';

/** Nothing is answered that cannot be accounted for. */
function refuseUnrecorded(requestId: string): SentResponse {
  return refuse(requestId, 503, 'AUDIT_UNAVAILABLE', message, { 'retry-after': '5' });
}
