// Operations with very many possible plans: they are planned, and whatever was left out of looking, their answers are the right ones.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, graphql, parse } from 'graphql';
import { type EnumerationBounds, defaultBounds } from '../../../../gateway/execution/planning/bounded-enumeration';
import { createPlanner } from '../../../../gateway/execution/planning/planner';
import { prepareOperation } from '../../../../gateway/execution/prepared-operation';
import { Deadline } from '../../../../gateway/time-limit';
import { anonymous, type Transport } from '../../../../gateway/execution/transport';
import { createRandom } from '../../../../sample/random';
import { composeSupergraph, link } from '../../http-subgraph';

interface World {
  supergraph: string;
  transports: ReadonlyMap<string, Transport>;
  /** All fields in one schema. */
  whole: string;
}

const kinds = 6;

/** A type with many keys in many subgraphs, some of which share keys; each of its fields is in several of them. */
function makeWorld(seed: number, subgraphs = 10, keys = 8): World {
  const random = createRandom(seed, 'subgraphs');
  const own: string[][] = Array.from({ length: subgraphs }, () => []);
  const share = (field: string, count: number) => {
    for (const each of random.sample(own, count)) each.push(`${field} @shareable`);
  };
  const fields = Array.from({ length: kinds }, (_, kind) => [`n${kind}: Node`, `f${kind}: String`, `g${kind}: String`]);
  for (const [next, ...leaves] of fields) {
    share(next as string, 3);
    for (const leaf of leaves) share(leaf, 2);
  }
  const sdls = own.map((each, index) => {
    const others = random.sample([...Array(keys).keys()].slice(1), 3);
    const names = [0, ...others].map((key) => `k${key}`);
    const all = [...names.map((name) => `${name}: ID! @shareable`), ...each];
    const root = index < 2 ? 'node: Node @shareable' : `q${index}: Int`;
    return `type Query { ${root} } type Node ${names.map((name) => `@key(fields: "${name}")`).join(' ')} { ${all.join(' ')} }`;
  });
  const named = sdls.map((sdl, index) => [`s${index}`, { url: `http://s${index}.invalid/`, sdl }] as const);
  const transports = new Map(named.map(([name, { sdl }]) => [name, serve(sdl)]));
  const supergraph = composeSupergraph(Object.fromEntries(named));
  return { supergraph, transports, whole: `type Query { node: Node } type Node { ${fields.flat().join(' ')} }` };
}

/** A node is where it is: what its fields are follows from the way to it. */
class Node {
  [field: string]: unknown;

  constructor(way: string) {
    for (let key = 0; key < 8; key++) this[`k${key}`] = `k${key} ${way}`;
    for (let kind = 0; kind < kinds; kind++) {
      this[`n${kind}`] = () => new Node(`${way}/${kind}`);
      this[`f${kind}`] = `f${kind} of ${way}`;
      this[`g${kind}`] = `g${kind} of ${way}`;
    }
  }
}

function serve(sdl: string): Transport {
  const resolvers = {
    Query: { node: () => new Node('') },
    Node: {
      __resolveReference(reference: Record<string, string>) {
        const key = Object.keys(reference).find((name) => name !== '__typename') as string;
        return new Node((reference[key] as string).slice(key.length + 1));
      },
    },
  };
  const schema = buildSubgraphSchema({ typeDefs: parse(`${link} ${sdl}`), resolvers } as Parameters<typeof buildSubgraphSchema>[0]);
  return {
    send({ query, toVariables }, callback) {
      graphql({ schema, source: query, variableValues: toVariables() }).then((body) => callback({ body: JSON.parse(JSON.stringify(body)) }));
    },
    close: async () => {},
  };
}

function walk(levels: number, at = 0): string {
  const [here, beside] = [at % kinds, (at + 2) % kinds];
  return levels === 0 ? `{ f${here} }` : `{ f${here} g${beside} n${here} ${walk(levels - 1, at + 1)} }`;
}

async function expectRight({ supergraph, transports, whole }: World, query: string, bounds: EnumerationBounds = defaultBounds): Promise<void> {
  const planner = createPlanner(supergraph, bounds);
  const [schema, document] = [buildSchema(planner.apiSdl), parse(query)];
  const operation = document.definitions[0] as Parameters<typeof prepareOperation>[0]['operation'];
  const plan = planner.plan(query, null, { validate: true });
  const prepared = prepareOperation({ schema, document, operation, plan, refusals: null, transports, logError: () => {} });
  const answer = await prepared.execute({}, anonymous, { deadline: new Deadline(), account: null });
  const truth = await graphql({ schema: buildSchema(whole), source: query, rootValue: { node: () => new Node('') } });
  expect(JSON.parse(JSON.stringify(answer))).toEqual(JSON.parse(JSON.stringify(truth)));
}

describe('an operation with very many possible plans', () => {
  // Without bounds it would take longer than the universe has been there.
  it('of thirty levels over a type with many keys in many subgraphs is planned, and answered right', async () => {
    await expectRight(makeWorld(4, 12), `{ node ${walk(30)} }`);
  });

  it('along fields that many subgraphs have is planned, and answered right', async () => {
    const world = makeWorld(9, 6, 3);
    await expectRight(world, `{ node { ${['a', 'b', 'c'].map((name) => `${name}: n0 ${walk(12)}`).join(' ')} } }`);
  });
});

describe('whatever is left out', () => {
  it.each(Array.from({ length: 5 }, (_, seed) => seed))('a plan is right: world %s', async (seed) => {
    const world = makeWorld(seed, 6, 5);
    for (const levels of [2, 5]) {
      await expectRight(world, `{ node ${walk(levels, seed)} }`, { waysToField: 1, conditions: 0 });
      await expectRight(world, `{ node ${walk(levels, seed)} }`, { waysToField: 3, conditions: 20 });
    }
  });
});
