// Answers coverage: rows of dimensions and measures for a question, and the totals over all of it. Measures of one family
// come from one statement, which is only run where a client asks for one of them.
import { BadUserInput } from '../shared/errors';
import type { AskedField } from './asked-fields';
import { estimateCoverage } from './estimates/coverage';
import { estimateReasons } from './estimates/reasons';
import type { ModelSize } from './model-size';
import { buildConnection, type Connection, readPage } from '../shared/pages';
import { addDays, type IsoDate } from '../shared/scalars';
import { type designationLists, type Grade, grades, type HelpKind, helpKinds, levels, mechanisms, organizationKinds, sectors, valueAt } from './codes';
import { dimensions } from './dimensions';
import { createFigures } from './figures';
import { additiveDimensions, isAdditive, measures } from './measures';
import { explainEmptiness, findEmptyLists, type Note } from './notes';
import * as queries from './queries';
import {
  countsAllPairings,
  cursorOfAnotherQuestion,
  firstDay,
  pointsOf,
  type Question,
  readFilter,
  requireDate,
  requireGrouping,
  requireOrder,
  trendPoints,
} from './question';
import type { ReadModel } from './open-model';
import { createMeasures, listRows, orderRows, type Row, type RowMeasures } from './rows';
import { type AnswerDate, chooseDate, type LocalizedText, type StatisticsSource } from './state';
import type {
  CoverageDimension,
  CoverageOrder,
  CoverageReasonCode,
  CoverageStatus,
  Population,
  QueryCoverageArgs,
  QueryCoverageTrendArgs,
  RequireFields,
} from './types.generated';
import { findUnmatched, type Unmatched } from './unmatched';

/** The GraphQL type `Coverage`. */
export interface CoverageAnswer {
  asOf: IsoDate;
  asOfReason: LocalizedText | null;
  rows: AnswerRow[];
  rowCount: number;
  pageInfo: Connection<AnswerRow>['pageInfo'];
  totals: AnswerRow;
  measures: { measure: string; additive: boolean; additiveOver: CoverageDimension[]; split: boolean; stock: boolean; definition: LocalizedText }[];
  notes: () => Promise<Note[]>;
  unmatched: () => Promise<Unmatched[]>;
  sources: StatisticsSource[];
}

