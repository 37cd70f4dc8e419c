// Merging does not depend on who answers last: for whatever pair of answers to one place, and for three of them in any order.
import fc from 'fast-check';
import type { DataObject } from '../../../gateway/execution/data';
import { type Gap, Gaps, gapsBelow, mayLack } from '../../../gateway/execution/gaps';
import { mergeFields, PlannedFields, prepareMerging } from '../../../gateway/execution/merge';
import type { AnswerField } from '../../../gateway/execution/plan';
import { generated } from '../../generated';
import { type FaultyGraph, link, sendAnswer, startFaultyGraph } from './faulty-graph';

const names = ['__typename', 'a', 'b', 'c'];

function isLeaf(name: string): boolean {
  return name === '__typename' || name === 'a';
}

/** What fetches ask for: under one name all of them a leaf, or all of them an object. */
const askedFor: fc.Arbitrary<AnswerField[][]> = fc.array(askedBelow(2), { minLength: 2, maxLength: 3 });

function askedBelow(depth: number): fc.Arbitrary<AnswerField[]> {
  const field = (name: string): fc.Arbitrary<AnswerField> =>
    isLeaf(name) ? fc.constant({ name, fields: null }) : below(depth).map((fields) => ({ name, fields }));
  return fc.subarray(depth === 0 ? names.slice(0, 2) : names, { minLength: 1 }).chain((some) => fc.tuple(...some.map(field)));
}

function below(depth: number): fc.Arbitrary<AnswerField[]> {
  return depth === 0 ? fc.constant([]) : askedBelow(depth - 1);
}

const leaf = fc.constantFrom<unknown>(null, 0, 1, false, '', 'x', 'Medium', 'Volume', 'Book', 'Film', [1], [2, null], { x: 1 }, { y: 1 });

/** Whatever may stand anywhere, with what nobody or somebody else was asked for. */
const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { arbitrary: leaf, weight: 1 },
    { arbitrary: tie('object'), weight: 3 },
    { arbitrary: fc.array(tie('value'), { minLength: 0, maxLength: 2 }), weight: 1 },
  ),
  object: fc.record({ __typename: leaf, a: leaf, b: tie('value'), c: tie('value') }, { requiredKeys: [] }),
})).value;

const answer = fc.record({ __typename: leaf, a: leaf, b: anything, c: anything }, { requiredKeys: [] });
const vague = new Set(['Medium', 'Volume']);

/** What can be seen of the data after the answers have come in an order: what somebody was asked for, and what may be lacking. */
function mergeInOrder(asked: readonly AnswerField[][], answers: readonly object[], order: readonly number[]): unknown {
  const planned = new PlannedFields();
  for (const fields of asked) planned.add([], fields);
  const gaps = new Gaps();
  const data = {};
  for (const number of order) {
    mergeFields(data, JSON.parse(JSON.stringify(answers[number])) as DataObject, prepareMerging(planned, asked[number] ?? []), { vague, gaps });
  }
  const describe = (value: unknown, planned: PlannedFields, fromAbove: readonly Gap[]): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => describe(item, planned, fromAbove));
    const here = gaps.of(value as DataObject, fromAbove);
    const members = [...planned.below].map(([name, fields]) => {
      const member = (value as DataObject)[name];
      return [name, isLeaf(name) ? member : describe(member, fields, gapsBelow(here, name))];
    });
    return { mayLack: names.filter((name) => mayLack(here, name)), members: Object.fromEntries(members) };
  };
  return describe(data, planned, []);
}

