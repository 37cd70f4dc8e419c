// The context of one request to the statistics: the read model, opened where it is first asked for.
import type { Knex } from 'knex';
import type { Caller } from '../shared/subgraph';
import type { Criteria } from './criteria';
import { openReadModel } from './open-model';

export type Context = ReturnType<typeof createContext>;

export function createContext(database: Knex, { protectedUnder, signal }: Caller, criteria: Criteria) {
  return openReadModel(database, criteria, { seesSmallCounts: protectedUnder === 1, signal });
}
