// Answers the evaluation of a year: scores of pairings, organizations, counties or provinces, each with every indicator, so
// that it can be computed again by hand.
import { BadUserInput } from '../shared/errors';
import { groupBy } from '../shared/group-by';
import { optionalSet, requireCreditCode, requireDivisionCode } from '../shared/input';
import { buildConnection, type Connection, readPage } from '../shared/pages';
import { type IsoDate, today } from '../shared/scalars';
import type { AskedField } from './asked-fields';
import { cellsOfScore, estimateFindingSubjects, estimateScores } from './estimates/evaluation';
import { indicatorCodes } from './codes';
import { type Counted, countKinds, countStandings, indicators, type SubjectFacts } from './indicators';
import type { ReadModel } from './open-model';
import { explainEmptiness, findEmptyLists, type Note } from './notes';
import * as queries from './queries';
import { firstDay, type Point, type Question, trendPoints } from './question';
import type { LocalizedText, ModelState, StatisticsSource } from './state';
import type { EvaluationIndicatorCode, EvaluationSubject, Population, QueryEvaluationArgs, RequireFields } from './types.generated';
import { findMissing, type Unmatched } from './unmatched';

const field = 'Query.evaluation';

/** The GraphQL type `EvaluationScore`. */
export interface Score {
  pairing: { id: string } | null;
  organization: { code: string } | null;
  county: { code: string } | null;
  province: { code: string } | null;
  score: number | null;
  confidence: number;
  indicators: ScoredIndicator[];
}

interface ScoredIndicator extends Counted {
  indicator: EvaluationIndicatorCode;
  value: number | null;
  weight: number;
  sources: StatisticsSource[];
}

/** The GraphQL type `EvaluationScoreConnection`. */
export interface ScorePage extends Connection<Score> {
  asOf: IsoDate;
  notes: () => Promise<Note[]>;
  unmatched: () => Promise<Unmatched[]>;
  sources: StatisticsSource[];
  criteriaVersion: string;
}

