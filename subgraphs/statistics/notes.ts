// What an answer says besides its figures: why it has nothing to count. A zero never stands without a word.
import { addDays, type IsoDate } from '../shared/scalars';
import { listNames } from './codes';
import type { ReadModel } from './open-model';
import * as queries from './queries';
import { type Point, type Question, restrictsPairings } from './question';
import type { LocalizedText } from './state';
import type { AnswerNoteCode } from './types.generated';

/** The GraphQL type `AnswerNote`. */
export interface Note extends LocalizedText {
  code: AnswerNoteCode;
}

export interface Explained {
  question: Question;
  /** Arguments that are empty lists, as `where.kinds`. */
  emptyLists: readonly string[];
  /** What to say where there are counties, and nothing else that is asked for; null where there is something. */
  nothingFound: ((counties: number) => LocalizedText) | null;
}

/** Why the answer to a question is empty, altogether or on some of its dates. */
export async function explainEmptiness(model: ReadModel, { question, emptyLists, nothingFound }: Explained): Promise<Note[]> {
  const notes = [...explainReach(model, question), ...emptyLists.map(explainEmptyList)];
  const counties = await queries.countPopulation(model.database, question, question.counties);
  if (counties.includes(0)) notes.push(...(await explainNoCounties(model, question, counties)));
  if (Math.max(...counties) > 0 && restrictsPairings(question.pairings)) notes.push(...(await explainNoPairings(model, question)));
  const last = counties.at(-1) ?? 0;
  if (last > 0 && nothingFound !== null) notes.push({ code: 'NOTHING_FOUND', ...nothingFound(last) });
  return notes;
}

/** The arguments of a filter that are empty lists. */
export function findEmptyLists(where: object | null | undefined, others: Readonly<Record<string, readonly unknown[] | null | undefined>> = {}): string[] {
  const isEmpty = ([, value]: [string, unknown]) => Array.isArray(value) && value.length === 0;
  return [
    ...Object.entries(where ?? {})
      .filter(isEmpty)
      .map(([name]) => `where.${name}`),
    ...Object.entries(others)
      .filter(isEmpty)
      .map(([name]) => name),
  ];
}

function explainReach({ state }: ReadModel, { points }: Question): Note[] {
  const unreached = points.filter(({ date }) => state.missingOn(date).length > 0);
  const last = unreached.at(-1);
  if (last === undefined) return [];
  const behind = state.missingOn(last.date);
  const reach = (verb: string, none: string) => behind.map(({ agency, dataThrough }) => `${agency} ${dataThrough === null ? none : `${verb} ${dataThrough}`}`);
  const on = describeDates(unreached, points);
  return [
    {
      code: 'DATA_NOT_REACHED',
      english: `whatever cannot be told ${on.english} is UNKNOWN, null or empty: the data of ${reach('reach', 'have not been read').join(', ')}`,
      chinese: `${on.chinese}不可得者为未知或空：${reach('的数据截至', '的数据尚未读取').join('，')}`,
    },
  ];
}

function explainEmptyList(name: string): Note {
  return { code: 'EMPTY_LIST', english: `${name} is an empty list, which nothing meets`, chinese: `${name} 为空列表，不取任何记录` };
}

