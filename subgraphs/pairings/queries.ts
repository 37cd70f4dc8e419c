// The one place that names tables and columns of the pairing ledger. Every function takes arrays of keys and is one
// statement.
import type { Knex } from 'knex';
import { whereStatusOn } from '../shared/conditions';
import type { RowOf } from '../shared/contract/relation';
import { readRows } from '../shared/contract/rows';
import { type ChildRow, type Connection, countEach, type Page, selectFirstOfEach } from '../shared/pages';
import type { IsoDate } from '../shared/scalars';
import type { ShownCount } from '../shared/small-counts';
import { contract } from './contract';
import type { HelpKind, PairingMechanism, PairingShape, PairingStatus, ProjectOrigin, ProjectStatus, Recommender } from './types.generated';

/** An organization, of which the ledger knows the credit code. */
export interface OrganizationReference {
  code: string;
}

/** A county as the ledger knows it: by the code recorded, of any date. `codes` is what the counties say names it. */
export interface CountyReference {
  recordedCode: string;
  codes?: string[] | null;
}

/** A need, of which the ledger knows the identifier. */
export interface NeedReference {
  id: string;
}

export type PairingRow = Omit<RowOf<typeof contract.pairing>, 'changed_at'>;
export type PairingOrganizationRow = RowOf<typeof contract.pairing_organization>;
/** `county_code` is today's as far as known when the record was loaded; `recorded_code` is what the ledger wrote. */
export type PairingCountyRow = RowOf<typeof contract.pairing_county>;
export type PairingKindRow = RowOf<typeof contract.pairing_kind>;
export type PairingStatusRow = RowOf<typeof contract.pairing_status>;
export type ProjectRow = Omit<RowOf<typeof contract.project>, 'changed_at'>;
export type ProjectOrganizationRow = RowOf<typeof contract.project_organization>;
export type ProjectStatusRow = RowOf<typeof contract.project_status>;
export type ReportRow = RowOf<typeof contract.project_report>;

/** A report with its count of people as it is shown. */
export type ShownReportRow = ReportRow & { shown: ShownCount | null };

export type PairingRows = Connection<PairingRow>;
export type ProjectRows = Connection<ProjectRow>;

/** Statuses held on a date; null restricts nothing. */
export interface StatusCondition<Status> {
  asOf: IsoDate;
  /** Null where any status will do, so long as there is one by then. */
  statuses: readonly Status[] | null;
}

export interface PairingConditions {
  status: StatusCondition<PairingStatus> | null;
  kinds?: readonly HelpKind[] | undefined;
  mechanisms?: readonly PairingMechanism[] | undefined;
  shapes?: readonly PairingShape[] | undefined;
  recommendedBy?: Recommender | null | undefined;
  organizations?: readonly string[] | undefined;
  /** Codes as recorded, or as normalised when the records were loaded. */
  counties?: readonly string[] | undefined;
}

export interface ProjectConditions {
  status: StatusCondition<ProjectStatus> | null;
  kinds?: readonly HelpKind[] | undefined;
  origins?: readonly ProjectOrigin[] | undefined;
  organizations?: readonly string[] | undefined;
  /** Codes as recorded, or as normalised when the records were loaded. */
  counties?: readonly string[] | undefined;
}

/** Every code of each county asked for, from a code to the county that it names. */
export type CountyOfCode = ReadonlyMap<string, string>;

export function selectPairings(database: Knex, ids: readonly string[]): Promise<PairingRow[]> {
  return readRows(database, contract.pairing, (columns) => database('pairing').select(columns).whereIn('id', ids));
}

/** One page of pairings in the order of their identifiers, one row more than the page's limit. */
export function selectPairingPage(database: Knex, conditions: PairingConditions, page: Page): Promise<PairingRow[]> {
  return readRows(database, contract.pairing, (columns) => {
    const query = wherePairing(database, conditions)
      .select(columns)
      .orderBy('pairing.id')
      .limit(page.limit + 1);
    return page.after === null ? query : query.where('pairing.id', '>', page.after);
  });
}

export async function countPairings(database: Knex, conditions: PairingConditions): Promise<number> {
  const row = await wherePairing(database, conditions).count({ total: '*' }).first();
  return Number(row?.total);
}

/** The first pairings of each organization; `parent` is its code. */
export function selectPairingsOfOrganizations(
  database: Knex,
  codes: readonly string[],
  conditions: PairingConditions,
  page: Page,
): Promise<ChildRow<PairingRow>[]> {
  return readRows(database, contract.pairing, (columns) =>
    selectFirstOfEach(database, pairingsOfOrganizations(database, codes, conditions), database('pairing').select(columns), 'pairing.id', page),
  );
}

