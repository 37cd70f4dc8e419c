// Joins Apollo Server to node:http: reads the body, hands the request over, writes the answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { type Handler, readBody, sendJson } from '../subgraphs/shared/http';
import { readCaller } from './caller';
import { CallerRefused, respondToRefused } from './identity/caller-refused';
import type { Identify } from './identity/identification';
import type { Identity } from './identity/identity';
import { readRequestId, requestIdHeader } from './request-id';
import { createRequestSharing, isShareable, type SentResponse, sharingKey } from './request-sharing';

const maxBodyBytes = 1_000_000;

export interface GraphqlOptions {
  /** Names of the client's headers that subgraphs get, in lower case. */
  forwardedHeaders: readonly string[];
  identify: Identify;
}

export function handleGraphql(server: ApolloServer, { forwardedHeaders, identify }: GraphqlOptions): Handler {
  const sharing = createRequestSharing();

  return async (request, response) => {
    const requestId = readRequestId(request.headers[requestIdHeader]);
    response.setHeader(requestIdHeader, requestId);
    const body = await readBody(request, maxBodyBytes);
    if (body === null) {
      sendJson(response, 413, { errors: [{ message: `a request has at most ${maxBodyBytes} bytes`, extensions: { code: 'BAD_REQUEST' } }] });
      return;
    }
    const key = sharingKey(request, body);
    const shared = sharing.join(key);
    if (shared !== null) {
      send(response, await shared);
      return;
    }
    const parsed = parseBody(request, body);
    if (parsed === malformed) {
      sendJson(response, 400, { errors: [{ message: 'the body is not JSON', extensions: { code: 'BAD_REQUEST' } }] });
      return;
    }
    const answer = () => identifyAndAnswer(request, parsed, requestId);
    send(response, await (isShareable(parsed) ? sharing.lead(key, answer) : answer()));
  };

  async function identifyAndAnswer(request: IncomingMessage, body: unknown, requestId: string): Promise<SentResponse> {
    try {
      const found = identify(request.headers.authorization);
      return await answerWhole(request, body, { requestId, identity: found instanceof Promise ? await found : found });
    } catch (error) {
      if (error instanceof CallerRefused) return respondToRefused(error);
      throw error;
    }
  }

  async function answerWhole(request: IncomingMessage, body: unknown, asked: { requestId: string; identity: Identity }): Promise<SentResponse> {
    const { url = '/' } = request;
    const search = url.indexOf('?');
    const result = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method ?? 'GET', headers: readHeaders(request), search: search < 0 ? '' : url.slice(search), body },
      context: async () => ({ caller: readCaller(request.headers, forwardedHeaders, asked) }),
    });
    // Requests that are answered together get the identifier under which the work was done.
    result.headers.set(requestIdHeader, asked.requestId);
    return { status: result.status ?? 200, headers: result.headers, body: Buffer.from(await readResult(result.body)) };
  }
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
