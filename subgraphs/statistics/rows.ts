// The rows of a question: which there are, what each measures, and their order. A measure is computed for all rows at once,
// and at most once; what a client sees is made of the rows of its page alone.
import { BadUserInput } from '../shared/errors';
import { dimensions } from './dimensions';
import { type Figures, rowKey } from './figures';
import { measures } from './measures';
import type { ReadModel } from './open-model';
import type { GroupRow } from './queries';
import { codesAsked, type Point, type Question } from './question';
import { takeTurns } from './slices';
import type { CoverageDimension, CoverageOrder, CoverageOrderField } from './types.generated';

const maxRows = 50_000;

/** The value of a dimension, as the facts hold it; null where it is not known. */
type DimensionValue = string | number | null;

/** A combination of dimensions on a point. */
export interface Row {
  /** Tells it apart from the other rows of its question. */
  key: string;
  /** Tells the counties of it apart from those of other rows. */
  countyKey: string;
  /** In the order of the grouping; of YEAR the place of the point. */
  values: readonly DimensionValue[];
  point: Point;
}

/** What a measure is in each row. */
type RowMeasure = (row: Row) => number | null;

export interface RowMeasures {
  /** Loads what a measure is made of, once for all rows. */
  load(name: string): Promise<RowMeasure>;
}

/**
 * Every row of a question, in the order of its dimensions: each combination of county dimensions that has counties, with all
 * values of the others.
 *
 * @throws BadUserInput where there are too many
 */
export async function listRows({ work, signal }: ReadModel, question: Question, figures: Figures): Promise<Row[]> {
  const { groupBy, points, byPoint } = question;
  const countyDimensions = groupBy.filter((name) => dimensions[name].side === 'county');
  const combinations: DimensionValue[][] =
    countyDimensions.length === 0
      ? [[]]
      : distinct((await figures.load('counties')).rows.map((row) => countyDimensions.map((_name, i) => row[`d${i}`] ?? null)));
  const others = groupBy.filter((name) => dimensions[name].side === 'pairing').map((name) => codesOfRows(question, name));
  const places = byPoint ? points.map((_point, i) => i) : [0];
  const count = others.reduce((product, codes) => product * codes.length, combinations.length * places.length);
  requireFewRows(count);
  work.cells += count * Math.max(1, groupBy.length);
  const ofPairings = others.reduce<DimensionValue[][]>((partial, codes) => partial.flatMap((values) => codes.map((code) => [...values, code])), [[]]);
  const rows: Row[] = [];
  await takeTurns(combinations, signal, (counties) => {
    const countyKeys = places.map((place) => rowKey(counties, place));
    for (const codes of ofPairings) {
      for (const place of places) {
        const values = spread(groupBy, counties, codes, place);
        const named = values.filter((_value, i) => groupBy[i] !== 'YEAR');
        rows.push({ key: rowKey(named, place), countyKey: countyKeys[place] ?? '', values, point: points[place] ?? { date: '', after: null } });
      }
    }
  });
  return rows.sort((a, b) => compareRows(a, b, groupBy));
}

/** @throws BadUserInput where a grouping has more rows than are answered */
function requireFewRows(count: number): void {
  if (count <= maxRows) return;
  throw new BadUserInput(
    `the grouping has ${count} rows, and ${maxRows} at most are answered; take fewer dimensions or a narrower filter`,
    `分组共 ${count} 行，至多应答 ${maxRows} 行，请减少维度或缩小条件`,
  );
}

/** The values of a dimension of pairings that make rows: all, or those that the filter lets through. */
function codesOfRows({ pairings }: Question, name: CoverageDimension): readonly (string | number)[] {
  const { codes = [] } = dimensions[name];
  const asked = codesAsked(pairings, name);
  return asked === undefined ? codes : (codes as readonly number[]).filter((code) => asked.includes(code));
}

/** Values in the order of the grouping, from those of county dimensions, of pairing dimensions, and the place of the point. */
function spread(groupBy: readonly CoverageDimension[], counties: readonly DimensionValue[], codes: readonly DimensionValue[], place: number): DimensionValue[] {
  let [county, code] = [0, 0];
  return groupBy.map((name) => {
    const { side } = dimensions[name];
    if (side === 'time') return place;
    return (side === 'county' ? counties[county++] : codes[code++]) ?? null;
  });
}

