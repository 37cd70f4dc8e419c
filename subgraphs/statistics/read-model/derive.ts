// Derives dimensions and facts from the mirror's records, some keys of a collection at a time. Deriving the same keys again
// gives the same rows. What depends on what has changed is returned, for its collection to be derived after.
import type { Knex } from 'knex';
import { addDays } from '../../shared/scalars';
import { groupBy } from '../../shared/group-by';
import { codeOf, kindsMask, mechanisms, openEnd, standings } from '../codes';
import type { Criteria } from '../criteria';
import * as facts from './facts';
import { type KeptReason, type OrganizationPeriod, toPeriods, unknownForever } from './organization-periods';
import type { Collection, RecordOf } from './records';
import { deleteRows, insertRows, selectRows, type Value } from './rows';

/** Keys of other collections that have to be derived again. */
export type Dependents = Partial<Record<Collection, Iterable<string>>>;

/** By what records are derived: where it changes, all of them are derived again. */
export interface Rules {
  criteria: Criteria;
  /** Counts of people from 1 up to, but not, this are shown as half of it. */
  protectedUnder: number;
}

/** Records of a collection to derive. */
export interface Changed<Name extends Collection> {
  /** Those that were added, changed or removed. */
  keys: readonly string[];
  /** Those of them that there are. */
  records: readonly RecordOf<Name>[];
  /** Whether none of them was derived before, so that there is nothing to delete. */
  isNew: boolean;
}

type Derive<Name extends Collection> = (database: Knex, changed: Changed<Name>, rules: Rules) => Promise<Dependents>;

/** For each collection, in the order in which they have to be derived. */
const derivations: { readonly [Name in Collection]: Derive<Name> } = {
  province: deriveProvinces,
  prefecture: derivePrefectures,
  partnership: derivePartnerships,
  county: deriveCounties,
  need: deriveNeeds,
  organization: deriveOrganizations,
  project: deriveProjects,
  pairing: derivePairings,
};

/** The order in which collections are derived: each needs those before it. */
export const order = Object.keys(derivations) as Collection[];

/** Derives records at hand. */
export function derive<Name extends Collection>(database: Knex, collection: Name, changed: Changed<Name>, rules: Rules): Promise<Dependents> {
  return derivations[collection](database, changed, rules);
}

/** Derives the records of some keys from the mirror. */
export async function deriveKept<Name extends Collection>(database: Knex, collection: Name, keys: readonly string[], rules: Rules): Promise<Dependents> {
  return derive(database, collection, { keys, records: await readRecords(database, collection, keys), isNew: false }, rules);
}

async function deriveProvinces(database: Knex, { keys, records }: Changed<'province'>): Promise<Dependents> {
  await deleteRows(database('dim_province'), 'code', keys);
  await insertRows(
    database,
    { name: 'dim_province', columns: ['code', 'name', 'region'] },
    records.map(({ code, name, region }) => [code, name, region]),
  );
  return {};
}

async function derivePrefectures(database: Knex, { keys, records }: Changed<'prefecture'>): Promise<Dependents> {
  await deleteRows(database('dim_prefecture'), 'code', keys);
  await insertRows(
    database,
    { name: 'dim_prefecture', columns: ['code', 'name'] },
    records.map(({ code, name }) => [code, name]),
  );
  return {};
}

async function derivePartnerships(database: Knex, { keys, records }: Changed<'partnership'>): Promise<Dependents> {
  for (const key of keys) {
    const [east_code, west_code] = key.split('-');
    await database('dim_partnership').where({ east_code, west_code }).delete();
  }
  const columns = ['east_code', 'west_code', 'from_on', 'until_on'];
  await insertRows(
    database,
    { name: 'dim_partnership', columns },
    records.map(({ east, west, from, to }) => [east, west, from ?? '0001-01-01', to === null ? openEnd : addDays(to, 1)]),
  );
  return {};
}

