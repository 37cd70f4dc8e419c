// The document that a request asks for, wherever the request says so: a POST's body or a GET's address. A trusted document's text
// takes the place of its identifier, so that what comes after knows texts alone.
import type { IncomingMessage } from 'node:http';
import type { Variables } from './operation-cost';
import type { TrustedDocuments } from './trusted-documents';

/** A request as it goes on to be executed. */
export interface AskedDocument {
  body: unknown;
  /** The query of the address, with its question mark; empty where there is none. */
  search: string;
  /** The text of the trusted document that is asked for; null for another. */
  trustedText: string | null;
  /** As the client sent them, not checked. */
  variables: Variables;
}

/** Puts the text of a trusted document into the request that names it; or says why the request is refused. */
export function resolveDocument(trusted: TrustedDocuments, { method, url = '/' }: IncomingMessage, body: unknown): AskedDocument | { refusal: string } {
  const mark = url.indexOf('?');
  const search = mark < 0 ? '' : url.slice(mark);
  const asItIs: AskedDocument = { body, search, trustedText: null, variables: {} };
  if (!trusted.areRead) return asItIs;
  if (method === 'GET') return resolveSearch(trusted, asItIs);
  // What has no form of a request is refused as such further on.
  if (!isRecord(body)) return asItIs;
  const resolution = trusted.resolve(body);
  if (resolution === null) return asItIs;
  if ('refusal' in resolution) return resolution;
  const { text } = resolution;
  const { variables } = body;
  return { body: { ...body, query: text }, search, trustedText: text, variables: isRecord(variables) ? variables : {} };
}

function resolveSearch(trusted: TrustedDocuments, asItIs: AskedDocument): AskedDocument | { refusal: string } {
  const parameters = new URLSearchParams(asItIs.search);
  const resolution = trusted.resolve({
    query: parameters.get('query') ?? undefined,
    documentId: parameters.get('documentId') ?? undefined,
    extensions: parseJson(parameters.get('extensions')),
  });
  if (resolution === null) return asItIs;
  if ('refusal' in resolution) return resolution;
  const variables = parseJson(parameters.get('variables'));
  // Sets it once, also where it was given twice.
  parameters.set('query', resolution.text);
  return { ...asItIs, search: `?${parameters}`, trustedText: resolution.text, variables: isRecord(variables) ? variables : {} };
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
