// Who asks: what tells callers apart, and what of their headers and scopes subgraphs get.
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './execution/transport';
import type { Identity } from './identity/identity';
import { requestIdHeader } from './request-id';

/** A request's name, and who asks, which may not be known yet. */
export interface Asker {
  requestId: string;
  identity: Identity | Promise<Identity>;
}

/** What of a caller subgraphs get. */
export interface Forwarding {
  /** Names of the client's headers, in lower case. */
  forwardedHeaders: readonly string[];
  /** Scopes, of those that the caller has. */
  forwardedScopes: readonly string[];
}

/**
 * Reads the caller from a request's headers. Two requests have the same caller key only where a subgraph could not tell them
 * apart but by the request's identifier, which is for logs.
 */
export function readCaller(
  headers: IncomingHttpHeaders,
  { forwardedHeaders, forwardedScopes }: Forwarding,
  { requestId, identity }: { requestId: string; identity: Identity },
): Caller {
  const forwarded: string[] = [];
  for (const name of forwardedHeaders) {
    if (name === requestIdHeader) continue;
    const value = headers[name];
    if (value !== undefined) forwarded.push(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const key = JSON.stringify([headers.authorization ?? null, headers.cookie ?? null, forwarded]);
  if (forwardedHeaders.includes(requestIdHeader)) forwarded.push(requestIdHeader, requestId);
  return { requestId, key, headers: forwarded, identity, scopes: forwardedScopes.filter((scope) => identity.scopes.has(scope)) };
}