async function deriveCounties(database: Knex, { keys, records }: Changed<'county'>): Promise<Dependents> {
  const ids = keys.map(Number);
  const codes = new Set(records.flatMap(({ code, formerCodes }) => [code, ...formerCodes]));
  for (const { code } of await selectRows<{ code: string }>(database('dim_county_code'), ['code'], 'county_id', ids)) codes.add(code);
  for (const table of ['dim_county_code', 'dim_designation']) await deleteRows(database(table), 'county_id', ids);
  await deleteRows(database('dim_county'), 'id', ids);
  await insertRows(
    database,
    { name: 'dim_county', columns: countyColumns },
    records.map((county): Value[] => [
      Number(county.code),
      county.code,
      county.name,
      county.province,
      county.prefecture,
      ...[county.ethnicMinorityArea, county.borderCounty, county.oldRevolutionaryBase, county.threeRegionsThreePrefectures].map((flag) =>
        flag === null ? null : Number(flag),
      ),
    ]),
  );
  await insertRows(
    database,
    { name: 'dim_county_code', columns: ['code', 'county_id'] },
    records.flatMap(({ code, formerCodes }) => [...new Set([code, ...formerCodes])].map((each): Value[] => [each, Number(code)])),
  );
  await insertRows(
    database,
    { name: 'dim_designation', columns: ['list', 'county_id', 'from_on', 'until_on'] },
    records.flatMap(({ code, designations }) =>
      designations.map(({ list, from, to }): Value[] => [list, Number(code), from, to === null ? openEnd : addDays(to, 1)]),
    ),
  );
  return dependentsOfCounties(database, [...codes]);
}

const countyColumns = [
  'id',
  'code',
  'name',
  'province_code',
  'prefecture_code',
  'ethnic_minority_area',
  'border_county',
  'old_revolutionary_base',
  'three_regions_three_prefectures',
];

/** Whatever was recorded under any of the codes: the county that a code names may be another one now. */
async function dependentsOfCounties(database: Knex, codes: readonly string[]): Promise<Dependents> {
  const ids = codes.map(Number);
  const links = await selectRows<{ pairing_id: number }>(database('fact_link').distinct(), ['pairing_id'], 'county_id', ids);
  const pledges = await selectRows<{ pairing_id: number }>(database('fact_pledge').distinct(), ['pairing_id'], 'county_id', ids);
  const projects = await selectRows<{ project_key: string }>(database('fact_project'), ['project_key'], 'county_id', ids);
  const needs = await selectRows<{ need_key: string }>(database('fact_need').distinct(), ['need_key'], 'county_id', ids);
  return {
    pairing: await pairingKeys(
      database,
      [...links, ...pledges].map(({ pairing_id }) => pairing_id),
    ),
    project: projects.map(({ project_key }) => project_key),
    need: needs.map(({ need_key }) => need_key),
  };
}

async function deriveNeeds(database: Knex, { keys, records, isNew }: Changed<'need'>): Promise<Dependents> {
  const countyOf = await readCountyCodes(
    database,
    records.map(({ county }) => county),
  );
  if (!isNew) await deleteRows(database('fact_need'), 'need_key', keys);
  await insertRows(
    database,
    facts.needTable,
    records.flatMap((need) => facts.toNeeds(need, countyOf(need.county))),
  );
  return {};
}

async function deriveOrganizations(database: Knex, { keys, records, isNew }: Changed<'organization'>, { criteria }: Rules): Promise<Dependents> {
  const { ids, added } = await numberOrganizations(database, keys);
  const known = new Map(records.map((record) => [record.code, record]));
  // What has a number already is named by a pairing or a project, or was derived before.
  const isAdded = new Set(added);
  const numbered = [...ids].filter(([code]) => !isAdded.has(code)).map(([, id]) => id);
  await deleteRows(database('dim_organization'), 'id', numbered);
  if (!isNew) await deleteRows(database('organization_period'), 'organization_id', numbered);
  await insertRows(
    database,
    organizationTable,
    keys.map((code): Value[] => {
      const record = known.get(code);
      const id = ids.get(code) as number;
      if (record === undefined) return [id, code, 0, 0, 0, null, 0];
      const { kind, sector, level } = facts.organizationCodes(record);
      return [id, code, kind, sector, level, record.homeProvince, kindsMask(criteria.kindsOfScope(record.businessScope))];
    }),
  );
  await insertRows(
    database,
    { name: 'organization_period', columns: ['organization_id', 'from_on', 'until_on', 'standing', 'grade', 'reasons'] },
    records.flatMap((record) =>
      toPeriods(record).map(({ from, until, standing, grade, reasons }): Value[] => [
        ids.get(record.code) as number,
        from,
        until,
        codeOf(standings, standing),
        grade,
        JSON.stringify(reasons),
      ]),
    ),
  );
  return dependentsOfOrganizations(database, numbered);
}

