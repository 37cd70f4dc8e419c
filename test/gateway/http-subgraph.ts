// A subgraph over HTTP, made of other libraries' parts, that counts its connections; and what composes such subgraphs.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';

export interface HttpSubgraph {
  url: string;
  /** How many connections were made to it so far. */
  accepted(): number;
  /** How many connections are open. */
  open(): Promise<number>;
  stop(): Promise<void>;
}

type Resolvers = Record<string, Record<string, (parent: never, args: never) => unknown>>;

export const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

export async function serveSubgraph(sdl: string, resolvers: Resolvers): Promise<HttpSubgraph> {
  const schema = buildSubgraphSchema({ typeDefs: parse(`${link} ${sdl}`), resolvers } as Parameters<typeof buildSubgraphSchema>[0]);
  const server = createServer(createHandler({ schema }));
  // A connection ends when the gateway wants it to, not because the test is slow.
  server.keepAliveTimeout = 120_000;
  let accepted = 0;
  server.on('connection', () => accepted++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    accepted: () => accepted,
    open: () => new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count)))),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The supergraph of subgraphs by name. */
export function composeSupergraph(subgraphs: Record<string, { url: string; sdl: string }>): string {
  const services = Object.entries(subgraphs).map(([name, { url, sdl }]) => ({ name, url, typeDefs: parse(`${link} ${sdl}`) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.join('\n'));
  return supergraphSdl;
}

/** Holds back a resolver until it is opened. */
export function createGate(): { pass(): Promise<void>; waiting(): number; open(): void } {
  let waiting = 0;
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    pass() {
      waiting++;
      return opened;
    },
    waiting: () => waiting,
    open,
  };
}
