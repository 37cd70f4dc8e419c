// Joins Apollo Server to node:http: reads the body, hands the request over, writes the answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { Bodies, IncompleteRequest } from '../subgraphs/shared/bodies';
import type { Handler } from '../subgraphs/shared/http';
import type { Log } from '../subgraphs/shared/process';
import type { Tracing } from '../subgraphs/shared/tracing';
import type { Admit } from './access';
import { type AskedDocument, resolveDocument } from './asked-document';
import type { Audit, AuditedContext, AuditedRequest } from './audit/audit';
import { type Asker, type Forwarding, readAsker, readCaller } from './caller';
import { createCompressor } from './compression';
import { RequestAccount } from './execution/request-account';
import type { ExecutionKind } from './execution';
import type { Caller } from './execution/transport';
import { decodeUtf8, parseExactJson, restoreNumbers } from './exact-json';
import { CallerRefused, respondToRefused } from './identity/caller-refused';
import type { Identify } from './identity/identification';
import type { LoadShedder } from './load-shedding';
import type { RequestObserver } from './metrics/gateway-metrics';
import type { Variables } from './operation-cost';
import type { RateLimiter } from './rate-limit';
import { nameInErrors, requestIdHeader } from './request-id';
import { refuse } from './refusal';
import { isJson, refuseByHeaders } from './request-form';
import { createRequestSharing, isShareable, type Joined, type SentResponse } from './request-sharing';
import { Deadline, finishWithin } from './time-limit';
import type { TrustedDocuments } from './trusted-documents';

export interface GraphqlOverHttpOptions extends Forwarding {
  server: ApolloServer;
  /** Stock knows no numbers that JavaScript has not. */
  execution: ExecutionKind;
  /** The largest body that is read. */
  maxBodyBytes: number;
  /** Of all requests' bodies that are held at one time. */
  maxHeldBodyBytes: number;
  /** How long a request may go without an answer, from its headers on. */
  requestTimeoutMs: number;
  rateLimiter: RateLimiter | null;
  load: LoadShedder;
  trusted: TrustedDocuments;
  /** What a trusted document is estimated to cost. */
  estimateCost(text: string, variables: Variables): number;
  identify: Identify;
  admit: Admit;
  /** What watches requests; none of them is needed. */
  audit: Audit | null;
  observer: RequestObserver | null;
  tracing: Tracing | null;
  log: Log;
}

/** How a request fares that is being answered. */
interface Progress {
  deadline: Deadline;
  audited: AuditedRequest;
}

/** A trusted document that costs no more is answered also where others are refused for load. */
const cheapCost = 1_000;

