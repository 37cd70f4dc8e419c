// Values of the graph's enums as the small numbers that facts hold: a place in its list, from 1; 0 is "not known" or "none".

export const helpKinds = ['INDUSTRY', 'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ELDERLY_CARE', 'CONSUMPTION', 'DIVERSIFIED'] as const;
export const mechanisms = ['NATIONAL', 'EAST_WEST', 'LOCAL', 'FRONTIER'] as const;
export const organizationKinds = ['SOCIAL_ASSOCIATION', 'SOCIAL_SERVICE_INSTITUTION', 'FOUNDATION'] as const;
export const sectors = ['INDUSTRY_ASSOCIATION', 'CHARITY', 'COMMUNITY', 'ACADEMIC', 'PROFESSIONAL', 'OTHER'] as const;
export const levels = ['NATIONAL', 'PROVINCIAL', 'PREFECTURAL', 'COUNTY'] as const;
export const grades = ['A1', 'A2', 'A3', 'A4', 'A5'] as const;
export const designationLists = ['NATIONAL_KEY', 'PROVINCIAL_KEY'] as const;
/** What people call each list, in Chinese. */
export const listNames: Readonly<Record<string, string>> = { NATIONAL_KEY: '国家重点帮扶县名单', PROVINCIAL_KEY: '省级重点帮扶县名单' };

export const indicatorCodes = ['COVERAGE', 'BREADTH', 'LANDED', 'SUSTAINED', 'LOCAL_PEOPLE', 'LOCAL_ORGANIZATIONS', 'STANDING', 'REPORTS_ON_TIME'] as const;

export type HelpKind = (typeof helpKinds)[number];
export type Grade = (typeof grades)[number];

/** An organization's standing on a day, the best first; UNKNOWN where the register does not tell. */
export const standings = ['GOOD', 'AT_RISK', 'BARRED', 'UNKNOWN'] as const;
export type KnownStanding = (typeof standings)[number];

/** The mechanisms that the plan's goal counts (clause 2.2): a national organization, or an eastern one. */
export const goalMechanisms = ['NATIONAL', 'EAST_WEST'] as const;

/**
 * What there is among some pairings of a county: one that counts for the goal, or any, with an organization in good standing; one for the
 * goal with an organization at risk; one for the goal, or any, with an organization of which no standing is known.
 */
export const statusFlags = ['good', 'any_good', 'risk', 'doubt', 'any_doubt'] as const;

/** The day that no interval reaches: what goes on has it as its end. */
export const openEnd = '9999-12-31';

/** Under this name the state of the model holds the day that the prepared candidates are as of. */
export const candidateDate = 'candidates_as_of';

/** The number of a value; 0 where there is none. */
export function codeOf<Value extends string>(values: readonly Value[], value: Value | null | undefined): number {
  return value === null || value === undefined ? 0 : values.indexOf(value) + 1;
}

/** The value of a number; null for 0. */
export function valueAt<Value extends string>(values: readonly Value[], code: number): Value | null {
  return values[code - 1] ?? null;
}

/** Several kinds of help as the bits of a number. */
export function kindsMask(kinds: Iterable<HelpKind>): number {
  let mask = 0;
  for (const kind of kinds) mask |= kindBit(kind);
  return mask;
}

export function kindBit(kind: HelpKind): number {
  return 1 << helpKinds.indexOf(kind);
}
