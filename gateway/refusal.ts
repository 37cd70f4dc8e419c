// A response that refuses a request before the graph has answered it: one error with its code, and what the audit trail says of it.
import { writeRefusal } from './audit/request-record';
import { requestIdHeader } from './request-id';
import type { SentResponse } from './request-sharing';

/**
 * @param requestId of requests that are answered together, that of the one under which the work was done
 * @param headers besides those of every refusal, such as Retry-After
 */
export function refuse(requestId: string, status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): SentResponse {
  const all = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', [requestIdHeader]: requestId, ...headers };
  const body = Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code, requestId } }] }));
  return { status, headers: new Map(Object.entries(all)), body, record: writeRefusal(code) };
}
