// What the register finds on a synthetic organization over time: status, evaluations, qualifications, inspections,
// listings, penalties. Holds to the standing planned for it. Never called for a real organization.
import type { PlannedStanding } from './cases';
import { addDays, addYears, earlier, lastDay, later, randomDate, type Step, statusOn } from './dates';
import type { OrganizationKind, Slot } from './organization-slots';
import type { Random } from './random';
import { asOf, type Row } from './rows';

export type RegistrationStatus = 'ACTIVE' | 'DEREGISTERED' | 'REVOKED';

interface Certificate {
  from: string;
  to: string;
}

const inspectionYears = [2019, 2020, 2021, 2022, 2023, 2024];
const abnormalReasons = ['未按规定时限报送年度工作报告', '通过登记的住所无法联系', '未按规定设立党组织', '未按规定公示信息'];
const seriousReasons = ['列入活动异常名录满两年未整改', '骗取登记', '被处以五万元以上罚款'];
const penaltyReasons = ['未按规定接受年度检查', '未按章程规定的宗旨和业务范围活动', '违规收费'];
const penaltyResults = ['警告', '责令整改', '警告并没收违法所得', '停止活动三个月'];
const taxWindows: readonly Certificate[] = [
  { from: '2020-01-01', to: '2022-12-31' },
  { from: '2023-01-01', to: '2025-12-31' },
  { from: '2026-01-01', to: '2028-12-31' },
];
// In force from 1 September 2016: the Charity Law.
const charityLaw = '2016-09-01';

/** Reserved organizations are old enough for the pairings of 2022; others are of 1990 to 2023. */
export function drawEstablishedOn(random: Random, slot: Slot): string {
  return slot.purpose === 'NONE' ? randomDate(random, '1990-01-01', '2023-12-31') : randomDate(random, '1990-01-01', '2018-06-30');
}

export function drawCertificate(random: Random, standing: PlannedStanding, establishedOn: string): Certificate {
  if (standing === 'EXPIRED') return { from: '2018-10-01', to: '2023-09-30' };
  const years = random.chance(0.5) ? 4 : 5;
  if (standing === 'ANY') {
    if (establishedOn < '2019-01-01' && random.chance(0.05)) {
      const to = randomDate(random, '2024-01-01', addDays(asOf, -1));
      return { from: addDays(addYears(to, -years), 1), to };
    }
    const from = randomDate(random, later(establishedOn, addDays(addYears(asOf, -years), 2)), addDays(asOf, -30));
    return { from, to: lastDay(from, years) };
  }
  const from = randomDate(random, '2022-01-01', '2024-06-30');
  return { from, to: lastDay(from, 5) };
}

export function drawStatus(random: Random, { standing, purpose }: Slot, establishedOn: string): Step<RegistrationStatus>[] {
  const steps: Step<RegistrationStatus>[] = [['ACTIVE', establishedOn]];
  if (standing === 'DEREGISTERED') steps.push(['DEREGISTERED', '2023-10-16']);
  if (standing !== 'ANY') return steps;
  const end = random.weighted({ ACTIVE: 963, DEREGISTERED: 30, REVOKED: 7 });
  const earliest = later(addYears(establishedOn, 1), purpose === 'NONE' ? '2018-01-01' : '2024-03-01');
  if (end !== 'ACTIVE') steps.push([end, randomDate(random, earliest, asOf)]);
  return steps;
}

/** About a third have been evaluated, once or twice; valid five years. */
export function evaluationRows(random: Random, code: string, establishedOn: string): Row[] {
  if (!random.chance(0.35)) return [];
  const grades = { A5: 18, A4: 34, A3: 40, A2: 6, A1: 2 };
  const first = randomDate(random, later(addYears(establishedOn, 2), '2013-01-01'), '2026-05-31');
  const starts = [first];
  const second = addDays(addYears(first, 5), random.integer(0, 200));
  if (second <= asOf && random.chance(0.7)) starts.push(second);
  return starts.map((from) => ({ code, grade: random.weighted(grades), from_on: from, to_on: lastDay(from, 5) }));
}

