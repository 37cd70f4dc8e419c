// Serves one subgraph over HTTP: GraphQL at /graphql, health beside it. The same `execute` answers as in process. A signed
// request may read the change feeds; one whose signature does not hold is refused whole.
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { createHandler, type RequestParams } from 'graphql-http';
import { Bodies } from './bodies';
import { TrustRequired } from './errors';
import { createHttpServer, sendJson } from './http';
import { carriesSignature, findBodyFault, timeoutHeader, type Verifier } from './message-signatures';
import type { Log } from './process';
import { waitUntilSound } from './readiness';
import type { Subgraph } from './subgraph';
import type { ServerTls } from './tls';
import type { Tracing } from './tracing';

export interface SubgraphServer {
  /** Listens at once and is ready when the database is; gives the port. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

export interface SubgraphServerOptions {
  host: string;
  port: number;
  /** How long, at a stop, connections stay open and requests are taken. */
  drainMs?: number;
  /** Where spans go; whoever opened it ends it. */
  tracing?: Tracing | null;
  log: Log;
  /** Checks signed requests; without one they are refused. */
  verifier?: Verifier | undefined;
  /** Whether a request that is neither signed nor comes with a client's certificate is refused, as in production. */
  signedOnly?: boolean;
  /** Serves HTTPS with these; a client whose certificate they accept counts as one that signs. */
  tls?: ServerTls | undefined;
  /** Requests that arrive or are answered at one time; more are refused. */
  maxConcurrent?: number;
  /** How long a request may take to arrive whole. */
  arrivalMs?: number;
  /** Of all requests' bodies that are held at one time. */
  maxHeldBodyBytes?: number;
}

/** Requests name up to thousands of entities. */
const maxBodyBytes = 20_000_000;

/** The server owns the subgraph from then on and closes it. */
export function serveSubgraph(subgraph: Subgraph, options: SubgraphServerOptions): SubgraphServer {
  const { host, port, drainMs, tracing = null, log, verifier = refuseAll, signedOnly = false, tls } = options;
  const { maxConcurrent = 1_000, arrivalMs = 30_000, maxHeldBodyBytes = 100_000_000 } = options;
  const waiting = waitUntilSound([subgraph], log);
  const scheme = tls === undefined ? 'http' : 'https';
  const handle = createHandler<IncomingMessage, Asked>({ onSubscribe: ({ context }, params) => answer(subgraph, params, context) });

  const bodies = new Bodies(maxHeldBodyBytes);
  let atWork = 0;

  /** Nothing of a request is held before it is known, by its head, that it is to be answered. */
  async function handleGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (atWork >= maxConcurrent) {
      refuseForLoad(response);
      return;
    }
    atWork++;
    response.once('close', () => atWork--);
    const { method = 'GET', url = '/', headers } = request;
    const timeoutMs = readTimeout(headers[timeoutHeader]);
    if (timeoutMs === undefined) {
      const message = `${timeoutHeader} is a whole number of milliseconds, at least 1. ${timeoutHeader} 须为正整数毫秒。`;
      sendJson(response, 400, refusal('BAD_REQUEST', message));
      return;
    }
    const carries = carriesSignature(headers);
    const certified = (request.socket as Partial<TLSSocket>).authorized === true;
    if (signedOnly && !carries && !certified) {
      sendJson(response, 401, { errors: [new TrustRequired().toJSON()] });
      return;
    }
    const head = { method, url: `${scheme}://${headers.host}${url}`, headers: request.headersDistinct };
    const fault = carries ? await verifier(head) : null;
    if (fault !== null) {
      refuseSignature(response, fault);
      return;
    }
    const body = await bodies.read(request, response, maxBodyBytes);
    if (body === 'busy') {
      refuseForLoad(response);
      return;
    }
    if (body === 'too large') {
      sendJson(response, 413, refusal('BAD_REQUEST', `a request has at most ${maxBodyBytes} bytes. 请求至多 ${maxBodyBytes} 字节。`));
      return;
    }
    const bodyFault = carries ? findBodyFault(head, body) : null;
    if (bodyFault !== null) {
      refuseSignature(response, bodyFault);
      return;
    }
    // Nobody is answered about replacement characters.
    if (!isUtf8(body)) {
      sendJson(response, 400, refusal('BAD_REQUEST', 'the body is not UTF-8. 请求体不是 UTF-8 编码。'));
      return;
    }
    await answerUntilGivenUp(request, response, body.toString().replace(/^\ufeff/, ''), { trusted: carries || certified, timeoutMs });
  }

  async function answerUntilGivenUp(
    request: IncomingMessage,
    response: ServerResponse,
    body: string,
    { trusted, timeoutMs }: { trusted: boolean; timeoutMs: number | null },
  ): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    // Nobody waits any more once the time is over or the connection has closed.
    const work = new AbortController();
    const timer = timeoutMs === null ? undefined : setTimeout(() => work.abort(), timeoutMs);
    response.once('close', () => {
      clearTimeout(timer);
      work.abort();
    });
    const answerIt = () => handle({ method, url, headers, body, raw: request, context: { trusted, signal: work.signal } });
    const span = tracing?.serve(`GraphQL request to ${subgraph.name}`, headers);
    const [text, init] = await (span === undefined ? answerIt() : span.run(answerIt));
    span?.end(init.status >= 400 ? `HTTP status ${init.status}` : undefined);
    response.writeHead(init.status, init.statusText, init.headers).end(text);
  }

  function refuseSignature(response: ServerResponse, fault: string): void {
    log.warn(`a signed request was refused: ${fault}`);
    sendJson(response, 401, refusal('SIGNATURE_REFUSED', `the request is refused: ${fault}`));
  }

  const server = createHttpServer({
    routes: { '/graphql': handleGraphql },
    tls,
    readiness: () => ({ ready: waiting.faults().length === 0, faults: waiting.faults() }),
    drainMs,
    arrivalMs,
    logError: (error) => log.error(error),
  });
  return {
    async start() {
      const boundPort = await server.listen(host, port);
      waiting.start();
      return boundPort;
    },
    async stop() {
      waiting.stop();
      await server.stop();
      await subgraph.close();
    },
  };
}

