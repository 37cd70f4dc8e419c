// The one place that names tables and columns of the organizations' register. Every function takes arrays of keys and
// is one statement.
import type { Knex } from 'knex';
import { whereBy, whereContains, whereFrom, whereInForce, whereLater, whereStatusOn } from '../shared/conditions';
import type { Relation, RowOf } from '../shared/contract/relation';
import { readRows } from '../shared/contract/rows';
import type { Connection, Page } from '../shared/pages';
import { addDays, type Fen, type IsoDate } from '../shared/scalars';
import { contract } from './contract';
import type { EvaluationGrade, InspectionConclusion, RegistrationStatus, StandingStatus } from './types.generated';

/** A province, of which this subgraph knows the code alone. */
export interface ProvinceReference {
  code: string;
}

const contactColumns = ['organization.code', 'organization.legal_representative', 'organization.telephone'];

/** Personal data is not among the columns: it leaves the database by `selectContacts` alone. */
export type OrganizationRow = Omit<RowOf<typeof contract.organization>, 'legal_representative' | 'telephone' | 'changed_at'>;

/** Personal data. */
export type ContactRow = Pick<RowOf<typeof contract.organization>, 'code' | 'legal_representative' | 'telephone'>;

/** A name; `until_on` is its last day, null for today's name or where no source gives the day. */
export type NameRow = Omit<RowOf<typeof contract.organization_name>, 'search_name'>;

export type StatusRow = RowOf<typeof contract.organization_status>;
export type EvaluationRow = RowOf<typeof contract.organization_evaluation>;
export type QualificationRow = RowOf<typeof contract.organization_qualification>;
export type QualificationKind = QualificationRow['kind'];
export type InspectionRow = RowOf<typeof contract.organization_inspection>;
/** A listing; in force from `listed_on` up to, but not on, `removed_on`. */
export type ListingRow = RowOf<typeof contract.organization_listing>;
export type ListName = ListingRow['list'];
export type PenaltyRow = RowOf<typeof contract.organization_penalty>;

export type OrganizationRows = Connection<OrganizationRow>;

