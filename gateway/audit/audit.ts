// Joins the audit trail to the gateway: describes each request as Apollo Server answers it, and lets an answer go out only when
// its line is in the trail, unless requests are to be answered without one.
import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { IncompleteRequest } from '../../subgraphs/shared/bodies';
import type { Asker } from '../caller';
import type { RequestAccount } from '../execution/request-account';
import { refuse } from '../refusal';
import { requestIdHeader } from '../request-id';
import type { SentResponse } from '../request-sharing';
import { rememberSecretVariables, writeVariables } from './redaction';
import { writeAsker, writeRefusal, writeRequest } from './request-record';
import type { Trail } from './trail';

/** What Apollo Server carries from the beginning of a request to its end. */
export interface AuditedContext {
  account?: RequestAccount | null;
  /** Apollo Server copies the context, but not what is in it. */
  audited?: AuditedRequest;
}

/** What the trail is to say of a request besides who asked; written here. */
export interface AuditedRequest {
  record?: string;
  /** The same before there is an answer, where there will be none. */
  describeRefused?(code: string): string;
}

export interface Audit {
  plugin: ApolloServerPlugin<AuditedContext>;
  /** Answers a request, and records it before the answer is given back; where it cannot be recorded, a refusal is. */
  record(asker: Asker, answer: () => Promise<SentResponse>): Promise<SentResponse>;
}

/** How a request ended, as far as it is recorded. */
type Outcome = Pick<SentResponse, 'status' | 'record'> & Partial<Pick<SentResponse, 'headers'>>;

export function createAudit(trail: Trail): Audit {
  const findSecrets = rememberSecretVariables();

  async function write({ requestId, known }: Asker, { status, headers, record = writeRefusal('BAD_REQUEST') }: Outcome): Promise<boolean> {
    const answeredAs = headers?.get(requestIdHeader) ?? requestId;
    const named = answeredAs === requestId ? '' : `"answeredAs":${JSON.stringify(answeredAs)},`;
    return trail.add(`"kind":"request","request":${JSON.stringify(requestId)},${named}"status":${status},${writeAsker(known)},${record}`);
  }

  function describe(context: GraphQLRequestContext<AuditedContext>, errors: readonly GraphQLFormattedError[], hasData: boolean): string {
    const { contextValue, request, queryHash, operationName, document, operation } = context;
    const { variables = {} } = request;
    const secrets = document !== undefined && operation ? findSecrets(document, operation) : noSecrets;
    return writeRequest({
      operationName: operationName ?? request.operationName ?? null,
      hash: queryHash ?? null,
      variables: writeVariables(variables, secrets),
      account: contextValue.account ?? null,
      errors,
      hasData,
    });
  }

  return {
    plugin: {
      async requestDidStart(started) {
        const { audited } = started.contextValue;
        if (audited === undefined) return;
        audited.describeRefused = (code) => describe(started, [{ message: '', extensions: { code } }], false);
        return {
          async willSendResponse(context) {
            const { body } = context.response;
            const { data, errors = [] } = body.kind === 'single' ? body.singleResult : {};
            audited.record = describe(context, errors, data !== undefined && data !== null);
          },
        };
      },
    },
    async record(asker, answer) {
      if (trail.refuses()) {
        trail.countRefused();
        return refuseUnrecorded(asker.requestId);
      }
      let sent: SentResponse;
      try {
        sent = await answer();
      } catch (error) {
        if (error instanceof IncompleteRequest) throw error;
        await write(asker, { status: 500, record: writeRefusal('INTERNAL_SERVER_ERROR') });
        throw error;
      }
      return (await write(asker, sent)) ? sent : refuseUnrecorded(asker.requestId);
    },
  };
}

const noSecrets: ReadonlySet<string> = new Set();

const message = 'requests are not answered now: the audit trail cannot be written. 审计记录暂时无法写入，请求未予应答。';

/** Nothing is answered that cannot be accounted for. */
function refuseUnrecorded(requestId: string): SentResponse {
  return refuse(requestId, 503, 'AUDIT_UNAVAILABLE', message, { 'retry-after': '5' });
}
