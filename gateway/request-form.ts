// What a request must be like to be read: refuses other methods and compressed bodies, and says what is taken.
import type { IncomingMessage } from 'node:http';
import { refuse } from './refusal';
import type { SentResponse } from './request-sharing';

/** A refusal by what a request's headers say; null where it may be read. */
export function refuseByHeaders({ method, headers }: IncomingMessage, requestId: string): SentResponse | null {
  if (method !== 'GET' && method !== 'POST')
    return refuse(requestId, 405, 'BAD_REQUEST', 'requests are made by GET or POST. 请用 GET 或 POST 方法。', { allow: 'GET, POST' });
  const encoding = headers['content-encoding'];
  // What is small compressed may be large: it would be read before it is known.
  if (method === 'POST' && encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    const message = 'a body is taken as it is, without compression (Content-Encoding). 请求体不接受压缩（Content-Encoding）。';
    return refuse(requestId, 415, 'BAD_REQUEST', message, { 'accept-encoding': 'identity' });
  }
  return null;
}
