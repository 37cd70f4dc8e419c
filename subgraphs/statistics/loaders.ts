// The context of one request to the statistics: the read model, opened where it is first asked for.
import type { Knex } from 'knex';
import type { Caller } from '../shared/subgraph';
import type { Criteria } from './criteria';
import { openReadModel } from './open-model';
import { Work } from './work';

export type Context = ReturnType<typeof createContext>;

/** @param maxWork rows read plus cells computed, at most, for one request */
export function createContext(database: Knex, { protectedUnder, signal }: Caller, { criteria, maxWork }: { criteria: Criteria; maxWork: number }) {
  const work = new Work(maxWork);
  return { ...openReadModel(database, criteria, { seesSmallCounts: protectedUnder === 1, signal, work }), work };
}
