// Ranks organizations that could help a county with a kind of help: points by documented criteria, each with why. Those
// prepared for the kind are ranked for the county's province, less those that are paired with the county already.
import { groupBy } from '../shared/group-by';
import type { IsoDate } from '../shared/scalars';
import { codeOf, grades, type HelpKind, helpKinds, type KnownStanding, standings, valueAt } from './codes';
import type { Criteria } from './criteria';
import { cellsOfCandidate } from './estimates/gaps';
import type { ReadModel } from './open-model';
import * as queries from './queries';
import type { AnswerDate, LocalizedText } from './state';
import type { CandidateCriterionCode } from './types.generated';

/** The GraphQL type `Candidate`. */
export interface Candidate {
  organization: { code: string };
  kind: HelpKind;
  rank: number;
  points: number;
  standing: 'GOOD' | 'AT_RISK';
  criteria: Criterion[];
}

interface Criterion {
  criterion: CandidateCriterionCode;
  points: number;
  of: number;
  english: string;
  chinese: string;
}

interface Wanted {
  kind: HelpKind;
  /** The county's province. */
  province: string;
  includeAtRisk: boolean;
  /** Organizations that are paired with the county already, by any pairing. */
  paired: ReadonlySet<number>;
  first: number;
}

/** The day that the candidates of an answer are as of; null where none are named. A note says where it is not the answer's own. */
export interface CandidateDate {
  asOf: IsoDate | null;
  note: LocalizedText | null;
}

/** @param date that of the answer: candidates are named for the date of a question without one, and later ones */
export async function readCandidateDate({ database, state }: ReadModel, { asOf, byDefault }: AnswerDate): Promise<CandidateDate> {
  const none = (english: string, chinese: string) => ({
    asOf: null,
    note: { english: `no candidates are named: ${english}`, chinese: `未列候选：${chinese}` },
  });
  if (state.missingOn(asOf).length > 0) return none(`the data of an agency do not reach ${asOf}`, `某机关的数据未达 ${asOf}`);
  if (asOf < byDefault) return none(`they are for ${byDefault} and later dates, not for ${asOf}`, `候选仅限 ${byDefault} 及其后的日期，不含 ${asOf}`);
  const prepared = await queries.selectCandidateDate(database);
  if (prepared === null) return none('they are not prepared yet', '尚未生成');
  if (prepared === asOf) return { asOf, note: null };
  return {
    asOf: prepared,
    note: {
      english: `candidates are as of ${prepared}, not of ${asOf}; organizations paired with the county on either day are left out`,
      chinese: `候选以 ${prepared} 的情况为准，并非 ${asOf}；两日中任一日已与该县结对者不列`,
    },
  };
}

/** An organization with the points that do not depend on a county. */
type Scored = queries.CandidateRow & { points: number };

export interface CandidateRanking {
  /** The best for a county, each with its points and why. */
  rank(wanted: Wanted): Promise<Candidate[]>;
}

/**
 * The candidates of one request: what was prepared is read and scored once for each kind.
 *
 * @param asOf the day that they are as of
 * @param mostPaired the most organizations that any county asked about is paired with: so many of the best may not be named to it
 */
export function createRanking(model: ReadModel, asOf: IsoDate, mostPaired: number): CandidateRanking {
  const prepared = new Map<string, Promise<Scored[][]>>();
  let partners: Promise<ReadonlyMap<string, ReadonlySet<string>>> | undefined;

  /** The eastern partners of each western province. */
  function readPartners(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    partners ??= queries
      .selectPartnerships(model.database, asOf)
      .then((rows) => new Map([...groupBy(rows, ({ west_code }) => west_code)].map(([west, own]) => [west, new Set(own.map(({ east_code }) => east_code))])));
    return partners;
  }

  /** Those of each home province, the best first. */
  async function readPrepared({ kind, includeAtRisk, first }: Wanted): Promise<Scored[][]> {
    const names: KnownStanding[] = includeAtRisk ? ['GOOD', 'AT_RISK'] : ['GOOD'];
    const standing = names.map((name) => codeOf(standings, name));
    const rows = await queries.selectCandidates(model.database, codeOf(helpKinds, kind), { standing, depth: first + mostPaired });
    model.work.cells += rows.length;
    const scored = rows.map((row): Scored => ({ ...row, points: round(sumOwnPoints(row.features, row.standing, model.criteria)) }));
    return [...groupBy(scored, ({ home_province_code }) => home_province_code).values()].map((own) => own.sort(compareScored));
  }

  return {
    async rank(wanted) {
      const { kind, province, includeAtRisk, paired, first } = wanted;
      const eastern = (await readPartners()).get(province) ?? new Set<string>();
      const homes = (await remember(prepared, `${kind} ${includeAtRisk} ${first}`, () => readPrepared(wanted))).map((own) => ({
        own: takeUnpaired(own, paired, first),
        ofProvince: scoreProvince(own[0]?.home_province_code ?? '', province, eastern, model.criteria),
      }));
      model.work.cells += homes.reduce((sum, { own }) => sum + own.length, 0) + first * cellsOfCandidate;
      return homes
        .flatMap(({ own, ofProvince }) => own.map((row) => ({ row: { ...row, points: round(row.points + ofProvince.points) }, ofProvince })))
        .sort((a, b) => compareScored(a.row, b.row))
        .slice(0, first)
        .map(({ row, ofProvince }, i) => {
          const criteria = [...explainOwnPoints(row.features, row.standing, model.criteria), ofProvince];
          return toCandidate(row, kind, { rank: i + 1, criteria });
        });
    },
  };
}

