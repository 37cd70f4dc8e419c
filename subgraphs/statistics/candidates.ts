// Ranks organizations that could help a county with a kind of help: points by documented criteria, each with why. Those
// prepared for the kind are ranked for the county's province, less those that are paired with the county already.
import { codeOf, grades, type HelpKind, helpKinds, type KnownStanding, standings, valueAt } from './codes';
import type { Criteria } from './criteria';
import type { ReadModel } from './open-model';
import * as queries from './queries';
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
  /** Organizations that are paired with the county already. */
  paired: ReadonlySet<number>;
  first: number;
}

type Ranked = queries.CandidateRow & { criteria: Criterion[]; points: number };

export interface CandidateRanking {
  /** The best for a county, each with its points and why. */
  rank(wanted: Wanted): Promise<Candidate[]>;
}

/** The candidates of one request: what was prepared is read once for each kind, and ranked once for each province. */
export function createRanking(model: ReadModel): CandidateRanking {
  const rankings = new Map<string, Promise<Ranked[]>>();
  const prepared = new Map<string, Promise<queries.CandidateRow[]>>();
  let partners: Promise<queries.PartnershipRow[]> | undefined;

  function readPrepared(kind: HelpKind, includeAtRisk: boolean): Promise<queries.CandidateRow[]> {
    const wanted: KnownStanding[] = includeAtRisk ? ['GOOD', 'AT_RISK'] : ['GOOD'];
    const standing = wanted.map((name) => codeOf(standings, name));
    return remember(prepared, `${kind} ${includeAtRisk}`, () => queries.selectCandidates(model.database, codeOf(helpKinds, kind), standing));
  }

  async function rankForProvince(kind: HelpKind, province: string, includeAtRisk: boolean): Promise<Ranked[]> {
    partners ??= queries.selectPartnerships(model.database, model.state.latest);
    const eastern = new Set((await partners).filter(({ west_code }) => west_code === province).map(({ east_code }) => east_code));
    const ranked = (await readPrepared(kind, includeAtRisk)).map((row): Ranked => {
      const { features, standing, home_province_code: home } = row;
      const criteria = [...scoreOrganization(features, standing, model.criteria), scoreProvince(home, province, eastern, model.criteria)];
      return { ...row, criteria, points: round(criteria.reduce((sum, { points }) => sum + points, 0)) };
    });
    return ranked.sort((a, b) => b.points - a.points || (a.organization_code < b.organization_code ? -1 : 1));
  }

  return {
    async rank({ kind, province, includeAtRisk, paired, first }) {
      const ranking = await remember(rankings, `${kind} ${province} ${includeAtRisk}`, () => rankForProvince(kind, province, includeAtRisk));
      return ranking
        .filter(({ organization_id }) => !paired.has(organization_id))
        .slice(0, first)
        .map((row, i) => toCandidate(row, kind, i + 1));
    },
  };
}

function remember<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function toCandidate(row: Ranked, kind: HelpKind, rank: number): Candidate {
  const standing = valueAt(standings, row.standing) as Candidate['standing'];
  return { organization: { code: row.organization_code }, kind, rank, points: row.points, standing, criteria: row.criteria };
}

/** What does not depend on the county: experience, standing and grade, load, track record. */
export function scoreOrganization(features: queries.CandidateFeatures, standing: number, { candidates }: Criteria): Criterion[] {
  const { landedOfKind, scope, grade, projects, landed, load } = features;
  const { experience, standingAndGrade, load: loadPoints, trackRecord } = candidates;
  const isGood = valueAt(standings, standing) === 'GOOD';
  const gradeName = valueAt(grades, grade);
  const hasRecord = projects >= trackRecord.fewestProjects;
  return [
    {
      criterion: 'EXPERIENCE',
      points: round(Math.min(experience.most, landedOfKind * experience.perLandedProject + (scope ? experience.scope : 0))),
      of: experience.most,
      english: `${landedOfKind} landed projects of this kind; its business scope ${scope ? 'names it' : 'does not name it'}`,
      chinese: `该类已落地项目 ${landedOfKind} 个；业务范围${scope ? '包含' : '未包含'}该类`,
    },
    {
      criterion: 'STANDING_AND_GRADE',
      points: round((isGood ? standingAndGrade.good : standingAndGrade.atRisk) + grade * standingAndGrade.perGrade),
      of: round(standingAndGrade.good + grades.length * standingAndGrade.perGrade),
      english: `${isGood ? 'in good standing' : 'at risk'}; ${gradeName === null ? 'no grade in force' : `grade ${gradeName}`}`,
      chinese: `${isGood ? '状况正常' : '存在风险'}；${gradeName === null ? '无有效评估等级' : `评估等级 ${gradeName.slice(1)}A`}`,
    },
    {
      criterion: 'LOAD',
      points: round(Math.max(0, loadPoints.most - load * loadPoints.perCounty)),
      of: loadPoints.most,
      english: `paired with ${load} counties at present`,
      chinese: `目前结对 ${load} 个县`,
    },
    {
      criterion: 'TRACK_RECORD',
      points: hasRecord ? round((trackRecord.most * landed) / projects) : 0,
      of: trackRecord.most,
      english: `${landed} of ${projects} projects landed`,
      chinese: `${projects} 个项目中 ${landed} 个已落地`,
    },
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
