// Explains an answer that lacks something: which agencies it drew on, and how each of them fared (`extensions.agencies`).
import type { GraphQLError } from 'graphql';
import { agencyOf, clientCode } from '../errors';

/** One agency of an answer. */
interface AgencyStatus {
  agency: string;
  /** FAILED: it answered with an error, or with what cannot be used. WITHHELD: it answered, but not everything to this caller. */
  status: 'OK' | 'WITHHELD' | 'FAILED' | 'UNAVAILABLE';
  /** The code of its gravest errors; absent where it is OK. */
  code?: string;
  /** The places without an answer, each once, with `*` for the numbers in lists; cut where there are many. */
  paths?: string[];
}

const statuses: Readonly<Record<string, AgencyStatus['status']>> = {
  AGENCY_UNAVAILABLE: 'UNAVAILABLE',
  AGENCY_TIMEOUT: 'UNAVAILABLE',
  AGENCY_ERROR: 'FAILED',
  FORBIDDEN_FIELD: 'WITHHELD',
  WITHHELD: 'WITHHELD',
};
const gravity: readonly AgencyStatus['status'][] = ['OK', 'WITHHELD', 'FAILED', 'UNAVAILABLE'];
const maxPaths = 50;

/**
 * Gives an answer with errors what explains them: `extensions.agencies`, and the request's identifier in each error.
 *
 * @param asked the subgraphs that the operation's plan asks
 */
export function explainErrors<Result extends { errors?: readonly GraphQLError[]; extensions?: Record<string, unknown> }>(
  result: Result,
  asked: Iterable<string>,
  requestId: string,
): Result {
  const { errors = [], extensions } = result;
  for (const error of errors) error.extensions.requestId = requestId;
  const agencies = describeAgencies(asked, errors);
  return agencies === null ? result : { ...result, extensions: { ...extensions, agencies } };
}

/** The agencies of an answer, in the order of their names; null where nothing is an agency's doing. */
function describeAgencies(asked: Iterable<string>, errors: readonly GraphQLError[]): AgencyStatus[] | null {
  const found = new Map<string, AgencyStatus & { places: Set<string> }>();
  for (const { extensions, path } of errors) {
    const agency = agencyOf(extensions);
    const code = clientCode(extensions);
    const status = statuses[code];
    if (agency === null || status === undefined) continue;
    let entry = found.get(agency);
    if (entry === undefined) {
      entry = { agency, status: 'OK', places: new Set() };
      found.set(agency, entry);
    }
    if (gravity.indexOf(status) > gravity.indexOf(entry.status)) Object.assign(entry, { status, code });
    if (path !== undefined && entry.places.size < maxPaths) entry.places.add(path.map((step) => (typeof step === 'number' ? '*' : step)).join('.'));
  }
  if (found.size === 0) return null;
  const names = new Set([...asked, ...found.keys()]);
  return [...names].sort().map((agency) => {
    const entry = found.get(agency);
    if (entry === undefined) return { agency, status: 'OK' };
    const { places, ...status } = entry;
    return places.size === 0 ? status : { ...status, paths: [...places] };
  });
}
