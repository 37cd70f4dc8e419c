// Names each request: in the answer, in its errors, in the log, and towards subgraphs. A proxy's name is kept where it is one.
import { randomUUID } from 'node:crypto';

export const requestIdHeader = 'x-request-id';

/** What common proxies make: letters, digits and a few signs that mean nothing in a log or a header. */
const form = /^[\w.:=+/@-]{1,128}$/;

/** The client's `x-request-id`, or a new one. */
export function readRequestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && form.test(header) ? header : randomUUID();
}
