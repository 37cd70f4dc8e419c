// Where a change feed is read from: a subgraph in this process, or one over HTTP.
import { Pool } from 'undici';
import { z } from 'zod';
import { type Signer, timeoutHeader } from '../message-signatures';
import type { Subgraph } from '../subgraph';
import type { ClientTls } from '../tls';

export interface FeedSource {
  /** The subgraph's name. */
  readonly name: string;
  /** The `data` of the answer. @throws Error where there are errors */
  ask(query: string, variables: Record<string, unknown>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Reads the feed of a subgraph in this process, which is simply called. The subgraph stays its opener's to close. */
export function openInProcess(subgraph: Pick<Subgraph, 'name' | 'execute'>): FeedSource {
  return {
    name: subgraph.name,
    async ask(query, variables) {
      const { data, errors } = await subgraph.execute({ query, variables, trusted: true });
      return requireData(subgraph.name, data, errors);
    },
    close: () => Promise.resolve(),
  };
}

export interface HttpSourceOptions {
  name: string;
  url: string;
  signer: Signer;
  /** What is shown to the subgraph over HTTPS, and whom to trust. */
  tls?: ClientTls | undefined;
  /** How long a whole answer may take. */
  timeoutMs: number;
  /** The largest answer that is read. */
  maxAnswerBytes: number;
}

/** Reads the feed of a subgraph over HTTP with signed requests. */
export function openOverHttp({ name, url, signer, tls, timeoutMs, maxAnswerBytes }: HttpSourceOptions): FeedSource {
  // The address is the operator's own: it comes from the settings, never from a client.
  const pool = new Pool(new URL(url).origin, { connections: 2, maxResponseSize: maxAnswerBytes, connect: { ...tls } });
  const { pathname, search } = new URL(url);
  return {
    name,
    async ask(query, variables) {
      const body = Buffer.from(JSON.stringify({ query, variables }));
      const headers = { 'content-type': 'application/json', accept: 'application/json', [timeoutHeader]: String(timeoutMs) };
      const signature = signer({ method: 'POST', url, headers, body });
      const response = await pool.request({
        method: 'POST',
        path: pathname + search,
        headers: { ...headers, ...signature },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.body.text();
      const answer = parseAnswer(text);
      if (answer === null) throw new Error(`the feed of ${name} answers with HTTP status ${response.statusCode} and no JSON`);
      return requireData(name, answer.data, answer.errors);
    },
    close: () => pool.close(),
  };
}

const answerForm = z.object({ data: z.unknown(), errors: z.array(z.object({ message: z.string() })).optional() });

function parseAnswer(text: string): z.output<typeof answerForm> | null {
  try {
    return answerForm.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function requireData(name: string, data: unknown, errors: readonly { message: string }[] | undefined): Record<string, unknown> {
  const [error] = errors ?? [];
  if (error !== undefined) throw new Error(`the feed of ${name} answers with an error: ${error.message}`);
  if (typeof data !== 'object' || data === null) throw new Error(`the feed of ${name} answers without data`);
  return data as Record<string, unknown>;
}