export function handleGraphql(options: GraphqlOverHttpOptions): Handler {
  const { server, maxBodyBytes, requestTimeoutMs, rateLimiter, load, trusted, estimateCost, identify, admit, log, audit, observer, tracing } = options;
  const compress = createCompressor();
  const sharing = createRequestSharing();
  const bodies = new Bodies(options.maxHeldBodyBytes);
  const readsExactly = options.execution === 'jiedui';

  return async (request, response) => {
    const begunAt = performance.now();
    const asker = readAsker(request.headers, identify);
    const { requestId } = asker;
    const deadline = new Deadline(begunAt + requestTimeoutMs);
    // The client has gone, or has its answer: either way nobody waits any more.
    response.once('close', () => deadline.giveUp());
    let sent: SentResponse;
    try {
      const overRate = rateLimiter === null ? null : await rateLimiter.check(request, response, asker);
      // One line for each caller and window: a flood must not fill the disk.
      const isRecorded = audit !== null && overRate?.isFirst !== false;
      const work = () => (overRate === null ? answer(request, response, asker, deadline) : Promise.resolve(overRate.response));
      sent = isRecorded ? await audit.record(asker, work) : await work();
    } catch (error) {
      // Nobody waits for an answer.
      if (error instanceof IncompleteRequest) return;
      log.error(Object.assign(new Error('a request could not be answered', { cause: error }), { requestId }));
      sent = refuse(requestId, 500, 'INTERNAL_SERVER_ERROR', 'internal error 内部错误');
    }
    send(response, await compress(request, sent));
    observer?.onRequest(sent.status, performance.now() - begunAt);
  };

  /** The one way out: whatever is answered or refused is a response given back from here, so that it can be recorded before it is sent. */
  async function answer(request: IncomingMessage, response: ServerResponse, asker: Asker, deadline: Deadline): Promise<SentResponse> {
    const { requestId } = asker;
    // Before anything is read: of those who are not answered here nothing is held.
    const admission = admit(asker);
    const late = () => tellLate(requestId, {});
    const refused = admission === null ? null : await finishWithin(deadline, () => admission, late);
    const unread = refused ?? refuseByHeaders(request, requestId);
    if (unread !== null) return unread;
    const body = await bodies.read(request, response, maxBodyBytes);
    if (body === 'busy') return refuseForLoad(requestId);
    if (body === 'too large') return refuse(requestId, 413, 'BAD_REQUEST', `a request has at most ${maxBodyBytes} bytes. 请求至多 ${maxBodyBytes} 字节。`);
    const known = sharing.join(request, body, deadline);
    const joined = known === null ? null : await waitFor(known, deadline, requestId);
    if (joined !== null) return joined;
    if (!isDecodable(request.url)) return refuse(requestId, 400, 'BAD_REQUEST', 'the address is not UTF-8. 请求地址不是 UTF-8 编码。');
    const parsed = parseBody(request, body, readsExactly);
    if (parsed === malformed) return refuse(requestId, 400, 'BAD_REQUEST', 'the body is not JSON in UTF-8. 请求体不是 UTF-8 编码的 JSON。');
    if (Array.isArray(parsed)) return refuse(requestId, 400, 'BAD_REQUEST', noBatches);
    const asked = resolveDocument(trusted, request, parsed, readsExactly);
    if ('refusal' in asked) return refuse(requestId, 403, 'DOCUMENT_NOT_TRUSTED', asked.refusal);
    if (!load.admits(() => asked.trustedText !== null && estimateCost(asked.trustedText, asked.variables) <= cheapCost)) return refuseForLoad(requestId);
    const audited: AuditedRequest = {};
    const tell = () => tellLate(requestId, audited);
    const work = (until: Deadline) => identifyAndAnswer(request, asked, asker, { deadline: until, audited });
    // It may have changed something: whoever asks after this answer reads after the change.
    if (!isShareable(asked.body)) return finishWithin(deadline, () => work(deadline), tell).finally(sharing.closeAll);
    // Nothing may come between not finding an equal request and being one.
    for (let inFlight = sharing.join(request, body, deadline); inFlight !== null; inFlight = sharing.join(request, body, deadline)) {
      const joinedNow = await waitFor(inFlight, deadline, requestId);
      if (joinedNow !== null) return joinedNow;
    }
    return finishWithin(deadline, () => sharing.lead(request, body, deadline, work), tell);
  }

  /** Another request's answer, within this one's time; null where that lacks what a subgraph did not bring within the other's time. */
  async function waitFor({ response, askedUntil }: Joined, deadline: Deadline, requestId: string): Promise<SentResponse | null> {
    const answered = await finishWithin(
      deadline,
      () => response,
      () => tellLate(requestId, {}),
    );
    const wasCut = performance.now() >= askedUntil && answered.body.includes('"AGENCY_TIMEOUT"');
    return wasCut && !deadline.passed ? null : answered;
  }

  async function identifyAndAnswer(request: IncomingMessage, asked: AskedDocument, asker: Asker, progress: Progress): Promise<SentResponse> {
    load.begin();
    try {
      if (asker.identity instanceof Promise) await asker.identity;
      return await answerWhole(request, asked, asker, progress);
    } catch (error) {
      if (error instanceof CallerRefused) return respondToRefused(asker.requestId, error);
      throw error;
    } finally {
      load.end();
    }
  }

  async function answerWhole(request: IncomingMessage, { search, body }: AskedDocument, asker: Asker, { deadline, audited }: Progress): Promise<SentResponse> {
    const begunAt = performance.now();
    const account = audit === null && observer === null ? null : new RequestAccount();
    const span = tracing?.serve('GraphQL request', request.headers);
    const caller = readCaller(request, options, asker);
    const context: AuditedContext & { caller: Caller; deadline: Deadline } = {
      caller: span === undefined ? caller : { ...caller, span },
      deadline,
      account,
      audited,
    };
    const result = await server.executeHTTPGraphQLRequest({
      // What HEAD asks for is what GET would be answered, without its body (RFC 9110, section 9.3.2).
      httpGraphQLRequest: { method: request.method === 'POST' ? 'POST' : 'GET', headers: readHeaders(request), search, body },
      context: async () => context,
    });
    // Requests that are answered together get the identifier under which the work was done.
    result.headers.set(requestIdHeader, asker.requestId);
    result.headers.set('cache-control', 'no-store');
    const text = restoreNumbers(nameInErrors(await readResult(result.body), asker.requestId));
    const sent = { status: statusOf(result, text), headers: result.headers, body: Buffer.from(text), record: audited.record };
    span?.end(sent.status >= 400 ? `HTTP status ${sent.status}` : undefined);
    if (account !== null) observer?.onExecuted(performance.now() - begunAt - account.waitedMs);
    return sent;
  }

  function tellLate(requestId: string, audited: AuditedRequest): SentResponse {
    log.warn(`a request was given up after ${requestTimeoutMs} ms`);
    const code = 'REQUEST_TIMEOUT';
    const message = `no answer within ${requestTimeoutMs} ms; ask for less at once. ${requestTimeoutMs} 毫秒内未能应答，请减少一次查询的内容。`;
    const refusal = refuse(requestId, 504, code, message);
    return { ...refusal, record: audited.describeRefused?.(code) ?? refusal.record };
  }
}

