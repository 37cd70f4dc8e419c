// The register at national scale: which organizations there are (typed arrays, for whoever names them), and their rows as a stream.
// Every organization is synthetic and its name says so.
import { historyRows, type Step } from '../../sample/dates';
import { businessScope, formerName, organizationName } from '../../sample/organization-names';
import type { OrganizationKind } from '../../sample/organization-slots';
import { organizationsAgency } from '../../sample/organizations';
import { createRandom, type Random } from '../../sample/random';
import { readReference } from '../../sample/reference';
import { asOf, datasetRows, type HelpKind, helpKinds, type Row, syntheticDataset } from '../../sample/rows';
import { creditCodeCheckDigit, organizationCheckDigit } from '../../subgraphs/shared/credit-code';
import { foldForSearch } from '../../subgraphs/shared/search-text';
import {
  type Batches,
  createBatches,
  createInstants,
  createWeighted,
  type Day,
  dateText,
  dayOf,
  divideByWeight,
  drawDay,
  lastDayOf,
  type RowBatch,
} from './scale-rows';

type Level = 'NATIONAL' | 'PROVINCIAL' | 'PREFECTURAL' | 'COUNTY';

/** The organizations of one kind that one authority registered; they have neighbouring numbers. */
interface Cell {
  kind: OrganizationKind;
  level: Level;
  divisionCode: string;
  /** Null for national organizations. */
  provinceCode: string | null;
  place: string;
  weight: number;
}

/** The organizations by number, from 0, in the order of their credit codes. */
export interface Register {
  count: number;
  cellOf(organization: number): Cell;
  codeOf(organization: number): string;
  /** Kinds of help it gives, as bits in the order of `helpKinds`; 0 where none. */
  fields: Uint8Array;
  establishedOn: Uint16Array;
  /** The day it was deregistered or revoked; 0 where it was not. */
  endedOn: Uint16Array;
  /** Those that take part in pairings, by their province; national ones under ''. All were established before 2022. */
  participants: ReadonlyMap<string, Uint32Array>;
}

const dataset = syntheticDataset('scale-organizations', '全国规模社会组织登记');
const kinds: readonly OrganizationKind[] = ['SOCIAL_ASSOCIATION', 'SOCIAL_SERVICE_INSTITUTION', 'FOUNDATION'];
const municipalities = new Set(['110000', '120000', '310000', '500000']);
/** Shares of the whole register, near those of the ministry's yearly bulletins; a prefectural share goes to the counties where there are no prefectures. */
const levelShares = { PROVINCIAL: 0.055, PREFECTURAL: 0.235, COUNTY: 0.71 };
const nationalShare = 0.0026;
/** So that a small register still has some for every mechanism. */
const leastNational = 24;
const kindShares: Readonly<Record<Level, readonly [association: number, institution: number, foundation: number]>> = {
  NATIONAL: [0.87, 0.04, 0.09],
  PROVINCIAL: [0.55, 0.35, 0.1],
  PREFECTURAL: [0.45, 0.54, 0.01],
  COUNTY: [0.38, 0.617, 0.003],
};
/** Thousands of organizations, roughly. */
const provinceWeights: Readonly<Record<string, number>> = {
  '110000': 13,
  '120000': 6,
  '130000': 37,
  '140000': 18,
  '150000': 17,
  '210000': 26,
  '220000': 14,
  '230000': 20,
  '310000': 17,
  '320000': 87,
  '330000': 71,
  '340000': 37,
  '350000': 35,
  '360000': 29,
  '370000': 63,
  '410000': 50,
  '420000': 32,
  '430000': 38,
  '440000': 72,
  '450000': 28,
  '460000': 8,
  '500000': 18,
  '510000': 46,
  '520000': 15,
  '530000': 23,
  '540000': 0.7,
  '610000': 31,
  '620000': 20,
  '630000': 6,
  '640000': 6,
  '650000': 9,
};
const participation: Readonly<Record<Level, number>> = { NATIONAL: 0.9, PROVINCIAL: 0.45, PREFECTURAL: 0.3, COUNTY: 0.22 };
const codeSymbols = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const digitShare = 0.55;

