// The organizations' tables: five real ones with what a source gives and nothing more, the rest synthetic.
// Real organizations get no findings and take part in no synthetic pairing.
import { creditCodeCheckDigit, organizationCheckDigit } from '../subgraphs/shared/credit-code';
import { foldForSearch } from '../subgraphs/shared/search-text';
import { addDays, historyRows, later, randomDate, type Step } from './dates';
import * as findings from './organization-findings';
import { type Authority, businessScope, createAuthorities, drawFields, formerName, organizationName, supervisingBody } from './organization-names';
import { leastOrganizations, type OrganizationKind, planOrganizations, type Slot } from './organization-slots';
import { createRandom, type Random } from './random';
import type { Reference, SourcedOrganization } from './reference';
import { type AgencyRows, asOf, type DatasetFacts, type HelpKind, type Row, syntheticDataset } from './rows';

export const organizationsAgency = '民政（社会组织登记）';

const sourced: DatasetFacts = {
  id: 'sourced-organizations',
  name: '有来源的社会组织（仅名称、类型与代码）',
  asOf: '2021-12-30',
  confidence: 'SOURCED',
  reference: 'chinaedunew.cn 2021-12-30（中国社会福利基金会）; 公开代码与开票信息中所见代码，校验位均成立，未与登记簿核对',
};
const synthetic = syntheticDataset('synthetic-organizations', '社会组织登记示例');

export const organizationsDatasets: readonly DatasetFacts[] = [sourced, synthetic];

/** A synthetic organization, as far as pairings need to know it. */
export interface Organization extends Slot {
  code: string;
  fields: HelpKind[];
  establishedOn: string;
  status: Step<findings.RegistrationStatus>[];
}

const sourcedKinds: Readonly<Record<string, OrganizationKind>> = {
  社会团体: 'SOCIAL_ASSOCIATION',
  民办非企业单位: 'SOCIAL_SERVICE_INSTITUTION',
  基金会: 'FOUNDATION',
};
const kindDigits: Readonly<Record<OrganizationKind, string>> = { SOCIAL_ASSOCIATION: '1', SOCIAL_SERVICE_INSTITUTION: '2', FOUNDATION: '3' };
const sectors = {
  SOCIAL_ASSOCIATION: { INDUSTRY_ASSOCIATION: 35, PROFESSIONAL: 20, ACADEMIC: 15, CHARITY: 12, COMMUNITY: 8, OTHER: 10 },
  SOCIAL_SERVICE_INSTITUTION: { INDUSTRY_ASSOCIATION: 0, PROFESSIONAL: 20, ACADEMIC: 2, CHARITY: 25, COMMUNITY: 35, OTHER: 18 },
  FOUNDATION: { INDUSTRY_ASSOCIATION: 0, PROFESSIONAL: 0, ACADEMIC: 4, CHARITY: 90, COMMUNITY: 0, OTHER: 6 },
} as const;
/** In yuan, from low to high. */
const capitals: Readonly<Record<OrganizationKind, readonly [low: number, high: number]>> = {
  SOCIAL_ASSOCIATION: [30_000, 1_000_000],
  SOCIAL_SERVICE_INSTITUTION: [10_000, 500_000],
  FOUNDATION: [2_000_000, 80_000_000],
};
const codeSymbols = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];

/**
 * Every table of the agency, and the synthetic organizations.
 *
 * @param count how many organizations in all, the five real ones among them
 */
export function generateOrganizations(seed: number, reference: Reference, count: number): { rows: AgencyRows; organizations: Organization[] } {
  if (!Number.isInteger(count) || count < leastOrganizations) {
    throw new RangeError(`the sample has at least ${leastOrganizations} organizations, so that every deliberate case finds its own; got ${count}`);
  }
  const rows: AgencyRows = {
    organization: [],
    organization_name: [],
    organization_status: [],
    organization_evaluation: [],
    organization_qualification: [],
    organization_inspection: [],
    organization_listing: [],
    organization_penalty: [],
  };
  const codes = new Set<string>();
  for (const organization of reference.sourcedOrganizations) {
    codes.add(organization.code);
    addRows(rows, { organization: [sourcedRow(organization)], organization_name: [nameRow(organization.code, organization.name, null)] });
  }
  const random = createRandom(seed, 'organizations');
  const slots = planOrganizations(createRandom(seed, 'organization slots'), reference, count - reference.sourcedOrganizations.length);
  const drawAuthority = createAuthorities(reference);
  const organizations = slots.map((slot, i) => {
    const number = String(i + 1).padStart(4, '0');
    const authority = drawAuthority(random, slot);
    const establishedOn = findings.drawEstablishedOn(random, slot);
    const status = findings.drawStatus(random, slot, establishedOn);
    const organization = { ...slot, code: drawCode(random, codes, slot.kind, authority), fields: drawFields(random, slot), establishedOn, status };
    addRows(rows, { ...registrationRows(random, organization, authority, number), ...findingRows(random, organization, number) });
    return organization;
  });
  return { rows, organizations };
}

