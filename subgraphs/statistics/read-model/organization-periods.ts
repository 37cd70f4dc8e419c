// An organization's record as periods in which its standing and its grade stay the same.
import { addDays, type IsoDate } from '../../shared/scalars';
import { judgeStanding, type StandingFacts, type StandingReasonCode } from '../../shared/standing';
import { codeOf, grades, type KnownStanding, openEnd } from '../codes';
import type { RecordOf } from './records';

/** A reason for a standing as the read model keeps it: code, first day, and what the words need. */
export type KeptReason = [code: StandingReasonCode, since: IsoDate, english: string, chinese: string];

export interface OrganizationPeriod {
  from: IsoDate;
  until: IsoDate;
  standing: KnownStanding;
  /** 0 for none, else 1 to 5. */
  grade: number;
  reasons: KeptReason[];
}

/** What is known of an organization that the register lacks: nothing, ever. */
export const unknownForever: readonly OrganizationPeriod[] = [{ from: '0001-01-01', until: openEnd, standing: 'UNKNOWN', grade: 0, reasons: [] }];

const remembered = new WeakMap<RecordOf<'organization'>, OrganizationPeriod[]>();

/** Periods from the first day to the open end, without a gap; two that touch differ. Remembered by record. */
export function toPeriods(organization: RecordOf<'organization'>): OrganizationPeriod[] {
  const periods = remembered.get(organization) ?? divide(organization);
  remembered.set(organization, periods);
  return periods;
}

function divide(organization: RecordOf<'organization'>): OrganizationPeriod[] {
  const facts = toFacts(organization);
  const periods: OrganizationPeriod[] = [];
  for (const from of ['0001-01-01', ...turningDays(organization)]) {
    const period = describeDay(organization, facts, from);
    const last = periods.at(-1);
    if (last !== undefined && isSame(last, period)) continue;
    if (last !== undefined) last.until = from;
    periods.push(period);
  }
  return periods;
}

/** Every day on which something about the organization may begin or end, in order. */
function turningDays({ statuses, evaluations, inspections, listings, certificateTo }: RecordOf<'organization'>): IsoDate[] {
  const days = new Set<IsoDate>();
  const add = (day: IsoDate | null) => day !== null && days.add(day);
  for (const { since, until } of statuses) for (const day of [since, until]) add(day);
  for (const { from, to } of evaluations) for (const day of [from, dayAfter(to)]) add(day);
  // Without a failed one, no inspection changes anything.
  if (inspections.some(({ conclusion }) => conclusion === 'FAILED')) for (const { concludedOn } of inspections) add(concludedOn);
  for (const { listedOn, removedOn } of listings) for (const day of [listedOn, removedOn]) add(day);
  if (certificateTo !== null) add(dayAfter(certificateTo));
  return [...days].sort();
}

function toFacts({ listings, inspections, certificateTo }: RecordOf<'organization'>): Omit<StandingFacts, 'status'> {
  return {
    // The latest first, as the register answers.
    listings: listings
      .map(({ list, listedOn, reason, removedOn }) => ({ list, listed_on: listedOn, reason, removed_on: removedOn }))
      .sort((a, b) => (a.listed_on < b.listed_on ? 1 : a.listed_on > b.listed_on ? -1 : 0)),
    inspections: inspections.map(({ year, conclusion, concludedOn }) => ({ year, conclusion, concluded_on: concludedOn })).sort((a, b) => b.year - a.year),
    certificateTo,
  };
}

/** Where one of these could not be read, no standing is known on any day. */
const decidesStanding = ['statuses', 'inspections', 'listings', 'certificateTo'];

function describeDay(organization: RecordOf<'organization'>, facts: Omit<StandingFacts, 'status'>, day: IsoDate): OrganizationPeriod {
  const isDoubtful = (organization.faulty ?? []).some((field) => decidesStanding.includes(field));
  const status = isDoubtful ? undefined : organization.statuses.find(({ since, until }) => since <= day && (until === null || until > day));
  const standing = judgeStanding({ ...facts, status: status === undefined ? null : { status: status.status, since_on: status.since } }, day);
  // Where two are in force, the one that began later is shown.
  const evaluation = organization.evaluations
    .filter(({ from, to }) => from <= day && to >= day)
    .reduce<{ grade: (typeof grades)[number]; from: IsoDate } | null>((latest, one) => (latest === null || one.from > latest.from ? one : latest), null);
  return {
    from: day,
    until: openEnd,
    standing: standing?.status ?? 'UNKNOWN',
    grade: codeOf(grades, evaluation?.grade),
    reasons: (standing?.reasons ?? []).map(({ code, since, english, chinese }) => [code, since, english, chinese]),
  };
}

function isSame(a: OrganizationPeriod, b: OrganizationPeriod): boolean {
  if (a.standing !== b.standing || a.grade !== b.grade || a.reasons.length !== b.reasons.length) return false;
  return a.reasons.length === 0 || JSON.stringify(a.reasons) === JSON.stringify(b.reasons);
}

const daysAfter = new Map<IsoDate, IsoDate>();

/** Remembered, since millions of validities end on some thousand days. */
function dayAfter(day: IsoDate): IsoDate {
  let next = daysAfter.get(day);
  if (next === undefined) {
    next = addDays(day, 1);
    if (daysAfter.size < 100_000) daysAfter.set(day, next);
  }
  return next;
}
