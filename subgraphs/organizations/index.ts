// The organizations' subgraph, of civil affairs: the register of social organizations and their standing.
import { selectNewestDate } from '../shared/source';
import type { SubgraphDefinition } from '../shared/subgraph';
import { contract } from './contract';
import { createContext } from './loaders';
import { migrations } from './migrations';
import { resolvers } from './resolvers';

export const organizations: SubgraphDefinition<'organizations'> = {
  name: 'organizations',
  agency: 'civil affairs 民政',
  port: 4001,
  resolvers,
  createContext,
  migrations,
  relations: Object.keys(contract),
  contract,
  filledBy: { relation: 'dataset', command: 'load it, or for a trial run: npm run jiedui -- load-sample organizations' },
  readDataDate: selectNewestDate,
};