/** What is known of a request besides what it asks. */
interface Asked {
  trusted: boolean;
  signal: AbortSignal;
}

/** Longer than anybody waits, and than timers can. */
const maxTimeoutMs = 3_600_000;

/** Milliseconds; null where the header is absent, undefined where it is malformed. */
function readTimeout(value: string | string[] | undefined): number | null | undefined {
  if (value === undefined) return null;
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Math.min(Number(value), maxTimeoutMs) : undefined;
}

function refuseForLoad(response: ServerResponse): void {
  response.setHeader('retry-after', '1');
  sendJson(response, 503, refusal('SUBGRAPH_BUSY', 'too many requests are at work; try again. 正在处理的请求过多，请稍后重试。'));
}

function refusal(code: string, message: string): { errors: [{ message: string; extensions: { code: string } }] } {
  return { errors: [{ message, extensions: { code } }] };
}

/** The caller's scopes, as the gateway tells them; none where they are malformed. */
function readScopes(extensions: RequestParams['extensions']): readonly string[] {
  const scopes = extensions?.scopes;
  return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
}

const refuseAll: Verifier = () => Promise.resolve('no keys are trusted here');

/** graphql-http takes for a result only what has `data`; what was refused before execution it wants as a list of errors. */
async function answer(subgraph: Subgraph, { extensions: told, ...request }: RequestParams, asked: Asked): Promise<ExecutionResult | GraphQLError[]> {
  const { data, errors, extensions } = await subgraph.execute({ ...request, ...asked, scopes: readScopes(told) });
  if (data === undefined) return (errors ?? []).map(({ message, extensions }) => new GraphQLError(message, { extensions: extensions ?? {} }));
  // The errors are formatted already; graphql-http writes them as they are.
  return {
    data,
    ...(errors === undefined ? {} : { errors: errors as unknown as GraphQLError[] }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}
