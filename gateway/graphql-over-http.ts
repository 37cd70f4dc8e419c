// Joins Apollo Server to node:http: reads the body, hands the request over, writes the answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Handler } from '../subgraphs/shared/http';
import { sendJson } from '../subgraphs/shared/http';

const maxBodyBytes = 1_000_000;

export function handleGraphql(server: ApolloServer): Handler {
  return async (request, response) => {
    const body = await readBody(request);
    if (body === null) {
      sendJson(response, 413, { errors: [{ message: `a request has at most ${maxBodyBytes} bytes`, extensions: { code: 'BAD_REQUEST' } }] });
      return;
    }
    const parsed = parseBody(request, body);
    if (parsed === malformed) {
      sendJson(response, 400, { errors: [{ message: 'the body is not JSON', extensions: { code: 'BAD_REQUEST' } }] });
      return;
    }
    const result = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method ?? 'GET',
        headers: readHeaders(request),
        search: new URL(request.url ?? '/', 'http://gateway').search,
        body: parsed,
      },
      context: async () => ({}),
    });
    response.statusCode = result.status ?? 200;
    for (const [name, value] of result.headers) response.setHeader(name, value);
    await writeBody(response, result.body);
  };
}

const malformed = Symbol('malformed');

/** The whole body, or null where it is too large; then the rest of it is let pass unread. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes > maxBodyBytes ? null : Buffer.concat(chunks);
}

/** Apollo Server expects what a JSON body parser leaves: the value, or an empty object for other types of content. */
function parseBody(request: IncomingMessage, body: Buffer): unknown {
  if (body.length === 0 || !/^application\/([\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '')) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    return malformed;
  }
}

function readHeaders(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

async function writeBody(response: ServerResponse, body: Awaited<ReturnType<ApolloServer['executeHTTPGraphQLRequest']>>['body']): Promise<void> {
  if (body.kind === 'complete') {
    response.end(body.string);
    return;
  }
  for await (const chunk of body.asyncIterator) response.write(chunk);
  response.end();
}
