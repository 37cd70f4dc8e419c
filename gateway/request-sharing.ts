// Shares the work on equal requests that are in flight together: one of them is answered, and the others get the same
// bytes. Equal means: the same method, address, body and headers, so the same caller too.
import type { IncomingMessage } from 'node:http';

/** A whole response, as it is sent. */
export interface SentResponse {
  status: number;
  headers: ReadonlyMap<string, string>;
  /** In UTF-8. A string that goes to node:http is put behind the headers first, which copies it as a whole. */
  body: Buffer;
  /** What the audit trail says of it, where it was asked of the graph. */
  record?: string | undefined;
}

export interface RequestSharing {
  /** The answer to an equal request in flight; null where there is none. */
  join(key: string): Promise<SentResponse> | null;
  /** Answers a request that others may join until it is answered. */
  lead(key: string, answer: () => Promise<SentResponse>): Promise<SentResponse>;
}

export function createRequestSharing(): RequestSharing {
  const inFlight = new Map<string, Promise<SentResponse>>();
  return {
    join: (key) => inFlight.get(key) ?? null,
    lead(key, answer) {
      const response = answer().finally(() => inFlight.delete(key));
      inFlight.set(key, response);
      return response;
    },
  };
}

/** What tells requests apart. */
export function sharingKey({ method, url, rawHeaders }: IncomingMessage, body: Buffer): string {
  return `${method} ${url}\n${rawHeaders.join('\n')}\n\n${body.toString('latin1')}`;
}

/** Whether a request may be shared: it holds a document, and none that could change anything. */
export function isShareable(body: unknown): boolean {
  const query = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as { query?: unknown }).query : undefined;
  // The word alone is enough to refuse: cheaper than parsing, and never wrong in the direction that matters.
  return typeof query === 'string' && !query.includes('mutation');
}
