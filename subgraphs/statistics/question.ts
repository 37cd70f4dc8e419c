// A question about coverage as statements take it, made from a client's arguments. What is wrong with them is said here.
import { BadUserInput } from '../shared/errors';
import { optionalSet, requireCreditCode, requireDivisionCode } from '../shared/input';
import { addDays, type IsoDate, today } from '../shared/scalars';
import { codeOf, type Grade, grades, type HelpKind, helpKinds, levels, mechanisms, organizationKinds, sectors } from './codes';
import { dimensions } from './dimensions';
import type { CoverageDimension, CoverageFilter, CoverageOrder, Population, TrendInterval } from './types.generated';

/** The first day that is asked about: the year in which the plan was issued (国乡振发〔2022〕5号). */
export const firstDay: IsoDate = '2022-01-01';
const maxDimensions = 4;
const maxPoints = 60;
const monthsOf: Readonly<Record<TrendInterval, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** A date that stocks are as at, and the interval of flows that ends on it. */
export interface Point {
  date: IsoDate;
  /** The day before the first of the interval; null for everything up to the date. */
  after: IsoDate | null;
}

/** Conditions on counties; absent ones do not restrict. Lists are sets. */
export interface CountyConditions {
  provinces?: readonly string[] | undefined;
  /** The provinces of the regions asked about: statements look counties up by province. */
  provincesOfRegions?: readonly string[] | undefined;
  prefectures?: readonly string[] | undefined;
  /** Codes of any date. */
  counties?: readonly string[] | undefined;
  designations?: readonly string[] | undefined;
  flags: Readonly<Record<string, boolean>>;
}

/** Conditions on pairings, organizations and projects, as the codes that facts hold; absent ones do not restrict. Lists are sets. */
export interface PairingConditions {
  kinds?: readonly HelpKind[] | undefined;
  /** Columns of facts, and the codes that they may have. */
  columns: Readonly<Partial<Record<'mechanism' | 'organization_kind' | 'sector' | 'level' | 'grade', readonly number[]>>>;
  homeProvinces?: readonly string[] | undefined;
  organizations?: readonly string[] | undefined;
}

export interface Question {
  population: Population;
  counties: CountyConditions;
  pairings: PairingConditions;
  groupBy: readonly CoverageDimension[];
  points: readonly Point[];
  /** Whether rows tell points apart: by year, or by the intervals of a trend. */
  byPoint: boolean;
}

/** @throws BadUserInput where the date is before the action or after today */
export function requireDate(name: string, date: IsoDate): IsoDate {
  if (date < firstDay) {
    const english = `${name} is not before ${firstDay}, the year of the action plan; got ${date}`;
    throw new BadUserInput(english, `${name} 不得早于 ${firstDay}（专项行动方案印发之年），所给为 ${date}`);
  }
  if (date > today()) throw new BadUserInput(`${name} is not after today, ${today()}; got ${date}`, `${name} 不得晚于今日（${today()}），所给为 ${date}`);
  return date;
}

/** A page is found by its question's rows: the cursor of one means nothing to another. */
export function cursorOfAnotherQuestion(): BadUserInput {
  return new BadUserInput(
    'after is a cursor of another question; ask for the pages of one question with the same arguments',
    'after 是另一查询的游标，翻页时各页须使用相同的参数',
  );
}

/** @throws BadUserInput where there are too many dimensions, or one twice */
export function requireGrouping(groupBy: readonly CoverageDimension[], most = maxDimensions): readonly CoverageDimension[] {
  if (groupBy.length > most)
    throw new BadUserInput(`groupBy takes at most ${most} dimensions; got ${groupBy.length}`, `groupBy 至多 ${most} 个维度，所给为 ${groupBy.length} 个`);
  if (new Set(groupBy).size < groupBy.length) throw new BadUserInput('groupBy names each dimension once', 'groupBy 中每个维度只写一次');
  return groupBy;
}

/** @throws BadUserInput where a measure is named twice: the second time it decides nothing */
export function requireOrder(orderBy: readonly CoverageOrder[]): readonly CoverageOrder[] {
  if (new Set(orderBy.map(({ by }) => by)).size < orderBy.length) throw new BadUserInput('orderBy names each measure once', 'orderBy 中每项指标只写一次');
  return orderBy;
}

/** One point for each year up to the date, or the date alone. */
export function pointsOf(asOf: IsoDate, byYear: boolean): Point[] {
  if (!byYear) return [{ date: asOf, after: null }];
  const years = Array.from({ length: Number(asOf.slice(0, 4)) - Number(firstDay.slice(0, 4)) + 1 }, (_value, i) => Number(firstDay.slice(0, 4)) + i);
  return years.map((year) => ({ date: earlier(`${year}-12-31`, asOf), after: `${year - 1}-12-31` }));
}

/**
 * The ends of the intervals from one day to another; the last ends on the day itself.
 *
 * @throws BadUserInput where there are too many, or none
 */
