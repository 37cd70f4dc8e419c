// Why a county has its status on a date, in code and in words: which pairing, which organization, which listing since when.
import type { Knex } from 'knex';
import { groupBy } from '../shared/group-by';
import type { IsoDate } from '../shared/scalars';
import { codeOf, goalMechanisms, mechanisms, standings } from './codes';
import type { Reason } from './coverage';
import { type PairingConditions, restrictsPairings } from './question';
import * as queries from './queries';
import type { ModelState } from './state';
import type { CoverageStatus } from './types.generated';

type Words = Pick<Reason, 'english' | 'chinese'>;
type Link = queries.LinkRow;

/** Of a pairing whose mechanism its register does not tell, or not in the contract's words. */
const unknownMechanism: Words = { english: 'a mechanism that is not known', chinese: '机制不明的结对' };

const mechanismWords: Readonly<Record<(typeof mechanisms)[number], Words>> = {
  NATIONAL: { english: 'the mechanism NATIONAL', chinese: '全国性社会组织结对' },
  EAST_WEST: { english: 'the mechanism EAST_WEST', chinese: '东西部协作结对' },
  LOCAL: { english: 'the mechanism LOCAL', chinese: '本省社会组织结对' },
  FRONTIER: { english: 'the mechanism FRONTIER', chinese: '西藏、新疆鼓励性结对' },
};

interface Statuses {
  state: ModelState;
  date: IsoDate;
  /** Which pairings count. */
  pairings: PairingConditions;
  /** By the county's number. */
  statuses: ReadonlyMap<number, CoverageStatus>;
}

/** The reasons of each county, by its number. */
export async function explainStatuses(database: Knex, { state, date, pairings, statuses }: Statuses): Promise<Map<number, Reason[]>> {
  const missing = state.missingOn(date);
  if (missing.length > 0) return new Map([...statuses.keys()].map((county) => [county, missing.map(explainMissing(date))]));
  const counties = [...statuses.keys()];
  const history = groupBy(await queries.selectLinkHistory(database, counties, date, pairings), ({ county_id }) => county_id);
  // Since when a pairing is, and when it ended, do not depend on the conditions on pairings.
  const whole = restrictsPairings(pairings) ? groupBy(await queries.selectLinkHistory(database, counties, date), ({ county_id }) => county_id) : history;
  const inForce = [...history.values()].flatMap((links) => links.filter(({ until_on }) => until_on > date));
  const periods = new Map(
    (await queries.selectPeriods(database, [...new Set(inForce.map(({ organization_id }) => organization_id))], date)).map((period) => [
      period.organization_id,
      period,
    ]),
  );
  const unknown = [...statuses].filter(([, status]) => status === 'UNKNOWN').map(([county]) => county);
  const doubts = groupBy(await queries.selectDoubts(database, unknown, date), ({ county_id }) => county_id);
  return new Map(
    [...statuses].map(([county, status]) => {
      const explained = explainCounty(status, { links: history.get(county) ?? [], whole: whole.get(county) ?? [], periods, date });
      const doubted = (doubts.get(county) ?? []).map(explainDoubt);
      // That there is no pairing is not known either.
      return [county, doubted.length === 0 ? explained : [...doubted, ...explained.filter(({ code }) => code !== 'NO_PAIRING' && code !== 'PAIRING_ENDED')]];
    }),
  );
}

interface CountyHistory {
  /** The links that count, and all there are. */
  links: readonly Link[];
  whole: readonly Link[];
  periods: ReadonlyMap<number, queries.PeriodRow>;
  date: IsoDate;
}

/** The reasons that decide come first. */
function explainCounty(status: CoverageStatus, { links, whole, periods, date }: CountyHistory): Reason[] {
  const inForce = links.filter(({ until_on }) => until_on > date);
  const ofGoal = inForce.filter(countsForGoal);
  const withStanding = (standing: (typeof standings)[number]) => ofGoal.filter((link) => link.standing === codeOf(standings, standing));
  const covering = withStanding('GOOD').map((link) => explainCovering(link, sinceWhen(link, whole)));
  if (status === 'COVERED') return covering;
  const reasons = [
    ...withStanding('UNKNOWN').map(explainUnknown),
    ...withStanding('AT_RISK').flatMap((link) => explainStanding('ORGANIZATION_AT_RISK', link, periods.get(link.organization_id))),
    ...withStanding('BARRED').flatMap((link) => explainStanding('ORGANIZATION_BARRED', link, periods.get(link.organization_id))),
    ...inForce.filter((link) => !countsForGoal(link)).map(explainMechanism),
  ];
  if (reasons.length > 0) return reasons;
  const [last] = [...links].sort((a, b) => (a.until_on < b.until_on ? 1 : a.until_on > b.until_on ? -1 : 0));
  return [last === undefined ? explainNone() : explainLast(last, whole, date)];
}

function countsForGoal({ mechanism }: Link): boolean {
  return goalMechanisms.some((name) => codeOf(mechanisms, name) === mechanism);
}

