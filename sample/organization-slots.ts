// Which organizations there are: where each is registered, at which level, of which kind and what it is reserved for.
// Fixes proportions and reservations only; names, codes and findings are made elsewhere.
import { caseCounties, caseOrganizations, type PlannedStanding, pairedOrganizationCount } from './cases';
import { regionOf } from './counties';
import type { Random } from './random';
import type { Reference } from './reference';

export type OrganizationKind = 'SOCIAL_ASSOCIATION' | 'SOCIAL_SERVICE_INSTITUTION' | 'FOUNDATION';
type Level = 'NATIONAL' | 'PROVINCIAL' | 'PREFECTURAL' | 'COUNTY';

/**
 * What an organization is reserved for: PAIRED is one of the 274 in NATIONAL and EAST_WEST pairings, LOCAL takes part in
 * pairings of its own province; anyone else may or may not.
 */
type Purpose = 'PAIRED' | 'LOCAL' | 'NONE';

export interface Slot {
  purpose: Purpose;
  standing: PlannedStanding;
  kind: OrganizationKind;
  level: Level;
  /** Null for national organizations. */
  provinceCode: string | null;
  /** The western province that a PAIRED eastern organization helps. */
  westCode: string | null;
  /** The deliberate case it belongs to. */
  caseCounty: string | null;
}

export const frontierProvinces = ['540000', '650000'] as const;

/** Fewer organizations than this leave no room for the reserved ones. */
export const leastOrganizations = 500;

const nationalAtChance = 6;
const localPerProvince = 3;
const municipalities = new Set(['110000', '120000', '310000', '500000']);
const nationalKinds = { SOCIAL_ASSOCIATION: 60, SOCIAL_SERVICE_INSTITUTION: 12, FOUNDATION: 28 };
const otherKinds = { SOCIAL_ASSOCIATION: 38, SOCIAL_SERVICE_INSTITUTION: 56, FOUNDATION: 6 };
const pairedKinds = { SOCIAL_ASSOCIATION: 45, SOCIAL_SERVICE_INSTITUTION: 33, FOUNDATION: 22 };
const kindsWithInspections = { SOCIAL_ASSOCIATION: 60, SOCIAL_SERVICE_INSTITUTION: 40 };
const levels = { PROVINCIAL: 40, PREFECTURAL: 25, COUNTY: 35 };
const pairedLevels = { PROVINCIAL: 75, PREFECTURAL: 25 };

// Shares of the programme's organizations, not of the whole register: the rest is in other provinces.
const nationalShare = 0.12;
const easternShare = 0.45;
const keyShare = 0.35;
const easternWeights = {
  '110000': 12,
  '120000': 6,
  '130000': 6,
  '310000': 13,
  '320000': 18,
  '330000': 14,
  '350000': 8,
  '370000': 12,
  '440000': 18,
  '460000': 2,
};
const keyWeights = {
  '150000': 8,
  '450000': 13,
  '500000': 7,
  '510000': 18,
  '520000': 13,
  '530000': 15,
  '610000': 10,
  '620000': 10,
  '630000': 5,
  '640000': 4,
};
const otherWeights = {
  '140000': 9,
  '210000': 7,
  '220000': 6,
  '230000': 7,
  '340000': 11,
  '360000': 9,
  '410000': 12,
  '420000': 12,
  '430000': 12,
  '540000': 6,
  '650000': 9,
};

