// An organization's standing on a date, with its reasons: whether it may take part in the action (DESIGN, Organization).
import type { IsoDate } from '../shared/scalars';
import type { InspectionRow, ListingRow, StatusRow } from './queries';
import type { Standing, StandingReason, StandingReasonCode, StandingStatus } from './types.generated';

/** Everything in the register that bears on standing. */
export interface StandingFacts {
  /** The registration status on the date; null where the register has none, and then no standing is claimed. */
  status: StatusRow | null;
  listings: readonly ListingRow[];
  /** The latest first. */
  inspections: readonly InspectionRow[];
  certificateTo: IsoDate | null;
}

const rules: Record<StandingReasonCode, { status: StandingStatus; english: string; chinese: string }> = {
  DEREGISTERED: { status: 'BARRED', english: 'deregistered', chinese: '已注销' },
  REVOKED: { status: 'BARRED', english: 'registration revoked', chinese: '被撤销登记' },
  SERIOUS_VIOLATION: { status: 'BARRED', english: 'listed for serious violations', chinese: '列入严重违法失信名单' },
  ABNORMAL_ACTIVITY: { status: 'AT_RISK', english: 'listed for abnormal activity', chinese: '列入活动异常名录' },
  INSPECTION_FAILED: { status: 'AT_RISK', english: 'failed its last inspection', chinese: '最近一次年检不合格' },
  CERTIFICATE_EXPIRED: { status: 'AT_RISK', english: 'its certificate has expired', chinese: '登记证书过期' },
};

/** Judges the standing on a date; null where the register holds no status for it. The gravest reason decides. */
export function judgeStanding(facts: StandingFacts, asOf: IsoDate): Standing | null {
  if (facts.status === null) return null;
  const reasons = findReasons(facts, facts.status, asOf);
  const statuses = reasons.map((reason) => rules[reason.code].status);
  const status = statuses.includes('BARRED') ? 'BARRED' : statuses.includes('AT_RISK') ? 'AT_RISK' : 'GOOD';
  return { status, asOf, reasons };
}

function findReasons(facts: StandingFacts, { status, since_on }: StatusRow, asOf: IsoDate): StandingReason[] {
  const reasons: StandingReason[] = [];
  const add = (code: StandingReasonCode, since: IsoDate, detail = { english: '', chinese: '' }) => {
    const { english, chinese } = rules[code];
    reasons.push({ code, since, english: `${english} since ${since}${detail.english}`, chinese: `自 ${since} 起${chinese}${detail.chinese}` });
  };
  if (status !== 'ACTIVE') add(status, since_on);
  for (const listing of facts.listings.filter((row) => isListedOn(row, asOf))) {
    const detail = { english: `: ${listing.reason}`, chinese: `：${listing.reason}` };
    add(listing.list === 'ABNORMAL' ? 'ABNORMAL_ACTIVITY' : 'SERIOUS_VIOLATION', listing.listed_on, detail);
  }
  const last = facts.inspections.find((row) => row.concluded_on <= asOf);
  if (last?.conclusion === 'FAILED') add('INSPECTION_FAILED', last.concluded_on, { english: ` (year ${last.year})`, chinese: `（${last.year} 年度）` });
  if (facts.certificateTo !== null && facts.certificateTo < asOf) add('CERTIFICATE_EXPIRED', dayAfter(facts.certificateTo));
  return reasons;
}

/** Whether a listing is in force on a date: from the day it is listed up to the day before it is removed. */
export function isListedOn({ listed_on, removed_on }: ListingRow, asOf: IsoDate): boolean {
  return listed_on <= asOf && (removed_on === null || removed_on > asOf);
}

function dayAfter(date: IsoDate): IsoDate {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}
