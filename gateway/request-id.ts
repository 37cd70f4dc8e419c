// Names each request: in the answer, in its errors, in the log, and towards subgraphs. A proxy's name is kept where it is one.
import { randomUUID } from 'node:crypto';

export const requestIdHeader = 'x-request-id';

/** What common proxies make: letters, digits and a few signs that mean nothing in a log or a header. */
const form = /^[\w.:=+/@-]{1,128}$/;

/** The client's `x-request-id`, or a new one. */
export function readRequestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && form.test(header) ? header : randomUUID();
}

/** Puts the identifier into the errors of an answer in JSON. Those of an execution have it; an answer without errors stays as it is. */
export function nameInErrors(answer: string, requestId: string): string {
  // Errors are written first, and a quote in somebody's words is escaped: what is found is a member.
  if (!answer.startsWith('{"errors":[') || answer.includes('"requestId":')) return answer;
  const { errors, ...rest } = JSON.parse(answer) as { errors: { extensions?: object }[] };
  return JSON.stringify({ errors: errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } })), ...rest });
}