export async function answerEvaluation(
  model: ReadModel,
  args: RequireFields<QueryEvaluationArgs, 'of' | 'population' | 'year'>,
  fields: readonly AskedField[],
): Promise<ScorePage> {
  const page = readPage(field, args);
  const { of, population, year } = args;
  const asOf = chooseLastDay(model.state, year);
  const question = questionOn(population, [{ date: asOf, after: null }]);
  const asked = { of, question, firstDay: `${year}-01-01`, lastDay: asOf, ids: readIds(of, args.ids) };
  model.work.plan(estimateFindingSubjects(await model.size(), of, question, 1 + fields.filter(({ name }) => name === 'totalCount').length));
  const rows = await queries.selectSubjects(model.database, asked, { after: page.after, limit: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  const facts = await countFacts(model, { of, population, year, asOf }, shown);
  const scores = new Map(shown.map((row, i) => [row, toScore(model, of, asOf, row, facts[i] as SubjectFacts)]));
  const connection = buildConnection(
    field,
    page,
    rows,
    (row) => row.shown,
    () => queries.countSubjects(model.database, asked),
  );
  const scoreOf = (row: queries.SubjectRow) => scores.get(row) as Score;
  return {
    ...connection,
    edges: () => connection.edges().map(({ cursor, node }) => ({ cursor, node: scoreOf(node) })),
    nodes: connection.nodes.map(scoreOf),
    asOf,
    notes: () => {
      const isEmpty = rows.length === 0 && page.after === null;
      return explainEmptiness(model, {
        question,
        emptyLists: findEmptyLists(null, { ids: args.ids }),
        nothingFound: isEmpty ? describeNoSubjects(of, year) : null,
      });
    },
    unmatched: () => findMissing(model.database, codesOf[of], { codes: asked.ids ?? [], shown: 'ids', match: (codes) => matchSubjects(model, asked, codes) }),
    sources: model.state.sourcesOn(asOf),
    criteriaVersion: model.criteria.version,
  };
}

const codesOf = { PAIRING: 'pairings', ORGANIZATION: 'organizations', COUNTY: 'counties', PROVINCE: 'provinces' } as const;

/** Those of some codes or identifiers that have a score. */
async function matchSubjects({ database }: ReadModel, asked: queries.SubjectQuestion, codes: readonly string[]): Promise<ReadonlySet<string>> {
  const argument = codesOf[asked.of];
  if (argument === 'counties' || argument === 'provinces') return queries.selectCountedCodes(database, argument, asked.question, codes);
  const rows = await queries.selectSubjects(database, asked, { after: null, limit: codes.length });
  return new Set(rows.map(({ shown }) => shown));
}

const subjectWords: Readonly<Record<EvaluationSubject, LocalizedText>> = {
  PAIRING: { english: 'pairing that was active', chinese: '有效结对' },
  ORGANIZATION: { english: 'organization in an active pairing', chinese: '有效结对中的社会组织' },
  COUNTY: { english: 'county', chinese: '县' },
  PROVINCE: { english: 'province', chinese: '省份' },
};

function describeNoSubjects(of: EvaluationSubject, year: number): (counties: number) => LocalizedText {
  const { english, chinese } = subjectWords[of];
  return (counties) => ({
    english: `no ${english} in ${year} is among those asked about, in the ${counties} counties of the population`,
    chinese: `统计范围 ${counties} 个县内，${year} 年无所问的${chinese}`,
  });
}

/**
 * The end of the year, or the last day that every agency's data reach in it.
 *
 * @throws BadUserInput where the year is before the action or after this one
 */
function chooseLastDay({ latest }: ModelState, year: number): IsoDate {
  const [first, last] = [Number(firstDay.slice(0, 4)), Number(today().slice(0, 4))];
  if (year < first || year > last) throw new BadUserInput(`year is from ${first} to ${last}; got ${year}`, `year 须为 ${first} 至 ${last} 年，所给为 ${year}`);
  const end = `${year}-12-31`;
  return latest < end && latest >= `${year}-01-01` ? latest : end;
}

/** @throws BadUserInput where a code is malformed, or there are too many */
function readIds(of: EvaluationSubject, ids: readonly string[] | null | undefined): readonly string[] | null {
  const requireOne = { PAIRING: (id: string) => id, ORGANIZATION: requireCreditCode, COUNTY: requireDivisionCode, PROVINCE: requireDivisionCode };
  return optionalSet(ids, requireOne[of]) ?? null;
}

function questionOn(population: Population, points: readonly Point[], where: { counties?: string[]; provinces?: string[] } = {}): Question {
  return { population, counties: { ...where, flags: {} }, pairings: { columns: {} }, groupBy: [], points, byPoint: points.length > 1 };
}

interface Year {
  of: EvaluationSubject;
  population: Population;
  year: number;
  asOf: IsoDate;
}

/** What is counted of each subject, in the order of the subjects; a few statements for all of them. */
async function countFacts(model: ReadModel, asked: Year, subjects: readonly queries.SubjectRow[]): Promise<SubjectFacts[]> {
  if (subjects.length === 0) return [];
  const { database, seesSmallCounts } = model;
  const { of, population, asOf } = asked;
  const keys = subjects.map(({ key }) => key);
  const question = questionOn(population, [{ date: asOf, after: null }]);
  const isOfCounties = of === 'COUNTY' || of === 'PROVINCE';
  const monthly = isOfCounties ? monthsOfCounties(asked, subjects) : questionOn(population, monthsOf(asked));
  model.work.plan(estimateScores(await model.size(), of, { question, months: monthly, subjects: keys.length }));
  model.work.cells += cellsOfScore * keys.length;
  const months = await (isOfCounties ? countMonthsOfCounties(model, asked, subjects) : countMonthsOfPairings(model, asked, of, keys));
  const kinds = await countSubjectKinds(model, asked, subjects);
  const people = seesSmallCounts ? 'people_trained' : 'people_trained_shown';
  const projects = new Map((await queries.selectSubjectProjects(database, of, { question, keys, people })).map((row) => [row.subject, row]));
  const organizations = groupBy(await queries.selectSubjectStandings(database, of, question, keys), ({ subject }) => subject);
  return keys.map((key) => ({
    key,
    months: months.get(key) ?? { covered: 0, of: 0 },
    kinds: kinds.get(key) ?? { helped: 0, of: 0 },
    projects: projects.get(key),
    organizations: countStandings(organizations.get(key) ?? []),
  }));
}

/** The month-ends of the year, the last one the last day that counts. */
function monthsOf({ year, asOf }: Year): Point[] {
  return trendPoints(`${year}-01-01`, asOf, 'MONTH');
}

function monthsOfCounties(asked: Year, subjects: readonly queries.SubjectRow[]): Question {
  const { of, population } = asked;
  const codes = subjects.map(({ shown }) => shown);
  const where = of === 'COUNTY' ? { counties: codes } : { provinces: codes };
  // A year of one month-end, too, has its rows told apart by it.
  return { ...questionOn(population, monthsOf(asked), where), groupBy: [of === 'COUNTY' ? 'COUNTY' : 'PROVINCE'], byPoint: true };
}

/** As `coverageTrend` counts them: counties covered and not unknown, on each month-end. */
async function countMonthsOfCounties({ database }: ReadModel, asked: Year, subjects: readonly queries.SubjectRow[]) {
  const question = monthsOfCounties(asked, subjects);
  const months = new Map<queries.SubjectKey, SubjectFacts['months']>();
  const add = (key: string | number | null | undefined, covered: number, of: number) => {
    const sum = months.get(key ?? '') ?? { covered: 0, of: 0 };
    months.set(key ?? '', { covered: sum.covered + covered, of: sum.of + of });
  };
  for (const row of await queries.selectCounties(database, question)) add(row.d0, 0, Number(row.counties));
  for (const row of await queries.selectStatuses(database, question)) add(row.d0, Number(row.covered), -Number(row.unknown));
  return months;
}

/** Month-ends with an active pairing in good standing, from the first day of one on; those of unknown standing alone do not count. */
async function countMonthsOfPairings({ database }: ReadModel, asked: Year, of: 'PAIRING' | 'ORGANIZATION', keys: readonly queries.SubjectKey[]) {
  const points = monthsOf(asked);
  const question: Question = { ...questionOn(asked.population, points), byPoint: true };
  const rows = groupBy(await queries.selectSubjectMonths(database, of, question, keys), ({ subject }) => subject);
  const firstDays = await queries.selectFirstDays(database, of, keys);
  return new Map(
    keys.map((key) => {
      const own = rows.get(key) ?? [];
      const since = firstDays.get(key) ?? asked.asOf;
      const unknown = own.filter(({ good, doubt }) => Number(good) === 0 && Number(doubt) > 0).length;
      return [key, { covered: own.filter(({ good }) => Number(good) > 0).length, of: points.filter(({ date }) => date >= since).length - unknown }];
    }),
  );
}

/** Kinds of unmet needs of the subject's counties (those of its active pairings, where it is no county or province), and those it helps with. */
async function countSubjectKinds({ database }: ReadModel, { of, population, asOf }: Year, subjects: readonly queries.SubjectRow[]) {
  const keys = subjects.map(({ key }) => key);
  const on = [{ date: asOf, after: null }];
  const helped = groupBy(await queries.selectSubjectKinds(database, of, questionOn(population, on), keys), ({ subject }) => subject);
  const counties = new Map<queries.SubjectKey, number[]>(keys.map((key) => [key, helped.get(key)?.map(({ county }) => county) ?? []]));
  if (of === 'COUNTY') for (const { key } of subjects) counties.set(key, [Number(key)]);
  if (of === 'PROVINCE') {
    const all = await queries.selectPopulation(database, questionOn(population, on, { provinces: subjects.map(({ shown }) => shown) }));
    const byProvince = groupBy(all, ({ province_code }) => province_code);
    for (const { key } of subjects) counties.set(key, byProvince.get(String(key))?.map(({ id }) => id) ?? []);
  }
  const unmet = await queries.selectUnmetKinds(database, { date: asOf, counties: [...new Set([...counties.values()].flat())] });
  return new Map(
    keys.map((key) => {
      const kinds = new Map(helped.get(key)?.map(({ county, kinds }) => [county, kinds]));
      return [key, countKinds((counties.get(key) ?? []).map((county) => ({ unmet: unmet.get(county)?.kinds ?? 0, helped: kinds.get(county) ?? 0 })))];
    }),
  );
}

function toScore({ state, criteria }: ReadModel, of: EvaluationSubject, asOf: IsoDate, { shown }: queries.SubjectRow, facts: SubjectFacts): Score {
  const missing = state.missingOn(asOf).map(({ agency }) => agency);
  const sources = state.sourcesOn(asOf);
  const scored = indicatorCodes
    .filter((code) => indicators[code].appliesTo.includes(of))
    .map((code): ScoredIndicator => {
      const { agencies, count } = indicators[code];
      const behind = agencies.filter((agency) => missing.includes(agency));
      const counted = behind.length === 0 ? count(facts, criteria) : notReached(behind, asOf);
      const value = counted.counted === null || counted.of === null ? null : counted.counted / counted.of;
      const own = sources.filter(({ agency }) => (agencies as readonly string[]).includes(agency));
      return { ...counted, indicator: code, value, weight: criteria.evaluation.weights[code], sources: own };
    });
  const weightOf = (list: readonly ScoredIndicator[]) => list.reduce((sum, { weight }) => sum + weight, 0);
  const told = scored.filter(({ value }) => value !== null);
  const [toldWeight, weight] = [weightOf(told), weightOf(scored)];
  const points = told.reduce((sum, { value, weight }) => sum + (value ?? 0) * weight, 0);
  const entity = (subject: EvaluationSubject) => of === subject;
  return {
    pairing: entity('PAIRING') ? { id: shown } : null,
    organization: entity('ORGANIZATION') ? { code: shown } : null,
    county: entity('COUNTY') ? { code: shown } : null,
    province: entity('PROVINCE') ? { code: shown } : null,
    score: toldWeight === 0 ? null : Math.round((10_000 * points) / toldWeight) / 100,
    confidence: weight === 0 ? 0 : Math.round((10_000 * toldWeight) / weight) / 10_000,
    indicators: scored,
  };
}

function notReached(agencies: readonly string[], asOf: IsoDate): Counted {
  const names = agencies.join(', ');
  return { counted: null, of: null, english: `the data of ${names} do not reach ${asOf}`, chinese: `${names} 的数据未达 ${asOf}` };
}
