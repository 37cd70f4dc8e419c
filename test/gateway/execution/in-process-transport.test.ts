// A subgraph in the gateway's process gives the same bytes as the same subgraph over HTTP, and keeps what is its own.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import { createGateway } from '../../../gateway/gateway';
import { copyAsJson } from '../../../gateway/execution/in-process-transport';
import { subgraphs as definitions } from '../../../subgraphs';
import { openDatabase } from '../../../subgraphs/shared/database';
import { serveSubgraph } from '../../../subgraphs/shared/serve';
import { createSubgraph, type Subgraph } from '../../../subgraphs/shared/subgraph';
import { defaultSettings, type Graph, readerUrl, silentLog, startGraph } from '../../graph/graph';
import { ask, createAnswerer, type FaultyGraph, link, startFaultyGraph } from './faulty-graph';
import { generated } from '../../generated';

describe('a copy as JSON', () => {
  class Point {
    constructor(readonly x: unknown) {}
    get derived(): string {
      return 'no own property';
    }
  }
  class Amount {
    constructor(readonly value: unknown) {}
    toJSON(key: string): unknown {
      return [key, this.value];
    }
  }

  const leaf = fc.oneof(
    fc.anything({ withBoxedValues: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true, withNullPrototype: true }),
    fc.constantFrom<unknown>(
      undefined,
      Number.NaN,
      -0,
      Number.POSITIVE_INFINITY,
      Symbol('s'),
      () => 1,
      new Date(Number.NaN),
      Buffer.from('ab'),
      /x/,
      new Error('e'),
    ),
  );
  const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '0', '10', '2'));
  const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => {
        const object = {};
        for (const [name, value] of entries) Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
        return object;
      }),
      tie('value').map((value) => new Point(value)),
      tie('value').map((value) => new Amount(value)),
      tie('value').map((value) => ({ a: 1, toJSON: () => value })),
      tie('value').map((value) => ({ toJSON: value })),
      tie('value').map((value) => new Map([['a', value]])),
      // An object that occurs twice, which is no circle.
      tie('value').map((value) => [value, value]),
    ),
  }));

  it('equals what JSON makes of it, for any value', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const whole = { value };
        let expected: unknown;
        try {
          expected = JSON.parse(JSON.stringify(whole));
        } catch (error) {
          expect(() => copyAsJson(whole)).toThrow((error as Error).constructor as new () => Error);
          return;
        }
        const copy = copyAsJson(whole);
        // Jest's own comparison takes a member named constructor for a class.
        expect(isDeepStrictEqual(copy, expected)).toBe(true);
        // The members' order besides.
        expect(JSON.stringify(copy)).toBe(JSON.stringify(expected));
      }),
      generated('operations in process', 15_000),
    );
  });

  it('shares nothing with the original', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const before = new Set<unknown>();
        const collect = (part: unknown, into: (object: object) => boolean): void => {
          if (typeof part !== 'object' || part === null || !into(part)) return;
          for (const name of Object.keys(part)) collect((part as Record<string, unknown>)[name], into);
        };
        collect(value, (object) => !before.has(object) && before.add(object) !== undefined);
        let copy: unknown;
        try {
          copy = copyAsJson({ value });
        } catch {
          return;
        }
        const shared: object[] = [];
        collect(copy, (object) => {
          if (before.has(object)) shared.push(object);
          return true;
        });
        expect(shared).toEqual([]);
      }),
      generated('requests in process', 3_000),
    );
  });

  it('leaves out what JSON leaves out: symbols’ members, hidden and inherited ones', () => {
    const value = Object.create({ inherited: 1 }, { hidden: { value: 1 }, shown: { value: 2, enumerable: true } }) as object;
    expect(copyAsJson(Object.assign(value, { [Symbol('s')]: 3 }))).toStrictEqual({ shown: 2 });
  });

  it('of a circle is refused, as JSON refuses it', () => {
    const circle: Record<string, unknown> = { a: [] };
    (circle.a as unknown[]).push(circle, circle);
    expect(() => copyAsJson(circle)).toThrow(TypeError);
    expect(() => copyAsJson({ amount: 5n })).toThrow(TypeError);
  });

  it('passes on what a getter or toJSON throws', () => {
    const thrown = new Error('mine');
    const fail = () => {
      throw thrown;
    };
    expect(() => copyAsJson({ toJSON: fail })).toThrow(thrown);
    expect(() => copyAsJson(Object.defineProperty({}, 'a', { get: fail, enumerable: true }))).toThrow(thrown);
  });
});

