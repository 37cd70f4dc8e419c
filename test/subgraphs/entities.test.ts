// `_entities` of each subgraph as a gateway calls it: one bad representation costs itself alone.
import { subgraphs } from '../../subgraphs';
import { openDatabase } from '../../subgraphs/shared/database';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph';
import { inBothLanguages, readerUrl } from '../graph/graph';

const opened = new Map<string, Subgraph>();

beforeAll(() => {
  for (const definition of subgraphs) {
    opened.set(definition.name, createSubgraph(definition, { database: openDatabase(readerUrl(definition.name), { role: 'reader' }), logError: () => {} }));
  }
});
afterAll(() => Promise.all([...opened.values()].map((subgraph) => subgraph.close())));

async function resolve(name: string, representations: unknown[], selection: string) {
  const result = await opened.get(name)?.execute({
    query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${selection} } }`,
    variables: { representations },
  });
  return { entities: result?.data?._entities as unknown[], errors: result?.errors ?? [] };
}

describe('a bad representation', () => {
  const good = { __typename: 'County', code: '520204' };
  const bad: [name: string, representation: unknown, message: RegExp][] = [
    ['that is an array', [good], /is an object with __typename and a key; got a list/],
    ['that is text', 'County', /got a value of type string/],
    ['with an unknown type', { __typename: 'Village', code: '520204' }, /names an entity of this subgraph/],
    ['with a type that is no entity', { __typename: 'Prefecture', code: '520204' }, /names an entity of this subgraph/],
    ['with a scalar as type', { __typename: 'Date', code: '520204' }, /names an entity of this subgraph/],
    ['with a prototype key as type', { __typename: '__proto__', code: '520204' }, /names an entity of this subgraph/],
    ['without a type', { code: '520204' }, /names an entity of this subgraph/],
    ['without a key', { __typename: 'County' }, /needs the key code or recordedCode as text/],
    ['with an object for a key', { __typename: 'County', code: { ne: null } }, /needs the key/],
    ['with a list for a key', { __typename: 'County', code: ['520204', '530627'] }, /needs the key/],
    ['with null for a key', { __typename: 'County', code: null }, /needs the key/],
    ['with a truth value for a key', { __typename: 'County', code: true }, /needs the key/],
  ];

  it.each(bad)('%s is an error for that entity alone', async (_name, representation, message) => {
    const { entities, errors } = await resolve('counties', [good, representation, good], '... on County { name }');
    expect(entities).toEqual([{ __typename: 'County', name: '水城区' }, null, { __typename: 'County', name: '水城区' }]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ path: ['_entities', 1], extensions: { code: 'BAD_USER_INPUT' } });
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.message).toMatch(inBothLanguages);
  });

  it('all at once leave the good ones', async () => {
    const { entities, errors } = await resolve('counties', [...bad.map(([, representation]) => representation), good], '... on County { name }');
    expect(entities.slice(0, -1)).toEqual(bad.map(() => null));
    expect(entities.at(-1)).toEqual({ __typename: 'County', name: '水城区' });
    expect(errors).toHaveLength(bad.length);
  });

  it('with a wrong credit code is refused for what is wrong with it', async () => {
    const { entities, errors } = await resolve(
      'organizations',
      [
        { __typename: 'Organization', code: '53100000500019795B' },
        { __typename: 'Organization', code: '53100000500019795A' },
      ],
      '... on Organization { name }',
    );
    expect(entities).toEqual([null, { __typename: 'Organization', name: '中国社会福利基金会' }]);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', check: 'CHECK_DIGIT', position: 18 });
  });
});

describe('a good representation', () => {
  it('of an unknown key is null without an error', async () => {
    expect(await resolve('counties', [{ __typename: 'County', code: '999999' }], '... on County { name }')).toEqual({ entities: [null], errors: [] });
  });

  it('may hold a number for a key, which GraphQL’s ID allows', async () => {
    const { entities } = await resolve('counties', [{ __typename: 'County', code: 520204 }], '... on County { code }');
    expect(entities).toEqual([{ __typename: 'County', code: '520204' }]);
  });

  it('is found by either key of a county', async () => {
    const { entities } = await resolve(
      'counties',
      [
        { __typename: 'County', recordedCode: '520221' },
        { __typename: 'County', code: '520204' },
      ],
      '... on County { code recordedCode }',
    );
    expect(entities).toEqual([
      { __typename: 'County', code: '520204', recordedCode: '520221' },
      { __typename: 'County', code: '520204', recordedCode: '520204' },
    ]);
  });

  it('of every entity type answers in its order, each type in one statement', async () => {
    const { entities, errors } = await resolve(
      'pairings',
      [
        { __typename: 'Pairing', id: 'P2023-0001' },
        { __typename: 'Organization', code: '53100000500019795A' },
        { __typename: 'County', recordedCode: '520204', codes: ['520204', '520221'] },
        { __typename: 'Pairing', id: 'none' },
      ],
      '... on Pairing { id } ... on Organization { code pairings { totalCount } } ... on County { recordedCode pairings { totalCount } }',
    );
    expect(errors).toEqual([]);
    expect(entities).toEqual([
      { __typename: 'Pairing', id: 'P2023-0001' },
      { __typename: 'Organization', code: '53100000500019795A', pairings: { totalCount: 0 } },
      { __typename: 'County', recordedCode: '520204', pairings: { totalCount: 2 } },
      null,
    ]);
  });
});
