// Every subgraph of the graph, in the order in which their databases are prepared.
import { counties } from './counties';
import { organizations } from './organizations';
import { pairings } from './pairings';

export const subgraphs = [organizations, counties, pairings] as const;

/** The name of a subgraph, by which its agency's settings, data and database are told apart. */
export type AgencyName = (typeof subgraphs)[number]['name'];
