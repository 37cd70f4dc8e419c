// The pairings' subgraph, the joint ledger of the action: pairings, and projects with their progress.
import { selectNewestDate } from '../shared/source';
import type { SubgraphDefinition } from '../shared/subgraph';
import { contract } from './contract';
import { createContext } from './loaders';
import { migrations } from './migrations';
import { resolvers } from './resolvers';

export const pairings: SubgraphDefinition<'pairings'> = {
  name: 'pairings',
  agency: 'the pairing ledger 结对台账',
  port: 4003,
  resolvers,
  createContext,
  migrations,
  relations: Object.keys(contract),
  contract,
  filledBy: { relation: 'dataset', command: 'load it, or for a trial run: npm run jiedui -- load-sample pairings' },
  readDataDate: selectNewestDate,
};
