// A minimal HTTP/1.1 server over node:net that answers each request's body with bytes: a fraction of the cost of node:http, so that the
// subgraphs never are what a benchmark measures. Not for anything else: it knows no paths, no methods, and only the framings it is sent.
import { createServer, type Server, type Socket } from 'node:net';

/** Gives the whole response, head and all, for a request's body; at once where it can. */
export type Respond = (body: Buffer) => Buffer | Promise<Buffer>;

const headEnd = '\r\n\r\n';
const maxHeadBytes = 65_536;

export function createResponder(respond: Respond, onFault: (fault: unknown) => void): Server {
  const server = createServer({ noDelay: true }, (socket) => serve(socket, respond, onFault));
  return server;
}

/** Frames a body as a response that `Respond` can give over and over. */
export function frameResponse(status: number, contentType: string, body: Buffer): Buffer {
  const head = `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Fault'}\r\ncontent-type: ${contentType}\r\ncontent-length: ${body.length}${headEnd}`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

function serve(socket: Socket, respond: Respond, onFault: (fault: unknown) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  /** One slot for each request that is not answered yet, in order: pipelined answers leave in the order of their requests. */
  const slots: { response?: Buffer }[] = [];

  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    try {
      for (;;) {
        const request = readRequest(pending);
        if (request === undefined) return;
        pending = pending.subarray(request.bytes);
        answer(request.body);
      }
    } catch (fault) {
      fail(fault);
    }
  });
  socket.on('error', () => socket.destroy());

  function answer(body: Buffer): void {
    const response = respond(body);
    if (Buffer.isBuffer(response) && slots.length === 0) {
      socket.write(response);
      return;
    }
    const slot: { response?: Buffer } = {};
    slots.push(slot);
    Promise.resolve(response).then((bytes) => {
      slot.response = bytes;
      while (slots[0]?.response !== undefined) socket.write(slots.shift()?.response ?? '');
    }, fail);
  }

  function fail(fault: unknown): void {
    onFault(fault);
    socket.destroy();
  }
}

interface ParsedRequest {
  body: Buffer;
  /** How many bytes the request took, head and body. */
  bytes: number;
}

/** The first request of the bytes, or undefined while it is not whole. */
function readRequest(bytes: Buffer): ParsedRequest | undefined {
  const end = bytes.indexOf(headEnd);
  if (end === -1) {
    if (bytes.length > maxHeadBytes) throw new Error('a request without an end of its head');
    return undefined;
  }
  const start = end + headEnd.length;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const stop = start + Number(length);
    return bytes.length < stop ? undefined : { body: bytes.subarray(start, stop), bytes: stop };
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return readChunks(bytes, start);
  return { body: bytes.subarray(start, start), bytes: start };
}

/** A chunked body without trailers (RFC 9112, 7.1). */
function readChunks(bytes: Buffer, start: number): ParsedRequest | undefined {
  const chunks: Buffer[] = [];
  let at = start;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error('a chunk without a size');
    const dataStart = lineEnd + 2;
    const next = dataStart + size + 2;
    if (bytes.length < next) return undefined;
    if (size === 0) return { body: Buffer.concat(chunks), bytes: next };
    chunks.push(bytes.subarray(dataStart, dataStart + size));
    at = next;
  }
}
