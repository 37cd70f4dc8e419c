// What the read model holds now: how far each agency's data reach, and which date a question without one is about.
import { BadUserInput } from '../shared/errors';
import { addDays, type IsoDate, today } from '../shared/scalars';
import type { Confidence } from '../shared/source';
import { listNames } from './codes';
import type { Criteria } from './criteria';
import type { AgencyStateRow } from './queries';
import { requireDate } from './question';
import type { Agency } from './read-model/records';
import type { Population } from './types.generated';

/** The GraphQL type `StatisticsSource`. */
export interface StatisticsSource {
  agency: string;
  dataThrough: IsoDate | null;
  reaches: boolean;
  readAt: string;
  lagSeconds: number;
  dataVersion: string;
  rows: number;
  rejected: number;
  datasets: { name: string; asOf: IsoDate; confidence: Confidence }[];
}

export interface LocalizedText {
  english: string;
  chinese: string;
}

export interface ModelState {
  /** Agencies whose data do not reach a date. */
  missingOn(date: IsoDate): { agency: string; dataThrough: IsoDate | null }[];
  sourcesOn(date: IsoDate): StatisticsSource[];
  /** The last day that every agency's data reach. */
  latest: IsoDate;
}

export function readModelState(rows: readonly AgencyStateRow[], { maxAgeDays }: Criteria): ModelState {
  if (rows.length === 0) throw new Error('the read model was never published');
  const now = today();
  const reaches = ({ agency, data_through }: AgencyStateRow, date: IsoDate): boolean => {
    if (data_through === null) return false;
    // A question about today bears some delay, which an agency is allowed.
    return data_through >= (date === now ? addDays(now, -maxAgeDays[agency as Agency]) : date);
  };
  return {
    missingOn: (date) => rows.filter((row) => !reaches(row, date)).map(({ agency, data_through }) => ({ agency, dataThrough: data_through })),
    sourcesOn: (date) =>
      rows.map((row) => ({
        agency: row.agency,
        dataThrough: row.data_through,
        reaches: reaches(row, date),
        readAt: row.read_at,
        lagSeconds: Math.max(0, Math.round((Date.now() - Date.parse(`${row.read_at.replace(' ', 'T')}Z`)) / 1_000)),
        dataVersion: row.data_version,
        rows: row.record_count,
        rejected: row.rejected_count,
        datasets: JSON.parse(row.datasets) as StatisticsSource['datasets'],
      })),
    latest: rows.reduce((day, { data_through }) => (data_through !== null && data_through < day ? data_through : day), now),
  };
}

/** The date of an answer, and why it is this one where none was asked for. */
export interface AnswerDate {
  asOf: IsoDate;
  reason: LocalizedText | null;
  /** The date of a question without one. */
  byDefault: IsoDate;
}

/**
 * The date asked for, or the latest on which every deciding data set is valid.
 *
 * @param lastDesignated the last day on which a county is on the population's list; null where it is no list, or has no end
 * @throws BadUserInput where the date asked for is before the action or after today
 */
export function chooseDate(state: ModelState, asked: IsoDate | null | undefined, population: Population, lastDesignated: IsoDate | null): AnswerDate {
  const ends = lastDesignated !== null && lastDesignated < state.latest;
  const byDefault = ends ? lastDesignated : state.latest;
  if (asked !== null && asked !== undefined) return { asOf: requireDate('asOf', asked), reason: null, byDefault };
  const reason = ends
    ? {
        english: `the last day on which the list ${population} is in force`,
        chinese: `${listNames[population]}有效的最后一日`,
      }
    : { english: 'the last day that the data of every agency reach', chinese: '各机关数据均已达到的最近日期' };
  return { asOf: requireDefault(byDefault), reason, byDefault };
}

/** Data that end before the action, or a list that does, leave no date to answer for. */
function requireDefault(date: IsoDate): IsoDate {
  try {
    return requireDate('asOf', date);
  } catch {
    throw new BadUserInput(`the data reach ${date} only, which is before the action; name a date`, `数据仅截至 ${date}，早于专项行动，请指明日期`);
  }
}
