// Asks as a client with automatic persisted queries does: by the hash of a text, and with the text where that is not known.
import { hash } from 'node:crypto';

export const sha256 = (text: string) => hash('sha256', text, 'hex');

export const extensions = (sha256Hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash } });

/** The status, and the data or the first error's code. */
async function read(response: Response): Promise<[number, unknown]> {
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
  return [response.status, errors?.[0]?.extensions.code ?? data];
}

export async function post(url: string | undefined, body: object): Promise<[number, unknown]> {
  return read(await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
}

export async function get(url: string | undefined, sha256Hash: string): Promise<[number, unknown]> {
  const search = new URLSearchParams({ extensions: JSON.stringify(extensions(sha256Hash)) });
  return read(await fetch(`${url}/graphql?${search}`, { headers: { 'apollo-require-preflight': 'yes' } }));
}

export const askByHash = (url: string | undefined, text: string) => post(url, { extensions: extensions(sha256(text)) });

export const register = (url: string | undefined, text: string) => post(url, { query: text, extensions: extensions(sha256(text)) });

export const unknown = [200, 'PERSISTED_QUERY_NOT_FOUND'];