const orders = [
  [0, 1],
  [1, 0],
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

describe('merging', () => {
  it('gives the same for whatever answers in whatever order they come', () => {
    const answers = fc.tuple(answer, answer, answer);
    const property = fc.property(askedFor, answers, (asked, given) => {
      const [expected, ...others] = orders.filter(({ length }) => length === asked.length).map((order) => mergeInOrder(asked, given, order));
      for (const other of others) expect(other).toEqual(expected);
    });
    fc.assert(property, generated('merging in any order', 10_000));
  });
});

describe('an object that two subgraphs have', () => {
  const one = {
    sdl: `${link} type Query { foo: Foo @shareable foos: [Foo] @shareable } type Foo @shareable { bar: String in: In } type In @shareable { x: Int }`,
  };
  const two = {
    sdl: `${link} type Query { foo: Foo @shareable foos: [Foo] @shareable } type Foo @shareable { baz: String in: In } type In @shareable { y: Int }`,
  };
  let graph: FaultyGraph<'one' | 'two'>;

  beforeAll(async () => {
    graph = await startFaultyGraph({ one, two });
  });
  afterAll(() => graph.stop());
  beforeEach(() => graph.reset());

  /** Asks with the two subgraphs' answers as given, once with the one and once with the other answering last. */
  async function askInBothOrders(query: string, answers: { one: unknown; two: unknown }) {
    const asked = [];
    for (const [first, last] of [
      ['one', 'two'],
      ['two', 'one'],
    ] as const) {
      let answered = () => {};
      const isAnswered = new Promise<void>((resolve) => {
        answered = resolve;
      });
      graph.subgraphs[first].behaviour = (response) => {
        response.on('close', answered);
        sendAnswer(response, answers[first]);
      };
      graph.subgraphs[last].behaviour = async (response) => {
        await isAnswered;
        sendAnswer(response, answers[last]);
      };
      const { data, errors } = await graph.ask(query);
      asked.push({ data, errors });
    }
    expect(asked[1]).toEqual(asked[0]);
    return asked[0];
  }

  it.each<[string, unknown, unknown, unknown]>([
    ['{ foo { bar baz } }', { foo: null }, { foo: { baz: 'Baz' } }, { foo: { bar: null, baz: 'Baz' } }],
    ['{ foo { bar baz } }', { foo: { bar: 'Bar' } }, { foo: null }, { foo: { bar: 'Bar', baz: null } }],
    ['{ foo { bar baz } }', { foo: null }, { foo: null }, { foo: null }],
    ['{ foo { bar in { x y } } }', { foo: { bar: 'Bar', in: null } }, { foo: { in: { y: 1 } } }, { foo: { bar: 'Bar', in: { x: null, y: 1 } } }],
    ['{ foo { bar in { x y } } }', { foo: null }, { foo: { in: { y: 1 } } }, { foo: { bar: null, in: { x: null, y: 1 } } }],
    [
      '{ foos { bar baz } }',
      { foos: [null, { bar: 'Bar' }] },
      { foos: [{ baz: 'Baz' }, null] },
      {
        foos: [
          { bar: null, baz: 'Baz' },
          { bar: 'Bar', baz: null },
        ],
      },
    ],
    ['{ foos { bar baz } }', { foos: null }, { foos: [{ baz: 'Baz' }] }, { foos: [{ bar: null, baz: 'Baz' }] }],
  ])('%s is, of %j and %j, %j', async (query, first, second, data) => {
    expect(await askInBothOrders(query, { one: { data: first }, two: { data: second } })).toEqual({ data, errors: undefined });
  });

  it('has nothing in it that its subgraph was not asked for', async () => {
    const answers = { one: { data: { foo: { bar: 'Bar', baz: 'not yours' } } }, two: { data: { foo: { bar: 'nor yours', baz: null } } } };
    expect(await askInBothOrders('{ foo { bar baz } }', answers)).toEqual({ data: { foo: { bar: 'Bar', baz: null } }, errors: undefined });
  });

  it('has an error for what one left out, and none for what one has null', async () => {
    const { data, errors } = (await askInBothOrders('{ foo { bar baz } }', { one: { data: { foo: {} } }, two: { data: { foo: { baz: 'Baz' } } } })) ?? {};
    expect(data).toEqual({ foo: { bar: null, baz: 'Baz' } });
    expect(errors).toMatchObject([{ path: ['foo', 'bar'], extensions: { agency: 'one' } }]);
  });
});
