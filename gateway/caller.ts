// Who asks: what tells callers apart, and what of their headers subgraphs get.
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './execution/transport';
import type { Identity } from './identity/identity';

/** Reads the caller from a request's headers. Two requests have the same caller key only where a subgraph could not tell them apart. */
export function readCaller(headers: IncomingHttpHeaders, forwardedHeaders: readonly string[], identity: Identity): Caller {
  const forwarded: string[] = [];
  for (const name of forwardedHeaders) {
    const value = headers[name];
    if (value !== undefined) forwarded.push(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return { key: JSON.stringify([headers.authorization ?? null, headers.cookie ?? null, forwarded]), headers: forwarded, identity };
}
