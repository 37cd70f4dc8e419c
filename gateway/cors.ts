// Lets pages of listed origins read answers (Fetch standard, CORS protocol). Without a list no header is sent, and browsers let
// no page of another origin read anything.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from '../subgraphs/shared/http';

/** What a page may send and read beyond what the standard lets it. */
const allowedHeaders = 'authorization, content-type, apollo-require-preflight, jiedui-cost, x-request-id, traceparent, tracestate';
const exposedHeaders = 'ratelimit, ratelimit-policy, retry-after, x-request-id';
const preflightIsGoodForS = '600';

/**
 * Puts the headers on what a handler answers, and answers preflights itself.
 *
 * @param origins such as `https://example.org`; `*` for every origin, which then may not send credentials
 */
export function allowOrigins(origins: readonly string[], handler: Handler): Handler {
  if (origins.length === 0) return handler;
  const allowsAll = origins.includes('*');
  const allowed = new Set(origins);

  /** Whether the request's origin may read the answer. */
  function allow({ headers: { origin } }: IncomingMessage, response: ServerResponse): boolean {
    // Whoever keeps answers keeps them by origin, also those to requests without one.
    if (!allowsAll) response.setHeader('vary', 'Origin');
    if (origin === undefined || !(allowsAll || allowed.has(origin))) return false;
    response.setHeader('access-control-allow-origin', allowsAll ? '*' : origin);
    // With `*` a browser would refuse them, and so that no page of just any origin asks in its reader's name.
    if (!allowsAll) response.setHeader('access-control-allow-credentials', 'true');
    return true;
  }

  return (request, response) => {
    const isAllowed = allow(request, response);
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      if (isAllowed) {
        response.setHeader('access-control-allow-methods', 'GET, POST');
        response.setHeader('access-control-allow-headers', allowedHeaders);
        response.setHeader('access-control-max-age', preflightIsGoodForS);
      }
      response.writeHead(204).end();
      return;
    }
    if (isAllowed) response.setHeader('access-control-expose-headers', exposedHeaders);
    return handler(request, response);
  };
}
