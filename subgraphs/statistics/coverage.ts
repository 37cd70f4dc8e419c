// Answers coverage: rows of dimensions and measures for a question, and the totals over all of it. Measures of one family
// come from one statement, which is only run where a client asks for one of them.
import { BadUserInput } from '../shared/errors';
import { buildConnection, type Connection, readPage } from '../shared/pages';
import { addDays, type IsoDate } from '../shared/scalars';
import { type designationLists, type Grade, grades, type HelpKind, helpKinds, levels, mechanisms, organizationKinds, sectors, valueAt } from './codes';
import { dimensions } from './dimensions';
import { createFigures, type Figures, rowKey } from './figures';
import { additiveDimensions, isAdditive, measures } from './measures';
import * as queries from './queries';
import {
  codesAsked,
  countsAllPairings,
  cursorOfAnotherQuestion,
  firstDay,
  pointsOf,
  type Question,
  readFilter,
  requireDate,
  requireGrouping,
  trendPoints,
} from './question';
import type { ReadModel } from './open-model';
import { type AnswerDate, chooseDate, type LocalizedText, type StatisticsSource } from './state';
import type {
  CoverageDimension,
  CoverageOrder,
  CoverageOrderField,
  CoverageReasonCode,
  CoverageStatus,
  Population,
  QueryCoverageArgs,
  QueryCoverageTrendArgs,
  RequireFields,
} from './types.generated';

const maxRows = 50_000;

/** The GraphQL type `Coverage`. */
export interface CoverageAnswer {
  asOf: IsoDate;
  asOfReason: LocalizedText | null;
  rows: AnswerRow[];
  rowCount: number;
  pageInfo: Connection<AnswerRow>['pageInfo'];
  totals: AnswerRow;
  measures: { measure: string; additive: boolean; additiveOver: CoverageDimension[]; split: boolean; stock: boolean; definition: LocalizedText }[];
  sources: StatisticsSource[];
}

/** A row; its measures are read where they are asked for. */
export interface AnswerRow {
  /** Tells it apart from the other rows of its answer. */
  key: string;
  /** The value of each dimension, as the facts hold it; absent where rows are not grouped by it. */
  values: ReadonlyMap<CoverageDimension, string | number | null>;
  date: IsoDate;
  measure(name: string): Promise<number | null>;
  /** The county's status on the row's date; null where the row is not of one county under all pairings. */
  status(): Promise<CoverageStatus | null>;
  reasons(): Promise<Reason[] | null>;
}

/** The GraphQL type `CoverageReason`. */
export interface Reason extends LocalizedText {
  code: CoverageReasonCode;
  since: IsoDate | null;
  pairing: { id: string } | null;
  organization: { code: string } | null;
  standing: queries.PeriodRow['reasons'][number][0] | null;
}

export async function answerCoverage(model: ReadModel, args: RequireFields<QueryCoverageArgs, 'population' | 'groupBy'>): Promise<CoverageAnswer> {
  const page = readPage('Query.coverage', args);
  const groupBy = requireGrouping(args.groupBy);
  const filter = readFilter(args.where);
  const date = await chooseAnswerDate(model, args.asOf, args.population);
  const byYear = groupBy.includes('YEAR');
  const question = { population: args.population, ...filter, groupBy, points: pointsOf(date.asOf, byYear), byPoint: byYear };
  const whole = { ...question, groupBy: [], points: [{ date: date.asOf, after: byYear ? addDays(firstDay, -1) : null }], byPoint: false };
  return answer(model, { field: 'Query.coverage', question, whole, date, page, orderBy: args.orderBy ?? [] });
}

export async function answerTrend(
  model: ReadModel,
  args: RequireFields<QueryCoverageTrendArgs, 'from' | 'population' | 'groupBy' | 'interval'>,
): Promise<CoverageAnswer> {
  const page = readPage('Query.coverageTrend', args);
  const groupBy = requireGrouping(args.groupBy, 2);
  if (groupBy.includes('YEAR')) {
    throw new BadUserInput(
      'the rows of a trend are told apart by their date; groupBy takes other dimensions than YEAR',
      '趋势各行以日期区分，groupBy 只取 YEAR 以外的维度',
    );
  }
  const filter = readFilter(args.where);
  const from = requireDate('from', args.from);
  const date = await chooseAnswerDate(model, args.to, args.population);
  const question = { population: args.population, ...filter, groupBy, points: trendPoints(from, date.asOf, args.interval), byPoint: true };
  const whole = { ...question, groupBy: [], points: [{ date: date.asOf, after: addDays(from, -1) }], byPoint: false };
  return answer(model, { field: 'Query.coverageTrend', question, whole, date, page, orderBy: [] });
}