/** A row; its measures are read where they are asked for. */
export interface AnswerRow {
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

export async function answerCoverage(
  model: ReadModel,
  args: RequireFields<QueryCoverageArgs, 'population' | 'groupBy'>,
  fields: readonly AskedField[],
): Promise<CoverageAnswer> {
  const page = readPage('Query.coverage', args);
  const groupBy = requireGrouping(args.groupBy);
  const filter = await readFilter(args.where, model.provincesOf);
  const date = await chooseAnswerDate(model, args.asOf, args.population);
  const byYear = groupBy.includes('YEAR');
  const question = { population: args.population, ...filter, groupBy, points: pointsOf(date.asOf, byYear), byPoint: byYear };
  const whole = { ...question, groupBy: [], points: [{ date: date.asOf, after: byYear ? addDays(firstDay, -1) : null }], byPoint: false };
  return answer(model, {
    field: 'Query.coverage',
    question,
    whole,
    date,
    page,
    orderBy: requireOrder(args.orderBy ?? []),
    emptyLists: findEmptyLists(args.where),
    fields,
  });
}

export async function answerTrend(
  model: ReadModel,
  args: RequireFields<QueryCoverageTrendArgs, 'from' | 'population' | 'groupBy' | 'interval'>,
  fields: readonly AskedField[],
): Promise<CoverageAnswer> {
  const page = readPage('Query.coverageTrend', args);
  const groupBy = requireGrouping(args.groupBy, 2);
  if (groupBy.includes('YEAR')) {
    throw new BadUserInput(
      'the rows of a trend are told apart by their date; groupBy takes other dimensions than YEAR',
      '趋势各行以日期区分，groupBy 只取 YEAR 以外的维度',
    );
  }
  const filter = await readFilter(args.where, model.provincesOf);
  const from = requireDate('from', args.from);
  const date = await chooseAnswerDate(model, args.to, args.population);
  const question = { population: args.population, ...filter, groupBy, points: trendPoints(from, date.asOf, args.interval), byPoint: true };
  const whole = { ...question, groupBy: [], points: [{ date: date.asOf, after: addDays(from, -1) }], byPoint: false };
  return answer(model, { field: 'Query.coverageTrend', question, whole, date, page, orderBy: [], emptyLists: findEmptyLists(args.where), fields });
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
  emptyLists: readonly string[];
  /** What the client asks for of the answer. */
  fields: readonly AskedField[];
}

async function answer(model: ReadModel, { field, question, whole, date, page, orderBy, emptyLists, fields }: Asked): Promise<CoverageAnswer> {
  const size = await model.size();
  model.work.plan(estimateCoverage(size, { question, whole, orderBy, limit: page.limit, fields }));
  const figures = createFigures(model, question);
  const measured = createMeasures(model, question, figures);
  const all = await orderRows(model, await listRows(model, question, figures), measured, orderBy);
  const start = page.after === null ? 0 : all.findIndex(({ key }) => key === page.after) + 1;
  if (page.after !== null && start === 0) throw cursorOfAnotherQuestion();
  const { nodes, pageInfo } = buildConnection(
    field,
    page,
    all.slice(start, start + page.limit + 1),
    ({ key }) => key,
    () => Promise.resolve(all.length),
  );
  planReasons(model, size, { question, rows: nodes, fields });
  const wholeFigures = createFigures(model, whole, { question, figures });
  const [total] = await listRows(model, whole, wholeFigures);
  return {
    asOf: date.asOf,
    asOfReason: date.reason,
    rows: nodes.map((row) => showRow(model, question, measured, row)),
    rowCount: all.length,
    pageInfo,
    totals: showRow(model, whole, createMeasures(model, whole, wholeFigures), total as Row),
    measures: Object.entries(measures).map(([measure, described]) => ({
      measure,
      additive: isAdditive(described, question),
      additiveOver: additiveDimensions(described),
      split: described.split,
      stock: described.stock,
      definition: { english: described.english, chinese: described.chinese },
    })),
    notes: () => explainEmptiness(model, { question, emptyLists, nothingFound: all.length === 0 ? describeNoRows : null }),
    unmatched: () => findUnmatched(model, question),
    sources: model.state.sourcesOn(date.asOf),
  };
}

/** Counties without a row: those on no list, where rows are grouped by lists, or by a list of values that is empty. */
function describeNoRows(counties: number): LocalizedText {
  return { english: `none of the ${counties} counties asked about has a value of every dimension`, chinese: `所问 ${counties} 个县均无各维度俱全的行` };
}

/** The reasons of the rows of a page, where they are asked for. */
function planReasons(
  { work, state }: ReadModel,
  size: ModelSize,
  { question, rows, fields }: { question: Question; rows: readonly Row[]; fields: readonly AskedField[] },
): void {
  const place = question.groupBy.indexOf('COUNTY');
  const asked = fields.some(({ name, fields: ofRows }) => name === 'rows' && ofRows.some((field) => field.name === 'reasons'));
  if (!asked || place < 0 || !countsAllPairings(question, (name) => dimensions[name].side === 'pairing')) return;
  for (const { date } of question.points) {
    const counties = rows.filter(({ point }) => point.date === date).map(({ values }) => Number(values[place]));
    if (state.missingOn(date).length === 0) work.plan(estimateReasons(size, new Set(counties)));
  }
}

/** A row as the graph shows it. */
function showRow(model: ReadModel, question: Question, measured: RowMeasures, row: Row): AnswerRow {
  const values = new Map(question.groupBy.map((name, i) => [name, row.values[i] ?? null]));
  async function measure(name: string): Promise<number | null> {
    model.work.cells++;
    return (await measured.load(name))(row);
  }
  const county = values.get('COUNTY');
  const isCounty = typeof county === 'number' && countsAllPairings(question, (name) => dimensions[name].side === 'pairing');
  return {
    values,
    date: row.point.date,
    measure,
    async status() {
      if (!isCounty || (await measure('counties')) === 0) return null;
      if (((await measure('unknown')) ?? 0) > 0) return 'UNKNOWN';
      if (((await measure('covered')) ?? 0) > 0) return 'COVERED';
      return ((await measure('atRisk')) ?? 0) > 0 ? 'AT_RISK' : 'UNCOVERED';
    },
    async reasons() {
      const status = await this.status();
      return status === null ? null : model.reasons(row.point.date, county as number, status, question.pairings);
    },
  };
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
