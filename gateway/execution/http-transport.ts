// Calls a subgraph over HTTP (GraphQL over HTTP), through a pool of kept connections.
import { type Dispatcher, Pool } from 'undici';
import type { Answer, Transport } from './transport';

export interface HttpTransportOptions {
  url: string;
  /** How long the whole answer may take. */
  timeoutMs: number;
  /** The largest answer that is read. */
  maxAnswerBytes: number;
}

type Receive = (bytes: Buffer | null, failure: Error | null) => void;

/** A query that has been sent, and all who wait for its answer. */
interface InFlight {
  body: string;
  receivers: Receive[];
}

/** A transport over undici. Equal queries of one caller that are in flight together are sent once; what is shared is bytes. */
export function createHttpTransport({ url, timeoutMs, maxAnswerBytes }: HttpTransportOptions): Transport {
  const { origin, pathname, search } = new URL(url);
  // Time is limited per call, below: undici's own limits are per part of an answer and coarse.
  const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0, maxResponseSize: maxAnswerBytes, connect: { timeout: timeoutMs } });
  /** Queries in flight by caller: most callers have few, and those are told apart by their length already. */
  const inFlight = new Map<string, InFlight[]>();

  function dispatch(body: string, headers: readonly string[], receive: Receive): void {
    const options: Dispatcher.DispatchOptions = {
      path: pathname + search,
      method: 'POST',
      headers: ['content-type', 'application/json', 'accept', 'application/graphql-response+json, application/json;q=0.9', ...headers],
      body,
    };
    pool.dispatch(options, new AnswerHandler(timeoutMs, receive));
  }

  return {
    send(request, callback) {
      const body = request.toJson();
      const receive: Receive = (bytes, failure) => callback(bytes === null ? { failure: failure as Error } : parseAnswer(bytes));
      if (request.operationKind !== 'query') {
        dispatch(body, request.caller.headers, receive);
        return;
      }
      const { key, headers } = request.caller;
      const ofCaller = inFlight.get(key) ?? [];
      const equal = ofCaller.find((each) => each.body === body);
      if (equal !== undefined) {
        equal.receivers.push(receive);
        return;
      }
      const sent: InFlight = { body, receivers: [receive] };
      if (ofCaller.push(sent) === 1) inFlight.set(key, ofCaller);
      dispatch(body, headers, (bytes, failure) => {
        ofCaller.splice(ofCaller.indexOf(sent), 1);
        if (ofCaller.length === 0) inFlight.delete(key);
        for (const each of sent.receivers) each(bytes, failure);
      });
    },
    close: () => pool.close(),
  };
}

/** Gathers one answer; undici calls it as the answer arrives. */
class AnswerHandler implements Dispatcher.DispatchHandler {
  #status = 0;
  #chunks: Buffer[] = [];
  #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #receive: Receive | undefined;

  constructor(timeoutMs: number, receive: Receive) {
    this.#receive = receive;
    this.#timer = setTimeout(() => {
      const error = new Error(`no answer within ${timeoutMs} ms`);
      this.#controller?.abort(error);
      this.#finish(null, error);
    }, timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#receive === undefined) controller.abort(new Error('given up before it was sent'));
    this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number): void {
    this.#status = statusCode;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    // A refusal is an answer where it says so in GraphQL's form; a proxy's page is none.
    if (this.#status >= 300 && !looksLikeGraphql(bytes)) this.#finish(null, new Error(`HTTP status ${this.#status}`));
    else this.#finish(bytes, null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#finish(null, error);
  }

  #finish(bytes: Buffer | null, failure: Error | null): void {
    const receive = this.#receive;
    if (receive === undefined) return;
    this.#receive = undefined;
    clearTimeout(this.#timer);
    receive(bytes, failure);
  }
}

function looksLikeGraphql(bytes: Buffer): boolean {
  const answer = parseAnswer(bytes);
  return 'body' in answer && typeof answer.body === 'object' && answer.body !== null && Array.isArray((answer.body as { errors?: unknown }).errors);
}

function parseAnswer(bytes: Buffer): Answer {
  try {
    return { body: JSON.parse(bytes.toString()) };
  } catch {
    // The parser's own message quotes the answer.
    return { failure: new Error(`the answer of ${bytes.length} bytes is not JSON`) };
  }
}
