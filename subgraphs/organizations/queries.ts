// The one place that names tables and columns of the organizations' register. Every function takes arrays of keys and
// is one statement.
import type { Knex } from 'knex';
import { whereContains, whereInForce, whereStatusOn } from '../shared/conditions';
import type { Connection, Page } from '../shared/pages';
import type { Fen, IsoDate } from '../shared/scalars';
import type { SourcedRow } from '../shared/source';
import type {
  EvaluationGrade,
  InspectionConclusion,
  OrganizationKind,
  OrganizationSector,
  RegistrationLevel,
  RegistrationStatus,
  StandingStatus,
} from './types.generated';

export const relations = [
  'dataset',
  'organization',
  'organization_name',
  'organization_status',
  'organization_evaluation',
  'organization_qualification',
  'organization_inspection',
  'organization_listing',
  'organization_penalty',
];

/** A province, of which this subgraph knows the code alone. */
export interface ProvinceReference {
  code: string;
}

/** Personal data is not among the columns: it leaves the database by `selectContacts` alone. */
export interface OrganizationRow extends SourcedRow {
  code: string;
  name: string;
  kind: OrganizationKind;
  sector: OrganizationSector | null;
  authority_name: string;
  authority_level: RegistrationLevel;
  authority_division_code: string;
  home_province_code: string | null;
  supervising_body: string | null;
  established_on: IsoDate | null;
  registered_capital_fen: Fen | null;
  certificate_number: string | null;
  certificate_from: IsoDate | null;
  certificate_to: IsoDate | null;
  domicile: string | null;
  business_scope: string | null;
  party_organization_name: string | null;
  party_organization_established_on: IsoDate | null;
}

/** Personal data. */
export interface ContactRow {
  code: string;
  legal_representative?: string | null;
  telephone?: string | null;
}

const contactColumns = ['legal_representative', 'telephone'] as const;

/** A name; `until_on` is its last day, null for today's name or where no source gives the day. */
export interface NameRow {
  code: string;
  name: string;
  until_on: IsoDate | null;
}

export interface StatusRow {
  code: string;
  status: RegistrationStatus;
  since_on: IsoDate;
}

export interface EvaluationRow {
  code: string;
  grade: EvaluationGrade;
  from_on: IsoDate;
  to_on: IsoDate;
}

export type QualificationKind = 'CHARITY' | 'PUBLIC_FUNDRAISING' | 'TAX_DEDUCTION';

export interface QualificationRow {
  code: string;
  kind: QualificationKind;
  from_on: IsoDate;
  to_on: IsoDate | null;
}

export interface InspectionRow {
  code: string;
  year: number;
  conclusion: InspectionConclusion;
  concluded_on: IsoDate;
}

export type ListName = 'ABNORMAL' | 'SERIOUS_VIOLATION';

/** A listing; in force from `listed_on` up to, but not on, `removed_on`. */
export interface ListingRow {
  code: string;
  list: ListName;
  listed_on: IsoDate;
  reason: string;
  removed_on: IsoDate | null;
  removal_reason: string | null;
}

export interface PenaltyRow {
  code: string;
  document_number: string;
  reason: string;
  basis: string | null;
  result: string;
  decided_on: IsoDate;
}

export type OrganizationRows = Connection<OrganizationRow>;

/** Conditions on organizations; absent ones do not restrict. Facts with a validity count on `asOf`. */
export interface OrganizationConditions {
  asOf: IsoDate;
  /** Folded by `foldForSearch`. */
  text?: string | undefined;
  /** Columns of `organization` whose value is one of a list. */
  oneOf: Partial<Record<'kind' | 'sector' | 'authority_level' | 'authority_division_code' | 'home_province_code', readonly string[] | undefined>>;
  /** Columns of `organization` that contain a text. */
  contains: Partial<Record<'supervising_body' | 'domicile' | 'business_scope', string | undefined>>;
  established: { from?: IsoDate | null | undefined; to?: IsoDate | null | undefined };
  capitalFen: { from?: Fen | null | undefined; to?: Fen | null | undefined };
  certificateValid?: boolean | null | undefined;
  partyOrganization?: boolean | null | undefined;
  statuses?: readonly RegistrationStatus[] | undefined;
  /** When the status on `asOf` began. */
  statusSince: { from?: IsoDate | null | undefined; to?: IsoDate | null | undefined };
  grades?: readonly EvaluationGrade[] | undefined;
  qualifications: Partial<Record<QualificationKind, boolean | null | undefined>>;
  lastInspection?: readonly InspectionConclusion[] | undefined;
  listings: Partial<Record<ListName, boolean | null | undefined>>;
  penalized?: boolean | null | undefined;
  standings?: readonly StandingStatus[] | undefined;
}