/** Kept by the subgraph and answered with again and again. */
const kept = { list: [{ deep: { a: 1 } }], own: JSON.parse('{"__proto__":{"a":1}}') as object };

const odd = {
  sdl: `${link}
    scalar JSON
    type Query { odd: Odd odds: [Odd] }
    type Odd @key(fields: "id") {
      id: ID! kept: JSON date: JSON map: JSON sparse: JSON numbers: JSON nothing: JSON instance: JSON names: JSON shared: [Odd]
      fails: Int failsStrictly: Int! failsWithCode: Int failsOddly: Int failsLate: Int notANumber: Int
      gone: Int spoils(value: JSON): JSON
      meta: JSON @external spoilt: JSON @requires(fields: "meta")
    }`,
  resolvers: {
    Query: { odd: () => ({ id: '1' }), odds: () => [{ id: '1' }, null, { id: '2' }] },
    Odd: {
      __resolveReference: (reference: object) => reference,
      kept: () => kept,
      date: () => ({ at: new Date(0), never: new Date(Number.NaN) }),
      map: () => [new Map([['a', 1]]), new Set([1]), /x/],
      // biome-ignore lint/suspicious/noSparseArray: what is tested
      sparse: () => [1, , undefined, () => 1, Symbol('s')],
      numbers: () => [Number.NaN, -0, Number.NEGATIVE_INFINITY, 0.1, 1e21],
      nothing: () => ({ a: undefined, b: null, c: () => 1 }),
      instance: () =>
        new (class Secret {
          shown = 1;
          toJSON = (key: string) => ({ key, shown: this.shown });
        })(),
      names: () => JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"toString":2}') as object,
      shared: () => {
        const one = { id: 'x' };
        return [one, one];
      },
      fails: () => {
        throw new Error('connect to db.internal failed');
      },
      failsStrictly: () => {
        throw new GraphQLError('strict', { extensions: { code: 'BAD_USER_INPUT', position: 3 } });
      },
      failsWithCode: () => {
        throw new GraphQLError('no', { extensions: { code: 'FORBIDDEN_FIELD', at: new Date(0), map: new Map(), http: { status: 418 }, f: () => 1 } });
      },
      failsOddly: () => {
        throw 'a text';
      },
      failsLate: async () => Promise.reject(new Error('late')),
      notANumber: () => 'many',
      spoils: (_odd: unknown, { value }: { value: { list: unknown[] } | null }) => {
        const length = value?.list.push('spoilt');
        return { value, length };
      },
      spoilt: (reference: { meta: { list: unknown[] } }) => {
        reference.meta.list.push('spoilt');
        return reference.meta;
      },
    },
  },
};

const meta = {
  sdl: `${link} scalar JSON type Query { first: Odd } type Odd @key(fields: "id") { id: ID! meta: JSON name: String }`,
  resolvers: {
    Query: { first: () => ({ id: '1', meta: { list: ['mine'] }, name: 'first' }) },
    Odd: { __resolveReference: ({ id }: { id: string }) => ({ id, meta: { list: ['mine'] }, name: `odd ${id}` }) },
  },
};

/** The subgraph as a process would run it, but for the database: its own schema lacks one field that the supergraph has. */
function createOdd(): Subgraph {
  const answer = createAnswerer({ ...odd, sdl: odd.sdl.replace(' gone: Int', '') });
  return {
    name: 'odd',
    execute: async (request) => (await answer(request)) as FormattedExecutionResult,
    findFault: async () => null,
    close: async () => {},
  };
}

