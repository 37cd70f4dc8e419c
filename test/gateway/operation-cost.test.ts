// What operations cost, by generated operations against a plain reading of the rules, and by answers that are measured.
import { Supergraph } from '@apollo/federation-internals';
import { composeServices } from '@apollo/composition';
import fc from 'fast-check';
import { getOperationAST, parse, validate } from 'graphql';
import { readCostDirectives } from '../../gateway/cost-directives';
import { type OperationCost, prepareCost } from '../../gateway/operation-cost';
import { generated } from '../generated';

const fields = `
  item: Item
  items(first: Int = 4, of: Filter): [Item] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
  dear: Item @cost(weight: 7)
  few: [Item] @listSize(assumedSize: 3)
  many: [Item]
  page(first: Int, last: Int): Page @listSize(slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"], assumedSize: 6, requireOneSlicingArgument: false)
  usual(limit: Int = 2): [Item]
  byKey(keys: [ID!]!): [Item]
  heavy: Heavy
  either: Either
  name(as: String @cost(weight: 5)): String`;
const sdl = `
  type Query { ${fields} }
  type Item { ${fields} }
  type Heavy @cost(weight: 11) { name: String }
  type Page { nodes: [Item] edges: [Edge] total: Int }
  type Edge { node: Item }
  union Either = Item | Heavy
  input Filter { name: String, slow: Boolean @cost(weight: 13), inner: [Filter!] }`;