const columns = [
  'code',
  'name',
  'kind',
  'sector',
  'authority_name',
  'authority_level',
  'authority_division_code',
  'home_province_code',
  'supervising_body',
  'established_on',
  'registered_capital_fen',
  'certificate_number',
  'certificate_from',
  'certificate_to',
  'domicile',
  'business_scope',
  'party_organization_name',
  'party_organization_established_on',
  'dataset_id',
] satisfies (keyof OrganizationRow)[];

export function selectOrganizations(database: Knex, codes: readonly string[]): Promise<OrganizationRow[]> {
  return database('organization').select(columns).whereIn('code', codes);
}

/** Personal data, for a caller who may see it. A view may leave the columns out: then nothing is known. */
export async function selectContacts(database: Knex, codes: readonly string[]): Promise<ContactRow[]> {
  const present = await Promise.all(contactColumns.map((column) => database.schema.hasColumn('organization', column)));
  const known = contactColumns.filter((_, index) => present[index]);
  return database('organization')
    .select(['code', ...known])
    .whereIn('code', codes);
}

/** One page of organizations in the order of their codes, one row more than the page's limit. */
export function selectOrganizationPage(database: Knex, conditions: OrganizationConditions, page: Page): Promise<OrganizationRow[]> {
  const query = whereOrganization(database, conditions)
    .select(columns)
    .orderBy('code')
    .limit(page.limit + 1);
  return page.after === null ? query : query.where('code', '>', page.after);
}

export async function countOrganizations(database: Knex, conditions: OrganizationConditions): Promise<number> {
  const row = await whereOrganization(database, conditions).count({ total: '*' }).first();
  return Number(row?.total);
}

/** Names before today's, the latest first. */
export function selectFormerNames(database: Knex, codes: readonly string[]): Promise<NameRow[]> {
  return database('organization_name')
    .join('organization', 'organization.code', 'organization_name.code')
    .select('organization_name.code', 'organization_name.name', 'organization_name.until_on')
    .whereIn('organization_name.code', codes)
    .whereRaw('?? <> ??', ['organization_name.name', 'organization.name'])
    .orderBy([{ column: 'organization_name.code' }, { column: 'until_on', order: 'desc' }, { column: 'organization_name.name' }]);
}

export function selectStatuses(database: Knex, codes: readonly string[], asOf: IsoDate): Promise<StatusRow[]> {
  return whereStatusOn(database('organization_status').select('code', 'status', 'since_on').whereIn('code', codes), asOf);
}

/** Every evaluation, the latest first. */
export function selectEvaluations(database: Knex, codes: readonly string[]): Promise<EvaluationRow[]> {
  return database<EvaluationRow>('organization_evaluation')
    .whereIn('code', codes)
    .orderBy([{ column: 'code' }, { column: 'from_on', order: 'desc' }]);
}

/** Every qualification, the latest first. */
export function selectQualifications(database: Knex, codes: readonly string[]): Promise<QualificationRow[]> {
  return database<QualificationRow>('organization_qualification')
    .whereIn('code', codes)
    .orderBy([{ column: 'code' }, { column: 'from_on', order: 'desc' }]);
}

/** Every inspection, the latest first. */
export function selectInspections(database: Knex, codes: readonly string[]): Promise<InspectionRow[]> {
  return database<InspectionRow>('organization_inspection')
    .whereIn('code', codes)
    .orderBy([{ column: 'code' }, { column: 'year', order: 'desc' }]);
}

/** Every listing, the latest first. */
export function selectListings(database: Knex, codes: readonly string[]): Promise<ListingRow[]> {
  return database<ListingRow>('organization_listing')
    .whereIn('code', codes)
    .orderBy([{ column: 'code' }, { column: 'listed_on', order: 'desc' }]);
}

/** Every penalty, the latest first. */
export function selectPenalties(database: Knex, codes: readonly string[]): Promise<PenaltyRow[]> {
  return database<PenaltyRow>('organization_penalty')
    .whereIn('code', codes)
    .orderBy([{ column: 'code' }, { column: 'decided_on', order: 'desc' }, { column: 'document_number' }]);
}

function whereOrganization(database: Knex, conditions: OrganizationConditions): Knex.QueryBuilder {
  const { asOf, text, oneOf, contains, established, capitalFen } = conditions;
  const query = database('organization');
  if (text !== undefined) query.whereIn('code', whereContains(database('organization_name').select('code'), 'search_name', text));
  for (const [column, values] of Object.entries(oneOf)) if (values !== undefined) query.whereIn(column, values);
  for (const [column, part] of Object.entries(contains)) if (part) whereContains(query, column, part);
  whereBetween(query, 'established_on', established);
  whereBetween(query, 'registered_capital_fen', capitalFen);
  whereHas(query, conditions.partyOrganization, (has) => has.whereNotNull('party_organization_name'));
  whereHas(query, conditions.certificateValid, (has) =>
    has.whereNotNull('certificate_from').whereNotNull('certificate_to').where('certificate_from', '<=', asOf).where('certificate_to', '>=', asOf),
  );
  whereFacts(database, query, conditions);
  if (conditions.standings !== undefined) whereStanding(database, query, asOf, conditions.standings);
  return query;
}

