// What the trail says of one request: who asked what, of which agencies, and what became of it. The parts that do not change
// from request to request are written once.
import type { GraphQLFormattedError } from 'graphql';
import type { AskedOfAgency, RequestAccount } from '../execution/request-account';
import type { Identity } from '../identity/identity';

/** What is known once Apollo Server has answered. */
export interface DescribedRequest {
  operationName: string | null;
  /** SHA-256 of the document's text, in hexadecimal; null where there was none. */
  hash: string | null;
  /** As a JSON object, redacted. */
  variables: string;
  account: RequestAccount | null;
  /** As the client sees them. */
  errors: readonly GraphQLFormattedError[];
  hasData: boolean;
}

const maxNameLength = 200;
/** Kinds of errors listed; of the others there is the number. */
const maxErrors = 20;

/** The members that tell what was asked and decided, as JSON without braces. */
export function writeRequest({ operationName, hash, variables, account, errors, hasData }: DescribedRequest): string {
  const name = operationName === null ? 'null' : JSON.stringify(operationName.slice(0, maxNameLength));
  const known = hash === null ? 'null' : `"${hash}"`;
  return `"operation":${name},"hash":${known},"variables":${variables},"agencies":${writeAgencies(account)},${writeDecision(errors, hasData)}`;
}

/** The same for a request that was refused before it was known what it asks. */
export function writeRefusal(code: string): string {
  return `"operation":null,"hash":null,"variables":{},"agencies":{},"decision":"refused","code":${JSON.stringify(code)}`;
}

/** The members that tell whose request it was. */
export function writeAsker({ subject, client }: Identity): string {
  return `"subject":${JSON.stringify(subject)},"client":${JSON.stringify(client)}`;
}

function writeAgencies(account: RequestAccount | null): string {
  if (account?.asked == null) return '{}';
  const { entities, stale } = account;
  return `{${account.asked.map((asked) => `${prefixOf(asked)}${entities.get(asked.agency) ?? 0}${writeAge(stale?.get(asked.agency))}}`).join(',')}}`;
}

/** When the oldest of what an agency gave before was answered; nothing where all is new. */
function writeAge(part: { answeredAt: number } | undefined): string {
  return part === undefined ? '' : `,"answeredAt":"${new Date(part.answeredAt).toISOString()}"`;
}

const prefixes = new WeakMap<AskedOfAgency, string>();

function prefixOf(asked: AskedOfAgency): string {
  let prefix = prefixes.get(asked);
  if (prefix === undefined) {
    const { agency, fields, variables } = asked;
    prefix = `${JSON.stringify(agency)}:{"fields":${JSON.stringify(fields)},"variables":${JSON.stringify(variables)},"entities":`;
    prefixes.set(asked, prefix);
  }
  return prefix;
}

function writeDecision(errors: readonly GraphQLFormattedError[], hasData: boolean): string {
  if (errors.length === 0) return '"decision":"answered"';
  if (!hasData) return `"decision":"refused","code":${JSON.stringify(codeOf(errors[0] as GraphQLFormattedError))}`;
  const kinds = new Map<string, { code: string; path: string; agency: string | null; count: number }>();
  let more = 0;
  for (const error of errors) {
    const code = codeOf(error);
    const path = (error.path ?? []).filter((step) => typeof step === 'string').join('.');
    const agency = typeof error.extensions?.agency === 'string' ? error.extensions.agency : null;
    const key = `${code} ${path} ${agency}`;
    const kind = kinds.get(key);
    if (kind !== undefined) kind.count++;
    else if (kinds.size < maxErrors) kinds.set(key, { code, path: path.slice(0, maxNameLength), agency, count: 1 });
    else more++;
  }
  return `"decision":"partial","errors":${JSON.stringify([...kinds.values()])}${more === 0 ? '' : `,"moreErrors":${more}`}`;
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  return typeof extensions?.code === 'string' ? extensions.code : 'INTERNAL_SERVER_ERROR';
}