/** @param counties how many there are on each of the question's dates */
async function explainNoCounties({ database }: ReadModel, question: Question, counties: readonly number[]): Promise<Note[]> {
  const { population, points } = question;
  const { designations = [] } = question.counties;
  const ofPopulation = await queries.countPopulation(database, question, { flags: {} });
  // Whether the filter's lists are in force is no matter of the population.
  const ofLists =
    designations.length === 0 ? ofPopulation : await queries.countPopulation(database, { ...question, population: 'ALL' }, { designations, flags: {} });
  const emptyWhere = (holds: (place: number) => boolean) => points.filter((_point, place) => counties[place] === 0 && holds(place));
  const withoutPopulation = emptyWhere((place) => ofPopulation[place] === 0);
  const withoutLists = emptyWhere((place) => ofPopulation[place] !== 0 && ofLists[place] === 0);
  const withoutMatch = emptyWhere((place) => ofPopulation[place] !== 0 && ofLists[place] !== 0);
  const notes: Note[] = [];
  if (population !== 'ALL' && withoutPopulation.length > 0) notes.push(await explainLists(database, [population], withoutPopulation, question));
  if (withoutLists.length > 0) notes.push(await explainLists(database, designations, withoutLists, question));
  if (withoutMatch.length > 0) {
    const on = describeDates(withoutMatch, points);
    const most = Math.max(...ofPopulation);
    notes.push({
      code: 'NO_COUNTY_MEETS_CONDITIONS',
      english: `none of the ${most} counties of the population meets the conditions ${on.english}`,
      chinese: `${on.chinese}统计范围内 ${most} 个县均不符合条件`,
    });
  }
  return notes;
}

/** Where conditions on pairings and organizations let nothing count: all that is counted of them is nought, and every county uncovered. */
async function explainNoPairings({ database, state }: ReadModel, question: Question): Promise<Note[]> {
  const date = question.points.at(-1)?.date ?? '';
  if (state.missingOn(date).length > 0 || (await queries.countsAnything(database, { ...question, groupBy: [] }))) return [];
  return [
    {
      code: 'NO_PAIRING_MEETS_CONDITIONS',
      english: `no pairing or project with these counties meets the conditions on pairings and organizations up to ${date}`,
      chinese: `截至 ${date}，所问各县无符合结对与社会组织条件的结对或项目`,
    },
  ];
}

async function explainLists(database: ReadModel['database'], lists: readonly string[], empty: readonly Point[], { points }: Question): Promise<Note> {
  const [first, last] = [empty[0]?.date ?? '', empty.at(-1)?.date ?? ''];
  const spans = await Promise.all(lists.map(async (list) => describeSpan(list, await queries.selectListSpan(database, list), first, last)));
  const on = describeDates(empty, points);
  // A total is as at the last date, whatever the rows before it have.
  const isOfTotals = points.length > empty.length && empty.at(-1) === points.at(-1);
  return {
    code: 'LIST_NOT_IN_FORCE',
    english: `no county is on ${lists.join(' or ')} ${on.english}: ${spans.map(({ english }) => english).join('; ')}${
      isOfTotals ? '. The totals are of the counties on the last date, of which there are none; rows of earlier dates are of the counties then' : ''
    }`,
    chinese: `${on.chinese}无县列入${lists.map((list) => listNames[list] ?? list).join('或')}：${spans.map(({ chinese }) => chinese).join('；')}${
      isOfTotals ? '。合计以最后一日的县为准，该日并无；此前各行以当时的县为准' : ''
    }`,
  };
}

function describeSpan(list: string, span: { from: IsoDate; until: IsoDate } | null, first: IsoDate, last: IsoDate): LocalizedText {
  const name = listNames[list] ?? list;
  if (span === null) return { english: `no county was ever on ${list}`, chinese: `从无县列入${name}` };
  const to = addDays(span.until, -1);
  if (to < first) return { english: `${list} ended on ${to}`, chinese: `${name}已于 ${to} 终止` };
  if (span.from > last) return { english: `${list} begins on ${span.from}`, chinese: `${name}自 ${span.from} 起生效` };
  return { english: `${list} is from ${span.from} to ${to}`, chinese: `${name}有效期为 ${span.from} 至 ${to}` };
}

/** Some of a question's dates, as the end of an English sentence and the beginning of a Chinese one. */
function describeDates(some: readonly Point[], all: readonly Point[]): LocalizedText {
  const [first, last] = [some[0]?.date ?? '', some.at(-1)?.date ?? ''];
  if (first === last) return { english: `on ${first}`, chinese: `${first} ` };
  return {
    english: `on ${some.length} of ${all.length} dates, from ${first} to ${last}`,
    chinese: `${all.length} 期中的 ${some.length} 期（${first} 至 ${last}）`,
  };
}
