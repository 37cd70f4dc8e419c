// Lets pages of listed origins read answers (Fetch standard, CORS protocol). Without a list no header is sent, and browsers let
// no page of another origin read anything.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from '../subgraphs/shared/http';
import { preflightHeaders } from './request-form';

/** What the gateway itself reads: a page may send these beyond what the standard lets it, whatever else it may. */
const ownHeaders = ['authorization', 'content-type', ...preflightHeaders, 'jiedui-cost', 'x-request-id', 'traceparent', 'tracestate'];
const ownMethods = 'GET, HEAD, POST';
const exposedHeaders = 'ratelimit, ratelimit-policy, retry-after, x-request-id';
const preflightIsGoodForS = '600';

export interface CorsOptions {
  /** Such as `https://example.org`; `*` for every origin, which then may not send credentials. */
  corsOrigins: readonly string[];
  /** What else pages may send, in lower case: what clients and their tracing add by themselves. */
  corsHeaders: readonly string[];
}

/**
 * Puts the headers on what a handler answers, and answers preflights itself.
 */
export function allowOrigins({ corsOrigins: origins, corsHeaders }: CorsOptions, handler: Handler): Handler {
  if (origins.length === 0) return handler;
  const allowedHeaders = [...new Set([...ownHeaders, ...corsHeaders])].join(', ');
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
        response.setHeader('access-control-allow-methods', ownMethods);
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
