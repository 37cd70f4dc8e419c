// Who is paired with whom: which organizations with which counties, under which mechanism and from when on.
// Plans only; dates, kinds and amounts are in pairings.ts. Every designated county outside the deliberate cases gets an
// organization in good standing first; what is left of the 274 comes after.
import { atRiskOnlyCounties, barredOnlyCounties, caseCounties, localOnlyCounties, oldCodePairing } from './cases';
import { statusOn } from './dates';
import { groupBy } from '../subgraphs/shared/group-by';
import { frontierProvinces } from './organization-slots';
import type { Organization } from './organizations';
import type { Random } from './random';
import type { Reference } from './reference';
import { asOf } from './rows';

type Mechanism = 'NATIONAL' | 'EAST_WEST' | 'LOCAL' | 'FRONTIER';

/**
 * EARLY ones are active from 2022, MAIN ones from June 2023, both beyond 2025; SIDE ones are like MAIN and may end
 * before; LATER ones were proposed since, with any outcome.
 */
export type Life = 'EARLY' | 'MAIN' | 'SIDE' | 'LATER';

export interface PairedCounty {
  /** The code the ledger is read by: today's wherever the loader could normalise it. */
  code: string;
  recordedCode: string;
}

export interface PairingPlan {
  mechanism: Mechanism;
  organizations: Organization[];
  counties: PairedCounty[];
  life: Life;
}

const laterPairings = 60;
const localPairings = 150;
const frontierPairings = 24;

/** The plans in the order of their ids within a year: the two under a former code come first. */
export function planPairings(
  random: Random,
  reference: Reference,
  organizations: readonly Organization[],
  provincialCounties: readonly string[],
): PairingPlan[] {
  const paired = random.shuffle(organizations.filter((organization) => organization.purpose === 'PAIRED' && organization.caseCounty === null));
  const good = paired.filter((organization) => organization.standing === 'GOOD');
  const free = new Set(paired);
  const covered = reference.keyCounties.map((county) => county.code).filter((code) => !caseCounties.has(code) && code !== oldCodePairing.countyCode);
  return [
    ...oldCodePlans(good, free),
    ...casePlans(organizations),
    ...primaryPlans(random, covered, good, free),
    ...sidePlans(random, covered, free),
    ...Array.from({ length: laterPairings }, () => laterPlan(random, covered, good)),
    ...localPlans(random, organizations, covered, provincialCounties),
    ...frontierPlans(random, reference, organizations),
  ];
}

/** Whether the ledger could take an organization on: old enough, still registered on the date, and of no deliberate case. */
export function isUsable(organization: Organization, date: string): boolean {
  return organization.establishedOn < '2022-01-01' && statusOn(organization.status, date) === 'ACTIVE' && organization.caseCounty === null;
}

export function provinceOf(countyCode: string): string {
  return `${countyCode.slice(0, 2)}0000`;
}

function oldCodePlans(good: readonly Organization[], free: Set<Organization>): PairingPlan[] {
  const { countyCode, formerCode } = oldCodePairing;
  const eastern = takeFree(good, free, provinceOf(countyCode), 1);
  const national = takeFree(good, free, null, 1);
  return [
    { mechanism: 'EAST_WEST', organizations: eastern, counties: [{ code: countyCode, recordedCode: formerCode }], life: 'MAIN' },
    { mechanism: 'NATIONAL', organizations: national, counties: [{ code: formerCode, recordedCode: formerCode }], life: 'MAIN' },
  ];
}

function casePlans(organizations: readonly Organization[]): PairingPlan[] {
  const weak = [...atRiskOnlyCounties, ...barredOnlyCounties].map((code): PairingPlan => {
    const own = organizations.filter((organization) => organization.caseCounty === code);
    return { mechanism: own[0]?.provinceCode === null ? 'NATIONAL' : 'EAST_WEST', organizations: own, counties: recorded([code]), life: 'MAIN' };
  });
  const local = localOnlyCounties.flatMap((code): PairingPlan[] => {
    const own = organizations.filter((organization) => organization.purpose === 'LOCAL' && organization.provinceCode === provinceOf(code));
    return [own.slice(0, 1), own.slice(1)].map((group) => ({ mechanism: 'LOCAL', organizations: group, counties: recorded([code]), life: 'MAIN' }));
  });
  return [...weak, ...local];
}

/** One pairing in good standing for every county, some for two or three counties of a province together. */
function primaryPlans(random: Random, covered: readonly string[], good: readonly Organization[], free: Set<Organization>): PairingPlan[] {
  const plans: PairingPlan[] = [];
  const rest = random.shuffle(covered);
  while (rest.length > 0) {
    const provinceCode = provinceOf(rest[0] as string);
    const group = rest.filter((code) => provinceOf(code) === provinceCode).slice(0, few(random));
    for (const code of group) rest.splice(rest.indexOf(code), 1);
    const wanted = few(random);
    const first = random.chance(0.6) ? provinceCode : null;
    const own = firstNonEmpty([first, first === null ? provinceCode : null], (westCode) => takeFree(good, free, westCode, wanted));
    plans.push({ mechanism: mechanismOf(own), organizations: own, counties: recorded(group), life: random.chance(0.12) ? 'EARLY' : 'MAIN' });
  }
  return plans;
}

