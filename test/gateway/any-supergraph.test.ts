// The gateway serves any Federation 2 supergraph over HTTP subgraphs; ours is only the default. The subgraphs here are
// made of other libraries' parts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';
import { createGateway, type Gateway } from '../../gateway/gateway';
import { ask, defaultSettings, silentLog } from '../graph/graph';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const services = {
  books: {
    sdl: `${link} type Query { books: [Book!] } type Book @key(fields: "isbn") { isbn: ID! title: String }`,
    resolvers: { Query: { books: () => [{ isbn: '1', title: 'Pairing' }] } },
  },
  reviews: {
    sdl: `${link} type Book @key(fields: "isbn") { isbn: ID! stars: Int secret: String slow: Int }`,
    resolvers: {
      Book: {
        __resolveReference: ({ isbn }: { isbn: string }) => ({ isbn, stars: 5 }),
        slow: () => new Promise(() => {}),
        secret: () => {
          throw new Error('connect to db.internal:5432 failed for select * from reviews');
        },
      },
    },
  },
};

let folder: string;
let gateway: Gateway;
let url: string;
const servers = new Map<string, Server>();
const errors: unknown[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-supergraph-'));
  const list = [];
  for (const [name, { sdl, resolvers }] of Object.entries(services)) {
    const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers } as Parameters<typeof buildSubgraphSchema>[0]);
    const server = createServer(createHandler({ schema }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.set(name, server);
    // The supergraph has no address for reviews: it is given by a setting.
    list.push({
      name,
      url: name === 'books' ? `http://127.0.0.1:${(server.address() as AddressInfo).port}/` : 'http://reviews.invalid/',
      typeDefs: parse(sdl),
    });
  }
  const { supergraphSdl } = composeServices(list);
  writeFileSync(path.join(folder, 'supergraph.graphql'), supergraphSdl ?? '');
  const reviews = servers.get('reviews')?.address() as AddressInfo;
  gateway = createGateway({
    ...defaultSettings,
    supergraphFile: path.join(folder, 'supergraph.graphql'),
    subgraphUrls: new Map([['reviews', `http://127.0.0.1:${reviews.port}/`]]),
    subgraphTimeoutMs: 1_000,
    inProcess: [],
    log: { ...silentLog, error: (error) => errors.push(error) },
  });
  url = `http://127.0.0.1:${await gateway.start()}/graphql`;
});
afterAll(async () => {
  await gateway.stop();
  for (const server of servers.values()) server.close();
  rmSync(folder, { recursive: true });
});

describe('another supergraph', () => {
  it('is served, with an address replaced by a setting', async () => {
    expect(await ask(url, '{ books { isbn title stars } }')).toEqual({ status: 200, data: { books: [{ isbn: '1', title: 'Pairing', stars: 5 }] } });
  });

  it('has messages of codes that are not ours masked', async () => {
    const answer = await ask(url, '{ books { title secret } }');
    expect(answer.data).toEqual({ books: [{ title: 'Pairing', secret: null }] });
    expect(answer.errors).toEqual([
      {
        message: 'reviews answered with an error, or with what cannot be used. reviews 的应答有误或无法使用。',
        path: ['books', 0, 'secret'],
        extensions: { code: 'AGENCY_ERROR', agency: 'reviews', requestId: 'test' },
      },
    ]);
    // What is masked is logged whole.
    expect(errors.map(String).join()).toMatch(/db\.internal:5432/);
  });

  it('loses only the fields of a subgraph that does not answer in time', async () => {
    const answer = await ask(url, '{ books { title slow } }');
    expect(answer.data).toEqual({ books: [{ title: 'Pairing', slow: null }] });
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'AGENCY_TIMEOUT', agency: 'reviews', requestId: 'test' });
  });

  it('loses only the fields of a subgraph that is down, and names no address', async () => {
    await new Promise((resolve) => {
      servers.get('reviews')?.close(resolve);
      servers.get('reviews')?.closeAllConnections();
    });
    const answer = await ask(url, '{ books { title stars } }');
    expect(answer.data).toEqual({ books: [{ title: 'Pairing', stars: null }] });
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'AGENCY_UNAVAILABLE', agency: 'reviews', requestId: 'test' });
    expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|ECONN|http/);
    expect(JSON.stringify(errors.map(String))).toMatch(/ECONNREFUSED/);
  });
});

describe('a supergraph that does not load', () => {
  it.each([
    ['is missing', null, /cannot be read/],
    ['is no SDL', 'hello', /does not load/],
    ['is no supergraph', 'type Query { a: Int }', /does not load/],
  ])('because it %s stops the start with one sentence', async (_name, text, message) => {
    const file = path.join(folder, 'bad.graphql');
    if (text !== null) writeFileSync(file, text);
    const bad = createGateway({
      ...defaultSettings,
      supergraphFile: file,
      inProcess: [],
      log: silentLog,
    });
    await expect(bad.start()).rejects.toThrow(message);
    await bad.stop();
  });
});

describe('the vendor’s telemetry', () => {
  it('is off wherever the package is loaded', () => {
    require('../../gateway/execution/stock');
    expect(process.env.APOLLO_TELEMETRY_DISABLED).toBe('1');
  });
});
