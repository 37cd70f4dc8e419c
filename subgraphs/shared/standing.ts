// An organization's standing on a date, with its reasons: whether it may take part in the action. The lists are those of
// 社会组织信用信息管理办法 (民政部令第60号).
// The register answers by these rules, and the statistics count by them.
import { addDays, type IsoDate } from './scalars';

/** Everything in the register that bears on standing. */
export interface StandingFacts {
  /** The registration status on the date; null where the register has none, and then no standing is claimed. */
  status: { status: 'ACTIVE' | 'DEREGISTERED' | 'REVOKED'; since_on: IsoDate } | null;
  listings: readonly Listing[];
  /** The latest year first. */
  inspections: readonly { year: number; conclusion: string; concluded_on: IsoDate }[];
  certificateTo: IsoDate | null;
}

interface Listing {
  list: 'ABNORMAL' | 'SERIOUS_VIOLATION';
  listed_on: IsoDate;
  reason: string;
  removed_on: IsoDate | null;
}

type StandingStatus = 'GOOD' | 'AT_RISK' | 'BARRED';

export type StandingReasonCode = 'DEREGISTERED' | 'REVOKED' | 'SERIOUS_VIOLATION' | 'ABNORMAL_ACTIVITY' | 'INSPECTION_FAILED' | 'CERTIFICATE_EXPIRED';

interface StandingReason {
  code: StandingReasonCode;
  since: IsoDate;
  english: string;
  chinese: string;
}

interface Standing {
  status: StandingStatus;
  asOf: IsoDate;
  reasons: StandingReason[];
}

interface Rule {
  status: StandingStatus;
  /** The reason in words; `detail` is the listing's reason or the inspection's year. */
  english: (since: IsoDate, detail: string) => string;
  chinese: (since: IsoDate, detail: string) => string;
}

const rules: Record<StandingReasonCode, Rule> = {
  DEREGISTERED: { status: 'BARRED', english: (since) => `deregistered on ${since}`, chinese: (since) => `${since} 注销` },
  REVOKED: { status: 'BARRED', english: (since) => `registration revoked on ${since}`, chinese: (since) => `${since} 被撤销登记` },
  SERIOUS_VIOLATION: {
    status: 'BARRED',
    english: (since, reason) => `listed for serious violations since ${since}: ${reason}`,
    chinese: (since, reason) => `自 ${since} 起列入严重违法失信名单：${reason}`,
  },
  ABNORMAL_ACTIVITY: {
    status: 'AT_RISK',
    english: (since, reason) => `listed for abnormal activity since ${since}: ${reason}`,
    chinese: (since, reason) => `自 ${since} 起列入活动异常名录：${reason}`,
  },
  INSPECTION_FAILED: {
    status: 'AT_RISK',
    english: (since, year) => `failed the inspection of ${year}, concluded on ${since}`,
    chinese: (since, year) => `${year} 年度检查不合格（结论日期 ${since}）`,
  },
  CERTIFICATE_EXPIRED: {
    status: 'AT_RISK',
    english: (since) => `without a valid certificate since ${since}`,
    chinese: (since) => `登记证书自 ${since} 起失效`,
  },
};

/** Judges the standing on a date; null where the register holds no status for it. The gravest reason decides. */
export function judgeStanding(facts: StandingFacts, asOf: IsoDate): Standing | null {
  if (facts.status === null) return null;
  const reasons = findReasons(facts, facts.status, asOf);
  const statuses = reasons.map((reason) => rules[reason.code].status);
  const status = statuses.includes('BARRED') ? 'BARRED' : statuses.includes('AT_RISK') ? 'AT_RISK' : 'GOOD';
  return { status, asOf, reasons };
}

function findReasons(facts: StandingFacts, { status, since_on }: NonNullable<StandingFacts['status']>, asOf: IsoDate): StandingReason[] {
  const reasons: StandingReason[] = [];
  const add = (code: StandingReasonCode, since: IsoDate, detail = '') => {
    reasons.push({ code, since, english: rules[code].english(since, detail), chinese: rules[code].chinese(since, detail) });
  };
  if (status !== 'ACTIVE') add(status, since_on);
  for (const { list, listed_on, reason } of facts.listings.filter((row) => isListedOn(row, asOf))) {
    add(list === 'ABNORMAL' ? 'ABNORMAL_ACTIVITY' : 'SERIOUS_VIOLATION', listed_on, reason);
  }
  const last = facts.inspections.find((row) => row.concluded_on <= asOf);
  if (last?.conclusion === 'FAILED') add('INSPECTION_FAILED', last.concluded_on, String(last.year));
  if (facts.certificateTo !== null && facts.certificateTo < asOf) add('CERTIFICATE_EXPIRED', addDays(facts.certificateTo, 1));
  return reasons;
}

/** Whether a listing is in force on a date: from the day it is listed up to the day before it is removed. */
export function isListedOn({ listed_on, removed_on }: Pick<Listing, 'listed_on' | 'removed_on'>, asOf: IsoDate): boolean {
  return listed_on <= asOf && (removed_on === null || removed_on > asOf);
}
