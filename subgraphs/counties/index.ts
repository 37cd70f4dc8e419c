// The counties' subgraph, of rural revitalization: provinces, counties, designations, cooperation and needs.
import { selectNewestDate } from '../shared/source';
import type { SubgraphDefinition } from '../shared/subgraph';
import { contract } from './contract';
import { createContext } from './loaders';
import { migrations } from './migrations';
import { resolvers } from './resolvers';

export const counties: SubgraphDefinition<'counties'> = {
  name: 'counties',
  agency: 'rural revitalization 乡村振兴',
  port: 4002,
  resolvers,
  createContext,
  migrations,
  relations: Object.keys(contract),
  contract,
  filledBy: { relation: 'dataset', command: 'load it, or for a trial run: npm run jiedui -- load-sample counties' },
  readDataDate: selectNewestDate,
};
