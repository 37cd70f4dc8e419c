// How many rows the statements of a question read, by how many the read model has of its counties. The factors are what
// MariaDB's handlers count, of its own data and of joins and groups; `test/graph/statistics-cost.test.ts` holds estimates within
// a factor of three of the counts.
import { kindsMask } from '../codes';
import { type Dimension, dimensions, pairingDimensions } from '../dimensions';
import { isFamilyAdditive, type MeasureFamily } from '../measures';
import { type County, matchCounties, type ModelSize } from '../model-size';
import type { LinkShareRow, SizedTable } from '../queries';
import { codesAsked, type PairingConditions, type Question } from '../question';
import type { CoverageDimension } from '../types.generated';

/** What every statement reads besides: the state of the model, ends of ranges, its own answer. */
export const rowsOfStatement = 8;

const tables: Readonly<Partial<Record<MeasureFamily, SizedTable>>> = {
  organizations: 'fact_link',
  pairings: 'fact_link',
  projects: 'fact_project',
  pledges: 'fact_pledge',
  reports: 'fact_report',
  needs: 'fact_need',
};

/** A question with what its estimates have in common. */
export interface Sized {
  question: Question;
  size: ModelSize;
  /** Its counties, on any of its dates. */
  counties: readonly County[];
  /** Those that a statement goes through to find them. */
  visited: readonly County[];
  /** Those whose facts it reads. */
  read: readonly County[];
}

export function sizeQuestion(size: ModelSize, question: Question): Sized {
  const { matched, visited, read } = matchCounties(size, question);
  return { question, size, counties: matched, visited, read };
}

/** How many rows a grouping has, as far as counties are as they are listed on some date. */
export function countRows({ question, counties }: Sized): number {
  const { groupBy, points, byPoint } = question;
  const side = (wanted: Dimension['side']) => groupBy.filter((name) => dimensions[name].side === wanted);
  const ofCounties = side('county');
  const combinations = new Set(counties.flatMap((county) => combine(county, ofCounties, question)));
  const ofPairings = side('pairing').reduce((product, name) => product * codesOf(question, name), 1);
  return (ofCounties.length === 0 ? 1 : combinations.size) * ofPairings * (byPoint ? points.length : 1);
}

function combine(county: County, names: readonly CoverageDimension[], { points }: Question): string[] {
  const own: Partial<Record<CoverageDimension, string | number | null>> = { PROVINCE: county.province, PREFECTURE: county.prefecture, COUNTY: county.id };
  const key = names.map((name) => own[name] ?? null).join(' ');
  if (!names.includes('DESIGNATION')) return [key];
  return county.designations.filter(({ from, until }) => points.some(({ date }) => from <= date && until > date)).map(({ list }) => `${key} ${list}`);
}

function codesOf({ pairings }: Question, name: CoverageDimension): number {
  return codesAsked(pairings, name)?.length ?? dimensions[name].codes?.length ?? 1;
}

/** Rows read for a family of measures; of a total, nothing where it is added up from rows. */
export function estimateFamily(family: MeasureFamily, sized: Sized, parts: Question | null = null): number {
  if (parts !== null && isFamilyAdditive(family, parts)) return 0;
  const { question, counties, visited } = sized;
  const { points, byPoint, groupBy } = question;
  const isOfPoints = byPoint || points.length > 1;
  if (family === 'counties') {
    const lookedUp = visited.length * (narrows(question) ? 2 : 1);
    // Where no county meets the conditions the dates do not matter.
    if (!isOfPoints || counties.length === 0) return rowsOfStatement + lookedUp + (narrows(question) ? counties.length : 0);
    return rowsOfStatement + lookedUp * points.length + counties.length * (points.length + 1);
  }
  if (family === 'status') return rowsOfStatement + estimateStatuses(sized);
  const table = tables[family];
  if (table === undefined) return 0;
  const rows = baseRows(sized, table);
  const passing = rows.facts * shareOf(sized);
  const byKind = groupBy.includes('KIND');
  if (family === 'needs') return rowsOfStatement + rows.read + (isOfPoints ? rows.facts * points.length * (narrows(question) ? 1.2 : 0.25) : 0.3 * rows.facts);
  if (family === 'organizations' || family === 'pairings') return rowsOfStatement + rows.read + passing * (byKind ? 2.5 : isOfPoints ? 1.2 : 0.2);
  const masks = family === 'pledges' && byKind ? 1.5 : 0.2;
  return rowsOfStatement + rows.read + passing * (masks + (isOfPoints && isRestrictedToLists(question) ? 1 : 0));
}