export function trendPoints(from: IsoDate, to: IsoDate, interval: TrendInterval): Point[] {
  if (from > to) throw new BadUserInput(`from is not after to; got ${from} and ${to}`, `from 不得晚于 to，所给为 ${from} 与 ${to}`);
  const months = monthsOf[interval];
  const points: Point[] = [];
  for (let start = from; start <= to; ) {
    const year = Number(start.slice(0, 4));
    const next = Math.floor((Number(start.slice(5, 7)) - 1) / months) * months + months;
    const nextStart = new Date(Date.UTC(year, next, 1)).toISOString().slice(0, 10);
    points.push({ date: earlier(addDays(nextStart, -1), to), after: addDays(start, -1) });
    if (points.length > maxPoints)
      throw new BadUserInput(`a trend has at most ${maxPoints} intervals; take longer ones`, `趋势至多 ${maxPoints} 期，请取更长的期长`);
    start = nextStart;
  }
  return points;
}

/** @throws BadUserInput where a code is malformed */
/** A client's conditions as statements take them. */
export interface Filter {
  counties: CountyConditions;
  pairings: PairingConditions;
}

/**
 * Reads a client's conditions.
 *
 * @param provincesOf the provinces of some regions
 */
export async function readFilter(
  where: CoverageFilter | null | undefined,
  provincesOf: (regions: readonly string[]) => Promise<readonly string[]>,
): Promise<Filter> {
  const filter = readConditions(where);
  const regions = optionalSet(where?.regions);
  if (regions === undefined) return filter;
  return { ...filter, counties: { ...filter.counties, provincesOfRegions: await provincesOf(regions) } };
}

function readConditions(where: CoverageFilter | null | undefined): Filter {
  const filter = where ?? {};
  const flags = {
    ethnic_minority_area: filter.ethnicMinorityArea,
    border_county: filter.borderCounty,
    old_revolutionary_base: filter.oldRevolutionaryBase,
    three_regions_three_prefectures: filter.threeRegionsThreePrefectures,
  };
  return {
    counties: {
      provinces: optionalSet(filter.provinces, requireDivisionCode),
      prefectures: optionalSet(filter.prefectures, requireDivisionCode),
      counties: optionalSet(filter.counties, requireDivisionCode),
      designations: optionalSet(filter.designations),
      flags: Object.fromEntries(Object.entries(flags).flatMap(([column, value]) => (typeof value === 'boolean' ? [[column, value]] : []))),
    },
    pairings: {
      kinds: optionalSet(filter.kinds),
      columns: Object.fromEntries(
        Object.entries({
          mechanism: codesOf(mechanisms, filter.mechanisms),
          organization_kind: codesOf(organizationKinds, filter.organizationKinds),
          sector: codesOf(sectors, filter.sectors),
          level: codesOf(levels, filter.levels),
          grade: codesOf<Grade>(grades, filter.grades),
        }).filter(([, codes]) => codes !== undefined),
      ),
      homeProvinces: optionalSet(filter.homeProvinces, requireDivisionCode),
      organizations: optionalSet(filter.organizations, requireCreditCode),
    },
  };
}

/** What counties have to be listed on: by the population, and by the filter; each is met by any list of it. */
export function listsAsked({ population, counties: { designations } }: Question): (readonly string[])[] {
  return [...(population === 'ALL' ? [] : [[population]]), ...(designations === undefined ? [] : [designations])];
}

/** Whether conditions restrict which pairings count. */
export function restrictsPairings({ kinds, columns, homeProvinces, organizations }: PairingConditions): boolean {
  return kinds !== undefined || Object.keys(columns).length > 0 || homeProvinces !== undefined || organizations !== undefined;
}

/** Whether nothing restricts which pairings count, neither a condition nor a dimension. */
export function countsAllPairings({ pairings, groupBy }: Question, isOfPairings: (dimension: CoverageDimension) => boolean): boolean {
  return !restrictsPairings(pairings) && !groupBy.some(isOfPairings);
}

/** The codes that a filter lets through of a dimension of pairings; undefined where it does not restrict it. */
export function codesAsked({ kinds, columns }: PairingConditions, name: CoverageDimension): readonly number[] | undefined {
  if (name === 'KIND') return kinds === undefined ? undefined : kindCodes(kinds);
  return columns[dimensions[name].column.replace('fact.', '') as keyof typeof columns];
}

/** The codes of kinds of help. */
export function kindCodes(kinds: readonly HelpKind[]): number[] {
  return kinds.map((kind) => codeOf(helpKinds, kind));
}

function codesOf<Value extends string>(values: readonly Value[], wanted: readonly Value[] | null | undefined): number[] | undefined {
  return optionalSet(wanted)?.map((value) => codeOf(values, value));
}

function earlier(a: IsoDate, b: IsoDate): IsoDate {
  return a < b ? a : b;
}
