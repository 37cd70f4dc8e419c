// Every subgraph of the graph, in the order in which their databases are prepared.
import { counties } from './counties';
import { organizations } from './organizations';
import { pairings } from './pairings';

export const subgraphs = [organizations, counties, pairings] as const;