/** Composes the one subgraph with the directives under these names. */
function compose(link: string, text: string) {
  const { supergraphSdl, errors } = composeServices([{ name: 'items', url: 'http://items/', typeDefs: parse(`${link} ${text}`) }]);
  if (supergraphSdl === undefined) throw new Error(errors?.join('; '));
  return {
    directives: readCostDirectives(supergraphSdl),
    schema: Supergraph.build(supergraphSdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema(),
  };
}

const { schema, directives } = compose('extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])', sdl);

function costOf(text: string): OperationCost {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return prepareCost(schema, directives, document, operation);
}

const estimate = (text: string, variables = {}) => costOf(text).estimate(variables);

describe('an operation', () => {
  it.each<[string, number, object?]>([
    ['{ name }', 0],
    ['{ item { name } }', 1],
    ['{ item { item { name } } dear { name } }', 9],
    ['{ dear { item { name } } }', 8],
    ['{ heavy { name } }', 11],
    ['{ items { name } }', 4],
    ['{ items(first: 10) { item { name } } }', 20],
    ['{ items(first: null) { name } }', 4],
    ['{ few { name } many { name } }', 13],
    ['{ usual { name } }', 2],
    ['{ usual(limit: 9) { name } }', 9],
    ['{ byKey(keys: ["a", "b", "c"]) { name } }', 3],
    ['{ page { total } }', 1],
    ['{ page { nodes { name } } }', 7],
    ['{ page(first: 20) { nodes { item { name } } total } }', 41],
    ['{ page(first: 20, last: 30) { n: nodes { name } edges { node { name } } } }', 1 + 30 + 60],
    ['{ either { ... on Item { name } } }', 11],
    ['{ name(as: "x") }', 5],
    ['{ items(first: 3) { name(as: "x") } }', 18],
    ['{ items(first: 1, of: { slow: true, inner: [{ slow: false }, { name: "x" }] }) { name } }', 27],
    ['query ($of: Filter) { items(first: 1, of: $of) { name } }', 27, { of: { slow: true, inner: [{ slow: false }] } }],
    ['query ($of: Filter) { items(first: 1, of: $of) { name } }', 1, { of: JSON.parse('{"__proto__":{"slow":true}}') }],
    ['query ($n: Int) { items(first: $n) { name } }', 7, { n: 7 }],
    ['query ($n: Int) { items(first: $n) { name } }', 0, { n: 0 }],
    ['query ($n: Int) { items(first: $n) { name } }', 0, { n: -5 }],
    ['query ($n: Int) { items(first: $n) { name } }', 4, { n: null }],
    ['query ($n: Int) { items(first: $n) { name } }', 4, { n: 'nonsense' }],
    ['query ($n: Int = 8) { items(first: $n) { name } }', 8],
    ['query ($keys: [ID!]!) { byKey(keys: $keys) { name } }', 2, { keys: ['a', 'b'] }],
    ['query ($n: Int, $m: Int) { items(first: $n) { items(first: $m) { name } } }', 3 * (1 + 5), { n: 3, m: 5 }],
    ['{ item { name } ...F } fragment F on Query { item { item { name } } }', 2],
    ['{ a: item { name } b: item { name } }', 2],
    ['{ __schema { types { name fields { name } } } __typename item { __typename } }', 1],
  ])('%s costs %d', (text, cost, variables = {}) => {
    expect(estimate(text, variables)).toBe(cost);
  });

  it('names the longest list that it asks for by an argument', () => {
    const cost = costOf('query ($n: Int) { items(first: $n) { page(last: 20) { total } } }');
    expect(cost.longestSlice({ n: 5 })).toEqual({ argument: 'page(last:)', size: 20 });
    expect(cost.longestSlice({ n: 1e9 })).toEqual({ argument: 'items(first:)', size: 1e9 });
    expect(costOf('{ items { name } }').longestSlice({})).toBeNull();
  });
});

describe('the directives', () => {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9"';

  it.each([
    ['renamed', `${link}, import: [{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@long" }])`, '@price', '@long'],
    ['not imported', `${link})`, '@federation__cost', '@federation__listSize'],
    ['linked by themselves', `${link}) @link(url: "https://specs.apollo.dev/cost/v0.1")`, '@cost', '@cost__listSize'],
    ['linked under another name', `${link}) @link(url: "https://specs.apollo.dev/cost/v0.1", as: "c")`, '@c', '@c__listSize'],
  ])('mean the same %s', (_name, ownLink, cost, listSize) => {
    const renamed = compose(ownLink, sdl.replaceAll('@cost(', `${cost}(`).replaceAll('@listSize(', `${listSize}(`));
    expect(renamed.directives).toEqual(directives);
  });

  it('of other specifications are not taken for them', () => {
    const text = `directive @cost(weight: Int!) on FIELD_DEFINITION type Query { a: Int @cost(weight: 5) }`;
    expect(compose(`${link}, import: ["@key"])`, text).directives.weights.size).toBe(0);
  });
});

/** A generated selection: a field with its sizes, and what is selected below. */
interface Selection {
  name: string;
  size: number | null;
  below: Selection[];
}

const one: Record<string, { weight: number; sized: boolean; list: number | null }> = {
  item: { weight: 1, sized: false, list: null },
  dear: { weight: 7, sized: false, list: null },
  few: { weight: 1, sized: false, list: 3 },
  many: { weight: 1, sized: false, list: 10 },
  items: { weight: 1, sized: true, list: 4 },
};

const { selection } = fc.letrec<{ selection: Selection }>((tie) => ({
  selection: fc.record({
    name: fc.constantFrom(...Object.keys(one)),
    size: fc.option(fc.nat({ max: 30 })),
    below: fc.oneof({ maxDepth: 5, withCrossShrink: true }, fc.constant<Selection[]>([]), fc.array(tie('selection'), { maxLength: 3 })),
  }),
}));

/** The cost by the rules, read from the tree that was generated. */
function costByHand({ name, size, below }: Selection): number {
  const { weight, list, sized } = one[name] as (typeof one)[string];
  const inner = weight + below.reduce((total, each) => total + costByHand(each), 0);
  return list === null ? inner : (sized && size !== null ? size : list) * inner;
}

/** Writes it with sizes as literals, or as variables; every field has an alias of its own, so that none are merged. */
function write(roots: readonly Selection[], byVariables: boolean) {
  const variables: Record<string, number> = {};
  let next = 0;
  const writeOne = ({ name, size, below }: Selection): string => {
    const number = next++;
    let argument = '';
    if (one[name]?.sized && size !== null) {
      argument = byVariables ? `(first: $v${number})` : `(first: ${size})`;
      if (byVariables) variables[`v${number}`] = size;
    }
    return `a${number}: ${name}${argument} { __typename ${below.map(writeOne).join(' ')} }`;
  };
  const body = `{ __typename ${roots.map(writeOne).join(' ')} }`;
  const definitions = Object.keys(variables).map((name) => `$${name}: Int`);
  return { text: definitions.length === 0 ? body : `query (${definitions.join(' ')}) ${body}`, variables };
}

describe('generated operations', () => {
  it('cost what the rules say, by literals and by variables', () => {
    fc.assert(
      fc.property(fc.array(selection, { maxLength: 4 }), fc.boolean(), (roots, byVariables) => {
        const { text, variables } = write(roots, byVariables);
        expect(estimate(text, variables)).toBe(roots.reduce((total, root) => total + costByHand(root), 0));
      }),
      generated('costs of operations', 5_000, 5),
    );
  });

  it('come to no more than was estimated, and to exactly that where lists are full and nothing is null', () => {
    const answer = (selections: readonly Selection[], items: (full: number) => number, next: { number: number }): object =>
      Object.fromEntries(
        selections.map(({ name, size, below }) => {
          const key = `a${next.number++}`;
          const from = next.number;
          const make = () => {
            next.number = from;
            return answer(below, items, next);
          };
          const { list, sized } = one[name] as (typeof one)[string];
          const value = make();
          if (list === null) return [key, value];
          return [key, Array.from({ length: items(sized && size !== null ? size : list) }, make)];
        }),
      );
    fc.assert(
      fc.property(fc.array(selection, { maxLength: 3 }), fc.nat(), (roots, divisor) => {
        const { text, variables } = write(roots, false);
        const cost = costOf(text);
        const estimated = cost.estimate(variables);
        fc.pre(estimated < 20_000);
        expect(cost.measure(answer(roots, (full) => full, { number: 0 }))).toBe(estimated);
        expect(cost.measure(answer(roots, (full) => Math.floor(full / ((divisor % 3) + 1)), { number: 0 }))).toBeLessThanOrEqual(estimated);
      }),
      generated('lists in operations', 3_000, 6),
    );
  });
});

describe('an answer', () => {
  it.each<[unknown, number]>([
    [null, 0],
    [{ items: null }, 0],
    [{ items: [null, { name: 'x', page: null }] }, 1],
    [{ items: [{ page: { nodes: [{ name: 'a' }, null, { name: 'b' }] } }] }, 1 + 1 + 2],
  ])('%j comes to %d', (data, cost) => {
    expect(costOf('{ items { name page(first: 9) { nodes { name } } } }').measure(data)).toBe(cost);
  });
});