export async function chooseAnswerDate(model: ReadModel, asked: IsoDate | null | undefined, population: Population): Promise<AnswerDate> {
  const until = population === 'ALL' ? null : await queries.selectLastDesignation(model.database, population);
  return chooseDate(model.state, asked, population, until === null ? null : addDays(until, -1));
}

interface Asked {
  field: string;
  question: Question;
  /** The same without rows. */
  whole: Question;
  date: AnswerDate;
  page: ReturnType<typeof readPage>;
  orderBy: readonly CoverageOrder[];
}

async function answer(model: ReadModel, { field, question, whole, date, page, orderBy }: Asked): Promise<CoverageAnswer> {
  const figures = createFigures(model, question);
  const all = await orderRows(await makeRows(model, question, figures), orderBy);
  const start = page.after === null ? 0 : all.findIndex(({ key }) => key === page.after) + 1;
  if (page.after !== null && start === 0) throw cursorOfAnotherQuestion();
  const { nodes, pageInfo } = buildConnection(
    field,
    page,
    all.slice(start, start + page.limit + 1),
    ({ key }) => key,
    () => Promise.resolve(all.length),
  );
  const [totals] = await makeRows(model, whole, createFigures(model, whole, { question, figures }));
  return {
    asOf: date.asOf,
    asOfReason: date.reason,
    rows: nodes,
    rowCount: all.length,
    pageInfo,
    totals: totals as AnswerRow,
    measures: Object.entries(measures).map(([measure, described]) => ({
      measure,
      additive: isAdditive(described, question),
      additiveOver: additiveDimensions(described),
      split: described.split,
      stock: described.stock,
      definition: { english: described.english, chinese: described.chinese },
    })),
    sources: model.state.sourcesOn(date.asOf),
  };
}

/** Every row of a question: each combination of county dimensions that has counties, with all values of the others. */
async function makeRows(model: ReadModel, question: Question, figures: Figures): Promise<AnswerRow[]> {
  const { groupBy, points, byPoint } = question;
  const countyDimensions = groupBy.filter((name) => dimensions[name].side === 'county');
  const combinations: (string | number | null)[][] =
    countyDimensions.length === 0
      ? [[]]
      : distinct((await figures.load('counties')).rows.map((row) => countyDimensions.map((_name, i) => row[`d${i}`] ?? null)));
  const lists = groupBy.map((name): readonly (string | number)[] => {
    if (dimensions[name].side === 'pairing') return codesOfRows(question, name);
    return name === 'YEAR' ? points.map((_point, i) => i) : [];
  });
  const others = groupBy.flatMap((name, i) => (dimensions[name].side === 'pairing' ? [{ name, codes: lists[i] ?? [] }] : []));
  const places = byPoint ? points.map((_point, i) => i) : [0];
  const count = others.reduce((product, { codes }) => product * codes.length, combinations.length * places.length);
  if (count > maxRows) {
    throw new BadUserInput(
      `the grouping has ${count} rows, and ${maxRows} at most are answered; take fewer dimensions or a narrower filter`,
      `分组共 ${count} 行，至多应答 ${maxRows} 行，请减少维度或缩小条件`,
    );
  }
  let partial: Map<CoverageDimension, string | number | null>[] = combinations.map(
    (values) => new Map(countyDimensions.map((name, i) => [name, values[i] ?? null])),
  );
  for (const { name, codes } of others) partial = partial.flatMap((values) => codes.map((code) => new Map(values).set(name, code)));
  const rows = partial.flatMap((values) => places.map((place) => makeRow(model, question, figures, values, place)));
  return rows.sort((a, b) => compareRows(a, b, question));
}

/** The values of a dimension of pairings that make rows: all, or those that the filter lets through. */
function codesOfRows({ pairings }: Question, name: CoverageDimension): readonly (string | number)[] {
  const { codes = [] } = dimensions[name];
  const asked = codesAsked(pairings, name);
  return asked === undefined ? codes : (codes as readonly number[]).filter((code) => asked.includes(code));
}

