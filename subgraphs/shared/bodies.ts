// Bodies of requests, read within bounds: of each, and of all that are held at one time, from their first byte until the answer
// has gone. Where all together would be too many, the arriving one that holds most is refused: a flood of large bodies keeps
// no small one away.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Why a body was not read: it has more bytes than one may have, or all together would have more than are held. */
export type Unread = 'too large' | 'busy';

/** The client has gone before its request had arrived whole. */
export class IncompleteRequest extends Error {}

interface Arriving {
  bytes: number;
  refuse: (why: Unread) => void;
}

export class Bodies {
  #held = 0;
  readonly #arriving = new Set<Arriving>();

  /** @param maxHeldBytes of all bodies together */
  constructor(readonly maxHeldBytes: number = Number.POSITIVE_INFINITY) {}

  /**
   * Reads a body whole. One that is refused is let pass unread, so that whoever sends it reads why.
   *
   * @param maxBytes of this one
   * @throws IncompleteRequest
   */
  read(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<Buffer | Unread> {
    // Something was waited for before: a client that has gone by now is told of no more.
    if (request.destroyed) return Promise.reject(new IncompleteRequest('the request did not arrive whole'));
    // What is said beforehand is held against nobody who says the truth.
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve('too large');
    return new Promise((resolve, reject) => {
      let chunks: Buffer[] = [];
      const arriving: Arriving = {
        bytes: 0,
        refuse: (why) => {
          end();
          this.#release(arriving);
          chunks = [];
          resolve(why);
        },
      };
      const take = (chunk: Buffer) => {
        if (arriving.bytes + chunk.length > maxBytes) {
          arriving.refuse('too large');
          return;
        }
        chunks.push(chunk);
        arriving.bytes += chunk.length;
        this.#held += chunk.length;
        while (this.#held > this.maxHeldBytes && this.#refuseLargest());
      };
      const finish = () => {
        end();
        // A body in one piece is that piece; a copy leaves no more behind.
        resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
        chunks = [];
      };
      const fail = (error: Error) => {
        end();
        this.#release(arriving);
        reject(new IncompleteRequest('the request did not arrive whole', { cause: error }));
      };
      const end = () => {
        this.#arriving.delete(arriving);
        request.off('data', take).off('end', finish).off('error', fail);
        // What still comes passes by; a failure of it is nobody's.
        request.on('error', () => {}).resume();
      };
      this.#arriving.add(arriving);
      request.on('data', take).on('end', finish).on('error', fail);
      response.once('close', () => this.#release(arriving));
    });
  }

  #release(arriving: Arriving): void {
    this.#held -= arriving.bytes;
    arriving.bytes = 0;
  }

  /** @returns whether there was one */
  #refuseLargest(): boolean {
    let largest: Arriving | undefined;
    for (const each of this.#arriving) if (largest === undefined || each.bytes > largest.bytes) largest = each;
    largest?.refuse('busy');
    return largest !== undefined;
  }
}