/** Statuses are kept for questions by one dimension of pairings at most; others are counted from the links. */
function estimateStatuses(sized: Sized): number {
  const { question, counties, visited, size } = sized;
  const { points, groupBy, pairings } = question;
  const concerned = pairingDimensions.filter((name) => groupBy.includes(name) || codesAsked(pairings, name) !== undefined);
  const lookUps = narrows(question) ? 2.3 * visited.length * (isRestrictedToLists(question) && counties.length > 0 ? points.length : 1) : 0;
  if (concerned.length <= 1 && pairings.homeProvinces === undefined && pairings.organizations === undefined) {
    const [only] = concerned;
    const place = only === undefined ? 0 : pairingDimensions.indexOf(only) + 1;
    const codes = only === undefined ? 1 : (dimensions[only].codes?.length ?? 1);
    const share = only === undefined ? 1 : codesOf(question, only) / codes;
    const keptOf = (list: readonly County[]) => sum(list, ({ statuses }) => statuses[place] ?? 0);
    const inForce = Math.min(keptOf(counties), counties.length * codes) * share;
    const read = narrows(question) ? keptOf(counties) : Math.min(keptOf(size.counties), size.counties.length + keptOf(counties));
    return points.length * (read + 1.7 * inForce) + lookUps;
  }
  const rows = baseRows(sized, 'fact_link');
  const passing = rows.facts * shareOf(sized);
  return rows.read + passing * (points.length > 1 ? 1.5 : 0) + passing * points.length * (groupBy.includes('KIND') ? 2.7 : 1.5);
}

/** What a statement over facts reads before it groups: the facts of the counties or organizations asked about, and what is looked up for them. */
export function baseRows({ question, size, counties, visited, read }: Sized, table: SizedTable): { read: number; facts: number } {
  const of = (list: readonly County[]) => sum(list, ({ rows }) => rows[table]);
  const { organizations } = question.pairings;
  const facts = of(counties);
  const byCounties = of(read) + 3 * visited.length;
  const byFacts = of(size.counties) + Math.min(facts, counties.length);
  const byCounty = { facts, read: narrows(question) ? byCounties : Math.min(byFacts, size.counties.length + 2 * facts) };
  if (organizations === undefined) return byCounty;
  const ofThem = (organizations.length * of(size.counties)) / Math.max(1, size.organizations);
  const byOrganization = { facts: Math.min(ofThem, facts), read: 2 * ofThem + 2 * organizations.length };
  return byOrganization.read < byCounty.read ? byOrganization : byCounty;
}

/** Whether the question is answered county by county instead of by all facts. */
export function narrows({ population, groupBy, counties: { flags: _, ...conditions } }: Question): boolean {
  return population !== 'ALL' || groupBy.includes('DESIGNATION') || Object.values(conditions).some((condition) => condition !== undefined);
}

function isRestrictedToLists({ population, counties }: Question): boolean {
  return population !== 'ALL' || counties.designations !== undefined;
}

/** The share of the links that the conditions on pairings let through. */
function shareOf({ question: { pairings }, size }: Sized): number {
  const passing = sum(size.links, (row) => (passes(row, pairings) ? row.total : 0));
  const all = sum(size.links, ({ total }) => total);
  const home = pairings.homeProvinces === undefined ? 1 : Math.min(1, pairings.homeProvinces.length / 10);
  return all === 0 ? 0 : (passing / all) * home;
}

function passes(row: LinkShareRow, { kinds, columns }: PairingConditions): boolean {
  if (kinds !== undefined && (row.kinds & kindsMask(kinds)) === 0) return false;
  return Object.entries(columns).every(([column, codes]) => codes.includes(row[column as keyof typeof columns]));
}

/** Statuses that are kept of the counties, over the values of one dimension of pairings. */
export function countKeptStatuses({ question, counties, size }: Sized, dimension: CoverageDimension): number {
  return sum(narrows(question) ? counties : size.counties, ({ statuses }) => statuses[pairingDimensions.indexOf(dimension) + 1] ?? 0);
}

export function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
