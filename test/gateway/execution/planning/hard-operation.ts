// A supergraph on which one can ask what takes the planner minutes: each step of a path may be taken in any of seven subgraphs.
import { defaultSettings } from '../../../graph/graph';
import { composeSupergraph } from '../../http-subgraph';

/** Limits under which a hard operation is let through to be planned. */
export const limits = { ...defaultSettings.limits, maxTokens: 20_000 };

const fields = ['north', 'east', 'south', 'west'];

const crossroads = `type Node @key(fields: "id") { id: ID! ${fields.map((field) => `${field}: Node @shareable`).join(' ')} }`;

export const quickSdl = 'type Query { quick: Int node: Node } type Node @key(fields: "id") { id: ID! }';

/**
 * @param quickUrl the address of the subgraph that resolves `quickSdl`
 * @param ways with one way alone nothing is hard
 */
export function composeHard(quickUrl: string, ways = 7): string {
  const others = Array.from({ length: ways }, (_, number) => [`way${number}`, { url: `http://way${number}.invalid/`, sdl: crossroads }]);
  return composeSupergraph({ quick: { url: quickUrl, sdl: quickSdl }, ...Object.fromEntries(others) });
}

/** Within the bounds on an operation's size, and unlike every other by its name. */
export function hardOperation(name: string): string {
  return `query ${name} { node ${walk(4)} }`;
}

function walk(steps: number): string {
  return steps === 0 ? '{ id }' : `{ ${fields.map((field) => `${field} ${walk(steps - 1)}`).join(' ')} }`;
}
