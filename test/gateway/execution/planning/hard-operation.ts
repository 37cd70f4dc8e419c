// A supergraph on which one can ask what takes the planner minutes: what an interface offers may be had in any of three subgraphs for
// each of its types, and the planner multiplies the ways of all types at each step.
import { defaultSettings } from '../../../graph/graph';
import { composeSupergraph } from '../../http-subgraph';

export const { limits } = defaultSettings;

const fields = ['north', 'east', 'south', 'west'];

const crossroads = `type Node @key(fields: "id") { id: ID! ${fields.map((field) => `${field}: Node @shareable`).join(' ')} }`;

const types = ['Gate', 'Bridge', 'Ford', 'Pass'];

const maze = `interface Junction { next: Junction } ${types
  .map((type) => `type ${type} implements Junction @key(fields: "id") { id: ID! next: Junction @shareable }`)
  .join(' ')}`;

export const quickSdl = `type Query { quick: Int node: Node maze: Junction } type Node @key(fields: "id") { id: ID! } ${maze}`;

/**
 * @param quickUrl the address of the subgraph that resolves `quickSdl`
 * @param ways with one way alone nothing is hard
 */
export function composeHard(quickUrl: string, ways = 7): string {
  const sdlOf = (way: number) => (ways > 1 && way < 2 ? `${crossroads} ${maze}` : crossroads);
  const others = Array.from({ length: ways }, (_, way) => [`way${way}`, { url: `http://way${way}.invalid/`, sdl: sdlOf(way) }]);
  return composeSupergraph({ quick: { url: quickUrl, sdl: quickSdl }, ...Object.fromEntries(others) });
}

/** A small operation, and unlike every other by its name. */
export function hardOperation(name: string): string {
  return `query ${name} { maze { next { next { __typename } } } }`;
}