const organizationTable = { name: 'dim_organization', columns: ['id', 'code', 'kind', 'sector', 'level', 'home_province_code', 'scope_kinds'] };

async function dependentsOfOrganizations(database: Knex, ids: readonly number[]): Promise<Dependents> {
  const links = await selectRows<{ pairing_id: number }>(database('fact_link').distinct(), ['pairing_id'], 'organization_id', ids);
  const pledges = await selectRows<{ pairing_id: number }>(database('fact_pledge').distinct(), ['pairing_id'], 'organization_id', ids);
  const projects = await selectRows<{ project_key: string }>(database('fact_project'), ['project_key'], 'organization_id', ids);
  return {
    pairing: await pairingKeys(
      database,
      [...links, ...pledges].map(({ pairing_id }) => pairing_id),
    ),
    project: projects.map(({ project_key }) => project_key),
  };
}

async function deriveProjects(database: Knex, { keys, records, isNew }: Changed<'project'>, { protectedUnder }: Rules): Promise<Dependents> {
  const before = isNew ? [] : await selectRows<{ pairing_id: number | null }>(database('fact_project').distinct(), ['pairing_id'], 'project_key', keys);
  const countyOf = await readCountyCodes(
    database,
    records.flatMap(({ county, recorded }) => [county, recorded]),
  );
  const pairings = await readPairings(
    database,
    records.flatMap(({ pairing }) => pairing ?? []),
  );
  const organizations = await readOrganizations(
    database,
    records.flatMap(({ lead }) => lead ?? []),
  );
  if (!isNew) for (const table of ['fact_project', 'fact_report']) await deleteRows(database(table), 'project_key', keys);
  const rows = records.map((project) => {
    const pairing = project.pairing === null ? undefined : pairings.get(project.pairing);
    const place = {
      county: countyOf(project.county, project.recorded),
      pairing: pairing?.id ?? null,
      mechanism: pairing?.mechanism ?? 0,
      lead: project.lead === null ? null : (organizations.get(project.lead) ?? null),
    };
    return { project: facts.toProject(project, place, protectedUnder), reports: facts.toReports(project, place, protectedUnder) };
  });
  await insertRows(
    database,
    facts.projectTable,
    rows.map(({ project }) => project),
  );
  await insertRows(
    database,
    facts.reportTable,
    rows.flatMap(({ reports }) => reports),
  );
  // Their projects tell what diversified pairings help with.
  const touched = [...before.flatMap(({ pairing_id }) => pairing_id ?? []), ...[...pairings.values()].map(({ id }) => id)];
  const diversified = await selectRows<{ pairing_key: string }>(
    database('dim_pairing').whereRaw('(?? & ?) <> 0', ['kinds', kindsMask(['DIVERSIFIED'])]),
    ['pairing_key'],
    'id',
    touched,
  );
  return { pairing: diversified.map(({ pairing_key }) => pairing_key) };
}

