// Joins Apollo Server to node:http: reads the body, hands the request over, writes the answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { type Handler, readBody } from '../subgraphs/shared/http';
import type { Audit, AuditedContext } from './audit/audit';
import { writeRefusal } from './audit/request-record';
import { readCaller } from './caller';
import { RequestAccount } from './execution/request-account';
import type { RequestObserver } from './metrics/gateway-metrics';
import { readRequestId, requestIdHeader } from './request-id';
import type { Tracing } from '../subgraphs/shared/tracing';
import { createRequestSharing, isShareable, type SentResponse, sharingKey } from './request-sharing';

const maxBodyBytes = 1_000_000;

/** What watches requests; none of them is needed. */
export interface Watching {
  audit: Audit | null;
  observer: RequestObserver | null;
  tracing: Tracing | null;
}

export function handleGraphql(server: ApolloServer, forwardedHeaders: readonly string[], { audit, observer, tracing }: Watching): Handler {
  const sharing = createRequestSharing();

  return async (request, response) => {
    const begunAt = performance.now();
    const requestId = readRequestId(request.headers[requestIdHeader]);
    response.setHeader(requestIdHeader, requestId);
    const sent = audit === null ? await answer(request) : await audit.record(requestId, () => answer(request));
    send(response, sent);
    observer?.onRequest(sent.status, performance.now() - begunAt);
  };

  /** The one way out: whatever is answered or refused is a response given back from here, so that it can be recorded before it is sent. */
  async function answer(request: IncomingMessage): Promise<SentResponse> {
    const body = await readBody(request, maxBodyBytes);
    if (body === null) return refuse(413, 'BAD_REQUEST', `a request has at most ${maxBodyBytes} bytes`);
    const key = sharingKey(request, body);
    const shared = sharing.join(key);
    if (shared !== null) return shared;
    const parsed = parseBody(request, body);
    if (parsed === malformed) return refuse(400, 'BAD_REQUEST', 'the body is not JSON');
    return isShareable(parsed) ? sharing.lead(key, () => answerWhole(request, parsed)) : answerWhole(request, parsed);
  }

  async function answerWhole(request: IncomingMessage, body: unknown): Promise<SentResponse> {
    const begunAt = performance.now();
    const { url = '/' } = request;
    const search = url.indexOf('?');
    const account = audit === null && observer === null ? null : new RequestAccount();
    const audited: { record?: string } = {};
    const span = tracing?.serve('GraphQL request', request.headers);
    const context: AuditedContext = { caller: { ...readCaller(request.headers, forwardedHeaders), span }, account, audited };
    const result = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method ?? 'GET', headers: readHeaders(request), search: search < 0 ? '' : url.slice(search), body },
      context: async () => context,
    });
    const sent = { status: result.status ?? 200, headers: result.headers, body: Buffer.from(await readResult(result.body)), record: audited.record };
    span?.end(sent.status >= 400 ? `HTTP status ${sent.status}` : undefined);
    if (account !== null) observer?.onExecuted(performance.now() - begunAt - account.waitedMs);
    return sent;
  }
}

/** A response that refuses a request before the graph is asked. */
function refuse(status: number, code: string, message: string): SentResponse {
  const headers = new Map([
    ['content-type', 'application/json; charset=utf-8'],
    ['cache-control', 'no-store'],
  ]);
  return { status, headers, body: Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code } }] })), record: writeRefusal(code) };
}

const malformed = Symbol('malformed');

/** Apollo Server expects what a JSON body parser leaves: the value, or an empty object for other types of content. */
function parseBody(request: IncomingMessage, body: Buffer): unknown {
  if (body.length === 0 || !/^application\/([\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '')) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    return malformed;
  }
}

function readHeaders(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

async function readResult(body: Awaited<ReturnType<ApolloServer['executeHTTPGraphQLRequest']>>['body']): Promise<string> {
  if (body.kind === 'complete') return body.string;
  let text = '';
  for await (const chunk of body.asyncIterator) text += chunk;
  return text;
}

function send(response: ServerResponse, { status, headers, body }: SentResponse): void {
  response.statusCode = status;
  for (const [name, value] of headers) response.setHeader(name, value);
  response.end(body);
}