describe('a subgraph in process and over HTTP', () => {
  const server = serveSubgraph(createOdd(), { host: '127.0.0.1', port: 0, log: silentLog });
  const graphs: FaultyGraph<'odd' | 'meta'>[] = [];

  beforeAll(async () => {
    graphs.push(await startFaultyGraph({ odd, meta }, { inProcess: [createOdd()] }));
    graphs.push(await startFaultyGraph({ odd, meta }, { elsewhere: new Map([['odd', `http://127.0.0.1:${await server.start()}/graphql`]]) }));
  });
  afterAll(async () => {
    for (const graph of graphs) await graph.stop();
    await server.stop();
  });

  it.each<[string, string, Record<string, unknown>?]>([
    ['plain fields', '{ odd { id name } odds { id name } }'],
    ['dates', '{ odd { date } }'],
    ['maps, sets and other classes', '{ odd { map instance } }'],
    ['lists with gaps', '{ odd { sparse } }'],
    ['numbers that JSON does not have', '{ odd { numbers } }'],
    ['members that are undefined', '{ odd { nothing } }'],
    ['names that objects inherit', '{ odd { names } }'],
    ['an object twice', '{ odd { shared { id name meta } } }'],
    ['an object that it keeps', '{ odd { kept } odds { kept again: kept } }'],
    ['a resolver that throws', '{ odd { id fails name } }'],
    ['a resolver that throws in entities', '{ first { id fails name } }'],
    ['a resolver that rejects', '{ odd { id failsLate } }'],
    ['a resolver that throws a text', '{ odd { id failsOddly } }'],
    ['a code with details', '{ odd { id failsWithCode } }'],
    ['an error where null is not allowed', '{ odd { id failsStrictly } odds { id failsStrictly } }'],
    ['an error where an entity’s null is not allowed', '{ first { name failsStrictly } }'],
    ['a value of a wrong kind', '{ odd { notANumber } }'],
    ['many errors at once', '{ odd { fails failsLate failsOddly failsWithCode notANumber } first { fails notANumber } }'],
    ['a request that is refused before it is executed', '{ odd { id gone } }'],
    ['a request for entities that is refused', '{ first { name gone } }'],
    [
      'a variable that a resolver writes to',
      'query ($value: JSON) { odd { spoils(value: $value) } first { spoils(value: $value) } }',
      { value: { list: [1] } },
    ],
    ['a variable that is absent', 'query ($value: JSON) { odd { spoils(value: $value) } }'],
    ['a representation that a resolver writes to', '{ first { meta spoilt } }'],
  ])('give the same bytes for %s', async (_name, query, variables = {}) => {
    const [inProcess, overHttp] = await Promise.all(graphs.map((graph) => graph.ask(query, variables)));
    expect(inProcess?.text).toBe(overHttp?.text);
    expect(overHttp?.text).not.toMatch(/AGENCY_UNAVAILABLE|db\.internal/);
  });

  it('leave what a resolver keeps as it was', async () => {
    const before = JSON.stringify(kept);
    const [first, second] = [await graphs[0]?.ask('{ odd { kept } first { kept name } }'), await graphs[0]?.ask('{ odd { kept } first { kept name } }')];
    expect(first?.text).toBe(second?.text);
    expect(JSON.stringify(kept)).toBe(before);
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });
});

describe('our own subgraphs in process and over HTTP', () => {
  const servers = definitions.map((definition) => ({
    name: definition.name,
    server: serveSubgraph(createSubgraph(definition, { database: openDatabase(readerUrl(definition.name), { role: 'reader' }), logError: () => {} }), {
      host: '127.0.0.1',
      port: 0,
      log: silentLog,
    }),
  }));
  let graph: Graph;
  let remote: ReturnType<typeof createGateway>;
  const urls: string[] = [];

  beforeAll(async () => {
    graph = await startGraph();
    const addresses = await Promise.all(servers.map(async ({ name, server }) => [name, `http://127.0.0.1:${await server.start()}/graphql`] as const));
    remote = createGateway({ ...defaultSettings, subgraphUrls: new Map(addresses), inProcess: [], log: silentLog });
    urls.push(`${graph.url}/graphql`, `http://127.0.0.1:${await remote.start()}/graphql`);
  });
  afterAll(async () => {
    await graph.stop();
    await remote.stop();
    for (const { server } of servers) await server.stop();
  });

  it.each([
    '{ countySearch(first: 3) { totalCount nodes { code name } } }',
    '{ organization(code: "53100000500019795A") { code name } }',
    '{ bad: organization(code: "1") { name } good: organization(code: "53100000500019795A") { name } }',
    '{ county(code: "52022") { name } pairings(first: 0) { totalCount } }',
    '{ countySearch(first: 501) { totalCount } }',
    '{ eastWestPartnerships(asOf: "2023-02-30") { note } }',
    '{ pairings(first: 5) { totalCount nodes { __typename } } }',
    '{ __typename __schema { queryType { name } } }',
  ])('give the same bytes for %s', async (query) => {
    const [inProcess, overHttp] = await Promise.all(urls.map((url) => ask(url, query)));
    expect(inProcess?.text).toBe(overHttp?.text);
    expect(inProcess?.text).not.toMatch(/AGENCY_UNAVAILABLE|INTERNAL/);
  });
});
