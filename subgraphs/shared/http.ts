// The small HTTP server that the gateway and each subgraph's process listen with: routes, health, a graceful stop.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { IncompleteRequest } from './bodies';
import type { ServerTls } from './tls';

const stopWithinMs = 20_000;

/** How often it is looked at whether a request takes too long to arrive. */
const arrivalCheckMs = 1_000;

/** Longer than balancers keep a connection that nobody uses, 60 s at most: one that both close at once costs a request. */
const keepAliveMs = 75_000;

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What `/health/ready` says; 200 where `ready`, 503 otherwise. */
interface Readiness {
  ready: boolean;
  [detail: string]: unknown;
}

export interface HttpServer {
  /** Starts listening; gives the port, which differs from the one asked for where that was 0. */
  listen(host: string, port: number): Promise<number>;
  /**
   * Stops in order. At once it is not ready, and every answer says that its connection ends; for the drain's time it takes
   * connections and requests all the same, so that balancers and clients notice before anything is closed; then it takes no
   * more, and waits for the requests in flight, but not for ever.
   */
  stop(): Promise<void>;
}

export interface HttpServerOptions {
  /** Handlers by path. */
  routes: Readonly<Record<string, Handler>>;
  readiness: () => Readiness;
  /** Serves HTTPS with these. */
  tls?: ServerTls | undefined;
  /** How long, at a stop, connections stay open and requests are taken; none where undefined. */
  drainMs?: number | undefined;
  /** How long a request may take to arrive whole; a slower one is answered 408, and its connection closed. */
  arrivalMs: number;
  logError: (error: unknown) => void;
}

/** A server over `node:http` with `/health/live` and `/health/ready` besides the routes given. */
export function createHttpServer({ routes, readiness, tls, drainMs = 0, arrivalMs, logError }: HttpServerOptions): HttpServer {
  let stopping = false;
  const inFlight = new Set<ServerResponse>();
  const allRoutes: Record<string, Handler> = {
    ...routes,
    '/health/live': (_request, response) => sendJson(response, 200, { live: true }),
    '/health/ready': (_request, response) => {
      const state = stopping ? { ...readiness(), ready: false, stopping } : readiness();
      sendJson(response, state.ready ? 200 : 503, state);
    },
  };
  const limits = {
    requestTimeout: arrivalMs,
    headersTimeout: Math.min(60_000, arrivalMs),
    connectionsCheckingInterval: Math.min(arrivalCheckMs, arrivalMs),
    keepAliveTimeout: keepAliveMs,
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    // Two readers could take it to be for two receivers (RFC 9112, section 3.2).
    if (countHosts(request.rawHeaders) > 1) {
      response.setHeader('connection', 'close');
      sendJson(response, 400, { errors: [{ message: 'a request has one Host. 请求须只有一个 Host。', extensions: { code: 'BAD_REQUEST' } }] });
      return;
    }
    // A target may name its host (RFC 9112, section 3.2.2).
    request.url = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
    const path = request.url.split('?', 1)[0] ?? '/';
    const handler = allRoutes[path];
    // A client that has read this asks nothing more over the connection: nobody's request meets one that is just being closed.
    if (stopping) response.setHeader('connection', 'close');
    if (handler === undefined) {
      sendJson(response, 404, { errors: [{ message: 'there is nothing at this path 此路径无内容' }] });
      return;
    }
    inFlight.add(response);
    Promise.resolve(handler(request, response))
      .catch((error: unknown) => {
        if (error instanceof IncompleteRequest) return;
        logError(error);
        if (!response.headersSent) sendJson(response, 500, { errors: [{ message: 'internal error 内部错误', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
        else response.destroy();
      })
      .finally(() => inFlight.delete(response));
  };
  const server = tls === undefined ? createServer(limits, listener) : createTlsServer({ ...limits, ...tls }, listener);
  return {
    listen: (host, port) => listen(server, host, port),
    async stop() {
      stopping = true;
      for (const response of inFlight) if (!response.headersSent) response.setHeader('connection', 'close');
      if (server.listening && drainMs > 0) await sleep(drainMs);
      await close(server);
    },
  };
}

/** Node keeps the first one alone among its headers. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.length === 4 && rawHeaders[i]?.toLowerCase() === 'host') count++;
  return count;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => server.closeAllConnections(), stopWithinMs);
    server.close((error) => {
      clearTimeout(deadline);
      if (error && (error as NodeJS.ErrnoException).code !== 'ERR_SERVER_NOT_RUNNING') reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