/** The first of those that are not paired with the county already. */
function takeUnpaired(own: readonly Scored[], paired: ReadonlySet<number>, first: number): Scored[] {
  const taken: Scored[] = [];
  for (const one of own) {
    if (taken.length === first) break;
    if (!paired.has(one.organization_id)) taken.push(one);
  }
  return taken;
}

function compareScored(a: Scored, b: Scored): number {
  return b.points - a.points || (a.organization_code < b.organization_code ? -1 : 1);
}

function remember<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function toCandidate(row: Scored, kind: HelpKind, { rank, criteria }: { rank: number; criteria: Criterion[] }): Candidate {
  const standing = valueAt(standings, row.standing) as Candidate['standing'];
  return { organization: { code: row.organization_code }, kind, rank, points: row.points, standing, criteria };
}

type OwnCriterion = 'EXPERIENCE' | 'STANDING_AND_GRADE' | 'LOAD' | 'TRACK_RECORD';

/** The points that do not depend on a county: for experience, standing and grade, load, track record. */
function countOwnPoints(features: queries.CandidateFeatures, standing: number, { candidates }: Criteria): Record<OwnCriterion, number> {
  const { landedOfKind, scope, grade, projects, landed, load } = features;
  const { experience, standingAndGrade, load: loadPoints, trackRecord } = candidates;
  return {
    EXPERIENCE: round(Math.min(experience.most, landedOfKind * experience.perLandedProject + (scope ? experience.scope : 0))),
    STANDING_AND_GRADE: round((isGood(standing) ? standingAndGrade.good : standingAndGrade.atRisk) + grade * standingAndGrade.perGrade),
    LOAD: round(Math.max(0, loadPoints.most - load * loadPoints.perCounty)),
    TRACK_RECORD: projects >= trackRecord.fewestProjects ? round((trackRecord.most * landed) / projects) : 0,
  };
}

/** The sum of the points that do not depend on a county. */
export function sumOwnPoints(features: queries.CandidateFeatures, standing: number, criteria: Criteria): number {
  return Object.values(countOwnPoints(features, standing, criteria)).reduce((sum, points) => sum + points, 0);
}

function isGood(standing: number): boolean {
  return valueAt(standings, standing) === 'GOOD';
}

/** The same points, each with what it is for. */
function explainOwnPoints(features: queries.CandidateFeatures, standing: number, criteria: Criteria): Criterion[] {
  const { landedOfKind, scope, grade, projects, landed, load } = features;
  const { experience, standingAndGrade, load: loadPoints, trackRecord } = criteria.candidates;
  const points = countOwnPoints(features, standing, criteria);
  const gradeName = valueAt(grades, grade);
  const score = (criterion: OwnCriterion, of: number, english: string, chinese: string): Criterion => ({
    criterion,
    points: points[criterion],
    of,
    english,
    chinese,
  });
  return [
    score(
      'EXPERIENCE',
      experience.most,
      `${landedOfKind} landed projects of this kind; its business scope ${scope ? 'names it' : 'does not name it'}`,
      `该类已落地项目 ${landedOfKind} 个；业务范围${scope ? '包含' : '未包含'}该类`,
    ),
    score(
      'STANDING_AND_GRADE',
      round(standingAndGrade.good + grades.length * standingAndGrade.perGrade),
      `${isGood(standing) ? 'in good standing' : 'at risk'}; ${gradeName === null ? 'no grade in force' : `grade ${gradeName}`}`,
      `${isGood(standing) ? '状况正常' : '存在风险'}；${gradeName === null ? '无有效评估等级' : `评估等级 ${gradeName.slice(1)}A`}`,
    ),
    score('LOAD', loadPoints.most, `paired with ${load} counties at present`, `目前结对 ${load} 个县`),
    score('TRACK_RECORD', trackRecord.most, `${landed} of ${projects} projects landed`, `${projects} 个项目中 ${landed} 个已落地`),
  ];
}

function scoreProvince(home: string, province: string, partners: ReadonlySet<string>, { candidates: { province: points } }: Criteria): Criterion {
  const of = Math.max(points.partner, points.own, points.national, points.other);
  const [got, english, chinese] = partners.has(home)
    ? [points.partner, 'registered in the partner province by east–west cooperation', '登记于东西部协作对口省份']
    : home === province
      ? [points.own, 'registered in the same province', '登记于本省']
      : home === ''
        ? [points.national, 'a national organization', '全国性社会组织']
        : [points.other, 'registered in another province', '登记于其他省份'];
  return { criterion: 'PROVINCE', points: got, of, english, chinese };
}

/** Points to hundredths, so that sums can be checked by hand. */
function round(points: number): number {
  return Math.round(points * 100) / 100;
}