/** Conditions on organizations; absent ones do not restrict. Facts with a validity count on `asOf`. */
export interface OrganizationConditions {
  asOf: IsoDate;
  /** Folded by `foldForSearch`. */
  /** Forms of a text of which a name is to hold one. */
  text?: readonly string[] | undefined;
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

export function selectOrganizations(database: Knex, codes: readonly string[]): Promise<OrganizationRow[]> {
  return readRows(database, contract.organization, (columns) => database('organization').select(columns).whereIn('code', codes));
}

/** Personal data, for a caller who may see it. A view may leave the columns out: then nothing is known. */
export function selectContacts(database: Knex, codes: readonly string[]): Promise<ContactRow[]> {
  return readRows(database, contract.organization, (columns) => database('organization').select(columns).whereIn('code', codes), contactColumns);
}

/** One page of organizations in the order of their codes, one row more than the page's limit. */
export function selectOrganizationPage(database: Knex, conditions: OrganizationConditions, page: Page): Promise<OrganizationRow[]> {
  return readRows(database, contract.organization, (columns) => {
    const query = whereOrganization(database, conditions)
      .select(columns)
      .orderBy('code')
      .limit(page.limit + 1);
    return page.after === null ? query : query.where('code', '>', page.after);
  });
}

export async function countOrganizations(database: Knex, conditions: OrganizationConditions): Promise<number> {
  const row = await whereOrganization(database, conditions).count({ total: '*' }).first();
  return Number(row?.total);
}

/** Names before today's, the latest first. */
export function selectFormerNames(database: Knex, codes: readonly string[]): Promise<NameRow[]> {
  return readRows(database, contract.organization_name, (columns) =>
    database('organization_name')
      .join('organization', 'organization.code', 'organization_name.code')
      .select(columns)
      .whereIn('organization_name.code', codes)
      // A name that is null is none, which its field says.
      .where((another) =>
        another.whereRaw('?? <> ??', ['organization_name.name', 'organization.name']).orWhereNull('organization_name.name').orWhereNull('organization.name'),
      )
      .orderBy([{ column: 'organization_name.code' }, { column: 'until_on', order: 'desc' }, { column: 'organization_name.name' }]),
  );
}

/** Every status. */
export function selectStatuses(database: Knex, codes: readonly string[]): Promise<StatusRow[]> {
  return selectFacts(database, contract.organization_status, codes, [{ column: 'since_on' }]);
}

/** Every evaluation, the latest first. */
export function selectEvaluations(database: Knex, codes: readonly string[]): Promise<EvaluationRow[]> {
  return selectFacts(database, contract.organization_evaluation, codes, [{ column: 'from_on', order: 'desc' }]);
}

/** Every qualification, the latest first. */
export function selectQualifications(database: Knex, codes: readonly string[]): Promise<QualificationRow[]> {
  return selectFacts(database, contract.organization_qualification, codes, [{ column: 'from_on', order: 'desc' }]);
}

/** Every inspection, the latest first. */
export function selectInspections(database: Knex, codes: readonly string[]): Promise<InspectionRow[]> {
  return selectFacts(database, contract.organization_inspection, codes, [{ column: 'year', order: 'desc' }]);
}

/** Every listing, the latest first. */
export function selectListings(database: Knex, codes: readonly string[]): Promise<ListingRow[]> {
  return selectFacts(database, contract.organization_listing, codes, [{ column: 'listed_on', order: 'desc' }]);
}

/** Every penalty, the latest first. */
export function selectPenalties(database: Knex, codes: readonly string[]): Promise<PenaltyRow[]> {
  return selectFacts(database, contract.organization_penalty, codes, [{ column: 'decided_on', order: 'desc' }, { column: 'document_number' }]);
}

/** The rows of a relation that hang on some organizations. */
function selectFacts<Of extends Relation>(
  database: Knex,
  relation: Of,
  codes: readonly string[],
  order: { column: string; order?: 'desc' }[],
): Promise<RowOf<Of>[]> {
  return readRows(database, relation, (columns) =>
    database(relation.name)
      .select(columns)
      .whereIn('code', codes)
      .orderBy([{ column: 'code' }, ...order]),
  );
}

function whereOrganization(database: Knex, conditions: OrganizationConditions): Knex.QueryBuilder {
  const { asOf, text, oneOf, contains, established, capitalFen } = conditions;
  const query = database('organization');
  if (text !== undefined) query.whereIn('code', whereContains(database('organization_name').select('code'), 'search_name', text));
  for (const [column, values] of Object.entries(oneOf)) if (values !== undefined) query.whereIn(column, values);
  for (const [column, part] of Object.entries(contains)) if (part) whereContains(query, column, [part]);
  whereDays(query, 'established_on', established);
  whereBetween(query, 'registered_capital_fen', capitalFen);
  whereHas(query, conditions.partyOrganization, (has) => has.whereNotNull('party_organization_name'));
  whereHas(query, conditions.certificateValid, (has) =>
    whereFrom(whereBy(has.whereNotNull('certificate_from').whereNotNull('certificate_to'), 'certificate_from', asOf), 'certificate_to', asOf),
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
    whereDays(begun, 'since_on', statusSince);
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
  whereHas(query, conditions.penalized, (has) => has.whereIn('code', whereBy(codesOf('organization_penalty'), 'decided_on', asOf)));
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
      .orWhere((expired) => whereBy(expired.whereNotNull('certificate_to'), 'certificate_to', addDays(asOf, -1)));
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
  return whereBy(database('organization_listing').select('code').where({ list }), 'listed_on', asOf).where((goesOn) =>
    goesOn.whereNull('removed_on').orWhere((later) => whereLater(later, 'removed_on', asOf)),
  );
}

function withLastInspection(database: Knex, asOf: IsoDate, conclusions: readonly InspectionConclusion[]): Knex.QueryBuilder {
  const later = database('organization_inspection as later')
    .select(database.raw('1'))
    .whereRaw('?? = ??', ['later.code', 'inspection.code'])
    .whereRaw('?? > ??', ['later.year', 'inspection.year']);
  const concluded = database('organization_inspection as inspection').select('inspection.code').whereIn('conclusion', conclusions);
  return whereBy(concluded, 'concluded_on', asOf).whereNotExists(whereBy(later, 'later.concluded_on', asOf));
}

function whereDays(query: Knex.QueryBuilder, column: string, { from, to }: { from?: IsoDate | null | undefined; to?: IsoDate | null | undefined }): void {
  if (from !== null && from !== undefined) whereFrom(query, column, from);
  if (to !== null && to !== undefined) whereBy(query, column, to);
}

function whereBetween(query: Knex.QueryBuilder, column: string, { from, to }: { from?: Fen | null | undefined; to?: Fen | null | undefined }): void {
  if (from !== null && from !== undefined) query.where(column, '>=', from);
  if (to !== null && to !== undefined) query.where(column, '<=', to);
}

/** A yes-or-no condition: true keeps those that match, false all others, null or absent keeps all. `matches` is never unknown. */
function whereHas(query: Knex.QueryBuilder, wanted: boolean | null | undefined, matches: (has: Knex.QueryBuilder) => void): void {
  if (wanted === true) query.where(matches);
  if (wanted === false) query.whereNot(matches);
}