function refuseForLoad(requestId: string): SentResponse {
  return refuse(requestId, 503, 'GATEWAY_BUSY', 'too many requests are at work; try again. 正在处理的请求过多，请稍后重试。', { 'retry-after': '1' });
}

const noBatches = 'the body is a list, and one operation is answered at a time: send a JSON object. 请求体是列表，而一次只应答一个查询：请发送 JSON 对象。';

const malformed = Symbol('malformed');

/** Apollo Server expects what a JSON body parser leaves: the value, or an empty object for other types of content. */
function parseBody(request: IncomingMessage, body: Buffer, readsExactly: boolean): unknown {
  if (body.length === 0 || !isJson(request.headers['content-type'])) return {};
  try {
    const text = decodeUtf8(body);
    return readsExactly ? parseExactJson(text) : JSON.parse(text);
  } catch {
    return malformed;
  }
}

/** Whether an address is UTF-8 where it is percent-encoded: its reader would put replacement characters. */
function isDecodable(url = ''): boolean {
  if (!/%[89a-f]/i.test(url)) return true;
  try {
    // A percent sign that encodes nothing stands for itself (URL standard).
    decodeURIComponent(url.replace(/%(?![\da-f]{2})/gi, '%25'));
    return true;
  } catch {
    return false;
  }
}

function readHeaders(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** GraphQL's own type of answer has no status of success without data (GraphQL over HTTP, on status codes); Apollo Server's has for unknown hashes. */
function statusOf({ status = 200, headers }: Pick<HTTPGraphQLResponse, 'status' | 'headers'>, text: string): number {
  const isStrict = headers.get('content-type')?.startsWith('application/graphql-response+json') === true;
  if (status >= 300 || !isStrict || !text.startsWith('{"errors":[')) return status;
  return 'data' in (JSON.parse(text) as object) ? status : 400;
}

async function readResult(body: HTTPGraphQLResponse['body']): Promise<string> {
  if (body.kind === 'complete') return body.string;
  let text = '';
  for await (const chunk of body.asyncIterator) text += chunk;
  return text;
}

/** Sends what a request is answered with. */
export function send(response: ServerResponse, { status, headers, body }: SentResponse): void {
  response.statusCode = status;
  for (const [name, value] of headers) {
    // Others may have said before what an answer varies by.
    if (name === 'vary') response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  // Told to HEAD too, which gets no body.
  response.setHeader('content-length', body.length);
  response.end(body);
}
