// The criteria by which the statistics judge, from default-criteria.json or an operator's file in its place: how old data may be,
// and the weights of candidates and of the evaluation. An answer names the version of those that it was made by.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../shared/operator-error';
import { packageRoot } from '../shared/package-root';
import { grades, type HelpKind, helpKinds, indicatorCodes } from './codes';

const points = z.number().min(0).max(100);
const share = z.number().min(0).max(1);
const days = z.int().min(0).max(3_650);
const words = z.array(z.string().min(1)).min(1);

/** The points of candidates, each criterion's apart. */
interface CandidateCriteria {
  experience: { most: number };
  standingAndGrade: { good: number; perGrade: number };
  province: Record<string, number>;
  load: { most: number };
  trackRecord: { most: number };
}

const form = z.strictObject({
  version: z.string().min(1).max(40),
  /** For a question about today: how many days an agency's data may lie behind. */
  maxAgeDays: z.strictObject({ organizations: days, counties: days, pairings: days }),
  /** Words of a business scope that speak of a kind of help. */
  scopeKinds: z.strictObject({ INDUSTRY: words, EMPLOYMENT: words, EDUCATION: words, HEALTH: words, ELDERLY_CARE: words, CONSUMPTION: words }),
  candidates: z
    .strictObject({
      experience: z.strictObject({ most: points, perLandedProject: points, scope: points }),
      standingAndGrade: z.strictObject({ good: points, atRisk: points, perGrade: points }),
      province: z.strictObject({ partner: points, own: points, national: points, other: points }),
      load: z.strictObject({ most: points, perCounty: points }),
      trackRecord: z.strictObject({ most: points, fewestProjects: z.int().min(1) }),
    })
    .refine((criteria) => isWhole(mostPoints(criteria)), 'expected the most points of all criteria to add up to 100'),
  evaluation: z.strictObject({
    weights: z.record(z.enum(indicatorCodes), points).refine((weights) => isWhole(Object.values(weights)), 'expected weights that add up to 100'),
    standingPoints: z.strictObject({ GOOD: share, AT_RISK: share, BARRED: share }),
  }),
});

/** The most points that each criterion of candidates can give. */
function mostPoints({ experience, standingAndGrade, province, load, trackRecord }: CandidateCriteria): number[] {
  return [
    experience.most,
    standingAndGrade.good + grades.length * standingAndGrade.perGrade,
    Math.max(...Object.values(province)),
    load.most,
    trackRecord.most,
  ];
}

/** Whether points or weights add up to 100, by hundredths. */
function isWhole(values: readonly number[]): boolean {
  return Math.round(values.reduce((sum, value) => sum + value, 0) * 100) === 10_000;
}

type Values = z.output<typeof form>;

export interface Criteria extends Values {
  /** The kinds of help that a business scope speaks of. */
  kindsOfScope(scope: string | null): HelpKind[];
}

/**
 * Reads the criteria.
 *
 * @param file an operator's own; the committed ones where null
 * @throws OperatorError naming what is wrong with the file
 */
export function readCriteria(file: string | null = null): Criteria {
  const source = file ?? path.join(packageRoot, 'subgraphs/statistics/default-criteria.json');
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(source, 'utf8'));
  } catch (error) {
    throw new OperatorError(`the criteria in ${source} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'not JSON'})`);
  }
  const result = form.safeParse(raw);
  if (!result.success) {
    const faults = result.error.issues.map(({ path: place, message }) => `  ${place.join('.')}: ${message}`);
    throw new OperatorError(`the criteria in ${source} are wrong:\n${faults.join('\n')}`);
  }
  const values = result.data;
  const kinds = helpKinds.filter((kind) => kind !== 'DIVERSIFIED');
  return {
    ...values,
    kindsOfScope: (scope) => (scope === null ? [] : kinds.filter((kind) => values.scopeKinds[kind].some((word) => scope.includes(word)))),
  };
}
