// Fields of the organizations' graph to loaders. No SQL and no environment here.
import { isNull, rawText } from '../shared/contract/rows';
import { findStatusOn, isInForce } from '../shared/in-force';
import { optionalSet, optionalText, requireAll, requireCreditCode, requireDivisionCode } from '../shared/input';
import { buildConnection, readPage } from '../shared/pages';
import { type IsoDate, today } from '../shared/scalars';
import { readSearchText } from '../shared/search-text';
import type { Context } from './loaders';
import type { ListName, OrganizationConditions, OrganizationRow, QualificationKind, StatusRow } from './queries';
import { isListedOn, judgeStanding } from '../shared/standing';
import type { OrganizationFilter, Resolvers } from './types.generated';

export const resolvers: Resolvers = {
  Query: {
    organizationFeed: (_root, _args, { changeFeed }) => changeFeed(),
    organization: (_root, { code }, { organization }) => organization.load(requireCreditCode(code)),
    organizations: (_root, { codes }, { organization }) => Promise.all(requireAll(codes, requireCreditCode).map((code) => organization.load(code))),
    async organizationSearch(_root, args, { organizationPage, organizationCount }) {
      const field = 'organizationSearch';
      const page = readPage(field, args);
      const conditions = readConditions(args.filter ?? {}, args.text);
      const rows = await organizationPage(conditions, page);
      return buildConnection(
        field,
        page,
        rows,
        (row) => rawText(row, 'code'),
        () => organizationCount(conditions),
      );
    },
  },

  Organization: {
    __resolveReference: ({ code }, { organization }) => organization.load(requireCreditCode(code)),
    name: async (row, { asOf }, { formerNames }) => (asOf === null || asOf === undefined ? row.name : nameOn(row, asOf, await formerNames.load(row.code))),
    formerNames: ({ code }, _args, { formerNames }) => formerNames.load(code),
    registrationAuthority: (row) => row,
    homeProvince: ({ home_province_code }) => (home_province_code === null ? null : { code: home_province_code }),
    supervisingBody: ({ supervising_body }) => supervising_body,
    establishedOn: ({ established_on }) => established_on,
    registeredCapital: ({ registered_capital_fen }) => registered_capital_fen,
    certificate: (row) => (isNull(row, 'certificate_number') && isNull(row, 'certificate_to') ? null : row),
    businessScope: ({ business_scope }) => business_scope,
    registrationStatus: ({ code }, { asOf }, context) => findStatus(context, code, asOf ?? today()),
    evaluation: async ({ code }, { asOf }, { evaluations }) => findInForce(await evaluations.load(code), asOf),
    evaluations: ({ code }, _args, { evaluations }) => evaluations.load(code),
    charityRecognition: ({ code }, { asOf }, context) => findQualification(context, code, 'CHARITY', asOf),
    publicFundraising: ({ code }, { asOf }, context) => findQualification(context, code, 'PUBLIC_FUNDRAISING', asOf),
    taxDeduction: ({ code }, { asOf }, context) => findQualification(context, code, 'TAX_DEDUCTION', asOf),
    partyOrganization: (row) => (isNull(row, 'party_organization_name') ? null : row),
    inspections: async ({ code }, { asOf }, { inspections }) => (await inspections.load(code)).filter((row) => !asOf || row.concluded_on <= asOf),
    abnormalListings: ({ code }, { asOf }, context) => findListings(context, code, 'ABNORMAL', asOf),
    seriousViolations: ({ code }, { asOf }, context) => findListings(context, code, 'SERIOUS_VIOLATION', asOf),
    penalties: async ({ code }, { asOf }, { penalties }) => (await penalties.load(code)).filter((row) => !asOf || row.decided_on <= asOf),
    async standing({ code, certificate_to }, { asOf }, context) {
      const date = asOf ?? today();
      const { listings, inspections } = context;
      const [statusRow, listingRows, inspectionRows] = await Promise.all([findStatus(context, code, date), listings.load(code), inspections.load(code)]);
      return judgeStanding({ status: statusRow, listings: listingRows, inspections: inspectionRows, certificateTo: certificate_to }, date);
    },
    legalRepresentative: async ({ code }, _args, { contact }) => (await contact('legalRepresentative').load(code))?.legal_representative ?? null,
    telephone: async ({ code }, _args, { contact }) => (await contact('telephone').load(code))?.telephone ?? null,
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  RegistrationAuthority: {
    name: ({ authority_name }) => authority_name,
    level: ({ authority_level }) => authority_level,
    divisionCode: ({ authority_division_code }) => authority_division_code,
  },

  Certificate: {
    number: ({ certificate_number }) => certificate_number,
    from: ({ certificate_from }) => certificate_from,
    to: ({ certificate_to }) => certificate_to,
  },

  PartyOrganization: {
    name: ({ party_organization_name }) => party_organization_name as string,
    establishedOn: ({ party_organization_established_on }) => party_organization_established_on,
  },

  FormerName: {
    until: ({ until_on }) => until_on,
  },

  RegistrationState: {
    since: ({ since_on }) => since_on,
  },

  Evaluation: {
    from: ({ from_on }) => from_on,
    to: ({ to_on }) => to_on,
  },

  Qualification: {
    from: ({ from_on }) => from_on,
    to: ({ to_on }) => to_on,
  },

  Inspection: {
    concludedOn: ({ concluded_on }) => concluded_on,
  },

  Listing: {
    listedOn: ({ listed_on }) => listed_on,
    removedOn: ({ removed_on }) => removed_on,
    removalReason: ({ removal_reason }) => removal_reason,
  },

  Penalty: {
    documentNumber: ({ document_number }) => document_number,
    decidedOn: ({ decided_on }) => decided_on,
  },
};

/** The name on a date: the former name whose last day is the first on or after it, else today's. */
function nameOn(row: OrganizationRow, asOf: IsoDate, formerNames: readonly { name: string; until_on: IsoDate | null }[]): string | null {
  if (row.established_on !== null && asOf < row.established_on) return null;
  const ended = formerNames.filter((former) => former.until_on !== null && former.until_on >= asOf);
  return ended.at(-1)?.name ?? row.name;
}

/** The first row in force on a date, today where absent; null where there is none. */
function findInForce<Row extends { from_on: IsoDate; to_on: IsoDate | null }>(rows: readonly Row[], asOf: IsoDate | null | undefined): Row | null {
  const date = asOf ?? today();
  return rows.find((row) => isInForce(row, date)) ?? null;
}

async function findStatus({ statuses }: Context, code: string, date: IsoDate): Promise<StatusRow | null> {
  return findStatusOn(await statuses.load(code), date, 'organization_status', code);
}

async function findQualification({ qualifications }: Context, code: string, kind: QualificationKind, asOf: IsoDate | null | undefined) {
  const rows = await qualifications.load(code);
  return findInForce(
    rows.filter((row) => row.kind === kind),
    asOf,
  );
}

async function findListings({ listings }: Context, code: string, list: ListName, asOf: IsoDate | null | undefined) {
  return (await listings.load(code)).filter((row) => row.list === list && (!asOf || isListedOn(row, asOf)));
}

function readConditions(filter: OrganizationFilter, text: string | null | undefined): OrganizationConditions {
  return {
    asOf: filter.asOf ?? today(),
    text: readSearchText(text),
    oneOf: {
      kind: optionalSet(filter.kinds),
      sector: optionalSet(filter.sectors),
      authority_level: optionalSet(filter.levels),
      authority_division_code: optionalSet(filter.authorities, requireDivisionCode),
      home_province_code: optionalSet(filter.homeProvinces, requireDivisionCode),
    },
    contains: {
      supervising_body: optionalText(filter.supervisingBody),
      domicile: optionalText(filter.domicile),
      business_scope: optionalText(filter.businessScope),
    },
    established: { from: filter.establishedFrom, to: filter.establishedTo },
    capitalFen: { from: filter.capitalFrom, to: filter.capitalTo },
    certificateValid: filter.certificateValid,
    partyOrganization: filter.partyOrganization,
    statuses: optionalSet(filter.statuses),
    statusSince: { from: filter.statusFrom, to: filter.statusTo },
    grades: optionalSet(filter.grades),
    qualifications: { CHARITY: filter.charityRecognition, PUBLIC_FUNDRAISING: filter.publicFundraising, TAX_DEDUCTION: filter.taxDeduction },
    lastInspection: optionalSet(filter.lastInspection),
    listings: { ABNORMAL: filter.abnormal, SERIOUS_VIOLATION: filter.seriousViolation },
    penalized: filter.penalized,
    standings: optionalSet(filter.standings),
  };
}
