// Compresses what is sent to clients that take it, where that pays: not what fits into a packet, not on the event loop, and
// once for requests that are answered together. What is static is compressed once and for all.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompressSync, gzip, gzipSync } from 'node:zlib';
import Negotiator from 'negotiator';
import type { SentResponse } from './request-sharing';

/** What one packet holds is not sent any sooner for being smaller. */
const minBytes = 1_400;

/** Of gzip, the quickest: JSON becomes a few percent smaller beyond it, in twice the time. */
const level = 1;

/** They take turns on Node's four threads, which verify tokens and write the audit trail as well; more are sent as they are. */
const maxRunning = 8;

const compress = promisify(gzip);

/** Gives the answer to a request in the encoding that its client prefers of those that we have. */
export type Compressor = (request: IncomingMessage, response: SentResponse) => SentResponse | Promise<SentResponse>;

export function createCompressor(): Compressor {
  const known = new WeakMap<Buffer, Promise<Buffer>>();
  let running = 0;

  async function compressOnce(body: Buffer): Promise<Buffer> {
    running++;
    try {
      return await compress(body, { level });
    } finally {
      running--;
    }
  }

  return (request, response) => {
    if (response.body.length < minBytes) return response;
    const takesGzip = prefers(request, ['gzip']) === 'gzip';
    let compressed = known.get(response.body);
    if (!takesGzip || (compressed === undefined && running >= maxRunning)) return encoded(response, 'identity', response.body);
    if (compressed === undefined) {
      compressed = compressOnce(response.body);
      known.set(response.body, compressed);
    }
    return compressed.then((body) => encoded(response, 'gzip', body));
  };
}

/** Compresses what does not change; gives it in the encoding that a request's client prefers. */
export function compressStatic(response: SentResponse): (request: IncomingMessage) => SentResponse {
  const bodies = { br: brotliCompressSync(response.body), gzip: gzipSync(response.body, { level: 9 }), identity: response.body };
  const responses = Object.entries(bodies).map(([encoding, body]) => [encoding, encoded(response, encoding, body)] as const);
  const byEncoding = new Map<string, SentResponse>(responses);
  return (request) => byEncoding.get(prefers(request, ['br', 'gzip'])) ?? response;
}

/** The encoding that the client prefers; where it likes several as well, the first. Nobody is refused for taking none. */
function prefers(request: IncomingMessage, encodings: readonly string[]): string {
  if (request.headers['accept-encoding'] === undefined) return 'identity';
  return new Negotiator(request).encoding([...encodings, 'identity'], { preferred: encodings }) ?? 'identity';
}

function encoded(response: SentResponse, encoding: string, body: Buffer): SentResponse {
  const { vary } = Object.fromEntries(response.headers);
  const headers = new Map(response.headers).set('vary', vary === undefined ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
  if (encoding !== 'identity') headers.set('content-encoding', encoding);
  return { ...response, headers, body };
}
