// The statistics' subgraph: coverage across the registers, from a read model that is kept fresh by their change feeds.
import type { SubgraphDefinition } from '../shared/subgraph';
import { type Criteria, readCriteria } from './criteria';
import { createContext } from './loaders';
import { migrations } from './migrations';
import { relations, selectAgencyStates } from './queries';
import { resolvers } from './resolvers';
import { readModelState } from './state';

/** The statistics by an operator's criteria. */
export function createStatistics(criteria: Criteria): SubgraphDefinition<'statistics'> {
  return {
    name: 'statistics',
    agency: 'joint statistics 联合统计',
    port: 4004,
    resolvers,
    createContext: (database, caller) => createContext(database, caller, criteria),
    migrations,
    relations,
    filledBy: { relation: 'agency_state', command: 'the sync fills it once every register has answered' },
    readDataDate: async (database) => readModelState(await selectAgencyStates(database), criteria).latest,
  };
}

export const statistics = createStatistics(readCriteria());
