// The supergraphs of the oracle, composed of SDLs that together use every directive of federation but two kinds: @context
// and @override's labels, which the stock gateway does not execute, and those of authorization, which it refuses.
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { type GraphQLSchema, parse } from 'graphql';
import { cards } from './supergraphs/cards';
import { chain } from './supergraphs/chain';
import { library } from './supergraphs/library';
import { media } from './supergraphs/media';
import { registry } from './supergraphs/registry';
import { search } from './supergraphs/search';
import { shop } from './supergraphs/shop';
import { theatre } from './supergraphs/theatre';

export interface TestGraph {
  name: string;
  /** The SDL of each subgraph, by name. */
  subgraphs: ReadonlyMap<string, string>;
  sdl: string;
  /** What clients see. */
  apiSchema: GraphQLSchema;
}

export const supergraphs: readonly TestGraph[] = Object.entries({ shop, media, library, registry, search, chain, cards, theatre }).map(([name, sdls]) => {
  const subgraphs = new Map<string, string>(Object.entries(sdls));
  const services = [...subgraphs].map(([service, sdl]) => ({ name: service, url: `http://${service}.invalid/`, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors !== undefined) throw new Error(`${name} does not compose:\n${errors.map(({ message }) => message).join('\n')}`);
  return {
    name,
    subgraphs,
    sdl: supergraphSdl,
    apiSchema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
  };
});

export function findSupergraph(name: string): TestGraph {
  const found = supergraphs.find((supergraph) => supergraph.name === name);
  if (found === undefined) throw new Error(`expected one of ${supergraphs.map((supergraph) => supergraph.name).join(', ')}; got ${name}`);
  return found;
}