/** `count` organizations in random order. */
export function planOrganizations(random: Random, reference: Reference, count: number): Slot[] {
  const reserved = [...pairedSlots(random, reference), ...localSlots(random)];
  const slots = [...reserved];
  const fill = (share: number, isOfGroup: (slot: Slot) => boolean, create: () => Slot): void => {
    const target = Math.round(count * share);
    for (let held = reserved.filter(isOfGroup).length; held < target && slots.length < count; held++) slots.push(create());
  };
  fill(
    nationalShare,
    (slot) => slot.level === 'NATIONAL',
    () => nationalSlot(random, 'NONE', 'ANY'),
  );
  fill(
    easternShare,
    (slot) => isEastern(slot.provinceCode),
    () => provinceSlot(random, 'NONE', 'ANY', random.weighted(easternWeights)),
  );
  fill(
    keyShare,
    (slot) => slot.provinceCode !== null && slot.provinceCode in keyWeights,
    () => provinceSlot(random, 'NONE', 'ANY', random.weighted(keyWeights)),
  );
  while (slots.length < count) slots.push(provinceSlot(random, 'NONE', 'ANY', random.weighted(otherWeights)));
  return random.shuffle(slots);
}

/**
 * The 274: those of the deliberate cases; for every covered county one eastern organization in good standing, and one
 * more of good standing and one left to chance for every east–west pair; national ones for the rest.
 */
function pairedSlots(random: Random, reference: Reference): Slot[] {
  const slots = caseOrganizations.map(({ countyCode, eastCode, standing }): Slot => {
    const slot = eastCode === null ? nationalSlot(random, 'PAIRED', standing) : easternSlot(random, standing, eastCode, provinceOf(countyCode));
    return { ...slot, caseCounty: countyCode };
  });
  for (const county of reference.keyCounties) {
    if (caseCounties.has(county.code)) continue;
    const partners = reference.partnerships.filter((pair) => pair.westCode === county.provinceCode);
    slots.push(easternSlot(random, 'GOOD', random.pick(partners).eastCode, county.provinceCode));
  }
  for (const { eastCode, westCode } of reference.partnerships) {
    slots.push(easternSlot(random, 'GOOD', eastCode, westCode), easternSlot(random, 'ANY', eastCode, westCode));
  }
  for (let i = 0; i < nationalAtChance; i++) slots.push(nationalSlot(random, 'PAIRED', 'ANY'));
  while (slots.length < pairedOrganizationCount) slots.push(nationalSlot(random, 'PAIRED', 'GOOD'));
  return slots;
}

function localSlots(random: Random): Slot[] {
  return [...Object.keys(keyWeights), ...frontierProvinces].flatMap((provinceCode) =>
    Array.from({ length: localPerProvince }, () => provinceSlot(random, 'LOCAL', 'GOOD', provinceCode)),
  );
}

function nationalSlot(random: Random, purpose: Purpose, standing: PlannedStanding): Slot {
  const kind = random.weighted<OrganizationKind>(standing === 'FAILED' ? { ...kindsWithInspections, FOUNDATION: 0 } : nationalKinds);
  return { purpose, standing, kind, level: 'NATIONAL', provinceCode: null, westCode: null, caseCounty: null };
}

function easternSlot(random: Random, standing: PlannedStanding, eastCode: string, westCode: string): Slot {
  const kind = random.weighted<OrganizationKind>(standing === 'FAILED' ? { ...kindsWithInspections, FOUNDATION: 0 } : pairedKinds);
  return { ...provinceSlot(random, 'PAIRED', standing, eastCode), kind, level: levelIn(eastCode, random.weighted(pairedLevels)), westCode };
}

function provinceSlot(random: Random, purpose: Purpose, standing: PlannedStanding, provinceCode: string): Slot {
  const kind = random.weighted<OrganizationKind>(otherKinds);
  return { purpose, standing, kind, level: levelIn(provinceCode, random.weighted(levels)), provinceCode, westCode: null, caseCounty: null };
}

/** Municipalities have no prefectures. */
function levelIn(provinceCode: string, level: Level): Level {
  return level === 'PREFECTURAL' && municipalities.has(provinceCode) ? 'PROVINCIAL' : level;
}

function provinceOf(countyCode: string): string {
  return `${countyCode.slice(0, 2)}0000`;
}

function isEastern(provinceCode: string | null): boolean {
  return provinceCode !== null && regionOf(provinceCode) === 'EAST';
}
