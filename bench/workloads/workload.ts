// What a workload is: an operation, and a composed graph to ask it of.
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

export interface Operation {
  name: string;
  query: string;
}

/** What a client posts. */
export function writeBody({ name, query }: Operation): string {
  return JSON.stringify({ operationName: name, query });
}

/**
 * Composes SDL by subgraph's name.
 *
 * @throws Error with every composition error
 */
export function compose(typeDefs: Readonly<Record<string, string>>): string {
  const services = Object.entries(typeDefs).map(([name, sdl]) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(`the workload does not compose:\n${(errors ?? []).map((error) => error.message).join('\n')}`);
  return supergraphSdl;
}

/** The supergraph with the subgraphs' addresses and nothing else changed. */
export function addressSupergraph(supergraphSdl: string, urls: ReadonlyMap<string, string>): string {
  return supergraphSdl.replace(/@join__graph\(name: "([\w-]+)", url: "[^"]*"\)/g, (_match, name: string) => {
    const url = urls.get(name);
    if (url === undefined) throw new Error(`the supergraph names the subgraph ${name}, which is not served`);
    return `@join__graph(name: "${name}", url: "${url}")`;
  });
}