/** Decides which organizations there are; the same for the same seed and count. Holds about 12 bytes for each. */
export function createRegister(seed: number, count: number): Register {
  const random = createRandom(seed, 'scale register');
  const cells = listCells(count);
  const starts = divideByWeight(
    random,
    cells.map((cell) => cell.weight),
    count,
  );
  const cellNumbers = new Uint16Array(count);
  for (let cell = 0; cell < cells.length; cell++) cellNumbers.fill(cell, starts[cell], starts[cell + 1]);
  const jitter = new Uint16Array(count);
  const fields = new Uint8Array(count);
  const establishedOn = new Uint16Array(count);
  const endedOn = new Uint16Array(count);
  const taking = new Map<string, number[]>();
  const cellOf = (organization: number): Cell => cells[cellNumbers[organization] as number] as Cell;
  const [earliest, latest, noEndBefore, participantBefore, lastDay] = ['1990-01-01', '2026-03-31', '2015-01-01', '2022-01-01', asOf].map(dayOf) as [
    Day,
    Day,
    Day,
    Day,
    Day,
  ];
  for (let i = 0; i < count; i++) {
    const { level, provinceCode } = cellOf(i);
    jitter[i] = random.integer(0, 65_535);
    fields[i] = random.chance(0.12) ? 0 : drawFields(random);
    // More of later years, as the register grew.
    const since = latest - Math.floor((latest - earliest) * random.next() * Math.sqrt(random.next()));
    establishedOn[i] = since;
    if (since + 365 < lastDay && random.chance(0.045)) endedOn[i] = drawDay(random, Math.max(since + 365, noEndBefore), lastDay);
    if (since >= participantBefore || (endedOn[i] !== 0 && (endedOn[i] as Day) < participantBefore + 730) || !random.chance(participation[level])) continue;
    const pool = taking.get(provinceCode ?? '');
    if (pool === undefined) taking.set(provinceCode ?? '', [i]);
    else pool.push(i);
  }
  return {
    count,
    cellOf,
    fields,
    establishedOn,
    endedOn,
    participants: new Map([...taking].map(([province, pool]) => [province, Uint32Array.from(pool)])),
    codeOf(organization) {
      const cell = cellNumbers[organization] as number;
      const start = starts[cell] as number;
      return writeCode(cells[cell] as Cell, organization - start, (starts[cell + 1] as number) - start, (jitter[organization] as number) / 131_072);
    },
  };
}

/** Kinds by authorities, in the order of the codes they lead to. */
function listCells(count: number): Cell[] {
  const { provinces, prefectures, counties } = readReference();
  const total = Object.values(provinceWeights).reduce((sum, weight) => sum + weight, 0);
  const inProvince = (divisions: readonly { provinceCode: string }[], province: string) =>
    divisions.filter(({ provinceCode }) => provinceCode === province).length;
  const national = Math.max(nationalShare, Math.min(0.2, leastNational / count));
  const authorities = [{ level: 'NATIONAL' as Level, divisionCode: '100000', provinceCode: null as string | null, place: '全国', weight: national }];
  const add = (level: keyof typeof levelShares, code: string, place: string, provinceCode: string, among: number): void => {
    const share = levelShares[level] + (level === 'COUNTY' && municipalities.has(provinceCode) ? levelShares.PREFECTURAL : 0);
    const weight = ((1 - national) * share * (provinceWeights[provinceCode] ?? 0)) / total / among;
    if (weight > 0) authorities.push({ level, divisionCode: code, provinceCode, place, weight });
  };
  for (const { code, name } of provinces) {
    const [prefecturesThere, countiesThere] = [inProvince(prefectures, code), inProvince(counties, code)];
    add('PROVINCIAL', code, name, code, 1);
    for (const prefecture of prefectures.filter(({ provinceCode }) => provinceCode === code))
      add('PREFECTURAL', prefecture.code, prefecture.name, code, prefecturesThere);
    for (const county of counties.filter(({ provinceCode }) => provinceCode === code)) add('COUNTY', county.code, county.name, code, countiesThere);
  }
  authorities.sort((a, b) => (a.divisionCode < b.divisionCode ? -1 : 1));
  return kinds.flatMap((kind, i) =>
    authorities.map((authority) => ({ ...authority, kind, weight: authority.weight * (kindShares[authority.level][i] as number) })),
  );
}

function drawFields(random: Random): number {
  let mask = 0;
  for (let wanted = random.integer(1, 3); wanted > 0; wanted--) mask |= 1 << random.integer(0, 5);
  return mask;
}

/**
 * A sound code. Organization codes ascend within a cell, first digits from 9 on, then the newer form MJ…, so that whole
 * codes ascend with the organizations' numbers and none comes twice.
 *
 * @param shift from 0 to under a half, by which the code lies within its share of the possible ones
 */
