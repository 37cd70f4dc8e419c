// The indicators of the evaluation: how each is counted, to whom it applies, and whose data it takes. A value is `counted`
// divided by `of`; an indicator that cannot be told has none, and lowers the confidence instead of the score.
import { helpKinds, kindBit, type KnownStanding, standings, valueAt } from './codes';
import type { Criteria } from './criteria';
import type { SubjectKey, SubjectProjectRow } from './queries';
import type { Agency } from './read-model/records';
import type { LocalizedText } from './state';
import type { EvaluationIndicatorCode, EvaluationSubject } from './types.generated';

/** What was counted of one subject. */
export interface SubjectFacts {
  key: SubjectKey;
  /** Month-ends (of a province: of each of its counties) that can be told, and those covered. */
  months: { covered: number; of: number };
  /** Kinds of unmet needs, a county's each, and those that are helped with. */
  kinds: { helped: number; of: number };
  projects: SubjectProjectRow | undefined;
  /** Organizations in active pairings on the last day, by standing. */
  organizations: ReadonlyMap<KnownStanding, number>;
}

export interface Counted extends LocalizedText {
  /** Null where it cannot be told. */
  counted: number | null;
  of: number | null;
}

export interface Indicator {
  agencies: readonly Agency[];
  appliesTo: readonly EvaluationSubject[];
  count(facts: SubjectFacts, criteria: Criteria): Counted;
}

const everySubject = ['PAIRING', 'ORGANIZATION', 'COUNTY', 'PROVINCE'] as const;
const allAgencies = ['counties', 'organizations', 'pairings'] as const;

/** A share, which cannot be told of none. */
function share(counted: number, of: number, english: string, chinese: string): Counted {
  return of === 0 ? { counted: null, of: null, english: `nothing to count: ${english}`, chinese: `无可统计项：${chinese}` } : { counted, of, english, chinese };
}

/** A share of projects; SQL's sums over none are null. */
function ofProjects(
  counted: keyof SubjectProjectRow,
  of: keyof SubjectProjectRow,
  describe: (counted: number, of: number, row: SubjectProjectRow | undefined) => LocalizedText,
): Indicator {
  return {
    agencies: ['counties', 'pairings'],
    appliesTo: everySubject,
    count({ projects }) {
      const [part, whole] = [Number(projects?.[counted] ?? 0), Number(projects?.[of] ?? 0)];
      const { english, chinese } = describe(part, whole, projects);
      return share(part, whole, english, chinese);
    },
  };
}

export const indicators: Readonly<Record<EvaluationIndicatorCode, Indicator>> = {
  COVERAGE: {
    agencies: allAgencies,
    appliesTo: everySubject,
    count: ({ months: { covered, of } }) => share(covered, of, `covered on ${covered} of ${of} month-ends`, `${of} 个月末中 ${covered} 个已覆盖`),
  },
  BREADTH: {
    agencies: allAgencies,
    appliesTo: everySubject,
    count: ({ kinds: { helped, of } }) =>
      share(helped, of, `${helped} of ${of} kinds of unmet needs are helped with`, `${of} 类未满足需求中 ${helped} 类已获帮扶`),
  },
  LANDED: ofProjects('landed', 'planned', (landed, planned) => ({
    english: `${landed} of ${planned} projects landed`,
    chinese: `${planned} 个项目中 ${landed} 个已落地`,
  })),
  SUSTAINED: ofProjects('sustained', 'completed', (sustained, completed) => ({
    english: `${sustained} of ${completed} completed projects are sustained`,
    chinese: `${completed} 个已完成项目中 ${sustained} 个持续运行`,
  })),
  LOCAL_PEOPLE: ofProjects('people_grown', 'people_known', (grown, known, row) => ({
    english: `${grown} of ${known} landed projects trained local people, ${Number(row?.people ?? 0)} in all with ${Number(row?.protected_cells ?? 0)} protected counts; as recorded today`,
    chinese: `${known} 个已落地项目中 ${grown} 个培训了本地人员，共 ${Number(row?.people ?? 0)} 人（受保护计数 ${Number(row?.protected_cells ?? 0)} 个）；以现时记录为准`,
  })),
  LOCAL_ORGANIZATIONS: ofProjects('organizations_grown', 'organizations_known', (grown, known, row) => ({
    english: `${grown} of ${known} landed projects cultivated local organizations, ${Number(row?.organizations ?? 0)} in all; as recorded today`,
    chinese: `${known} 个已落地项目中 ${grown} 个培育了本地社会组织，共 ${Number(row?.organizations ?? 0)} 个；以现时记录为准`,
  })),
  STANDING: {
    agencies: allAgencies,
    appliesTo: everySubject,
    count({ organizations }, { evaluation: { standingPoints } }) {
      const number = (standing: KnownStanding) => organizations.get(standing) ?? 0;
      const known = (['GOOD', 'AT_RISK', 'BARRED'] as const).map((standing) => [number(standing), standingPoints[standing]] as const);
      const counted = known.reduce((sum, [organizations, points]) => sum + organizations * points, 0);
      const of = known.reduce((sum, [organizations]) => sum + organizations, 0);
      return share(
        counted,
        of,
        `${number('GOOD')} organizations in good standing, ${number('AT_RISK')} at risk, ${number('BARRED')} barred, by their points`,
        `状况正常 ${number('GOOD')} 个、存在风险 ${number('AT_RISK')} 个、不可参与 ${number('BARRED')} 个，按分值折算`,
      );
    },
  },
  REPORTS_ON_TIME: {
    agencies: [],
    appliesTo: ['PROVINCE'],
    count: () => ({ counted: null, of: null, english: 'no source offers the provinces’ reports yet', chinese: '尚无省级报告的数据来源' }),
  },
};

/** Kinds of unmet needs in some counties, and those of them that are helped with there. */
export function countKinds(counties: readonly { unmet: number; helped: number }[]): SubjectFacts['kinds'] {
  const bits = (mask: number) => helpKinds.filter((kind) => (mask & kindBit(kind)) !== 0).length;
  return counties.reduce((sum, { unmet, helped }) => ({ helped: sum.helped + bits(unmet & helped), of: sum.of + bits(unmet) }), { helped: 0, of: 0 });
}

/** Organizations by standing, from rows of a statement. */
export function countStandings(rows: readonly { standing: number; organizations: number | string }[]): SubjectFacts['organizations'] {
  return new Map(rows.map(({ standing, organizations }) => [valueAt(standings, standing) ?? 'UNKNOWN', Number(organizations)]));
}
