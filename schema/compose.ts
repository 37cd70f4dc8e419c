// Composes the subgraphs' SDL into the supergraph.
import { composeServices } from '@apollo/composition';
import { subgraphs } from '../subgraphs';
import { readSdl } from '../subgraphs/shared/sdl';

/**
 * Composes the subgraphs' SDL.
 *
 * @throws Error with every composition error, and with hints, since a hint is a mistake in waiting
 */
export function composeSupergraph(): string {
  const services = subgraphs.map(({ name, port }) => ({ name, url: `http://localhost:${port}/graphql`, typeDefs: readSdl(name) }));
  const { supergraphSdl, errors, hints } = composeServices(services);
  const faults = [...(errors ?? []).map((error) => error.message), ...(hints ?? []).map((hint) => hint.toString())];
  if (supergraphSdl === undefined || faults.length > 0) throw new Error(`the subgraphs do not compose:\n${faults.join('\n')}`);
  return supergraphSdl.endsWith('\n') ? supergraphSdl : `${supergraphSdl}\n`;
}
