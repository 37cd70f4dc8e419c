// The read model as one request sees it: everything it reads is of one moment, whatever is published meanwhile.
import type { Knex } from 'knex';
import type { IsoDate } from '../shared/scalars';
import { perArguments } from '../shared/loaders';
import DataLoader from 'dataloader';
import type { Criteria } from './criteria';
import type { Reason } from './coverage';
import type { PairingConditions } from './question';
import { explainStatuses } from './reasons';
import * as queries from './queries';
import { type ModelState, readModelState } from './state';
import type { CoverageStatus } from './types.generated';

/** Counts of work, by no clock. */
interface Work {
  /** Rows that statements returned. */
  rows: number;
  /** Values of dimensions and measures that were computed. */
  cells: number;
}

export interface ReadModel {
  /** A transaction that only reads. */
  database: Knex;
  state: ModelState;
  criteria: Criteria;
  seesSmallCounts: boolean;
  /** What was done for the request so far. */
  work: Work;
  /** Aborted once nobody waits for the answer. */
  signal: AbortSignal | null;
  /** Why a county has its status on a date, by the pairings that count. */
  reasons(date: IsoDate, county: number, status: CoverageStatus, pairings: PairingConditions): Promise<Reason[]>;
  prefectureName(code: string): Promise<string | null>;
}

export interface OpenModel {
  model(): Promise<ReadModel>;
  /** Ends what the request read in. */
  release(): Promise<void>;
}

/** Opens nothing until the model is first asked for. */
export function openReadModel(database: Knex, criteria: Criteria, { seesSmallCounts, signal }: Pick<ReadModel, 'seesSmallCounts' | 'signal'>): OpenModel {
  const work: Work = { rows: 0, cells: 0 };
  let transaction: Promise<Knex.Transaction> | undefined;
  let model: Promise<ReadModel> | undefined;

  async function open(): Promise<ReadModel> {
    transaction = database.transaction();
    const trx = await transaction;
    trx.on('query-response', (rows: unknown) => {
      if (Array.isArray(rows)) work.rows += rows.length;
    });
    const state = readModelState(await queries.selectAgencyStates(trx), criteria);
    let prefectures: Promise<Map<string, string>> | undefined;
    const explanations = perArguments(
      ({ date, pairings }: { date: IsoDate; pairings: PairingConditions }) =>
        new DataLoader<string, Reason[]>(async (keys) => {
          const asked = keys.map((key) => key.split(' ') as [string, CoverageStatus]);
          const found = await explainStatuses(trx, { state, date, pairings, statuses: new Map(asked.map(([county, status]) => [Number(county), status])) });
          return asked.map(([county]) => found.get(Number(county)) ?? []);
        }),
    );
    return {
      database: trx,
      state,
      criteria,
      seesSmallCounts,
      work,
      signal,
      reasons: (date, county, status, pairings) => explanations({ date, pairings }).load(`${county} ${status}`),
      async prefectureName(code) {
        prefectures ??= queries.selectPrefectureNames(trx).then((rows) => new Map(rows.map(({ code, name }) => [code, name])));
        return (await prefectures).get(code) ?? null;
      },
    };
  }

  return {
    model() {
      model ??= open();
      return model;
    },
    async release() {
      // Nothing was written: whether it ends well or not changes nothing.
      await (await transaction?.catch(() => undefined))?.rollback().catch(() => undefined);
    },
  };
}
