// Shares the work on equal requests that are in flight together: one of them is answered, and the others get the same
// bytes. Equal means: the same method, address, body and headers, so the same caller too.
import type { IncomingMessage } from 'node:http';
import { Deadline } from './time-limit';

/** A whole response, as it is sent. */
export interface SentResponse {
  status: number;
  headers: ReadonlyMap<string, string>;
  /** In UTF-8. A string that goes to node:http is put behind the headers first, which copies it as a whole. */
  body: Buffer;
  /** What the audit trail says of it besides who asked. */
  record?: string | undefined;
}

export interface RequestSharing {
  /**
   * The answer to an equal request in flight; null where there is none.
   *
   * @param deadline the one who joins waits until it is given up
   */
  join(request: IncomingMessage, body: Buffer, deadline: Deadline): Joined | null;
  /**
   * Answers a request that others may join until it is answered.
   *
   * @param answer does the work; its deadline is given up once all who waited have given up theirs
   */
  lead(request: IncomingMessage, body: Buffer, deadline: Deadline, answer: (deadline: Deadline) => Promise<SentResponse>): Promise<SentResponse>;
  /** Lets nobody join what is in flight now: it may have been read before a change that has just been answered. */
  closeAll(): void;
}

export interface Joined {
  response: Promise<SentResponse>;
  /** When the time of whoever asked first is over: subgraphs that were asked for it work no longer. */
  askedUntil: number;
}

interface InFlight extends Joined {
  request: IncomingMessage;
  body: Buffer;
  deadline: Deadline;
  waiting: number;
}

export function createRequestSharing(): RequestSharing {
  /** By what most often tells requests apart already: a text of all of a request would cost more than the rest of its way here. */
  const inFlight = new Map<string, InFlight[]>();

  function wait(entry: InFlight, key: string, deadline: Deadline): void {
    entry.waiting++;
    entry.deadline.prolong(deadline.at);
    deadline.onGivenUp(() => {
      if (--entry.waiting > 0) return;
      // Nobody may join what is being given up.
      remove(entry, key);
      entry.deadline.giveUp();
    });
  }

  function remove(entry: InFlight, key: string): void {
    const left = inFlight.get(key)?.filter((each) => each !== entry) ?? [];
    if (left.length === 0) inFlight.delete(key);
    else inFlight.set(key, left);
  }

  return {
    join(request, body, deadline) {
      const key = roughKey(request, body);
      const equal = inFlight.get(key)?.find((each) => isEqual(each, { request, body }));
      if (equal === undefined) return null;
      wait(equal, key, deadline);
      return equal;
    },
    lead(request, body, deadline, answer) {
      const key = roughKey(request, body);
      const own = new Deadline(deadline.at);
      const response = answer(own).finally(() => remove(entry, key));
      const entry: InFlight = { request, body, deadline: own, waiting: 0, askedUntil: deadline.at, response };
      const similar = inFlight.get(key);
      if (similar === undefined) inFlight.set(key, [entry]);
      else similar.push(entry);
      wait(entry, key, deadline);
      return entry.response;
    },
    closeAll: () => inFlight.clear(),
  };
}

/** A token's end is of its signature, which differs from token to token. */
const tailLength = 20;

function roughKey({ headers: { authorization = '' } }: IncomingMessage, body: Buffer): string {
  return `${body.length} ${authorization.slice(-tailLength)}`;
}

function isEqual(one: Pick<InFlight, 'request' | 'body'>, other: Pick<InFlight, 'request' | 'body'>): boolean {
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
