// Reads an agency's change feed page by page. Knows the feed's form alone: what records say, and where they are kept, is
// its caller's. Uses neither the gateway nor any subgraph's code.
import { createHash, hash } from 'node:crypto';
import { z } from 'zod';
import type { FeedSource } from './source';

/** One record as the feed gives it. */
export interface FeedRecord {
  key: string;
  /** `YYYY-MM-DD HH:MM:SS.mmm`, UTC; null where the agency does not know. */
  changedAt: string | null;
  body: unknown;
  /** SHA-256 of the body as compact JSON, in hexadecimal. */
  hash: string;
}

export interface FeedPage {
  /** Those of the page's records that have a key and a body. */
  records: FeedRecord[];
  /** The others, each with the hash of what it was. */
  malformed: { body: unknown; hash: string }[];
  /** Null on an empty page. */
  endCursor: string | null;
  hasNextPage: boolean;
}

interface FeedDataset {
  name: string;
  asOf: string;
  confidence: string;
}

/** What an agency says of its feed as a whole. */
export interface FeedState {
  /** The agency's clock: `YYYY-MM-DD HH:MM:SS.mmm`, UTC. */
  now: string;
  /** The day up to which its data are complete; null where it holds none. */
  dataThrough: string | null;
  datasets: FeedDataset[];
  /** The data sets of which something is no value, as the feed gave them. */
  malformedDatasets: { body: unknown; hash: string }[];
  /** Collections that tell when a record changed; the others can only be compared. */
  withChangeTime: ReadonlySet<string>;
}

/** A page of keys without their records. */
export interface FeedDigest {
  keys: string[];
  /** As `digestRecords` makes it. */
  checksum: string;
  endCursor: string | null;
  hasNextPage: boolean;
}

export interface FeedReader {
  readonly name: string;
  readState(): Promise<FeedState>;
  /** Records changed at `since` or later, in the order of change time and key. */
  readChanges(collection: string, since: string | null, after: string | null): Promise<FeedPage>;
  /** All records in the order of their keys. */
  readRecords(collection: string, after: string | null): Promise<FeedPage>;
  /** The same pages as `readRecords`, as a checksum. */
  readDigest(collection: string, after: string | null): Promise<FeedDigest>;
  close(): Promise<void>;
}

const instant = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/);
const stateForm = z.object({
  now: instant,
  dataThrough: z.iso.date().nullable(),
  datasets: z.array(z.unknown()),
  collections: z.array(z.object({ name: z.string(), hasChangeTime: z.boolean() })),
});
const datasetForm = z.object({ name: z.string(), asOf: z.iso.date(), confidence: z.string(), faults: z.undefined().optional() });
const cursorForm = z.object({ endCursor: z.string().max(500).nullable(), hasNextPage: z.boolean() });
const pageForm = cursorForm.extend({ records: z.array(z.unknown()) });
const digestForm = cursorForm.extend({ keys: z.array(z.string()), checksum: z.string() });
const recordForm = z.object({
  // Servers take a key with blanks at its end for the one without.
  key: z
    .string()
    .max(40)
    .regex(/^\S(.*\S)?$/s),
  changedAt: instant.nullable(),
  body: z.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
});

/**
 * Reads the feed that a subgraph offers at a root field.
 *
 * @param pageSize records of one page
 */
export function createFeedReader(source: FeedSource, field: string, pageSize: number): FeedReader {
  async function ask<Form extends z.ZodType>(form: Form, query: string, name: string, variables: Record<string, unknown>): Promise<z.output<Form>> {
    const { feed } = (await source.ask(query, variables)) as { feed?: Record<string, unknown> | null };
    const result = form.safeParse(name === '' ? feed : feed?.[name]);
    if (!result.success) throw new Error(`the feed of ${source.name} answers in another form than it should`);
    return result.data;
  }

  async function readPage(query: string, name: string, variables: Record<string, unknown>): Promise<FeedPage> {
    const page = await ask(pageForm, query, name, { first: pageSize, ...variables });
    const read = page.records.map((record) => recordForm.safeParse(record));
    const records = read.flatMap(({ data }) => (data === undefined ? [] : [{ ...data, hash: hashBody(data.body) }]));
    const malformed = page.records.filter((_record, i) => !read[i]?.success).map((body) => ({ body, hash: hashBody(body) }));
    return { records, malformed, endCursor: page.endCursor, hasNextPage: requireProgress(page, variables.after) };
  }

  /** A feed that gives the same cursor again would be read for ever. */
  function requireProgress({ endCursor, hasNextPage }: z.output<typeof cursorForm>, after: unknown): boolean {
    if (hasNextPage && (endCursor === null || endCursor === after)) throw new Error(`the feed of ${source.name} does not go on from its own cursor`);
    return hasNextPage;
  }

  const stateQuery = `{ feed: ${field} { now dataThrough datasets collections { name hasChangeTime } } }`;
  const changesQuery = `query ($collection: String!, $since: String, $after: String, $first: Int!) {
    feed: ${field} { changes(collection: $collection, since: $since, after: $after, first: $first) { records endCursor hasNextPage } } }`;
  const byKeyQuery = (selection: string) => `query ($collection: String!, $after: String, $first: Int!) {
    feed: ${field} { records(collection: $collection, after: $after, first: $first) { ${selection} endCursor hasNextPage } } }`;
  const recordsQuery = byKeyQuery('records');
  const digestQuery = byKeyQuery('keys checksum');
  return {
    name: source.name,
    async readState() {
      const { now, dataThrough, datasets, collections } = await ask(stateForm, stateQuery, '', {});
      const read = datasets.map((body) => ({ body, ...datasetForm.safeParse(body) }));
      const malformedDatasets = read.filter(({ success }) => !success).map(({ body }) => ({ body, hash: hashBody(body) }));
      const sound = read.flatMap(({ data }) => (data === undefined ? [] : [{ name: data.name, asOf: data.asOf, confidence: data.confidence }]));
      return {
        now,
        dataThrough,
        datasets: sound,
        malformedDatasets,
        withChangeTime: new Set(collections.filter(({ hasChangeTime }) => hasChangeTime).map(({ name }) => name)),
      };
    },
    readChanges: (collection, since, after) => readPage(changesQuery, 'changes', { collection, since, after }),
    readRecords: (collection, after) => readPage(recordsQuery, 'records', { collection, after }),
    async readDigest(collection, after) {
      const digest = await ask(digestForm, digestQuery, 'records', { collection, after, first: pageSize });
      requireProgress(digest, after);
      return digest;
    },
    close: () => source.close(),
  };
}

/** The hash by which a record's content is known: SHA-256 of its body as compact JSON, in hexadecimal. */
function hashBody(body: unknown): string {
  return hash('sha256', JSON.stringify(body), 'hex');
}

/** The checksum of a page: SHA-256, in hexadecimal, over a line `key hash` for each record in order. */
export function digestRecords(records: readonly { key: string; hash: string }[]): string {
  const checksum = createHash('sha256');
  for (const { key, hash } of records) checksum.update(`${key} ${hash}\n`);
  return checksum.digest('hex');
}
