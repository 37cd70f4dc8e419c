// Explains an answer that lacks something, or is in part an old one: which agencies it drew on, and how each of them fared
// (`extensions.agencies`).
import type { GraphQLError } from 'graphql';
import { agencyOf, clientCode } from '../errors';
import { type AnswerNotes, describePlace, maxPlaces, type StalePart } from './answer-notes';

/** One agency of an answer. */
interface AgencyStatus {
  agency: string;
  /**
   * STALE: all that was asked of it is there, but some was answered before and not now. WITHHELD: it answered, but not everything
   * to this caller. FAILED: it answered with an error, or with what cannot be used.
   */
  status: 'OK' | 'STALE' | TroubleStatus;
  /** The code of its gravest errors; absent where it is OK or STALE. */
  code?: string;
  /** The day that its data describe, where it tells one and has answered. */
  asOf?: string;
  /** When the oldest of what it answered before was answered, and how long ago that is; whatever else befell it. */
  answeredAt?: string;
  ageSeconds?: number;
  /** The places without an answer, or, where it is STALE, those with an old one: each once, with `*` for the numbers in lists; cut where there are many. */
  paths?: string[];
  /** The places with an old answer, where others have none. */
  stalePaths?: string[];
}

type TroubleStatus = 'WITHHELD' | 'FAILED' | 'UNAVAILABLE';

/** What went wrong with one agency. */
interface Trouble {
  status: TroubleStatus;
  code: string;
  places: Set<string>;
}

/** What is known of an answer besides its errors. */
export interface AnswerBackground {
  /** Null where nobody took any. */
  notes: AnswerNotes | null;
  requestId: string;
}

const statuses: Readonly<Record<string, TroubleStatus>> = {
  AGENCY_UNAVAILABLE: 'UNAVAILABLE',
  AGENCY_TIMEOUT: 'UNAVAILABLE',
  AGENCY_ERROR: 'FAILED',
  AGENCY_DATA_INVALID: 'FAILED',
  FORBIDDEN_FIELD: 'WITHHELD',
  WITHHELD: 'WITHHELD',
};
const gravity: readonly TroubleStatus[] = ['WITHHELD', 'FAILED', 'UNAVAILABLE'];

/** Gives an answer with errors, or with old parts, what explains them: `extensions.agencies`, and the request's identifier in each error. */
export function explainAnswer<Result extends { errors?: readonly GraphQLError[]; extensions?: Record<string, unknown> }>(
  result: Result,
  { notes, requestId }: AnswerBackground,
): Result {
  const { errors = [], extensions } = result;
  for (const error of errors) error.extensions.requestId = requestId;
  const troubles = findTroubles(errors);
  const stale = notes?.stale ?? null;
  if (troubles.size === 0 && stale === null) return result;
  // In the order of their names.
  const names = [...new Set([...(notes?.asked ?? []), ...troubles.keys()])].sort();
  const agencies = names.map((agency) => describe(agency, troubles.get(agency), stale?.get(agency), notes?.dataDate(agency) ?? null));
  return { ...result, extensions: { ...extensions, agencies } };
}

/** What went wrong, by agency. */
function findTroubles(errors: readonly GraphQLError[]): Map<string, Trouble> {
  const found = new Map<string, Trouble>();
  for (const { extensions, path } of errors) {
    const agency = agencyOf(extensions);
    const code = clientCode(extensions);
    const status = statuses[code];
    if (agency === null || status === undefined) continue;
    const trouble = found.get(agency) ?? { status, code, places: new Set() };
    found.set(agency, trouble);
    if (gravity.indexOf(status) > gravity.indexOf(trouble.status)) Object.assign(trouble, { status, code });
    if (path !== undefined && trouble.places.size < maxPlaces) trouble.places.add(describePlace(path));
  }
  return found;
}

/** What is lacking goes before what is old: a status of trouble hides no age. */
function describe(agency: string, trouble: Trouble | undefined, stale: StalePart | undefined, asOf: string | null): AgencyStatus {
  const status = trouble?.status ?? (stale === undefined ? 'OK' : 'STALE');
  const hasAnswered = status === 'OK' || status === 'STALE' || status === 'WITHHELD';
  return {
    agency,
    status,
    ...(trouble === undefined ? {} : { code: trouble.code }),
    ...(asOf !== null && hasAnswered ? { asOf } : {}),
    ...(stale === undefined ? {} : describeAge(stale)),
    ...list('paths', trouble ?? stale),
    ...(trouble === undefined ? {} : list('stalePaths', stale)),
  };
}

function describeAge({ answeredAt }: StalePart): Pick<AgencyStatus, 'answeredAt' | 'ageSeconds'> {
  // The clock may have been set back.
  return { answeredAt: new Date(answeredAt).toISOString(), ageSeconds: Math.max(0, Math.round((Date.now() - answeredAt) / 1_000)) };
}

function list(name: 'paths' | 'stalePaths', part: { places: ReadonlySet<string> } | undefined): Pick<AgencyStatus, 'paths' | 'stalePaths'> {
  return part === undefined || part.places.size === 0 ? {} : { [name]: [...part.places] };
}