function writeCode({ kind, divisionCode }: Cell, position: number, size: number, shift: number): string {
  const inDigits = Math.ceil(size * digitShare);
  const own =
    position < inDigits
      ? `9${String(spread(position, inDigits, 10_000_000, shift)).padStart(7, '0')}`
      : `MJ${toSymbols(spread(position - inDigits, size - inDigits, 31 ** 6, shift))}`;
  const first17 = `5${kinds.indexOf(kind) + 1}${divisionCode}${own}${organizationCheckDigit(own)}`;
  return first17 + creditCodeCheckDigit(first17);
}

function spread(position: number, size: number, range: number, shift: number): number {
  return Math.floor(((position + shift) * range) / size);
}

function toSymbols(number: number): string {
  let text = '';
  for (let rest = number, i = 0; i < 6; i++, rest = Math.floor(rest / 31)) text = codeSymbols.charAt(rest % 31) + text;
  return text;
}

/** The kinds of help of a mask, in the order of `helpKinds`; not to be changed. */
export function kindsOf(mask: number): readonly HelpKind[] {
  return kindsByMask[mask] as readonly HelpKind[];
}
const kindsByMask = Array.from({ length: 64 }, (_, mask) => helpKinds.filter((_kind, i) => (mask >> i) & 1));

const sectors: Readonly<Record<OrganizationKind, (random: Random) => string>> = {
  SOCIAL_ASSOCIATION: createWeighted({ INDUSTRY_ASSOCIATION: 30, PROFESSIONAL: 20, ACADEMIC: 13, CHARITY: 10, COMMUNITY: 12, OTHER: 15 }),
  SOCIAL_SERVICE_INSTITUTION: createWeighted({ PROFESSIONAL: 22, ACADEMIC: 3, CHARITY: 18, COMMUNITY: 34, OTHER: 23 }),
  FOUNDATION: createWeighted({ ACADEMIC: 4, CHARITY: 90, OTHER: 6 }),
};
const departments = ['农业农村', '教育', '民政', '卫生健康', '人力资源和社会保障', '商务'];
/** In yuan, from low to high. */
const capitals: Readonly<Record<OrganizationKind, readonly [low: number, high: number]>> = {
  SOCIAL_ASSOCIATION: [30_000, 1_000_000],
  SOCIAL_SERVICE_INSTITUTION: [10_000, 500_000],
  FOUNDATION: [2_000_000, 80_000_000],
};
const drawEnd = createWeighted({ DEREGISTERED: 86, REVOKED: 14 });
const drawGrade = createWeighted({ A5: 9, A4: 26, A3: 47, A2: 12, A1: 6 });
const drawConclusion = createWeighted({ PASSED: 92, BASICALLY_PASSED: 5, FAILED: 3 });
const inspectionYears = [2022, 2023, 2024];
const abnormalReasons = ['未按规定时限报送年度工作报告', '通过登记的住所无法联系', '未按规定设立党组织', '未按规定公示信息'];
const seriousReasons = ['列入活动异常名录满两年未整改', '骗取登记', '被处以五万元以上罚款'];
const penaltyReasons = ['未按规定接受年度检查', '未按章程规定的宗旨和业务范围活动', '违规收费'];
const penaltyResults = ['警告', '责令整改', '警告并没收违法所得', '停止活动三个月'];
const taxWindows = [
  ['2020-01-01', '2022-12-31'],
  ['2023-01-01', '2025-12-31'],
  ['2026-01-01', '2028-12-31'],
] as const;
const today = dayOf(asOf);
const firstPartyDay = dayOf('2000-01-01');
const firstGradeDay = dayOf('2015-01-01');
const firstListingDay = dayOf('2020-06-01');
const firstPenaltyDay = dayOf('2019-06-01');
/** In force from 1 September 2016: the Charity Law. */
const charityLawDay = dayOf('2016-09-01');
const lastCharityDay = dayOf('2023-06-30');

/** Every row of the agency, `dataset` last, in the order of credit codes. */
export function* generateOrganizations(seed: number, register: Register, loadedAt: string): Generator<RowBatch> {
  const random = createRandom(seed, 'scale organizations');
  const drawInstant = createInstants(createRandom(seed, 'scale organizations changed'), loadedAt);
  const fold = createNameFolder();
  const batches = createBatches();
  for (let i = 0; i < register.count; i++) {
    addOrganization(batches, random, register, i, drawInstant(), fold);
    yield* batches.takeFull();
  }
  yield* batches.takeRest();
  yield { table: 'dataset', rows: datasetRows(organizationsAgency, loadedAt, [dataset]) };
}

