// The statistics' subgraph: coverage across the registers, from a read model that is kept fresh by their change feeds.
import type { SubgraphDefinition } from '../shared/subgraph';
import { type Criteria, readCriteria } from './criteria';
import { defaultMaxWork } from './default-max-work';
import { createContext } from './loaders';
import { migrations } from './migrations';
import { countRecords, readModelSize } from './model-size';
import { relations, selectAgencyStates } from './queries';
import { resolvers } from './resolvers';
import { readModelState } from './state';

/** The statistics by an operator's criteria, and with a limit to the work of one request. */
export function createStatistics(criteria: Criteria, maxWork = defaultMaxWork): SubgraphDefinition<'statistics'> {
  return {
    name: 'statistics',
    agency: 'joint statistics 联合统计',
    port: 4004,
    resolvers,
    createContext: (database, caller) => createContext(database, caller, { criteria, maxWork }),
    migrations,
    relations,
    filledBy: { relation: 'agency_state', command: 'the sync fills it once every register has answered' },
    async readDataDate(database) {
      const agencies = await selectAgencyStates(database);
      const { latest } = readModelState(agencies, criteria);
      // So that no question waits for it.
      await readModelSize(database, database.client, countRecords(agencies));
      return latest;
    },
  };
}

export const statistics = createStatistics(readCriteria());
