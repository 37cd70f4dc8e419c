// Of whom an error says that the answer was wrong: of the agency that was asked for it, and of none that was not; and how many
// errors there are.
import { type FaultyGraph, link, sendAnswer, startFaultyGraph } from './faulty-graph';

const one = {
  sdl: `${link}
    type Query { node: Node nodes: [Node] strict: [Node!] things: [Thing] numbers: [Int!] deep: [[Int!]!] both: Thing @shareable }
    interface Node { name: String }
    type Thing implements Node @key(fields: "id") { id: ID! name: String }
    type Other implements Node { name: String size: Int! }`,
};
const two = {
  sdl: `${link} type Query { both: Thing @shareable } type Thing @key(fields: "id") { id: ID! count: Int sure: Int! inner: Inner } type Inner { x: Int y: Int! }`,
  resolvers: { Thing: { __resolveReference: () => ({ count: 1, sure: 2, inner: { x: 1, y: 2 } }) } },
};

const three = { sdl: `${link} type Thing @key(fields: "id") { id: ID! count: Int @external total: Int @requires(fields: "count") }` };

let graph: FaultyGraph<'one' | 'two' | 'three'>;

beforeAll(async () => {
  graph = await startFaultyGraph({ one, two, three });
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

async function ask(query: string, data: unknown) {
  graph.subgraphs.one.behaviour = (response) => sendAnswer(response, { data });
  const answer = await graph.ask(query);
  const errors = answer.errors?.map(({ path, extensions }) => `${path?.join('.')} ${extensions?.code} ${extensions?.agency}`) ?? [];
  return { data: answer.data, errors, asked: graph.subgraphs.two.requests.length > 0 };
}

const thing = { __typename: 'Thing', id: '1', name: 'T' };

describe('an abstract item without __typename', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['{ nodes { __typename name } }', { nodes: [{ name: 'x' }, thing] }, { nodes: [null, { __typename: 'Thing', name: 'T' }] }, ['nodes.0 AGENCY_ERROR one']],
    ['{ nodes { ... on Other { size } } }', { nodes: [{ size: 1 }, thing] }, { nodes: [null, {}] }, ['nodes.0 AGENCY_ERROR one']],
    [
      '{ nodes { name ... on Thing { count } } }',
      { nodes: [{ id: '1', name: 'x' }, thing] },
      { nodes: [null, { name: 'T', count: 1 }] },
      ['nodes.0 AGENCY_ERROR one'],
    ],
    [
      '{ nodes { __typename } }',
      { nodes: [{ __typename: null }, { __typename: 'Node' }] },
      { nodes: [null, null] },
      ['nodes.0 AGENCY_ERROR one', 'nodes.1 AGENCY_ERROR one'],
    ],
    ['{ node { __typename } }', { node: {} }, { node: null }, ['node AGENCY_ERROR one']],
    ['{ strict { __typename } }', { strict: [{}, {}, thing] }, { strict: null }, ['strict.0 AGENCY_ERROR one']],
  ])('is null with an error: %s', async (query, answered, data, errors) => {
    expect(await ask(query, answered)).toMatchObject({ data, errors });
  });

  it('has what every type has', async () => {
    expect(await ask('{ nodes { name } }', { nodes: [{ name: 'x' }] })).toMatchObject({ data: { nodes: [{ name: 'x' }] }, errors: [] });
  });
});

describe('a list that becomes null', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['{ numbers }', { numbers: [1, null, null, 'x', {}] }, { numbers: null }, ['numbers.1 AGENCY_ERROR one']],
    ['{ numbers }', { numbers: ['x', null, {}] }, { numbers: null }, ['numbers.0 AGENCY_ERROR one']],
    ['{ deep }', { deep: [[1], [null, null], null] }, { deep: null }, ['deep.1.0 AGENCY_ERROR one']],
    ['{ strict { name } }', { strict: [thing, null, null] }, { strict: null }, ['strict.1 AGENCY_ERROR one']],
    [
      '{ nodes { ... on Other { size } } }',
      { nodes: [{ __typename: 'Other' }, { __typename: 'Other', size: null }] },
      { nodes: [null, null] },
      ['nodes.0.size AGENCY_ERROR one', 'nodes.1.size AGENCY_ERROR one'],
    ],
  ])('has one error for each place that is null: %s of %j', async (query, answered, data, errors) => {
    expect(await ask(query, answered)).toMatchObject({ data, errors });
  });
});

describe('an agency that was not asked', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['{ things { count } }', { things: [{ __typename: 'Thing' }] }, { things: [{ count: null }] }, ['things.0.count AGENCY_ERROR one']],
    ['{ things { sure } }', { things: [{ __typename: 'Thing' }] }, { things: [null] }, ['things.0.sure AGENCY_ERROR one']],
    ['{ things { inner { x y } } }', { things: [{ __typename: 'Thing' }] }, { things: [{ inner: null }] }, ['things.0.inner AGENCY_ERROR one']],
    ['{ things { name count } }', { things: [{ id: '1', name: 'T' }] }, { things: [{ name: 'T', count: null }] }, ['things.0.count AGENCY_ERROR one']],
  ])('is not blamed for what another left out: %s', async (query, answered, data, errors) => {
    expect(await ask(query, answered)).toEqual({ data, errors, asked: false });
  });

  it('is not blamed where another gave no answer', async () => {
    graph.subgraphs.two.behaviour = (response) => response.socket?.destroy();
    const answer = await ask('{ things { count total } }', { things: [thing] });
    expect(answer).toMatchObject({
      data: { things: [{ count: null, total: null }] },
      errors: ['things.0.count AGENCY_UNAVAILABLE two', 'things.0.total AGENCY_UNAVAILABLE two'],
    });
  });

  it('is blamed where it was asked', async () => {
    graph.subgraphs.two.behaviour = (response) => sendAnswer(response, { data: { _entities: [{ count: 'x', sure: null }] } });
    expect(await ask('{ things { count sure } }', { things: [thing] })).toMatchObject({
      data: { things: [null] },
      errors: ['things.0.count AGENCY_ERROR two', 'things.0.sure AGENCY_ERROR two'],
    });
  });
});
