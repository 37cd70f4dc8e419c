// Requests in flight together for certain: sent in one write on one connection, so that no answer can come before the last of
// them (RFC 9112, section 9.3.2).
import { connect } from 'node:net';
import type { GoodAnswer } from './execution/faulty-graph';

interface PipelinedRequest {
  /** JSON in ASCII. */
  body: string;
  headers?: Record<string, string>;
}

interface PipelinedAnswer {
  headers: Headers;
  body: GoodAnswer;
}

/** Sends requests without waiting for answers between them; gives the answers, in their order, when all have come. */
export async function pipeline(url: string, requests: readonly PipelinedRequest[]): Promise<PipelinedAnswer[]> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  const texts = requests.map(({ body, headers = {} }) => {
    const lines = Object.entries({ host: 'x', 'content-type': 'application/json', 'content-length': String(body.length), ...headers });
    return `POST ${pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
  });
  socket.write(texts.join(''));
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    const answers = readAnswers(received);
    if (answers.length === requests.length) return answers;
  }
  throw new Error(`expected ${requests.length} answers; got ${received}`);
}

/** Those that are there whole. */
function readAnswers(received: Buffer): PipelinedAnswer[] {
  const answers: PipelinedAnswer[] = [];
  for (let from = 0; ; ) {
    const headEnd = received.indexOf('\r\n\r\n', from);
    if (headEnd < 0) return answers;
    const [, ...lines] = received.toString('latin1', from, headEnd).split('\r\n');
    const headers = new Headers(lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
    const end = headEnd + 4 + Number(headers.get('content-length'));
    if (end > received.length) return answers;
    answers.push({ headers, body: JSON.parse(received.toString('utf8', headEnd + 4, end)) as GoodAnswer });
    from = end;
  }
}