function makeRow(model: ReadModel, question: Question, figures: Figures, values: Map<CoverageDimension, string | number | null>, place: number): AnswerRow {
  const { groupBy, points } = question;
  const point = points[place] ?? { date: '', after: null };
  const named = groupBy.filter((name) => name !== 'YEAR');
  const key = rowKey(
    named.map((name) => values.get(name) ?? null),
    place,
  );
  const countyKey = rowKey(
    named.filter((name) => dimensions[name].side === 'county').map((name) => values.get(name) ?? null),
    place,
  );
  if (groupBy.includes('YEAR')) values.set('YEAR', place);
  const reached = model.state.missingOn(point.date).length === 0;
  const number = (row: queries.GroupRow | undefined, column: string) => Number(row?.[column] ?? 0);
  const counties = async () => number((await figures.load('counties')).byKey.get(countyKey), 'counties');

  async function measure(name: string): Promise<number | null> {
    const described = measures[name];
    if (described === undefined) throw new Error(`there is no measure ${name}`);
    const { family } = described;
    if (family === 'counties') return counties();
    if (family === 'status' && values.get('MECHANISM') === 0) return null;
    if (!reached) return name === 'unknown' ? counties() : null;
    if (family === 'needs' && !asksNeeds(question)) return null;
    const row = (await figures.load(family)).byKey.get(key);
    return family === 'status' ? statusMeasure(name, row, await counties()) : number(row, columnOf[name] ?? name);
  }

  function statusMeasure(name: string, row: queries.GroupRow | undefined, of: number): number | null {
    const [covered, byAny, atRisk, unknown, unknownByAny] = ['covered', 'covered_by_any', 'at_risk', 'unknown', 'unknown_by_any'].map((column) =>
      number(row, column),
    ) as [number, number, number, number, number];
    const share = (part: number, known: number) => (known === 0 ? null : part / known);
    return (
      {
        covered,
        coveredByAny: byAny,
        atRisk,
        unknown,
        uncovered: of - covered - atRisk - unknown,
        coverageRate: share(covered, of - unknown),
        coverageRateByAny: share(byAny, of - unknownByAny),
      }[name] ?? null
    );
  }

  const county = values.get('COUNTY');
  const isCounty = typeof county === 'number' && countsAllPairings(question, (name) => dimensions[name].side === 'pairing');
  return {
    key,
    values,
    date: point.date,
    measure,
    async status() {
      if (!isCounty || (await counties()) === 0) return null;
      if (((await measure('unknown')) ?? 0) > 0) return 'UNKNOWN';
      if (((await measure('covered')) ?? 0) > 0) return 'COVERED';
      return ((await measure('atRisk')) ?? 0) > 0 ? 'AT_RISK' : 'UNCOVERED';
    },
    async reasons() {
      const status = await this.status();
      return status === null ? null : model.reasons(point.date, county as number, status, question.pairings);
    },
  };
}

/** Needs are counties' own: no organization and no mechanism restricts them. */
function asksNeeds({ groupBy, pairings: { columns, homeProvinces, organizations } }: Question): boolean {
  const restricted = groupBy.some((name) => dimensions[name].side === 'pairing' && name !== 'KIND');
  return !restricted && Object.keys(columns).length === 0 && homeProvinces === undefined && organizations === undefined;
}

const columnOf: Readonly<Record<string, string>> = { protectedCells: 'protected_cells', needsStated: 'needs_stated', needsMet: 'needs_met' };

/** Rows by their dimensions in the order of the grouping, then by date; what is not known last. */
function compareRows(a: AnswerRow, b: AnswerRow, { groupBy }: Question): number {
  for (const name of groupBy) {
    const order = compareValues(a.values.get(name) ?? null, b.values.get(name) ?? null, dimensions[name].side === 'pairing');
    if (order !== 0) return order;
  }
  return a.date < b.date ? -1 : a.date > b.date ? 1 : 0;
}

function compareValues(a: string | number | null, b: string | number | null, zeroIsNone: boolean): number {
  const isNone = (value: string | number | null) => value === null || (zeroIsNone && value === 0);
  if (isNone(a) || isNone(b)) return Number(isNone(a)) - Number(isNone(b));
  return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : 0;
}

const orderFields: Readonly<Record<CoverageOrderField, string>> = {
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

/** Rows by columns of measures; equal ones stay in the order of their dimensions. */
async function orderRows(rows: AnswerRow[], orderBy: readonly CoverageOrder[]): Promise<AnswerRow[]> {
  if (orderBy.length === 0) return rows;
  const keyed = await Promise.all(rows.map(async (row) => ({ row, values: await Promise.all(orderBy.map(({ by }) => row.measure(orderFields[by]))) })));
  keyed.sort((a, b) => {
    for (const [i, { descending }] of orderBy.entries()) {
      const [left = null, right = null] = [a.values[i], b.values[i]];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      return descending ? right - left : left - right;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

function distinct(values: readonly (string | number | null)[][]): (string | number | null)[][] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** The dimensions of a row as the graph names them. */
export const rowDimensions = {
  province: (code: string) => ({ code }),
  county: (id: number) => ({ code: String(id).padStart(6, '0') }),
  designation: (list: string) => list as (typeof designationLists)[number],
  kind: (code: number): HelpKind | null => valueAt(helpKinds, code),
  organizationKind: (code: number) => valueAt(organizationKinds, code),
  sector: (code: number) => valueAt(sectors, code),
  level: (code: number) => valueAt(levels, code),
  grade: (code: number): Grade | null => valueAt(grades, code),
  mechanism: (code: number) => valueAt(mechanisms, code),
};
