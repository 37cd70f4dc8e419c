// Trusted documents: operations that were registered before, asked for by their identifier or by their whole text. A client's
// other documents are held to the limits on size that these are free of (prefer), or refused (only). Where the mode is off no
// document is trusted more than others, and an identifier only stands for its text.
import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { OperatorError } from '../subgraphs/shared/operator-error';

export type TrustMode = 'off' | 'prefer' | 'only';

/** What a request says of its document: from a POST's body or a GET's address. */
interface DocumentRequest {
  query?: unknown;
  /** GraphQL over HTTP, appendix on persisted documents: `sha256:` and a hash, or the hash alone. */
  documentId?: unknown;
  /** `persistedQuery.sha256Hash` names a document as Apollo's clients do. */
  extensions?: unknown;
}

/** The text to execute; a sentence why there is none; or neither, and the request is taken as it stands. */
type Resolution = { text: string; isTrusted: boolean } | { refusal: string } | null;

export interface RegisteredOperation {
  name: string;
  body: string;
}

export interface TrustedDocuments {
  /** All that are registered, whether or not they are trusted. */
  operations: readonly RegisteredOperation[];
  /** Whether a text is that of a trusted document. */
  hasText(text: string): boolean;
  resolve(request: DocumentRequest): Resolution;
}

/** A persisted query manifest of version 1, as Apollo's tools write it. */
const manifestForm = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), name: z.string(), type: z.enum(['query', 'mutation', 'subscription']), body: z.string() })),
});

type Manifest = z.infer<typeof manifestForm>;

/**
 * Reads the manifest's file. Where the mode is off there need not be one.
 *
 * @throws OperatorError where it cannot be read, is no manifest, or has an identifier that is not its body's SHA-256
 */
export function loadTrustedDocuments(mode: TrustMode, file: string): TrustedDocuments {
  const isMissing = mode === 'off' && !existsSync(file);
  return createTrustedDocuments(mode, isMissing ? [] : readManifest(file).operations);
}

function createTrustedDocuments(mode: TrustMode, operations: Manifest['operations']): TrustedDocuments {
  const byId = new Map(operations.map(({ id, body }) => [id, body]));
  const isTrusted = mode !== 'off';
  const texts = new Set(isTrusted ? byId.values() : []);
  return {
    operations,
    hasText: (text) => texts.has(text),
    resolve({ query, documentId, extensions }) {
      if (typeof query === 'string' && query !== '') {
        if (texts.has(query)) return { text: query, isTrusted };
        return mode === 'only' ? { refusal: 'only registered operations are answered here. 此处只应答已登记的查询。' } : null;
      }
      const id = typeof documentId === 'string' ? documentId.replace(/^sha256:/, '') : readHash(extensions);
      const text = id === null ? undefined : byId.get(id);
      if (text !== undefined) return { text, isTrusted };
      // What another client registered by its hash is as good as its text, and what names nothing is told so further on.
      if (mode !== 'only' && typeof documentId !== 'string') return null;
      return { refusal: 'no registered operation has this identifier. 没有以此标识登记的查询。' };
    },
  };
}

function readManifest(file: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new OperatorError(`the trusted documents ${file} cannot be read as JSON`);
  }
  const { success, data } = manifestForm.safeParse(content);
  if (!success) throw new OperatorError(`${file} is no persisted query manifest of version 1`);
  const wrong = data.operations.find(({ id, body }) => id !== hash('sha256', body, 'hex'));
  if (wrong !== undefined) throw new OperatorError(`${file}: the identifier of ${wrong.name} is not the SHA-256 of its body`);
  return data;
}

function readHash(extensions: unknown): string | null {
  if (typeof extensions !== 'object' || extensions === null) return null;
  const { persistedQuery } = extensions as { persistedQuery?: unknown };
  if (typeof persistedQuery !== 'object' || persistedQuery === null) return null;
  const { sha256Hash } = persistedQuery as { sha256Hash?: unknown };
  return typeof sha256Hash === 'string' ? sha256Hash : null;
}