async function derivePairings(database: Knex, { keys, records, isNew }: Changed<'pairing'>): Promise<Dependents> {
  const before = await selectRows<PairingRow>(database('dim_pairing'), pairingColumns, 'pairing_key', keys);
  const pairings = await readPairings(database, keys);
  const ids = [...pairings.values()].map(({ id }) => id);
  const countyOf = await readCountyCodes(
    database,
    records.flatMap(({ counties }) => counties.flatMap(({ county, recorded }) => [county, recorded])),
  );
  const organizations = await readOrganizations(
    database,
    records.flatMap((record) => record.organizations),
  );
  const projectKinds = await readKindIntervals(
    database,
    records.filter(facts.isDiversified).map(({ id }) => (pairings.get(id) as PairingRow).id),
  );
  if (!isNew) for (const table of ['fact_link', 'fact_pledge']) await deleteRows(database(table), 'pairing_id', ids);
  await deleteRows(database('dim_pairing'), 'id', ids);
  const known = new Map(records.map((record) => [record.id, record]));
  const mechanismOf = (key: string) => codeOf(mechanisms, known.get(key)?.mechanism);
  await insertRows(
    database,
    { name: 'dim_pairing', columns: pairingColumns },
    [...pairings.values()].map(({ id, pairing_key }) => [id, pairing_key, mechanismOf(pairing_key), kindsMask(known.get(pairing_key)?.kinds ?? [])]),
  );
  const rows = records.map((record) => {
    const { id } = pairings.get(record.id) as PairingRow;
    const counties = [...new Set(record.counties.map(({ county, recorded }) => countyOf(county, recorded)))].sort((a, b) => a - b);
    const own = [...new Set(record.organizations)].sort().map((code) => organizations.get(code) as facts.OrganizationFacts);
    return { links: facts.toLinks(record, id, counties, own, projectKinds.get(id) ?? []), pledges: facts.toPledges(record, id, counties, own) };
  });
  await insertRows(
    database,
    facts.linkTable,
    rows.flatMap(({ links }) => links),
  );
  await insertRows(
    database,
    facts.pledgeTable,
    rows.flatMap(({ pledges }) => pledges),
  );
  const changed = before.filter(({ pairing_key, mechanism }) => mechanismOf(pairing_key) !== mechanism);
  const projects = await selectRows<{ project_key: string }>(
    database('fact_project'),
    ['project_key'],
    'pairing_id',
    changed.map(({ id }) => id),
  );
  return { project: projects.map(({ project_key }) => project_key) };
}

interface PairingRow {
  id: number;
  pairing_key: string;
  mechanism: number;
  kinds: number;
}

const pairingColumns = ['id', 'pairing_key', 'mechanism', 'kinds'];

async function readRecords<Name extends Collection>(database: Knex, collection: Name, keys: readonly string[]): Promise<RecordOf<Name>[]> {
  const rows = await selectRows<{ body: string }>(database('feed_record').where({ collection }), ['body'], 'record_key', keys);
  return rows.map(({ body }) => JSON.parse(body) as RecordOf<Name>);
}

/**
 * The county that a code of any date names: of the codes given, the first that one county alone has, today's before a
 * former one. A code that names none stands for itself, so that the record is found again when it does.
 */
async function readCountyCodes(database: Knex, codes: readonly string[]): Promise<(...codes: string[]) => number> {
  const rows = await selectRows<{ code: string; county_id: number }>(database('dim_county_code'), ['code', 'county_id'], 'code', [...new Set(codes)]);
  const counties = groupBy(rows, ({ code }) => code);
  const find = (code: string) => {
    const named = counties.get(code) ?? [];
    return named.find(({ county_id }) => county_id === Number(code)) ?? named[0];
  };
  return (...given) => given.map(find).find((row) => row !== undefined)?.county_id ?? Number(given[0]);
}

/** The organizations by code, with an empty one for each that the register lacks. */
async function readOrganizations(database: Knex, codes: readonly string[]): Promise<Map<string, facts.OrganizationFacts>> {
  const unique = [...new Set(codes)];
  const ids = await organizationIds(database, unique);
  const dimensions = await selectRows<{ id: number; code: string; kind: number; sector: number; level: number }>(
    database('dim_organization'),
    ['id', 'code', 'kind', 'sector', 'level'],
    'id',
    [...ids.values()],
  );
  const periods = groupBy(
    await selectRows<PeriodRow>(database('organization_period').orderBy('from_on'), periodColumns, 'organization_id', [...ids.values()]),
    ({ organization_id }) => organization_id,
  );
  return new Map(
    dimensions.map(({ code, ...organization }) => [code, { ...organization, periods: periods.get(organization.id)?.map(toPeriod) ?? unknownForever }]),
  );
}

interface PeriodRow {
  organization_id: number;
  from_on: string;
  until_on: string;
  standing: number;
  grade: number;
}