/** Recognition as a charity, and of some charities the two qualifications that build on it. */
export function qualificationRows(random: Random, code: string, kind: OrganizationKind, establishedOn: string): Row[] {
  if (!random.chance(kind === 'FOUNDATION' ? 0.85 : 0.14)) return [];
  const charityFrom = randomDate(random, later(establishedOn, charityLaw), later(addDays(establishedOn, 900), '2023-06-30'));
  const rows: Row[] = [{ code, kind: 'CHARITY', from_on: charityFrom, to_on: null }];
  const fundraisingFrom = addDays(addYears(charityFrom, 1), random.integer(30, 700));
  if (random.chance(0.3) && fundraisingFrom <= asOf) rows.push({ code, kind: 'PUBLIC_FUNDRAISING', from_on: fundraisingFrom, to_on: null });
  if (random.chance(0.6)) {
    const windows = taxWindows.filter((window) => window.from >= charityFrom && random.chance(0.85));
    rows.push(...windows.map((window) => ({ code, kind: 'TAX_DEDUCTION', from_on: window.from, to_on: window.to })));
  }
  return rows;
}

/** One for each year in which it was active; foundations file annual reports instead. */
export function inspectionRows(random: Random, code: string, slot: Slot, steps: readonly Step<RegistrationStatus>[], establishedOn: string): Row[] {
  if (slot.kind === 'FOUNDATION') return [];
  return inspectionYears.flatMap((year) => {
    const concludedOn = randomDate(random, `${year + 1}-03-01`, `${year + 1}-08-31`);
    const conclusion = drawConclusion(random, slot.standing, year);
    if (establishedOn > `${year}-06-30` || statusOn(steps, concludedOn) !== 'ACTIVE') return [];
    return [{ code, year, conclusion, concluded_on: concludedOn }];
  });
}

function drawConclusion(random: Random, standing: PlannedStanding, year: number): string {
  const drawn = random.weighted({ PASSED: 93, BASICALLY_PASSED: 5, FAILED: 2 });
  // Failed when the coverage of 2023-12-31 and of 2025-12-31 is asked for, passed in between.
  if (standing === 'FAILED') return year === 2022 || year === 2024 ? 'FAILED' : 'BASICALLY_PASSED';
  return standing !== 'ANY' && drawn === 'FAILED' ? 'PASSED' : drawn;
}

export function listingRows(random: Random, code: string, standing: PlannedStanding, steps: readonly Step<RegistrationStatus>[], establishedOn: string): Row[] {
  if (standing === 'ABNORMAL') return [listingRow(random, code, 'ABNORMAL', '2023-07-20', null)];
  if (standing === 'SERIOUS_VIOLATION') return [listingRow(random, code, 'SERIOUS_VIOLATION', '2023-11-02', null)];
  if (standing !== 'ANY' || steps.length > 1) return [];
  const earliest = later(addYears(establishedOn, 1), '2020-06-01');
  const rows: Row[] = [];
  if (random.chance(0.03)) {
    const listedOn = randomDate(random, earliest, '2026-05-31');
    const removedOn = addDays(listedOn, random.integer(60, 600));
    rows.push(listingRow(random, code, 'ABNORMAL', listedOn, removedOn <= asOf && random.chance(0.7) ? removedOn : null));
  }
  if (random.chance(0.006)) rows.push(listingRow(random, code, 'SERIOUS_VIOLATION', randomDate(random, earliest, '2026-05-31'), null));
  return rows;
}

function listingRow(random: Random, code: string, list: string, listedOn: string, removedOn: string | null): Row {
  return {
    code,
    list,
    listed_on: listedOn,
    reason: random.pick(list === 'ABNORMAL' ? abnormalReasons : seriousReasons),
    removed_on: removedOn,
    removal_reason: removedOn === null ? null : '已完成整改，经申请移出',
  };
}

export function penaltyRows(random: Random, code: string, standing: PlannedStanding, establishedOn: string, number: string): Row[] {
  if (standing === 'GOOD' || !random.chance(0.011)) return [];
  const decidedOn = randomDate(random, later(addYears(establishedOn, 1), '2019-01-01'), earlier(asOf, '2026-05-31'));
  return [
    {
      code,
      document_number: `合成民罚字〔${decidedOn.slice(0, 4)}〕第${number}号`,
      reason: random.pick(penaltyReasons),
      basis: random.chance(0.8) ? '《社会组织登记管理有关条例》（合成示例）' : null,
      result: random.pick(penaltyResults),
      decided_on: decidedOn,
    },
  ];
}
