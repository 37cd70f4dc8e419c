// Shares the work on equal requests that are in flight together: one of them is answered, and the others get the same
// bytes. Equal means: the same method, address, body and headers, so the same caller too.
import type { IncomingMessage } from 'node:http';

/** A whole response, as it is sent. */
export interface SentResponse {
  status: number;
  headers: ReadonlyMap<string, string>;
  /** In UTF-8. A string that goes to node:http is put behind the headers first, which copies it as a whole. */
  body: Buffer;
  /** What the audit trail says of it besides who asked. */
  record?: string | undefined;
  /** Whether the time of the request was over before there was an answer. */
  isLate?: true;
}

export interface RequestSharing {
  /** The answer to an equal request in flight; null where there is none. */
  join(request: IncomingMessage, body: Buffer): Promise<SentResponse> | null;
  /** Answers a request that others may join until it is answered. */
  lead(request: IncomingMessage, body: Buffer, answer: () => Promise<SentResponse>): Promise<SentResponse>;
}

interface InFlight {
  request: IncomingMessage;
  body: Buffer;
  response: Promise<SentResponse>;
}

export function createRequestSharing(): RequestSharing {
  /** By what most often tells requests apart already: a text of all of a request would cost more than the rest of its way here. */
  const inFlight = new Map<string, InFlight[]>();
  return {
    join(request, body) {
      const equal = inFlight.get(roughKey(request, body))?.find((each) => isEqual(each, { request, body }));
      return equal?.response ?? null;
    },
    lead(request, body, answer) {
      const key = roughKey(request, body);
      const similar = inFlight.get(key) ?? [];
      const entry: InFlight = {
        request,
        body,
        response: answer().finally(() => {
          similar.splice(similar.indexOf(entry), 1);
          if (similar.length === 0) inFlight.delete(key);
        }),
      };
      if (similar.push(entry) === 1) inFlight.set(key, similar);
      return entry.response;
    },
  };
}

/** A token's end is of its signature, which differs from token to token. */
const tailLength = 20;

function roughKey({ headers: { authorization = '' } }: IncomingMessage, body: Buffer): string {
  return `${body.length} ${authorization.slice(-tailLength)}`;
}

function isEqual(one: Omit<InFlight, 'response'>, other: Omit<InFlight, 'response'>): boolean {
  const [a, b] = [one.request, other.request];
  if (a.method !== b.method || a.url !== b.url || a.rawHeaders.length !== b.rawHeaders.length || !one.body.equals(other.body)) return false;
  return a.rawHeaders.every((text, i) => text === b.rawHeaders[i]);
}

/** Whether a request may be shared: it holds a document, and none that could change anything. */
export function isShareable(body: unknown): boolean {
  const query = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as { query?: unknown }).query : undefined;
  // The word alone is enough to refuse: cheaper than parsing, and never wrong in the direction that matters.
  return typeof query === 'string' && !query.includes('mutation');
}