function addOrganization(batches: Batches, random: Random, register: Register, i: number, changedAt: string, fold: NameFolder): void {
  const { kind, level, divisionCode, provinceCode, place } = register.cellOf(i);
  const code = register.codeOf(i);
  const number = String(i + 1).padStart(6, '0');
  const fields = kindsOf(register.fields[i] as number);
  const establishedOn = register.establishedOn[i] as Day;
  const endedOn = register.endedOn[i] as Day;
  const name = organizationName(random, place, kind, fields, number);
  const sector = sectors[kind](random);
  const certificate = drawCertificate(random, establishedOn);
  const [low, high] = capitals[kind];
  const hasParty = random.chance(0.3);
  batches.add('organization', {
    code,
    name,
    kind,
    sector,
    authority_name: authorityName(level, place),
    authority_level: level,
    authority_division_code: divisionCode,
    home_province_code: provinceCode,
    supervising_body: random.chance(sector === 'INDUSTRY_ASSOCIATION' ? 0.85 : 0.15) ? null : supervisingBody(random, level, place),
    established_on: dateText(establishedOn),
    registered_capital_fen: random.skewed(low / 10_000, high / 10_000) * 1_000_000,
    certificate_number: `合成证字第${number}号`,
    certificate_from: dateText(certificate.from),
    certificate_to: dateText(certificate.to),
    domicile: `${level === 'NATIONAL' ? '北京市' : place}示例路${random.integer(1, 999)}号（合成）`,
    business_scope: businessScope(random, fields) + (fields.includes('CONSUMPTION') && random.chance(0.4) ? '；农村电商服务' : ''),
    legal_representative: `合成姓名${number}`,
    telephone: `000-0000-${number}`,
    party_organization_name: hasParty ? `中共${name}支部委员会` : null,
    party_organization_established_on: hasParty ? dateText(drawDay(random, Math.max(establishedOn, firstPartyDay), today)) : null,
    dataset_id: dataset.id,
    changed_at: changedAt,
  });
  batches.add('organization_name', { code, name, search_name: fold(name, place, number), until_on: null });
  if (random.chance(0.03) && establishedOn + 90 < today - 90) {
    const former = formerName(random, place, kind, number, 1);
    batches.add('organization_name', {
      code,
      name: former,
      search_name: foldForSearch(former),
      until_on: dateText(drawDay(random, establishedOn + 90, today - 90)),
    });
  }
  const status: Step[] = [['ACTIVE', dateText(establishedOn)]];
  if (endedOn !== 0) status.push([drawEnd(random), dateText(endedOn)]);
  batches.add('organization_status', ...historyRows({ code }, status));
  addFindings(batches, random, code, kind, establishedOn, endedOn, number);
}

function authorityName(level: Level, place: string): string {
  if (level === 'NATIONAL') return '民政部';
  return `${place}民政${level === 'PROVINCIAL' && !place.endsWith('市') ? '厅' : '局'}`;
}

function supervisingBody(random: Random, level: Level, place: string): string {
  const department = random.pick(departments);
  if (level === 'NATIONAL') return `${department}主管部门（合成示例）`;
  return `${place}${department}${level === 'PROVINCIAL' && !place.endsWith('市') ? '厅' : '局'}`;
}

/** One in twenty has expired. */
function drawCertificate(random: Random, establishedOn: Day): { from: Day; to: Day } {
  const years = random.chance(0.5) ? 4 : 5;
  if (random.chance(0.05)) {
    const from = Math.max(establishedOn, today - (years + 2) * 365 + random.integer(0, 600));
    return { from, to: lastDayOf(from, years) };
  }
  const from = drawDay(random, Math.max(establishedOn, today - years * 365 + 2), today - 30);
  return { from, to: lastDayOf(from, years) };
}

