// What of a question is on record: the counties that it is about on each date, when lists are in force, and which of its codes
// name something.
import type { Knex } from 'knex';
import type { CountyConditions, Question } from '../question';
import { selectPairingCounts } from './counted-links';
import { selectCounties, selectPledges, selectProjectCounts, selectReports } from './coverage';
import { joinPoints, whereCounty, whereSound } from './facts';

/** How many counties meet some conditions on each of a question's dates, in their order. */
export async function countPopulation(database: Knex, question: Question, counties: CountyConditions): Promise<number[]> {
  const rows = await selectCounties(database, { ...question, groupBy: [], counties });
  const byPlace = new Map(rows.map((row) => [Number(row.place ?? 0), Number(row.counties)]));
  return question.points.map((_point, place) => byPlace.get(place) ?? 0);
}

/** Whether any pairing in force, project, pledge or report counts on any of a question's dates. */
export async function countsAnything(database: Knex, question: Question): Promise<boolean> {
  if ((await selectPairingCounts(database, question)).some(({ pairings }) => Number(pairings) > 0)) return true;
  if ((await selectProjectCounts(database, question)).some(({ projects }) => Number(projects) > 0)) return true;
  if ((await selectPledges(database, question)).some(({ pledged }) => pledged !== null)) return true;
  return (await selectReports(database, question, 'people')).some(({ spent }) => spent !== null);
}

/** The first day of a list and the day after its last; null where no county was ever on it. */
export async function selectListSpan(database: Knex, list: string): Promise<{ from: string; until: string } | null> {
  const row: { from?: string | null; until?: string | null } | undefined = await whereSound(database('dim_designation').where({ list }), database)
    .min({ from: 'from_on' })
    .max({ until: 'until_on' })
    .first();
  return row?.from && row.until ? { from: row.from, until: row.until } : null;
}

/** The arguments that name something by its code or identifier. */
export type CodeArgument = 'provinces' | 'prefectures' | 'counties' | 'homeProvinces' | 'organizations' | 'pairings';

const knownIn: Readonly<Record<CodeArgument, readonly [table: string, column: string]>> = {
  provinces: ['dim_province', 'code'],
  prefectures: ['dim_prefecture', 'code'],
  counties: ['dim_county_code', 'code'],
  homeProvinces: ['dim_province', 'code'],
  organizations: ['dim_organization', 'code'],
  pairings: ['dim_pairing', 'pairing_key'],
};

/** Those of some codes that name something on record. */
export async function selectKnownCodes(database: Knex, argument: CodeArgument, codes: readonly string[]): Promise<Set<string>> {
  const [table, column] = knownIn[argument];
  return readCodes(database(table).distinct({ code: column }).whereIn(column, codes));
}

/** Those of some codes that name a county, or a division with a county, that the question is about on any of its dates. */
export function selectCountedCodes(
  database: Knex,
  argument: 'provinces' | 'prefectures' | 'counties',
  question: Question,
  codes: readonly string[],
): Promise<Set<string>> {
  const column = { provinces: 'county.province_code', prefectures: 'county.prefecture_code', counties: 'named.code' }[argument];
  const query = joinPoints(database, database('dim_county as county'), question).distinct({ code: column }).whereIn(column, codes);
  if (argument === 'counties') query.join('dim_county_code as named', 'named.county_id', 'county.id');
  whereCounty(database, query, question);
  return readCodes(query);
}

/** Those of some provinces in which an organization is registered. */
export function selectHomeProvinces(database: Knex, codes: readonly string[]): Promise<Set<string>> {
  const registered = database('dim_organization as organization').select(database.raw('1')).whereRaw('organization.home_province_code = province.code');
  return readCodes(database('dim_province as province').select('province.code').whereIn('province.code', codes).whereExists(registered));
}

/** Those of some organizations that are in a pairing, or lead a project, that is on record by a date. */
export function selectActiveOrganizations(database: Knex, codes: readonly string[], date: string): Promise<Set<string>> {
  const has = (table: string, day: string) =>
    database(`${table} as fact`).select(database.raw('1')).whereRaw('fact.organization_id = organization.id').where(`fact.${day}`, '<=', date);
  const query = database('dim_organization as organization').distinct('organization.code').whereIn('organization.code', codes);
  return readCodes(
    query.where((any) =>
      any.whereExists(has('fact_link', 'from_on')).orWhereExists(has('fact_pledge', 'happened_on')).orWhereExists(has('fact_project', 'landed_on')),
    ),
  );
}

async function readCodes(query: Knex.QueryBuilder): Promise<Set<string>> {
  const rows: { code: string }[] = await query;
  return new Set(rows.map(({ code }) => code));
}