function whereFacts(database: Knex, query: Knex.QueryBuilder, conditions: OrganizationConditions): void {
  const { asOf, statuses, statusSince, grades, lastInspection } = conditions;
  const codesOf = (table: string) => database(table).select('code');
  if (statuses !== undefined) query.whereIn('code', withStatus(database, asOf, statuses));
  if (statusSince.from || statusSince.to) {
    const begun = whereStatusOn(codesOf('organization_status'), asOf);
    whereBetween(begun, 'since_on', statusSince);
    query.whereIn('code', begun);
  }
  if (grades !== undefined) query.whereIn('code', whereInForce(codesOf('organization_evaluation').whereIn('grade', grades), 'from_on', 'to_on', asOf));
  for (const [kind, wanted] of Object.entries(conditions.qualifications)) {
    whereHas(query, wanted, (has) => has.whereIn('code', whereInForce(codesOf('organization_qualification').where({ kind }), 'from_on', 'to_on', asOf)));
  }
  if (lastInspection !== undefined) query.whereIn('code', withLastInspection(database, asOf, lastInspection));
  for (const [list, wanted] of Object.entries(conditions.listings)) {
    whereHas(query, wanted, (has) => has.whereIn('code', withListing(database, asOf, list)));
  }
  whereHas(query, conditions.penalized, (has) => has.whereIn('code', codesOf('organization_penalty').where('decided_on', '<=', asOf)));
}

/** The same rules as `judgeStanding` in ../shared/standing.ts, as conditions; a test holds the two equal. */
function whereStanding(database: Knex, query: Knex.QueryBuilder, asOf: IsoDate, standings: readonly StandingStatus[]): void {
  const barred = (either: Knex.QueryBuilder) =>
    either.whereIn('code', withStatus(database, asOf, ['DEREGISTERED', 'REVOKED'])).orWhereIn('code', withListing(database, asOf, 'SERIOUS_VIOLATION'));
  const atRisk = (either: Knex.QueryBuilder) =>
    either
      .whereIn('code', withListing(database, asOf, 'ABNORMAL'))
      .orWhereIn('code', withLastInspection(database, asOf, ['FAILED']))
      // Never unknown, so that its negation is right where a certificate has no end.
      .orWhere((expired) => expired.whereNotNull('certificate_to').where('certificate_to', '<', asOf));
  query.whereIn('code', withStatus(database, asOf, ['ACTIVE', 'DEREGISTERED', 'REVOKED']));
  query.where((any) => {
    any.whereRaw('1 = 0');
    if (standings.includes('BARRED')) any.orWhere(barred);
    if (standings.includes('AT_RISK')) any.orWhere((all) => all.where(atRisk).whereNot(barred));
    if (standings.includes('GOOD')) any.orWhere((all) => all.whereNot(atRisk).whereNot(barred));
  });
}

function withStatus(database: Knex, asOf: IsoDate, statuses: readonly RegistrationStatus[]): Knex.QueryBuilder {
  return whereStatusOn(database('organization_status').select('code').whereIn('status', statuses), asOf);
}

function withListing(database: Knex, asOf: IsoDate, list: string): Knex.QueryBuilder {
  return database('organization_listing')
    .select('code')
    .where({ list })
    .where('listed_on', '<=', asOf)
    .where((goesOn) => goesOn.whereNull('removed_on').orWhere('removed_on', '>', asOf));
}

function withLastInspection(database: Knex, asOf: IsoDate, conclusions: readonly InspectionConclusion[]): Knex.QueryBuilder {
  const later = database('organization_inspection as later')
    .select(database.raw('1'))
    .whereRaw('?? = ??', ['later.code', 'inspection.code'])
    .whereRaw('?? > ??', ['later.year', 'inspection.year'])
    .where('later.concluded_on', '<=', asOf);
  return database('organization_inspection as inspection')
    .select('inspection.code')
    .whereIn('conclusion', conclusions)
    .where('concluded_on', '<=', asOf)
    .whereNotExists(later);
}

function whereBetween<Value extends string | number>(
  query: Knex.QueryBuilder,
  column: string,
  { from, to }: { from?: Value | null | undefined; to?: Value | null | undefined },
): void {
  if (from !== null && from !== undefined) query.where(column, '>=', from);
  if (to !== null && to !== undefined) query.where(column, '<=', to);
}

/** A yes-or-no condition: true keeps those that match, false all others, null or absent keeps all. `matches` is never unknown. */
function whereHas(query: Knex.QueryBuilder, wanted: boolean | null | undefined, matches: (has: Knex.QueryBuilder) => void): void {
  if (wanted === true) query.where(matches);
  if (wanted === false) query.whereNot(matches);
}
