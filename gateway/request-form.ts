// What a request must be like to be read: refuses other methods, compressed bodies and what is no JSON, and says what is taken.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { refuse } from './refusal';
import type { SentResponse } from './request-sharing';

const methods = ['GET', 'HEAD', 'POST'];

/** A refusal by what a request's headers say; null where it may be read. */
export function refuseByHeaders({ method = '', headers }: IncomingMessage, requestId: string): SentResponse | null {
  if (!methods.includes(method))
    return refuse(requestId, 405, 'BAD_REQUEST', 'requests are made by GET or POST. 请用 GET 或 POST 方法。', { allow: methods.join(', ') });
  if (method !== 'POST') return null;
  // Empty, it says nothing.
  const encoding = headers['content-encoding']?.trim() || undefined;
  // What is small compressed may be large: it would be read before it is known.
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    const message = 'a body is taken as it is, without compression (Content-Encoding). 请求体不接受压缩（Content-Encoding）。';
    return refuse(requestId, 415, 'BAD_REQUEST', message, { 'accept-encoding': 'identity' });
  }
  if (isJson(headers['content-type']) || isSentWithoutAsking(headers)) return null;
  const message =
    'a body is a JSON object in UTF-8: set content-type to application/json. 请求体须为 UTF-8 编码的 JSON 对象：请将 content-type 设为 application/json。';
  return refuse(requestId, 415, 'BAD_REQUEST', message, { accept: 'application/json' });
}

/** Whether a body is JSON as a client says: a type of JSON, in UTF-8 where it names an encoding. */
export function isJson(contentType: string | undefined): boolean {
  if (contentType === 'application/json') return true;
  const { essence, params } = parseType(contentType) ?? {};
  return essence !== undefined && /^application\/([\w.-]+\+)?json$/.test(essence) && /^utf-?8$/i.test(params?.get('charset') ?? 'utf-8');
}

/** What browsers send to other sites without asking them first (Fetch standard, CORS-safelisted request headers). */
const sentWithoutAsking = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/** Headers by which a client shows that a browser would have had to ask; Apollo Server's own. */
export const preflightHeaders = ['x-apollo-operation-name', 'apollo-require-preflight'];

/** Whether another site may have sent it: Apollo Server refuses that, and says so in its own words. */
function isSentWithoutAsking(headers: IncomingHttpHeaders): boolean {
  const type = parseType(headers['content-type']);
  const mayBe = headers['content-type'] === undefined || (type !== null && sentWithoutAsking.includes(type.essence));
  return mayBe && !preflightHeaders.some((name) => (headers[name] ?? '') !== '');
}

function parseType(contentType: string | undefined): MIMEType | null {
  try {
    return contentType === undefined ? null : new MIMEType(contentType);
  } catch {
    return null;
  }
}
