// One request to a subgraph over HTTP and its answer, as undici brings it.
import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { readExactJson } from '../exact-json';
import type { Exchange } from './resilience';
import { SubgraphFailure } from './subgraph-failure';

/** An answer as it came, and what it says. */
export interface HttpAnswer {
  bytes: Buffer;
  /** Parsed JSON, which belongs to whoever takes it. */
  body: unknown;
}

/** Gathers one answer; undici calls it as the answer arrives. */
export class HttpExchange implements Dispatcher.DispatchHandler {
  #status = 0;
  #retryAfterMs: number | null = null;
  #encoding = '';
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #finish: ((exchange: Exchange<HttpAnswer>) => void) | undefined;

  /**
   * @param finish called once
   * @param maxBytes of an answer that comes compressed, when it no longer is
   */
  constructor(finish: (exchange: Exchange<HttpAnswer>) => void, maxBytes: number) {
    this.#finish = finish;
    this.#maxBytes = maxBytes;
  }

  /** Whether it has finished: there is no use in sending it. */
  get ended(): boolean {
    return this.#finish === undefined;
  }

  /** Gives the request up, wherever it is, and finishes with the failure. */
  abort(failure: SubgraphFailure): void {
    this.#end({ failure });
    // It tells of a lost connection, which is not why.
    this.#controller?.abort(failure);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.ended) controller.abort(new Error('given up before it was sent'));
    this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number, headers: IncomingHttpHeaders): void {
    this.#status = statusCode;
    this.#encoding = String(headers['content-encoding'] ?? '')
      .trim()
      .toLowerCase();
    if (statusCode === 503) this.#retryAfterMs = readRetryAfter(headers['retry-after']);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.ended) return;
    const [first] = this.#chunks;
    const sent = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    const bytes = decompress(sent, this.#encoding, this.#maxBytes);
    const body = bytes === null ? notJson : parseJson(bytes);
    // A refusal is an answer where it says so in GraphQL's form; a proxy's page is none.
    if (this.#status === 401 || this.#status === 403) this.#end({ failure: refusedByStatus(this.#status, body) });
    else if (this.#retryAfterMs !== null) this.#end({ failure: failureOfStatus(this.#status, this.#retryAfterMs) });
    else if (this.#status >= 300 && !looksLikeGraphql(body)) this.#end({ failure: failureOfStatus(this.#status) });
    // The parser's own message would quote the answer.
    else if (bytes === null) this.#end({ failure: new SubgraphFailure('answer', `the answer of ${sent.length} bytes cannot be decompressed`) });
    else if (body === notJson) this.#end({ failure: new SubgraphFailure('answer', `the answer of ${bytes.length} bytes is not JSON in UTF-8`) });
    else this.#end({ value: { bytes, body } });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // Undici calls onRequestStart just before it writes. A request that was written may be why the subgraph has fallen over:
    // sent again it would take down the next replica. One that was not was refused, or its connection was lost while it waited.
    this.#end({ failure: failureOfConnection(error, this.#controller === undefined) });
  }

  #end(exchange: Exchange<HttpAnswer>): void {
    const finish = this.#finish;
    this.#finish = undefined;
    finish?.(exchange);
  }
}

/** Another reading of an answer, for somebody else who asked the same. */
export function parseAgain(bytes: Buffer): unknown {
  return readExactJson(bytes);
}

const decompressions: Readonly<Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** Some servers compress unasked. Null where that is not how it says, too large, or in a way that nobody knows. */
function decompress(bytes: Buffer, encoding: string, maxBytes: number): Buffer | null {
  if (encoding === '' || encoding === 'identity') return bytes;
  try {
    return Object.hasOwn(decompressions, encoding) ? (decompressions[encoding]?.(bytes, { maxOutputLength: maxBytes }) ?? null) : null;
  } catch {
    return null;
  }
}

const notJson = Symbol('not JSON');

function parseJson(bytes: Buffer): unknown {
  try {
    return readExactJson(bytes);
  } catch {
    return notJson;
  }
}

function looksLikeGraphql(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Array.isArray((body as { errors?: unknown }).errors);
}

/** A proxy's 502 and 504, and a 503 that says no more, may tell of a subgraph that this very request took down. */
function failureOfStatus(status: number, retryAfterMs: number | null = null): SubgraphFailure {
  return new SubgraphFailure(status >= 500 ? 'status' : 'answer', `HTTP status ${status}`, { retryAfterMs });
}

/** `Retry-After` (RFC 9110, section 10.2.3) in milliseconds; null where it is absent or says nothing. */
function readRetryAfter(value: string | string[] | undefined): number | null {
  if (typeof value !== 'string') return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

/** The subgraph does not answer this gateway at all: its reason is for the log. */
function refusedByStatus(status: number, body: unknown): SubgraphFailure {
  const reason = looksLikeGraphql(body) ? (body as { errors: { message?: unknown }[] }).errors[0]?.message : undefined;
  return new SubgraphFailure('answer', `HTTP status ${status}${typeof reason === 'string' ? `: ${reason.slice(0, 300)}` : ''}`);
}

/** Undici's errors about an answer that arrives but cannot be taken; all others are the connection's. */
const answerErrors = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW']);

function failureOfConnection(error: Error, isUnsent: boolean): SubgraphFailure {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return new SubgraphFailure('timeout', error.message, { cause: error });
  const isAnswer = answerErrors.has(String(code)) || code?.startsWith('HPE_') === true;
  return new SubgraphFailure(isAnswer ? 'answer' : 'connection', error.message, { cause: error, retryAfterMs: isUnsent ? 0 : null });
}
