// A response that refuses a request before the graph has answered it: one error with its code, and what the audit trail says of it.
import { writeRefusal } from './audit/request-record';
import type { SentResponse } from './request-sharing';

/** @param headers besides those of every refusal, such as Retry-After */
export function refuse(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): SentResponse {
  const all = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers };
  const body = Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
  return { status, headers: new Map(Object.entries(all)), body, record: writeRefusal(code) };
}