const periodColumns = ['organization_id', 'from_on', 'until_on', 'standing', 'grade'];

/** Without its reasons: facts do not hold them. */
function toPeriod({ from_on, until_on, standing, grade }: PeriodRow): OrganizationPeriod {
  const reasons: KeptReason[] = [];
  return { from: from_on, until: until_on, standing: standings[standing - 1] ?? 'UNKNOWN', grade, reasons };
}

/** A number for each code, written where there is none: a pairing may name an organization before the register's feed does. */
async function organizationIds(database: Knex, codes: readonly string[]): Promise<Map<string, number>> {
  const { ids, added } = await numberOrganizations(database, codes);
  await insertRows(
    database,
    organizationTable,
    added.map((code) => [ids.get(code) as number, code, 0, 0, 0, null, 0]),
  );
  return ids;
}

/** The number that each code has or is to have, and the codes that have none yet. */
async function numberOrganizations(database: Knex, codes: readonly string[]): Promise<{ ids: Map<string, number>; added: string[] }> {
  const rows = await selectRows<{ id: number; code: string }>(database('dim_organization'), ['id', 'code'], 'code', codes);
  const ids = new Map(rows.map(({ id, code }) => [code, id]));
  const added = [...new Set(codes)].filter((code) => !ids.has(code));
  const first = added.length === 0 ? 0 : (await greatestId(database, 'dim_organization')) + 1;
  for (const [i, code] of added.entries()) ids.set(code, first + i);
  return { ids, added };
}

/** The pairings by key, with a number for each that is new. */
async function readPairings(database: Knex, keys: readonly string[]): Promise<Map<string, PairingRow>> {
  const rows = await selectRows<PairingRow>(database('dim_pairing'), pairingColumns, 'pairing_key', [...new Set(keys)]);
  const pairings = new Map(rows.map((row) => [row.pairing_key, row]));
  const missing = [...new Set(keys)].filter((key) => !pairings.has(key));
  if (missing.length === 0) return pairings;
  const records = new Map((await readRecords(database, 'pairing', missing)).map((record) => [record.id, record]));
  const first = (await greatestId(database, 'dim_pairing')) + 1;
  missing.forEach((key, i) => {
    const record = records.get(key);
    pairings.set(key, { id: first + i, pairing_key: key, mechanism: codeOf(mechanisms, record?.mechanism), kinds: kindsMask(record?.kinds ?? []) });
  });
  await insertRows(
    database,
    { name: 'dim_pairing', columns: pairingColumns },
    missing.map((key) => {
      const { id, mechanism, kinds } = pairings.get(key) as PairingRow;
      return [id, key, mechanism, kinds];
    }),
  );
  return pairings;
}

async function readKindIntervals(database: Knex, pairings: readonly number[]): Promise<Map<number, facts.KindInterval[]>> {
  interface Row {
    pairing_id: number;
    county_id: number;
    kind: number;
    landed_on: string | null;
    stopped_on: string | null;
  }
  const rows = await selectRows<Row>(database('fact_project'), ['pairing_id', 'county_id', 'kind', 'landed_on', 'stopped_on'], 'pairing_id', pairings);
  const intervals = new Map<number, facts.KindInterval[]>();
  for (const [pairing, projects] of groupBy(rows, ({ pairing_id }) => pairing_id)) {
    const own = projects.map(({ county_id, kind, landed_on, stopped_on }) => facts.toKindInterval(kind, county_id, landed_on, stopped_on));
    intervals.set(
      pairing,
      own.filter((interval) => interval !== null),
    );
  }
  return intervals;
}

async function pairingKeys(database: Knex, ids: readonly number[]): Promise<string[]> {
  const rows = await selectRows<{ pairing_key: string }>(database('dim_pairing'), ['pairing_key'], 'id', [...new Set(ids)]);
  return rows.map(({ pairing_key }) => pairing_key);
}

async function greatestId(database: Knex, table: string): Promise<number> {
  const row: { greatest?: number | null } | undefined = await database(table).max({ greatest: 'id' }).first();
  return row?.greatest ?? 0;
}
