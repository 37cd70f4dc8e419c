// The document that a request asks for, wherever the request says so: a POST's body or a GET's address. A registered document's
// text takes the place of its identifier, so that what comes after knows texts alone.
import type { IncomingMessage } from 'node:http';
import { markNumbers } from './exact-json';
import type { Variables } from './operation-cost';
import type { TrustedDocuments } from './trusted-documents';

/** A request as it goes on to be executed. */
export interface AskedDocument {
  body: unknown;
  /** The query of the address, with its question mark; empty where there is none. */
  search: string;
  /** The text of the document that is asked for, where it is a trusted one; null for another. */
  trustedText: string | null;
  /** As the client sent them, not checked. */
  variables: Variables;
}

/**
 * Puts the text of a registered document into the request that names it; or says why the request is refused.
 *
 * @param readsExactly whether the variables' numbers are marked where JavaScript has not got them, as in the body
 */
export function resolveDocument(
  documents: TrustedDocuments,
  { method, url = '/' }: IncomingMessage,
  body: unknown,
  readsExactly: boolean,
): AskedDocument | { refusal: string } {
  if (method !== 'POST') return resolveSearch(documents, url, body, readsExactly);
  const asItIs: AskedDocument = { body, search: '', trustedText: null, variables: {} };
  // What has no form of a request is refused as such further on.
  if (!isRecord(body)) return asItIs;
  const resolution = documents.resolve(body);
  if (resolution === null) return asItIs;
  if ('refusal' in resolution) return resolution;
  const { text, isTrusted } = resolution;
  const { variables } = body;
  return { body: { ...body, query: text }, search: '', trustedText: isTrusted ? text : null, variables: isRecord(variables) ? variables : {} };
}

/** In an address these are as good as absent where they are empty (GraphQL over HTTP, on GET). */
const optionalParameters = ['operationName', 'variables', 'extensions', 'documentId'];

function resolveSearch(documents: TrustedDocuments, url: string, body: unknown, readsExactly: boolean): AskedDocument | { refusal: string } {
  const mark = url.indexOf('?');
  const parameters = new URLSearchParams(mark < 0 ? '' : url.slice(mark));
  // One that is given twice is refused further on.
  for (const name of optionalParameters) {
    const given = parameters.getAll(name);
    if (given.length === 1 && given[0] === '') parameters.delete(name);
  }
  const resolution = documents.resolve({
    query: parameters.get('query') ?? undefined,
    documentId: parameters.get('documentId') ?? undefined,
    extensions: parseJson(parameters.get('extensions')),
  });
  if (resolution !== null && 'refusal' in resolution) return resolution;
  // Sets it once, also where it was given twice.
  if (resolution !== null) parameters.set('query', resolution.text);
  const given = parameters.getAll('variables');
  if (readsExactly && given.length === 1) parameters.set('variables', markNumbers(given[0] as string));
  const variables = parseJson(parameters.get('variables'));
  const trustedText = resolution?.isTrusted === true ? resolution.text : null;
  return { body, search: `?${parameters}`, trustedText, variables: isRecord(variables) ? variables : {} };
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
