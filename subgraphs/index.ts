// Every subgraph of the graph, in the order in which their databases are prepared.
import { counties } from './counties';
import { organizations } from './organizations';
import { pairings } from './pairings';
import { statistics } from './statistics';

/** Those of agencies, which hold what is on record. */
export const registers = [organizations, counties, pairings] as const;

/** The statistics come last: they are made of the registers. */
export const subgraphs = [...registers, statistics] as const;

/** The name of a register, by which its agency's data are told apart. */
export type AgencyName = (typeof registers)[number]['name'];

/** The name of a subgraph, by which its settings and its database are told apart. */
export type SubgraphName = (typeof subgraphs)[number]['name'];
