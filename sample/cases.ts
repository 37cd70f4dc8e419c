// The deliberate cases: what a demonstration or a test can count on to find in the sample, whatever the seed.
// All of it is synthetic: it says nothing about these counties, which are real.

/** Designated counties without any pairing: UNCOVERED by none. */
export const uncoveredCounties = ['150923', '451027', '513333', '621225', '632626'] as const;

/**
 * Designated counties whose only pairings are with organizations AT_RISK on 2023-12-31 and on 2025-12-31, one county
 * for each reason: listed abnormal, latest inspection failed, certificate expired, and two organizations of different reasons.
 */
export const atRiskOnlyCounties = ['500229', '520627', '530625', '610924'] as const;

/** Designated counties with LOCAL pairings only: UNCOVERED by the plan's goal, covered by any. */
export const localOnlyCounties = ['450225', '513434', '530622', '621123'] as const;

/**
 * Designated counties whose only pairings, ACTIVE still in the ledger, are with a BARRED organization: one deregistered,
 * one listed for serious violations, both in 2023.
 */
export const barredOnlyCounties = ['520526', '640422'] as const;

/** What stands against an organization, GOOD where nothing does; ANY is left to chance. */
export type PlannedStanding = 'GOOD' | 'ABNORMAL' | 'FAILED' | 'EXPIRED' | 'DEREGISTERED' | 'SERIOUS_VIOLATION' | 'ANY';

/** The organizations of `atRiskOnlyCounties` and `barredOnlyCounties`; national ones have no eastern province. */
export const caseOrganizations: readonly { countyCode: string; eastCode: string | null; standing: PlannedStanding }[] = [
  { countyCode: '500229', eastCode: null, standing: 'ABNORMAL' },
  { countyCode: '520627', eastCode: '440000', standing: 'FAILED' },
  { countyCode: '530625', eastCode: '310000', standing: 'EXPIRED' },
  { countyCode: '610924', eastCode: null, standing: 'ABNORMAL' },
  { countyCode: '610924', eastCode: null, standing: 'EXPIRED' },
  { countyCode: '520526', eastCode: null, standing: 'DEREGISTERED' },
  { countyCode: '640422', eastCode: '350000', standing: 'SERIOUS_VIOLATION' },
];

/**
 * A county recorded under the code it had before (水城县 520221, today 水城区 520204): normalised where the ledger was loaded,
 * and not. What is not normalised is only found through the county's former codes.
 */
export const oldCodePairing = {
  countyCode: '520204',
  formerCode: '520221',
  /** county_code 520204, recorded_code 520221: the pairing that covers the county. */
  pairing: 'P2023-0001',
  /** county_code 520221, recorded_code 520221. */
  unnormalizedPairing: 'P2023-0002',
  /** county_code 520204, recorded_code 520221. */
  project: 'J-0001',
  /** county_code 520221, recorded_code 520221. */
  unnormalizedProject: 'J-0002',
} as const;

/** Organizations in NATIONAL or EAST_WEST pairings, as many as the list of 民函〔2023〕49号 named. */
export const pairedOrganizationCount = 274;

/** Designated counties that no pairing beyond the deliberate ones may reach. */
export const caseCounties: ReadonlySet<string> = new Set([...uncoveredCounties, ...atRiskOnlyCounties, ...localOnlyCounties, ...barredOnlyCounties]);
