// Who asks: what tells callers apart, and what of their headers and scopes subgraphs get.
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './execution/transport';
import type { Identity } from './identity/identity';
import { requestIdHeader } from './request-id';

/**
 * Reads the caller from a request's headers. Two requests have the same caller key only where a subgraph could not tell them
 * apart but by the request's identifier, which is for logs.
 */
export function readCaller(
  headers: IncomingHttpHeaders,
  { forwardedHeaders, forwardedScopes }: { forwardedHeaders: readonly string[]; forwardedScopes: readonly string[] },
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
