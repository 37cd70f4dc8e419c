// How large the read model is, county by county: what estimates of work are made of. Counted now and then, since it changes
// little; a few hundred kilobytes.
import type { Knex } from 'knex';
import { groupBy } from '../shared/group-by';
import type { IsoDate } from '../shared/scalars';
import { designationLists } from './codes';
import * as queries from './queries';
import { type Question, listsAsked } from './question';

/** How long counts are used before they are made again. */
const freshForMs = 600_000;

/** Of one county, or of one organization on average. */
type FactRows = Readonly<Record<queries.SizedTable, number>>;

export interface County {
  id: number;
  province: string;
  prefecture: string | null;
  flags: Readonly<Record<string, boolean>>;
  /** Codes of any date. */
  codes: readonly string[];
  designations: readonly { list: string; from: IsoDate; until: IsoDate }[];
  rows: FactRows;
  /** Kept statuses over all pairings, then over those of each dimension of pairings. */
  statuses: readonly number[];
}

export interface ModelSize {
  counties: readonly County[];
  /** Links by what they carry, so that a filter's share of them is known. */
  links: readonly queries.LinkShareRow[];
  /** Organizations and pairings with links. */
  organizations: number;
  pairings: number;
  /** Prepared candidates of each kind, home province and standing. */
  candidates: readonly { kind: number; total: number }[];
}

const known = new WeakMap<object, { countedAt: number; records: number; size: Promise<ModelSize> }>();

/**
 * The size of a read model as it was counted last; counted anew where that is long ago, or where much was read since.
 *
 * @param key stands for the database, of which `database` may be a transaction
 * @param records how many records the agencies' feeds gave
 */
export function readModelSize(database: Knex, key: object, records: number): Promise<ModelSize> {
  const kept = known.get(key);
  const isFresh = kept !== undefined && performance.now() - kept.countedAt < freshForMs && Math.abs(records - kept.records) <= kept.records / 20;
  // Whoever counted may have left before the end.
  if (isFresh) return kept.size.catch(() => countModel(database));
  const size = countModel(database);
  known.set(key, { countedAt: performance.now(), records, size });
  size.catch(() => known.delete(key));
  return size;
}

async function countModel(database: Knex): Promise<ModelSize> {
  const counties = await queries.selectCountiesToSize(database);
  const codes = groupBy(await queries.selectCountyCodes(database), ({ county_id }) => county_id);
  const designations = groupBy(await queries.selectDesignations(database), ({ county_id }) => county_id);
  const statuses = groupBy(await queries.countStatusRows(database), ({ county_id }) => county_id);
  const totals = await queries.countTables(database);
  const links = await queries.countLinkShares(database);
  const candidates = await queries.countCandidates(database);
  const rows = new Map<queries.SizedTable, Map<number, number>>();
  for (const table of queries.sizedTables) rows.set(table, await queries.countRowsByCounty(database, table));
  const perCounty = (county: number) => Object.fromEntries(queries.sizedTables.map((table) => [table, rows.get(table)?.get(county) ?? 0])) as FactRows;
  return {
    ...totals,
    links,
    candidates,
    counties: counties.map(({ id, province_code, prefecture_code, ...flags }) => ({
      id,
      province: province_code,
      prefecture: prefecture_code,
      flags: Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, Number(value) === 1])),
      codes: codes.get(id)?.map(({ code }) => code) ?? [],
      designations: designations.get(id)?.map(({ list, from_on, until_on }) => ({ list, from: from_on, until: until_on })) ?? [],
      rows: perCounty(id),
      statuses: countByDimension(statuses.get(id) ?? []),
    })),
  };
}

function countByDimension(rows: readonly { dimension: number; total: number }[]): number[] {
  const counts: number[] = [];
  for (const { dimension, total } of rows) counts[dimension] = Number(total);
  return counts;
}

/** How many records the agencies' feeds gave. */
export function countRecords(agencies: readonly queries.AgencyStateRow[]): number {
  return agencies.reduce((sum, { record_count }) => sum + record_count, 0);
}

/** The counties of a question on any of its dates, those that a statement goes through to find them, and those whose facts it reads before it sees which they are. */
export function matchCounties(
  { counties }: ModelSize,
  question: Question,
): { matched: readonly County[]; visited: readonly County[]; read: readonly County[] } {
  const { provinces, provincesOfRegions, prefectures, counties: codes, flags } = question.counties;
  const asked = new Set(codes);
  // Rows by list are of the counties that are on one.
  const lists = [...listsAsked(question), ...(question.groupBy.includes('DESIGNATION') ? [designationLists] : [])];
  const isListed = ({ designations }: County, wanted: readonly string[]) =>
    designations.some(({ list, from, until }) => wanted.includes(list) && question.points.some(({ date }) => from <= date && until > date));
  // Each of these is looked up by an index of its own.
  const others = [
    provinces === undefined ? [] : [({ province }: County) => provinces.includes(province)],
    provincesOfRegions === undefined ? [] : [({ province }: County) => provincesOfRegions.includes(province)],
    prefectures === undefined ? [] : [({ prefecture }: County) => prefectures.includes(prefecture ?? '')],
    codes === undefined ? [] : [(county: County) => county.codes.some((code) => asked.has(code))],
  ].flat();
  // A list is read whole, whatever the date, and preferred to what finds as many counties.
  const fewest = (conditions: readonly ((county: County) => boolean)[]) =>
    conditions
      .map((condition) => counties.filter(condition))
      .reduce<readonly County[]>((least, found) => (found.length < least.length ? found : least), counties);
  const ofLists = fewest(
    lists.map(
      (wanted) =>
        ({ designations }: County) =>
          designations.some(({ list }) => wanted.includes(list)),
    ),
  );
  const ofOthers = fewest(others);
  const visited = lists.length > 0 && ofLists.length < 2 * ofOthers.length ? ofLists : ofOthers;
  const found = counties.filter((county) => lists.every((wanted) => isListed(county, wanted)) && others.every((condition) => condition(county)));
  const matched = found.filter((county) => Object.entries(flags).every(([name, value]) => county.flags[name] === value));
  return { matched, visited, read: lists.length > 0 ? found : matched };
}