function registrationRows(random: Random, organization: Organization, authority: Authority, number: string): AgencyRows {
  const { code, kind, fields, establishedOn } = organization;
  const name = organizationName(random, authority.place, kind, fields, number);
  const sector = random.weighted<string>(sectors[kind]);
  const certificate = findings.drawCertificate(random, organization.standing, establishedOn);
  const [low, high] = capitals[kind];
  const hasParty = random.chance(0.4);
  const row: Row = {
    code,
    name,
    kind,
    sector,
    authority_name: authority.name,
    authority_level: organization.level,
    authority_division_code: authority.divisionCode,
    home_province_code: organization.provinceCode,
    supervising_body: random.chance(sector === 'INDUSTRY_ASSOCIATION' ? 0.85 : 0.15) ? null : supervisingBody(random, organization, authority.place, fields),
    established_on: establishedOn,
    registered_capital_fen: random.skewed(low / 10_000, high / 10_000) * 1_000_000,
    certificate_number: `合成证字第${number}号`,
    certificate_from: certificate.from,
    certificate_to: certificate.to,
    domicile: `${authority.place === '全国' ? '北京市' : authority.place}示例路${random.integer(1, 999)}号（合成）`,
    business_scope: businessScope(random, fields),
    legal_representative: `合成姓名${number}`,
    telephone: `000-0000-${number}`,
    party_organization_name: hasParty ? `中共${name}支部委员会` : null,
    party_organization_established_on: hasParty && random.chance(0.9) ? randomDate(random, later(establishedOn, '2000-01-01'), '2025-12-31') : null,
    dataset_id: synthetic.id,
  };
  return { organization: [row], organization_name: [nameRow(code, name, null), ...formerNameRows(random, organization, authority.place, number)] };
}

/** About six in a hundred had another name, a few of them two. */
function formerNameRows(random: Random, { code, kind, establishedOn }: Organization, place: string, number: string): Row[] {
  if (!random.chance(0.06)) return [];
  const first = randomDate(random, addDays(establishedOn, 200), '2025-06-30');
  const ends = random.chance(0.15) ? [first, randomDate(random, addDays(first, 100), addDays(asOf, -100))] : [first];
  return ends.map((until, i) => nameRow(code, formerName(random, place, kind, number, i + 1), until));
}

function findingRows(random: Random, organization: Organization, number: string): AgencyRows {
  const { code, kind, standing, establishedOn, status } = organization;
  return {
    organization_status: historyRows({ code }, status),
    organization_evaluation: findings.evaluationRows(random, code, establishedOn),
    organization_qualification: findings.qualificationRows(random, code, kind, establishedOn),
    organization_inspection: findings.inspectionRows(random, code, organization, status, establishedOn),
    organization_listing: findings.listingRows(random, code, standing, status, establishedOn),
    organization_penalty: findings.penaltyRows(random, code, standing, establishedOn, number),
  };
}

/** A real organization: code, name, kind and authority are what the source gives; the rest is not known. */
function sourcedRow({ code, name, type }: SourcedOrganization): Row {
  const kind = sourcedKinds[type];
  if (kind === undefined) throw new Error(`a type of organization is one of ${Object.keys(sourcedKinds).join(', ')}; got ${type}`);
  return {
    code,
    name,
    kind,
    sector: null,
    authority_name: '民政部',
    authority_level: 'NATIONAL',
    authority_division_code: '100000',
    home_province_code: null,
    supervising_body: null,
    established_on: null,
    registered_capital_fen: null,
    certificate_number: null,
    certificate_from: null,
    certificate_to: null,
    domicile: null,
    business_scope: null,
    legal_representative: null,
    telephone: null,
    party_organization_name: null,
    party_organization_established_on: null,
    dataset_id: sourced.id,
  };
}

function nameRow(code: string, name: string, until: string | null): Row {
  return { code, name, search_name: foldForSearch(name), until_on: until };
}

/** A sound code that no other organization here has. Organization codes are of the newer form MJ…, or digits from 9 on, unlike the usual ones. */
function drawCode(random: Random, codes: Set<string>, kind: OrganizationKind, { divisionCode }: Authority): string {
  for (;;) {
    const own = random.chance(0.45) ? `MJ${drawText(random, codeSymbols, 6)}` : `9${drawText(random, codeSymbols.slice(0, 10), 7)}`;
    const first17 = `5${kindDigits[kind]}${divisionCode}${own}${organizationCheckDigit(own)}`;
    const code = first17 + creditCodeCheckDigit(first17);
    if (codes.has(code)) continue;
    codes.add(code);
    return code;
  }
}

function drawText(random: Random, symbols: readonly string[], length: number): string {
  return Array.from({ length }, () => random.pick(symbols)).join('');
}

function addRows(tables: AgencyRows, added: AgencyRows): void {
  for (const [table, rows] of Object.entries(added)) tables[table]?.push(...rows);
}