export function createMeasures({ state }: ReadModel, question: Question, figures: Figures): RowMeasures {
  const loaded = new Map<string, Promise<RowMeasure>>();
  const reaches = new Map(question.points.map(({ date }) => [date, state.missingOn(date).length === 0]));
  const mechanism = question.groupBy.indexOf('MECHANISM');
  const number = (row: GroupRow | undefined, column: string) => Number(row?.[column] ?? 0);

  async function load(name: string): Promise<RowMeasure> {
    const described = measures[name];
    if (described === undefined) throw new Error(`there is no measure ${name}`);
    const { family } = described;
    const none = family === 'needs' && !asksNeeds(question);
    const takesCounties = family === 'counties' || family === 'status';
    const counties = takesCounties ? (await figures.load('counties')).byKey : undefined;
    const own = family === 'counties' || none ? undefined : (await figures.load(family)).byKey;
    const countiesOf = ({ countyKey }: Row) => number(counties?.get(countyKey), 'counties');
    return (row) => {
      if (family === 'counties') return countiesOf(row);
      // Projects outside pairings say nothing of a status.
      if (family === 'status' && row.values[mechanism] === 0) return null;
      if (reaches.get(row.point.date) !== true) return name === 'unknown' ? countiesOf(row) : null;
      if (none) return null;
      const found = own?.get(row.key);
      return family === 'status' ? statusMeasure(name, found, countiesOf(row)) : number(found, columnOf[name] ?? name);
    };
  }

  function statusMeasure(name: string, row: GroupRow | undefined, of: number): number | null {
    const share = (part: number, known: number) => (known === 0 ? null : part / known);
    switch (name) {
      case 'covered':
        return number(row, 'covered');
      case 'coveredByAny':
        return number(row, 'covered_by_any');
      case 'atRisk':
        return number(row, 'at_risk');
      case 'unknown':
        return number(row, 'unknown');
      case 'uncovered':
        return of - number(row, 'covered') - number(row, 'at_risk') - number(row, 'unknown');
      case 'coverageRate':
        return share(number(row, 'covered'), of - number(row, 'unknown'));
      case 'coverageRateByAny':
        return share(number(row, 'covered_by_any'), of - number(row, 'unknown_by_any'));
      default:
        return null;
    }
  }

  return {
    load(name) {
      const measure = loaded.get(name) ?? load(name);
      loaded.set(name, measure);
      return measure;
    },
  };
}

/** Needs are counties' own: no organization and no mechanism restricts them. */
export function asksNeeds({ groupBy, pairings: { columns, homeProvinces, organizations } }: Question): boolean {
  const restricted = groupBy.some((name) => dimensions[name].side === 'pairing' && name !== 'KIND');
  return !restricted && Object.keys(columns).length === 0 && homeProvinces === undefined && organizations === undefined;
}

const columnOf: Readonly<Record<string, string>> = { protectedCells: 'protected_cells', needsStated: 'needs_stated', needsMet: 'needs_met' };

/** The measure of each column that rows can be ordered by. */
export const orderFields: Readonly<Record<CoverageOrderField, string>> = {
  COUNTIES: 'counties',
  COVERED: 'covered',
  AT_RISK: 'atRisk',
  UNCOVERED: 'uncovered',
  COVERAGE_RATE: 'coverageRate',
  ORGANIZATIONS: 'organizations',
  PAIRINGS: 'pairings',
  PROJECTS: 'projects',
  PLEDGED: 'pledged',
  SPENT: 'spent',
  BENEFICIARIES: 'beneficiaries',
  NEEDS_STATED: 'needsStated',
  NEEDS_MET: 'needsMet',
};

/** Rows by columns of measures, each computed once; equal ones stay in the order of their dimensions. */
export async function orderRows({ work, signal }: ReadModel, rows: Row[], measured: RowMeasures, orderBy: readonly CoverageOrder[]): Promise<Row[]> {
  if (orderBy.length === 0) return rows;
  const columns: { descending: boolean; values: (number | null)[] }[] = [];
  for (const { by, descending } of orderBy) {
    const measure = await measured.load(orderFields[by]);
    const values: (number | null)[] = [];
    await takeTurns(rows, signal, (row) => values.push(measure(row)));
    work.cells += rows.length;
    columns.push({ descending: descending === true, values });
  }
  const places = rows.map((_row, i) => i).sort((a, b) => compareByColumns(columns, a, b));
  return places.map((place) => rows[place] as Row);
}

function compareByColumns(columns: readonly { descending: boolean; values: readonly (number | null)[] }[], a: number, b: number): number {
  for (const { descending, values } of columns) {
    const [left = null, right = null] = [values[a], values[b]];
    if (left === right) continue;
    if (left === null || right === null) return left === null ? 1 : -1;
    return descending ? right - left : left - right;
  }
  return a - b;
}

/** Rows by their dimensions in the order of the grouping, then by date; what is not known last. */
function compareRows(a: Row, b: Row, groupBy: readonly CoverageDimension[]): number {
  for (const [i, name] of groupBy.entries()) {
    const order = compareValues(a.values[i] ?? null, b.values[i] ?? null, dimensions[name].side === 'pairing');
    if (order !== 0) return order;
  }
  return a.point.date < b.point.date ? -1 : a.point.date > b.point.date ? 1 : 0;
}

function compareValues(a: DimensionValue, b: DimensionValue, zeroIsNone: boolean): number {
  const isNone = (value: DimensionValue) => value === null || (zeroIsNone && value === 0);
  if (isNone(a) || isNone(b)) return Number(isNone(a)) - Number(isNone(b));
  return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : 0;
}

function distinct(values: readonly DimensionValue[][]): DimensionValue[][] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
