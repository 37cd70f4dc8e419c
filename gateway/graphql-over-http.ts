// Joins Apollo Server to node:http: reads the body, hands the request over, writes the answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { type Handler, readBody, sendJson } from '../subgraphs/shared/http';
import type { Log } from '../subgraphs/shared/process';
import { type AskedDocument, resolveDocument } from './asked-document';
import { readCaller } from './caller';
import type { LoadShedder } from './load-shedding';
import type { Variables } from './operation-cost';
import { createRequestSharing, isShareable, type SentResponse, sharingKey } from './request-sharing';
import { type Deadline, finishWithin } from './time-limit';
import type { TrustedDocuments } from './trusted-documents';

export interface GraphqlOverHttpOptions {
  server: ApolloServer;
  forwardedHeaders: readonly string[];
  /** The largest body that is read. */
  maxBodyBytes: number;
  /** How long a request may go without an answer, from its headers on. */
  requestTimeoutMs: number;
  load: LoadShedder;
  trusted: TrustedDocuments;
  /** What a trusted document is estimated to cost. */
  estimateCost(text: string, variables: Variables): number;
  log: Log;
}

/** A trusted document that costs no more is answered also where others are refused for load. */
const cheapCost = 1_000;

export function handleGraphql({ server, forwardedHeaders, maxBodyBytes, requestTimeoutMs, load, trusted, estimateCost, log }: GraphqlOverHttpOptions): Handler {
  const sharing = createRequestSharing();

  return async (request, response) => {
    const begun = performance.now();
    const body = await readBody(request, maxBodyBytes);
    if (body === null) {
      sendRefusal(response, 413, 'BAD_REQUEST', `a request has at most ${maxBodyBytes} bytes`);
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
      sendRefusal(response, 400, 'BAD_REQUEST', 'the body is not JSON');
      return;
    }
    const asked = resolveDocument(trusted, request, parsed);
    if ('refusal' in asked) {
      sendRefusal(response, 403, 'DOCUMENT_NOT_TRUSTED', asked.refusal);
      return;
    }
    if (!load.admits(() => asked.trustedText !== null && estimateCost(asked.trustedText, asked.variables) <= cheapCost)) {
      response.setHeader('retry-after', '1');
      sendRefusal(response, 503, 'GATEWAY_BUSY', 'too many requests are at work; try again. 正在处理的请求过多，请稍后重试。');
      return;
    }
    const answer = () => finishWithin(requestTimeoutMs - (performance.now() - begun), (deadline) => answerWhole(request, asked, deadline), tellLate);
    send(response, await (isShareable(asked.body) ? sharing.lead(key, answer) : answer()));
  };

  async function answerWhole(request: IncomingMessage, { search, body }: AskedDocument, deadline: Deadline): Promise<SentResponse> {
    load.begin();
    try {
      const result = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: request.method ?? 'GET', headers: readHeaders(request), search, body },
        context: async () => ({ caller: readCaller(request.headers, forwardedHeaders), deadline }),
      });
      return { status: result.status ?? 200, headers: result.headers, body: Buffer.from(await readResult(result.body)) };
    } finally {
      load.end();
    }
  }

  function tellLate(): SentResponse {
    log.warn(`a request was given up after ${requestTimeoutMs} ms`);
    const message = `no answer within ${requestTimeoutMs} ms; ask for less at once. ${requestTimeoutMs} 毫秒内未能应答，请减少一次查询的内容。`;
    return {
      status: 504,
      headers: new Map([['content-type', 'application/json; charset=utf-8']]),
      body: Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code: 'REQUEST_TIMEOUT' } }] })),
    };
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

function sendRefusal(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });
}

function send(response: ServerResponse, { status, headers, body }: SentResponse): void {
  response.statusCode = status;
  for (const [name, value] of headers) response.setHeader(name, value);
  response.end(body);
}
