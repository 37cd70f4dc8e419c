// Who asks: what tells callers apart, and what of their headers and scopes subgraphs get.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Caller } from './execution/transport';
import type { Identify } from './identity/identification';
import { type Identity, nobody } from './identity/identity';
import { readClientAddress } from './client-address';
import { readRequestId, requestIdHeader } from './request-id';

/** A request's name, and who asks, which may not be known yet. */
export interface Asker {
  requestId: string;
  /** Rejects with CallerRefused where the token does not hold. */
  identity: Identity | Promise<Identity>;
  /** As far as it is known by now; nobody before, and where the token does not hold. */
  known: Identity;
}

export function readAsker(headers: IncomingHttpHeaders, identify: Identify): Asker {
  const identity = identify(headers.authorization);
  const requestId = readRequestId(headers[requestIdHeader]);
  if (!(identity instanceof Promise)) return { requestId, identity, known: identity };
  const asker: Asker = { requestId, identity, known: nobody };
  // Not every request is answered by who asks: a token that does not hold is no failure here.
  identity.then(
    (found) => {
      asker.known = found;
    },
    () => {},
  );
  return asker;
}

/** Names whoever has a share of its own of what all callers share: a token's subject, else the address that is asked from. */
export function nameSharer(request: IncomingMessage, { subject }: Identity, trustedProxies: number): string {
  return subject === null ? readClientAddress(request, trustedProxies) : `subject ${subject}`;
}

/** What of a caller subgraphs get. */
export interface Forwarding {
  /** Names of the client's headers, in lower case. */
  forwardedHeaders: readonly string[];
  /** Scopes, of those that the caller has. */
  forwardedScopes: readonly string[];
  /** Proxies that every request passes. */
  trustedProxies: number;
}

/**
 * Reads the caller from a request. Two requests have the same caller key only where a subgraph could not tell them
 * apart but by the request's identifier, which is for logs.
 */
export function readCaller(
  request: IncomingMessage,
  { forwardedHeaders, forwardedScopes, trustedProxies }: Forwarding,
  { requestId, known: identity }: Pick<Asker, 'requestId' | 'known'>,
): Caller {
  const { headers } = request;
  const forwarded: string[] = [];
  for (const name of forwardedHeaders) {
    if (name === requestIdHeader) continue;
    const value = headers[name];
    if (value !== undefined) forwarded.push(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const key = JSON.stringify([headers.authorization ?? null, headers.cookie ?? null, forwarded]);
  if (forwardedHeaders.includes(requestIdHeader)) forwarded.push(requestIdHeader, requestId);
  const sharer = nameSharer(request, identity, trustedProxies);
  return { requestId, key, sharer, headers: forwarded, identity, scopes: forwardedScopes.filter((scope) => identity.scopes.has(scope)) };
}