function addFindings(batches: Batches, random: Random, code: string, kind: OrganizationKind, establishedOn: Day, endedOn: Day, number: string): void {
  const until = endedOn === 0 ? today : endedOn;
  addEvaluations(batches, random, code, establishedOn, until);
  if (random.chance(kind === 'FOUNDATION' ? 0.85 : 0.06)) addQualifications(batches, random, code, establishedOn);
  if (kind !== 'FOUNDATION') addInspections(batches, random, code, establishedOn, until);
  const listedFrom = Math.max(establishedOn + 365, firstListingDay);
  const isListable = endedOn === 0 && listedFrom < today - 30;
  if (isListable && random.chance(0.025)) {
    const listedOn = drawDay(random, listedFrom, today - 30);
    const removedOn = listedOn + random.integer(60, 600);
    const isRemoved = removedOn <= today && random.chance(0.65);
    batches.add('organization_listing', {
      code,
      list: 'ABNORMAL',
      listed_on: dateText(listedOn),
      reason: random.pick(abnormalReasons),
      removed_on: isRemoved ? dateText(removedOn) : null,
      removal_reason: isRemoved ? '已完成整改，经申请移出' : null,
    });
  }
  if (isListable && random.chance(0.005)) {
    const listedOn = dateText(drawDay(random, listedFrom, today - 30));
    const row: Row = { code, list: 'SERIOUS_VIOLATION', listed_on: listedOn, reason: random.pick(seriousReasons), removed_on: null, removal_reason: null };
    batches.add('organization_listing', row);
  }
  if (random.chance(0.008) && establishedOn + 180 < until) {
    const decidedOn = dateText(drawDay(random, Math.min(until, Math.max(establishedOn + 180, firstPenaltyDay)), until));
    batches.add('organization_penalty', {
      code,
      document_number: `合成民罚字〔${decidedOn.slice(0, 4)}〕第${number}号`,
      reason: random.pick(penaltyReasons),
      basis: '《社会组织登记管理有关条例》（合成示例）',
      result: random.pick(penaltyResults),
      decided_on: decidedOn,
    });
  }
}

/** One in five has been evaluated, some of them again after the five years. */
function addEvaluations(batches: Batches, random: Random, code: string, establishedOn: Day, until: Day): void {
  if (!random.chance(0.2)) return;
  let from = drawDay(random, Math.max(establishedOn + 730, firstGradeDay), until - 30);
  for (let turn = 0; turn < 2 && from <= until; turn++) {
    const to = lastDayOf(from, 5);
    batches.add('organization_evaluation', { code, grade: drawGrade(random), from_on: dateText(from), to_on: dateText(to) });
    from = to + 1 + random.integer(0, 200);
  }
}

/** Recognition as a charity, and of some charities the two qualifications that build on it. */
function addQualifications(batches: Batches, random: Random, code: string, establishedOn: Day): void {
  const from = drawDay(random, Math.max(establishedOn, charityLawDay), Math.min(today, Math.max(establishedOn + 900, lastCharityDay)));
  const charityFrom = dateText(from);
  batches.add('organization_qualification', { code, kind: 'CHARITY', from_on: charityFrom, to_on: null });
  const raisingFrom = from + 365 + random.integer(30, 700);
  if (raisingFrom <= today && random.chance(0.2))
    batches.add('organization_qualification', { code, kind: 'PUBLIC_FUNDRAISING', from_on: dateText(raisingFrom), to_on: null });
  if (!random.chance(0.4)) return;
  for (const [windowFrom, windowTo] of taxWindows) {
    if (windowFrom >= charityFrom) batches.add('organization_qualification', { code, kind: 'TAX_DEDUCTION', from_on: windowFrom, to_on: windowTo });
  }
}

/** One for each year in which it was active; foundations file annual reports instead. */
function addInspections(batches: Batches, random: Random, code: string, establishedOn: Day, until: Day): void {
  for (const [i, year] of inspectionYears.entries()) {
    const concludedOn = (inspectionStarts[i] as Day) + random.integer(0, 180);
    const conclusion = drawConclusion(random);
    if (establishedOn > concludedOn - 240 || concludedOn >= until) continue;
    batches.add('organization_inspection', { code, year, conclusion, concluded_on: dateText(concludedOn) });
  }
}
const inspectionStarts = inspectionYears.map((year) => dayOf(`${year + 1}-03-01`));

type NameFolder = (name: string, place: string, number: string) => string;

/** Folds the parts of a name, of which there are few, once each: a name of its own would take as long as the rest of its rows. */
function createNameFolder(): NameFolder {
  const folded = new Map<string, string>();
  const fold = (text: string): string => {
    const known = folded.get(text) ?? foldForSearch(text);
    folded.set(text, known);
    return known;
  };
  return (name, place, number) => {
    const end = name.length - number.length - 1;
    const start = 2 + place.length;
    return fold(name.slice(0, start)) + fold(name.slice(start, end)) + number + fold(name.slice(-1));
  };
}
