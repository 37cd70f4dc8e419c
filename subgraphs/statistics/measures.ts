// What is measured: how each measure is counted, and over which dimensions its rows add up to the total.
import { dimensionNames } from './dimensions';
import type { Question } from './question';
import type { CoverageDimension } from './types.generated';

/** Measures of one family come from one statement. */
export type MeasureFamily = 'counties' | 'status' | 'organizations' | 'pairings' | 'projects' | 'pledges' | 'reports' | 'needs';

export interface Measure {
  family: MeasureFamily;
  /** Dimensions over which the rows of a grouping add up to the total. */
  additiveOver: readonly CoverageDimension[];
  /** Counts what stands on the date; otherwise what happened up to it, or within an interval. */
  stock: boolean;
  /** Amounts shared by several counties or organizations are split equally. */
  split: boolean;
  english: string;
  chinese: string;
}

const countyDimensions = ['PROVINCE', 'PREFECTURE', 'COUNTY'] as const;
const organizationDimensions = ['ORGANIZATION_KIND', 'SECTOR', 'LEVEL', 'GRADE'] as const;
/** A project has one county, one kind, one lead and at most one pairing, and each event one date. */
const ofProjects = [...countyDimensions, 'KIND', ...organizationDimensions, 'MECHANISM', 'YEAR'] as const;

const ofCounties = (english: string, chinese: string, family: MeasureFamily = 'status'): Measure => ({
  family,
  additiveOver: countyDimensions,
  stock: true,
  split: false,
  english,
  chinese,
});
const rate = (english: string, chinese: string): Measure => ({ family: 'status', additiveOver: [], stock: true, split: false, english, chinese });

/** By the field of a row, in the order of the fields. */
export const measures: Readonly<Record<string, Measure>> = {
  counties: ofCounties('Counties of the population on the date.', '该日统计范围内的县数。', 'counties'),
  covered: ofCounties(
    'Counties with an active pairing under NATIONAL or EAST_WEST with an organization in good standing.',
    '有全国性或东西部协作机制的有效结对、且社会组织状况正常的县数。',
  ),
  coveredByAny: ofCounties('The same under any mechanism.', '任一机制下的已覆盖县数。'),
  atRisk: ofCounties('Counties with such a pairing with organizations at risk alone.', '此类结对仅有存在风险的社会组织的县数。'),
  uncovered: ofCounties('Counties with no such pairing, or with barred organizations alone.', '无此类结对，或其社会组织均不可参与的县数。'),
  unknown: ofCounties(
    'Counties of which it cannot be told: an agency’s data do not reach the date, or the register tells no standing.',
    '无法判断的县数：某机关数据未达该日，或登记库未载明状况。',
  ),
  coverageRate: rate('Covered counties among those not unknown.', '已覆盖县数占情况已知县数之比。'),
  coverageRateByAny: rate('The same by any mechanism.', '任一机制下的覆盖率。'),
  organizations: {
    family: 'organizations',
    additiveOver: organizationDimensions,
    stock: true,
    split: false,
    english: 'Distinct organizations in pairings active on the date.',
    chinese: '该日有效结对中的社会组织数（去重）。',
  },
  pairings: {
    family: 'pairings',
    additiveOver: ['MECHANISM'],
    stock: true,
    split: false,
    english: 'Distinct pairings active on the date.',
    chinese: '该日有效的结对数（去重）。',
  },
  projects: {
    family: 'projects',
    additiveOver: ofProjects,
    stock: false,
    split: false,
    english: 'Projects that landed, by the day they did; under their lead organization as it was on that day.',
    chinese: '已落地项目数，以落地日为准；归于牵头社会组织当日的类别。',
  },
  pledged: {
    family: 'pledges',
    additiveOver: [...countyDimensions, ...organizationDimensions, 'MECHANISM', 'YEAR'],
    stock: false,
    split: true,
    english: 'Pledges by the day of agreement, taken back on withdrawal; split equally among organizations and counties, whole for each kind of help.',
    chinese: '承诺金额，以达成日计，撤销日扣回；在各社会组织与各县间均分，各帮扶类型均计全额。',
  },
  spent: {
    family: 'reports',
    additiveOver: ofProjects,
    stock: false,
    split: false,
    english: 'What progress reports add to the amount spent, by their day.',
    chinese: '各进展报告新增的支出，以报告日计。',
  },
  beneficiaries: {
    family: 'reports',
    additiveOver: ofProjects,
    stock: false,
    split: false,
    english:
      'What progress reports add to the people who benefited, by their day; without the scope for small counts, by totals of which one under the threshold is shown as half of it and any other rounded.',
    chinese: '各进展报告新增的受益人数，以报告日计；无小计数权限时，据低于阈值者按阈值之半、其余按阈值取整的累计数。',
  },
  protectedCells: {
    family: 'reports',
    additiveOver: ofProjects,
    stock: false,
    split: false,
    english: 'Reports in beneficiaries whose total is shown as half of the threshold.',
    chinese: '受益人数中累计数按阈值之半计的报告个数。',
  },
  needsStated: {
    family: 'needs',
    additiveOver: [...countyDimensions, 'KIND'],
    stock: true,
    split: false,
    english: 'Needs stated by the date and not withdrawn. Null where rows are restricted by organizations or mechanisms.',
    chinese: '截至该日已提出且未撤回的需求数；按社会组织或机制限定时为空。',
  },
  needsMet: {
    family: 'needs',
    additiveOver: [...countyDimensions, 'KIND'],
    stock: true,
    split: false,
    english: 'Those of them that are met on the date.',
    chinese: '其中该日已满足的需求数。',
  },
};

/**
 * Whether the rows of a grouping add up to the total: over every dimension of it. Over dates only where the counties are
 * the same on each, which those of a list are not.
 */
export function isAdditive(measure: Measure, { groupBy, byPoint, population, counties }: Question): boolean {
  if (byPoint && (!measure.additiveOver.includes('YEAR') || population !== 'ALL' || counties.designations !== undefined)) return false;
  return groupBy.every((dimension) => measure.additiveOver.includes(dimension));
}

/** Whether what a family's statement counts adds up so: all but its rates, which are made of the rest. */
export function isFamilyAdditive(family: MeasureFamily, question: Question): boolean {
  return Object.values(measures).some((measure) => measure.family === family && isAdditive(measure, question));
}

/** The dimensions over which it adds up, in their order. */
export function additiveDimensions({ additiveOver }: Measure): CoverageDimension[] {
  return dimensionNames.filter((name) => additiveOver.includes(name));
}
