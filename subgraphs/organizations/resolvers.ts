// Fields of the organizations' graph to loaders. No SQL and no environment here.
import { ForbiddenField } from '../shared/errors';
import { optionalList, optionalText, requireAll, requireCreditCode, requireDivisionCode } from '../shared/input';
import { buildConnection, readPage } from '../shared/pages';
import { type IsoDate, today } from '../shared/scalars';
import { readSearchText } from '../shared/search-text';
import type { Context } from './loaders';
import type { ListingRow, ListName, OrganizationConditions, OrganizationRow, QualificationKind, QualificationRow } from './queries';
import { isListedOn, judgeStanding } from './standing';
import type { OrganizationFilter, Resolvers } from './types.generated';

export const resolvers: Resolvers = {
  Query: {
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
        (row) => row.code,
        () => organizationCount(conditions),
      );
    },
  },

  Organization: {
    __resolveReference: ({ code }, { organization }) => organization.load(requireCreditCode(code)),
    name: async (row, { asOf }, { formerNames }) => (asOf === null || asOf === undefined ? row.name : nameOn(row, asOf, await formerNames.load(row.code))),
    formerNames: async ({ code }, _args, { formerNames }) => (await formerNames.load(code)).map(({ name, until_on }) => ({ name, until: until_on })),
    registrationAuthority: ({ authority_name, authority_level, authority_division_code }) => ({
      name: authority_name,
      level: authority_level,
      divisionCode: authority_division_code,
    }),
    homeProvince: ({ home_province_code }) => (home_province_code === null ? null : { code: home_province_code }),
    supervisingBody: ({ supervising_body }) => supervising_body,
    establishedOn: ({ established_on }) => established_on,
    registeredCapital: ({ registered_capital_fen }) => registered_capital_fen,
    certificate: ({ certificate_number, certificate_from, certificate_to }) =>
      certificate_number === null && certificate_to === null ? null : { number: certificate_number, from: certificate_from, to: certificate_to },
    businessScope: ({ business_scope }) => business_scope,
    async registrationStatus({ code }, { asOf }, { status }) {
      const row = await status({ asOf: asOf ?? today() }).load(code);
      return row === null ? null : { status: row.status, since: row.since_on };
    },
    async evaluation({ code }, { asOf }, { evaluations }) {
      const rows = await evaluations.load(code);
      const row = findInForce(rows, asOf ?? today());
      return row === undefined ? null : { grade: row.grade, from: row.from_on, to: row.to_on };
    },
    evaluations: async ({ code }, _args, { evaluations }) =>
      (await evaluations.load(code)).map(({ grade, from_on, to_on }) => ({ grade, from: from_on, to: to_on })),
    charityRecognition: ({ code }, { asOf }, context) => findQualification(context, code, 'CHARITY', asOf),
    publicFundraising: ({ code }, { asOf }, context) => findQualification(context, code, 'PUBLIC_FUNDRAISING', asOf),
    taxDeduction: ({ code }, { asOf }, context) => findQualification(context, code, 'TAX_DEDUCTION', asOf),
    partyOrganization: ({ party_organization_name, party_organization_established_on }) =>
      party_organization_name === null ? null : { name: party_organization_name, establishedOn: party_organization_established_on },
    async inspections({ code }, { asOf }, { inspections }) {
      const rows = await inspections.load(code);
      return rows
        .filter((row) => !asOf || row.concluded_on <= asOf)
        .map(({ year, conclusion, concluded_on }) => ({ year, conclusion, concludedOn: concluded_on }));
    },
    abnormalListings: ({ code }, { asOf }, context) => findListings(context, code, 'ABNORMAL', asOf),
    seriousViolations: ({ code }, { asOf }, context) => findListings(context, code, 'SERIOUS_VIOLATION', asOf),
    async penalties({ code }, { asOf }, { penalties }) {
      const rows = await penalties.load(code);
      return rows
        .filter((row) => !asOf || row.decided_on <= asOf)
        .map(({ document_number, decided_on, ...row }) => ({ ...row, documentNumber: document_number, decidedOn: decided_on }));
    },
    async standing({ code, certificate_to }, { asOf }, { status, listings, inspections }) {
      const date = asOf ?? today();
      const [statusRow, listingRows, inspectionRows] = await Promise.all([status({ asOf: date }).load(code), listings.load(code), inspections.load(code)]);
      return judgeStanding({ status: statusRow, listings: listingRows, inspections: inspectionRows, certificateTo: certificate_to }, date);
    },
    legalRepresentative: () => {
      throw new ForbiddenField('legalRepresentative');
    },
    telephone: () => {
      throw new ForbiddenField('telephone');
    },
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },
};

/** The name on a date: the former name whose last day is the first on or after it, else today's. */
function nameOn(row: OrganizationRow, asOf: IsoDate, formerNames: readonly { name: string; until_on: IsoDate | null }[]): string | null {
  if (row.established_on !== null && asOf < row.established_on) return null;
  const ended = formerNames.filter((former) => former.until_on !== null && former.until_on >= asOf);
  return ended.at(-1)?.name ?? row.name;
}

function findInForce<Row extends { from_on: IsoDate; to_on: IsoDate | null }>(rows: readonly Row[], asOf: IsoDate): Row | undefined {
  return rows.find((row) => row.from_on <= asOf && (row.to_on === null || row.to_on >= asOf));
}

async function findQualification({ qualifications }: Context, code: string, kind: QualificationKind, asOf: IsoDate | null | undefined) {
  const rows = (await qualifications.load(code)).filter((row) => row.kind === kind);
  const row: QualificationRow | undefined = findInForce(rows, asOf ?? today());
  return row === undefined ? null : { from: row.from_on, to: row.to_on };
}

async function findListings({ listings }: Context, code: string, list: ListName, asOf: IsoDate | null | undefined) {
  const rows: ListingRow[] = await listings.load(code);
  return rows
    .filter((row) => row.list === list && (!asOf || isListedOn(row, asOf)))
    .map(({ listed_on, reason, removed_on, removal_reason }) => ({ listedOn: listed_on, reason, removedOn: removed_on, removalReason: removal_reason }));
}

function readConditions(filter: OrganizationFilter, text: string | null | undefined): OrganizationConditions {
  return {
    asOf: filter.asOf ?? today(),
    text: readSearchText(text),
    oneOf: {
      kind: optionalList(filter.kinds),
      sector: optionalList(filter.sectors),
      authority_level: optionalList(filter.levels),
      authority_division_code: optionalList(filter.authorities, requireDivisionCode),
      home_province_code: optionalList(filter.homeProvinces, requireDivisionCode),
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
    statuses: optionalList(filter.statuses),
    statusSince: { from: filter.statusFrom, to: filter.statusTo },
    grades: optionalList(filter.grades),
    qualifications: { CHARITY: filter.charityRecognition, PUBLIC_FUNDRAISING: filter.publicFundraising, TAX_DEDUCTION: filter.taxDeduction },
    lastInspection: optionalList(filter.lastInspection),
    listings: { ABNORMAL: filter.abnormal, SERIOUS_VIOLATION: filter.seriousViolation },
    penalized: filter.penalized,
    standings: optionalList(filter.standings),
  };
}
