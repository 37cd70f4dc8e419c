// What an agency may see of an audit trail: who asked for its own fields, how many of its entities were answered, and what was sent
// to it. Other agencies' parts, and variables that were not sent to it, stay out.
import { readFileSync } from 'node:fs';
import { listFiles, readLine, splitLines } from './chain';

export interface ReadOptions {
  agency: string;
  /** Records from this time on, and before that one; in milliseconds since 1970. */
  since: number;
  until: number;
}

export interface AgencyRecord {
  time: string;
  chain: string;
  request: string;
  subject: string | null;
  client: string | null;
  /** The client's name for its operation, and the hash of its text. */
  operation: string | null;
  hash: string | null;
  /** What became of the agency's part. */
  decision: 'answered' | 'partial' | 'refused';
  /** The agency's fields that were asked for; none where all of them were refused. */
  fields: string[];
  entities: number;
  /** When the oldest of what it gave before, and was answered with while it could not be reached, was from; absent where all was new. */
  answeredAt?: string;
  /** Those that were sent to the agency, with secrets redacted. */
  variables: Record<string, unknown>;
  /** Those of the agency. */
  errors: { code: string; path: string; count: number }[];
}

/** A request's record, as far as it is used here. */
interface RequestRecord {
  request: string;
  subject: string | null;
  client: string | null;
  operation: string | null;
  hash: string | null;
  variables?: Record<string, unknown>;
  agencies?: Record<string, { fields: string[]; variables: string[]; entities: number; answeredAt?: string }>;
  errors?: { code: string; path: string; agency: string | null; count: number }[];
  decision?: AgencyRecord['decision'];
}

/** The records of one agency, chain by chain in their order. @throws as reading files does */
export function* readForAgency(folder: string, { agency, since, until }: ReadOptions): Generator<AgencyRecord> {
  for (const file of listFiles(folder).sort((one, other) => one.chain.localeCompare(other.chain))) {
    for (const { line } of splitLines(readFileSync(file.path))) {
      const record = readLine(line);
      if (record?.kind !== 'request') continue;
      const at = Date.parse(record.time);
      if (at < since || at >= until) continue;
      const seen = selectFor(agency, record as unknown as RequestRecord);
      if (seen !== null) yield { time: record.time, chain: file.chain, ...seen };
    }
  }
}

function selectFor(agency: string, record: RequestRecord): Omit<AgencyRecord, 'time' | 'chain'> | null {
  const { request, subject, client, operation, hash, variables = {}, agencies = {}, errors = [] } = record;
  const asked = Object.hasOwn(agencies, agency) ? agencies[agency] : undefined;
  const wasRefused = record.decision === 'refused' || asked === undefined;
  const own = errors.filter((error) => error.agency === agency);
  if (asked === undefined && own.length === 0) return null;
  const sent = (asked?.variables ?? []).filter((name) => Object.hasOwn(variables, name));
  return {
    request,
    subject,
    client,
    operation,
    hash,
    decision: wasRefused ? 'refused' : own.length === 0 ? 'answered' : 'partial',
    fields: asked?.fields ?? [],
    entities: asked?.entities ?? 0,
    ...(asked?.answeredAt === undefined ? {} : { answeredAt: asked.answeredAt }),
    variables: Object.fromEntries(sent.map((name) => [name, variables[name]])),
    errors: own.map(({ code, path, count }) => ({ code, path, count })),
  };
}
