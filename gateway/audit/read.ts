// What an agency may see of an audit trail: who asked for its own fields, how many of its entities were answered, and what was sent
// to it. Other agencies' parts, and variables that were not sent to it, stay out.
import path from 'node:path';
import { z } from 'zod';
import { hashLine, listFiles, readLine, readFileLines } from './chain';

export interface ReadOptions {
  agency: string;
  /** Records from this time on, and before that one; in milliseconds since 1970. */
  since: number;
  until: number;
  /** Told where a line is that cannot be read for anybody, and what is wrong with it; the lines after it are read on. */
  onDamage(finding: string): void;
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
const requestRecord = z.object({
  time: z.string().refine((time) => !Number.isNaN(Date.parse(time))),
  request: z.string(),
  subject: z.string().nullable(),
  client: z.string().nullable(),
  operation: z.string().nullable(),
  hash: z.string().nullable(),
  variables: z.record(z.string(), z.unknown()).optional(),
  agencies: z
    .record(z.string(), z.object({ fields: z.array(z.string()), variables: z.array(z.string()), entities: z.number(), answeredAt: z.string().optional() }))
    .optional(),
  errors: z.array(z.object({ code: z.string(), path: z.string(), agency: z.string().nullable(), count: z.number() })).optional(),
  decision: z.enum(['answered', 'partial', 'refused']).optional(),
});

type RequestRecord = z.infer<typeof requestRecord>;

/** The records of one agency, chain by chain in their order. @throws as reading files does */
export function* readForAgency(folder: string, { agency, since, until, onDamage }: ReadOptions): Generator<AgencyRecord> {
  const torn: { hash: string; where: string }[] = [];
  const repaired = new Set<unknown>();
  for (const file of listFiles(folder).sort((one, other) => one.chain.localeCompare(other.chain))) {
    let number = 0;
    for (const { line } of readFileLines(file.path)) {
      const where = `${path.basename(file.path)} line ${++number}`;
      const record = readLine(line);
      if (record === null) torn.push({ hash: hashLine(line), where });
      if (record?.kind === 'repaired' && Array.isArray(record.torn)) for (const hash of record.torn) repaired.add(hash);
      if (record?.kind !== 'request') continue;
      const at = Date.parse(record.time);
      if (at < since || at >= until) continue;
      if (!isRequestRecord(record)) {
        onDamage(`${where}: this is no record of a request: damaged or changed`);
        continue;
      }
      const seen = selectFor(agency, record);
      if (seen !== null) yield { time: record.time, chain: file.chain, ...seen };
    }
  }
  // What a crash cut off is named by the record after it, and its answer never went out.
  for (const { hash, where } of torn) if (!repaired.has(hash)) onDamage(`${where}: this is no record: damaged, changed or cut off`);
}

/** The record is read as it is: a parsed copy would lack a variable of the name `__proto__`. */
function isRequestRecord(record: unknown): record is RequestRecord {
  return requestRecord.safeParse(record).success;
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