export function countPairingsOfOrganizations(database: Knex, codes: readonly string[], conditions: PairingConditions): Promise<Map<string, number>> {
  return countEach(database, pairingsOfOrganizations(database, codes, conditions));
}

/** The first pairings of each county under any of its codes; `parent` is the county. */
export function selectPairingsOfCounties(database: Knex, counties: CountyOfCode, conditions: PairingConditions, page: Page): Promise<ChildRow<PairingRow>[]> {
  return readRows(database, contract.pairing, (columns) =>
    selectFirstOfEach(database, pairingsOfCounties(database, counties, conditions), database('pairing').select(columns), 'pairing.id', page),
  );
}

export function countPairingsOfCounties(database: Knex, counties: CountyOfCode, conditions: PairingConditions): Promise<Map<string, number>> {
  return countEach(database, pairingsOfCounties(database, counties, conditions));
}

export function selectPairingOrganizations(database: Knex, pairings: readonly string[]): Promise<PairingOrganizationRow[]> {
  return readRows(database, contract.pairing_organization, (columns) =>
    database('pairing_organization').select(columns).whereIn('pairing_id', pairings).orderBy(['pairing_id', 'organization_code']),
  );
}

export function selectPairingCounties(database: Knex, pairings: readonly string[]): Promise<PairingCountyRow[]> {
  return readRows(database, contract.pairing_county, (columns) =>
    database('pairing_county').select(columns).whereIn('pairing_id', pairings).orderBy(['pairing_id', 'recorded_code']),
  );
}

export function selectPairingKinds(database: Knex, pairings: readonly string[]): Promise<PairingKindRow[]> {
  return readRows(database, contract.pairing_kind, (columns) =>
    database('pairing_kind').select(columns).whereIn('pairing_id', pairings).orderBy(['pairing_id', 'kind']),
  );
}

export function selectPairingHistories(database: Knex, pairings: readonly string[]): Promise<PairingStatusRow[]> {
  return readRows(database, contract.pairing_status, (columns) =>
    database('pairing_status').select(columns).whereIn('pairing_id', pairings).orderBy(['pairing_id', 'since_on']),
  );
}

export function selectProjects(database: Knex, ids: readonly string[]): Promise<ProjectRow[]> {
  return readRows(database, contract.project, (columns) => database('project').select(columns).whereIn('id', ids));
}

/** One page of projects in the order of their identifiers, one row more than the page's limit. */
export function selectProjectPage(database: Knex, conditions: ProjectConditions, page: Page): Promise<ProjectRow[]> {
  return readRows(database, contract.project, (columns) => {
    const query = whereProject(database, conditions)
      .select(columns)
      .orderBy('project.id')
      .limit(page.limit + 1);
    return page.after === null ? query : query.where('project.id', '>', page.after);
  });
}

export async function countProjects(database: Knex, conditions: ProjectConditions): Promise<number> {
  const row = await whereProject(database, conditions).count({ total: '*' }).first();
  return Number(row?.total);
}

/** What projects can be listed by, and the column that holds it. */
const projectParents = { pairing: 'project.pairing_id', need: 'project.need_id', organization: 'project_organization.organization_code' };

export type ProjectParent = keyof typeof projectParents;

/** The first projects of each pairing, need or organization; `parent` is its key. */
export function selectProjectsOf(
  database: Knex,
  parent: ProjectParent,
  keys: readonly string[],
  conditions: ProjectConditions,
  page: Page,
): Promise<ChildRow<ProjectRow>[]> {
  return readRows(database, contract.project, (columns) =>
    selectFirstOfEach(database, projectsOf(database, parent, keys, conditions), database('project').select(columns), 'project.id', page),
  );
}

export function countProjectsOf(database: Knex, parent: ProjectParent, keys: readonly string[], conditions: ProjectConditions): Promise<Map<string, number>> {
  return countEach(database, projectsOf(database, parent, keys, conditions));
}

/** The first projects in each county under any of its codes; `parent` is the county. */
export function selectProjectsOfCounties(database: Knex, counties: CountyOfCode, conditions: ProjectConditions, page: Page): Promise<ChildRow<ProjectRow>[]> {
  return readRows(database, contract.project, (columns) =>
    selectFirstOfEach(database, projectsOfCounties(database, counties, conditions), database('project').select(columns), 'project.id', page),
  );
}

export function countProjectsOfCounties(database: Knex, counties: CountyOfCode, conditions: ProjectConditions): Promise<Map<string, number>> {
  return countEach(database, projectsOfCounties(database, counties, conditions));
}

export function selectProjectOrganizations(database: Knex, projects: readonly string[]): Promise<ProjectOrganizationRow[]> {
  return readRows(database, contract.project_organization, (columns) =>
    database('project_organization').select(columns).whereIn('project_id', projects).orderBy(['project_id', 'organization_code']),
  );
}