/** Everyone of the 274 who is not paired yet. */
function sidePlans(random: Random, covered: readonly string[], free: Set<Organization>): PairingPlan[] {
  const plans: PairingPlan[] = [];
  const rest = [...free];
  for (const organization of rest) {
    if (!free.has(organization)) continue;
    const own = takeFree([organization, ...rest], free, organization.westCode, few(random));
    plans.push({ mechanism: mechanismOf(own), organizations: own, counties: drawCounties(random, covered, organization.westCode), life: 'SIDE' });
  }
  return plans;
}

function laterPlan(random: Random, covered: readonly string[], good: readonly Organization[]): PairingPlan {
  const organization = random.pick(good);
  return {
    mechanism: mechanismOf([organization]),
    organizations: [organization],
    counties: drawCounties(random, covered, organization.westCode),
    life: 'LATER',
  };
}

function localPlans(random: Random, organizations: readonly Organization[], covered: readonly string[], provincialCounties: readonly string[]): PairingPlan[] {
  const byProvince = groupBy(organizations, (organization) => organization.provinceCode);
  return Array.from({ length: localPairings }, (): PairingPlan => {
    const pool = random.chance(0.3) ? provincialCounties : covered;
    const provinceCode = provinceOf(random.pick(pool));
    const life = random.chance(0.7) ? 'SIDE' : 'LATER';
    const own = (byProvince.get(provinceCode) ?? []).filter((organization) => isUsable(organization, beginningOf(life)));
    return {
      mechanism: 'LOCAL',
      organizations: random.sample(own, few(random)),
      counties: drawCounties(random, pool, provinceCode),
      life,
    };
  });
}

/** In Tibet and Xinjiang: organizations of their own, now and then eastern or national ones outside the 274. */
function frontierPlans(random: Random, reference: Reference, organizations: readonly Organization[]): PairingPlan[] {
  const usable = organizations.filter((organization) => isUsable(organization, asOf));
  const byProvince = groupBy(usable, (organization) => organization.provinceCode);
  const outside = usable.filter((organization) => organization.purpose === 'NONE');
  const helpers = outside.filter((organization) => organization.provinceCode === null || organization.fields.length > 2);
  return Array.from({ length: frontierPairings }, (): PairingPlan => {
    const provinceCode = random.pick(frontierProvinces);
    const own = byProvince.get(provinceCode) ?? [];
    const counties = reference.counties.filter((county) => county.provinceCode === provinceCode).map((county) => county.code);
    const group = random.chance(0.55) || helpers.length === 0 ? random.sample(own, few(random)) : [random.pick(helpers)];
    return { mechanism: 'FRONTIER', organizations: group, counties: drawCounties(random, counties, provinceCode), life: random.chance(0.3) ? 'SIDE' : 'LATER' };
  });
}

/** A date by which a pairing of this life has begun. */
function beginningOf(life: Life): string {
  return life === 'LATER' ? asOf : '2023-06-30';
}

/** Takes up to `count` organizations that help the province (null: national ones) and are not paired yet. */
function takeFree(organizations: readonly Organization[], free: Set<Organization>, westCode: string | null, count: number): Organization[] {
  const taken = [...new Set(organizations)].filter((organization) => organization.westCode === westCode && free.has(organization)).slice(0, count);
  for (const organization of taken) free.delete(organization);
  return taken;
}

function firstNonEmpty<T, U>(keys: readonly T[], take: (key: T) => U[]): U[] {
  for (const key of keys) {
    const taken = take(key);
    if (taken.length > 0) return taken;
  }
  throw new Error('the sample reserves enough organizations for every county; found none left');
}

function mechanismOf(organizations: readonly Organization[]): Mechanism {
  return organizations[0]?.provinceCode === null ? 'NATIONAL' : 'EAST_WEST';
}

/** One to three counties, of one province. */
function drawCounties(random: Random, pool: readonly string[], provinceCode: string | null): PairedCounty[] {
  const province = provinceCode ?? provinceOf(random.pick(pool));
  const counties = pool.filter((code) => provinceOf(code) === province);
  return recorded(random.sample(counties, few(random)).sort());
}

function few(random: Random): number {
  return Number(random.weighted({ '1': 72, '2': 18, '3': 10 }));
}

function recorded(codes: readonly string[]): PairedCounty[] {
  return codes.map((code) => ({ code, recordedCode: code }));
}