/** The first day of the time without a gap in which the organization was so paired and in the same standing. */
function sinceWhen(link: Link, links: readonly Link[]): IsoDate {
  let { from_on } = link;
  const before = links.filter((one) => one.pairing_key === link.pairing_key && one.organization_id === link.organization_id && one.standing === link.standing);
  for (let previous = before.find(({ until_on }) => until_on === from_on); previous !== undefined; ) {
    from_on = previous.from_on;
    previous = before.find(({ until_on }) => until_on === from_on);
  }
  return from_on;
}

const none = { since: null, pairing: null, organization: null, standing: null };
const about = ({ pairing_key, organization_code }: Link) => ({ ...none, pairing: { id: pairing_key }, organization: { code: organization_code } });

function explainCovering(link: Link, since: IsoDate): Reason {
  return {
    ...about(link),
    code: 'COVERED_BY',
    since,
    english: `paired since ${since} with ${link.organization_code}, in good standing, under ${link.pairing_key}`,
    chinese: `自 ${since} 起与状况正常的社会组织 ${link.organization_code} 结对（${link.pairing_key}）`,
  };
}

function explainStanding(code: 'ORGANIZATION_AT_RISK' | 'ORGANIZATION_BARRED', link: Link, period: queries.PeriodRow | undefined): Reason[] {
  return (period?.reasons ?? []).map(([standing, since, english, chinese]) => ({
    ...about(link),
    code,
    since,
    standing,
    english: `paired under ${link.pairing_key} with ${link.organization_code}, which is ${code === 'ORGANIZATION_BARRED' ? 'barred' : 'at risk'}: ${english}`,
    chinese: `${link.pairing_key} 的社会组织 ${link.organization_code} ${code === 'ORGANIZATION_BARRED' ? '不可参与' : '存在风险'}：${chinese}`,
  }));
}

function explainUnknown(link: Link): Reason {
  return {
    ...about(link),
    code: 'STANDING_UNKNOWN',
    english: `paired under ${link.pairing_key} with ${link.organization_code}, of which the register tells no standing`,
    chinese: `${link.pairing_key} 的社会组织 ${link.organization_code} 在登记库中未载明状况`,
  };
}

function explainDoubt({ collection, record_key }: queries.DoubtRow): Reason {
  const isPairing = collection === 'pairing';
  return {
    ...none,
    code: 'RECORD_INVALID',
    pairing: isPairing ? { id: record_key } : null,
    english: `the register's record of ${isPairing ? `the pairing ${record_key}` : 'the county'} holds values that are not valid, so that the status is not known`,
    chinese: `登记库中${isPairing ? `结对 ${record_key} ` : '该县'}的记录含无效数据，故状态未知`,
  };
}

function explainMechanism(link: Link): Reason {
  const mechanism = mechanisms[link.mechanism - 1];
  const words = mechanism === undefined ? unknownMechanism : mechanismWords[mechanism];
  return {
    ...about(link),
    code: 'MECHANISM_NOT_COUNTED',
    english: `paired under ${link.pairing_key} with ${link.organization_code} by ${words.english}, which the goal does not count`,
    chinese: `${link.pairing_key}（${link.organization_code}）属${words.chinese}，不计入目标`,
  };
}

/** The last link that counted has ended; its pairing may go on, with a grade or a kind of help that does not count. */
function explainLast(link: Link, whole: readonly Link[], date: IsoDate): Reason {
  const own = whole.filter(({ pairing_key, organization_id }) => pairing_key === link.pairing_key && organization_id === link.organization_id);
  const ended = own.reduce((last, { until_on }) => (until_on > last ? until_on : last), link.until_on);
  if (ended > date) {
    return {
      ...about(link),
      code: 'PAIRING_NOT_COUNTED',
      since: link.until_on,
      english: `paired under ${link.pairing_key} with ${link.organization_code}, which has not met the conditions since ${link.until_on}`,
      chinese: `${link.pairing_key} 与 ${link.organization_code} 的结对自 ${link.until_on} 起不符合所问条件`,
    };
  }
  return {
    ...about(link),
    code: 'PAIRING_ENDED',
    since: ended,
    english: `its last pairing, ${link.pairing_key}, ended on ${ended}`,
    chinese: `最后一项结对 ${link.pairing_key} 已于 ${ended} 结束`,
  };
}

function explainNone(): Reason {
  return { ...none, code: 'NO_PAIRING', english: 'no pairing with it that counts is on record', chinese: '无计入的结对记录' };
}

function explainMissing(date: IsoDate) {
  return ({ agency, dataThrough }: { agency: string; dataThrough: IsoDate | null }): Reason => ({
    ...none,
    code: 'DATA_NOT_REACHED',
    since: dataThrough,
    english: `the data of ${agency} ${dataThrough === null ? 'have not been read' : `reach ${dataThrough}`}, not ${date}`,
    chinese: `${agency} 的数据${dataThrough === null ? '尚未读取' : `截至 ${dataThrough}`}，未达 ${date}`,
  });
}