export function selectProjectHistories(database: Knex, projects: readonly string[]): Promise<ProjectStatusRow[]> {
  return readRows(database, contract.project_status, (columns) =>
    database('project_status').select(columns).whereIn('project_id', projects).orderBy(['project_id', 'since_on']),
  );
}

export function selectReports(database: Knex, projects: readonly string[]): Promise<ReportRow[]> {
  return readRows(database, contract.project_report, (columns) =>
    database('project_report').select(columns).whereIn('project_id', projects).orderBy(['project_id', 'reported_on']),
  );
}

function wherePairing(database: Knex, { status, kinds, mechanisms, shapes, recommendedBy, organizations, counties }: PairingConditions): Knex.QueryBuilder {
  const query = database('pairing');
  const pairingsIn = (table: string) => database(table).select('pairing_id');
  if (status !== null) query.whereIn('pairing.id', withStatus(pairingsIn('pairing_status'), status));
  if (kinds !== undefined) query.whereIn('pairing.id', pairingsIn('pairing_kind').whereIn('kind', kinds));
  if (mechanisms !== undefined) query.whereIn('mechanism', mechanisms);
  if (shapes !== undefined) query.whereIn('shape', shapes);
  if (recommendedBy) query.where('recommended_by', recommendedBy);
  if (organizations !== undefined) query.whereIn('pairing.id', pairingsIn('pairing_organization').whereIn('organization_code', organizations));
  if (counties !== undefined) query.whereIn('pairing.id', whereAnyCode(pairingsIn('pairing_county'), counties));
  return query;
}

function whereProject(database: Knex, { status, kinds, origins, organizations, counties }: ProjectConditions): Knex.QueryBuilder {
  const query = database('project');
  const projectsIn = (table: string) => database(table).select('project_id');
  if (status !== null) query.whereIn('project.id', withStatus(projectsIn('project_status'), status));
  if (kinds !== undefined) query.whereIn('project.kind', kinds);
  if (origins !== undefined) query.whereIn('origin', origins);
  if (organizations !== undefined) query.whereIn('project.id', projectsIn('project_organization').whereIn('organization_code', organizations));
  if (counties !== undefined) query.where((either) => whereAnyCode(either, counties));
  return query;
}

function pairingsOfOrganizations(database: Knex, codes: readonly string[], conditions: PairingConditions): Knex.QueryBuilder {
  return wherePairing(database, conditions)
    .join('pairing_organization', 'pairing_organization.pairing_id', 'pairing.id')
    .whereIn('organization_code', codes)
    .select('organization_code as parent', 'pairing.id as key');
}

function pairingsOfCounties(database: Knex, counties: CountyOfCode, conditions: PairingConditions): Knex.QueryBuilder {
  return wherePairing(database, conditions)
    .join('pairing_county', 'pairing_county.pairing_id', 'pairing.id')
    .whereIn('pairing_county.county_code', [...counties.keys()])
    .select(countyOf(database, 'pairing_county.county_code', counties), 'pairing.id as key');
}

function projectsOf(database: Knex, parent: ProjectParent, keys: readonly string[], conditions: ProjectConditions): Knex.QueryBuilder {
  const query = whereProject(database, conditions).whereIn(projectParents[parent], keys).select(`${projectParents[parent]} as parent`, 'project.id as key');
  return parent === 'organization' ? query.join('project_organization', 'project_organization.project_id', 'project.id') : query;
}

function projectsOfCounties(database: Knex, counties: CountyOfCode, conditions: ProjectConditions): Knex.QueryBuilder {
  return whereProject(database, conditions)
    .whereIn('project.county_code', [...counties.keys()])
    .select(countyOf(database, 'project.county_code', counties), 'project.id as key');
}

/** The county that a column's code names, as `parent`: most records are under today's code, the rest are mapped to it. */
function countyOf(database: Knex, column: string, counties: CountyOfCode): Knex.Raw {
  const former = [...counties].filter(([code, county]) => code !== county);
  if (former.length === 0) return database.raw('?? as ??', [column, 'parent']);
  return database.raw(`case ?? ${former.map(() => 'when ? then ?').join(' ')} else ?? end as ??`, [column, ...former.flat(), column, 'parent']);
}

function whereAnyCode(query: Knex.QueryBuilder, codes: readonly string[]): Knex.QueryBuilder {
  return query.whereIn('county_code', codes).orWhereIn('recorded_code', codes);
}

function withStatus(query: Knex.QueryBuilder, { asOf, statuses }: StatusCondition<string>): Knex.QueryBuilder {
  whereStatusOn(query, asOf);
  return statuses === null ? query : query.whereIn('status', statuses);
}
