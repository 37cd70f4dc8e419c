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
import type { Work } from './work';
import { countRecords, type ModelSize, readModelSize } from './model-size';

export interface ReadModel {
  /** A transaction that only reads. */
  database: Knex;
  state: ModelState;
  criteria: Criteria;
  seesSmallCounts: boolean;
  /** What was done for the request so far, and what more may be. */
  work: Work;
  /** How large the model is, as it was counted last. */
  size(): Promise<ModelSize>;
  /** Aborted once nobody waits for the answer. */
  signal: AbortSignal | null;
  /** Why a county has its status on a date, by the pairings that count. */
  reasons(date: IsoDate, county: number, status: CoverageStatus, pairings: PairingConditions): Promise<Reason[]>;
  prefectureName(code: string): Promise<string | null>;
  /** The codes of the provinces of some regions. */
  provincesOf(regions: readonly string[]): Promise<readonly string[]>;
}

export interface OpenModel {
  model(): Promise<ReadModel>;
  /** Ends what the request read in. */
  release(): Promise<void>;
}

/** Opens nothing until the model is first asked for. */
export function openReadModel(
  database: Knex,
  criteria: Criteria,
  { seesSmallCounts, signal, work }: Pick<ReadModel, 'seesSmallCounts' | 'signal' | 'work'>,
): OpenModel {
  let transaction: Promise<Knex.Transaction> | undefined;
  let model: Promise<ReadModel> | undefined;

  async function open(): Promise<ReadModel> {
    transaction = database.transaction();
    const trx = await transaction;
    trx.on('query-response', (rows: unknown) => {
      if (Array.isArray(rows)) work.rows += rows.length;
    });
    const agencies = await queries.selectAgencyStates(trx);
    const state = readModelState(agencies, criteria);
    let prefectures: Promise<Map<string, string>> | undefined;
    const explanations = perArguments(
      ({ date, pairings }: { date: IsoDate; pairings: PairingConditions }) =>
        new DataLoader<string, Reason[]>(async (keys) => {
          const asked = keys.map((key) => key.split(' ') as [string, CoverageStatus]);
          const found = await explainStatuses(trx, { state, date, pairings, statuses: new Map(asked.map(([county, status]) => [Number(county), status])) });
          for (const reasons of found.values()) work.cells += reasons.length;
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
      size: () => readModelSize(trx, database.client, countRecords(agencies)),
      reasons: (date, county, status, pairings) => explanations({ date, pairings }).load(`${county} ${status}`),
      provincesOf: (regions) => queries.selectProvincesOf(trx, regions),
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
