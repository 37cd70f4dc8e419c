// Objects that narrow their interface's fields: the field of the object's own type decides (GraphQL specification, section
// 6.4.3), whichever fragment it was selected through.
import { type FaultyGraph, link, sendAnswer, startFaultyGraph } from './faulty-graph';

const nba = { __typename: 'Nba', code: 'ATL', slug: 'hawks', team: 'Hawks' };
const mlb = { __typename: 'Mlb', code: 7, slug: 'mets', base: 2 };
const card = { __typename: 'Card', player: nba, players: [nba, nba], grid: [[nba]], best: nba, label: 'c', next: null as unknown };
const ticket = { __typename: 'Ticket', player: mlb, players: [mlb], grid: [[mlb]], best: mlb, label: 't', next: card };
card.next = card;

const cards = {
  sdl: `${link}
    type Query { card: Card holder: HasPlayer holders: [HasPlayer!] item: Item items: [Item] printed: Printed }
    interface Player { slug: String }
    type Nba implements Player @key(fields: "code") { code: ID! slug: String team: String }
    type Mlb implements Player @key(fields: "code") { code: Int! slug: String base: Int }
    union Athlete = Nba | Mlb
    interface HasPlayer { player: Player players: [Player] grid: [[Player]] best: Athlete label: String next: HasPlayer }
    interface Printed implements HasPlayer { player: Player players: [Player!] grid: [[Player]] best: Athlete label: String next: Printed }
    type Card implements HasPlayer & Printed { player: Nba! players: [Nba!]! grid: [[Nba!]!]! best: Nba label: String! next: Card }
    type Ticket implements HasPlayer { player: Mlb players: [Mlb] grid: [[Mlb]] best: Mlb label: String next: Card }
    union Item = Card | Ticket`,
  resolvers: {
    Query: { card: () => card, holder: () => card, holders: () => [card, ticket], item: () => card, items: () => [ticket, card], printed: () => card },
  },
};
const teams = {
  sdl: `${link} type Nba @key(fields: "code") { code: ID! coach: String } type Mlb @key(fields: "code") { code: Int! bat: String }`,
  resolvers: { Nba: { __resolveReference: () => ({ coach: 'Quin' }) }, Mlb: { __resolveReference: () => ({ bat: 'ash' }) } },
};

let graph: FaultyGraph<'cards' | 'teams'>;

beforeAll(async () => {
  graph = await startFaultyGraph({ cards, teams });
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

const hawks = { slug: 'hawks', team: 'Hawks' };

describe('a field that an object narrows', () => {
  it.each<[string, string, unknown]>([
    ['through its interface', '{ card { ... on HasPlayer { player { slug ... on Nba { team } } } } }', { card: { player: hawks } }],
    [
      'in lists',
      '{ card { ... on HasPlayer { players { slug ... on Nba { team } } grid { ... on Nba { coach } } } } }',
      { card: { players: [hawks, hawks], grid: [[{ coach: 'Quin' }]] } },
    ],
    ['from a union to its member', '{ card { ... on HasPlayer { best { ... on Nba { team } ... on Mlb { base } } } } }', { card: { best: { team: 'Hawks' } } }],
    ['in a union’s member', '{ item { ... on HasPlayer { player { slug ... on Nba { team } } } } }', { item: { player: hawks } }],
    [
      'for each object of a list',
      '{ holders { player { slug ... on Nba { team coach } ... on Mlb { base bat } } } }',
      { holders: [{ player: { ...hawks, coach: 'Quin' } }, { player: { slug: 'mets', base: 2, bat: 'ash' } }] },
    ],
    [
      'twice, once by its own type',
      '{ items { ... on Card { player { team } } ... on HasPlayer { n: next { best { ... on Nba { coach } } } } } }',
      { items: [{ n: { best: { coach: 'Quin' } } }, { player: { team: 'Hawks' }, n: { best: { coach: 'Quin' } } }] },
    ],
    [
      'to itself',
      '{ card { ... on HasPlayer { next { ... on Card { best { team } } ... on Ticket { label } } } } }',
      { card: { next: { best: { team: 'Hawks' } } } },
    ],
    [
      'along a chain of interfaces',
      '{ printed { ... on HasPlayer { next { ... on Printed { next { ... on Card { best { slug } } } } } } } }',
      { printed: { next: { next: { best: { slug: 'hawks' } } } } },
    ],
    [
      'with aliases that differ by type',
      '{ holders { ... on Card { x: best { team } } ... on Ticket { x: best { base } } } }',
      { holders: [{ x: { team: 'Hawks' } }, { x: { base: 2 } }] },
    ],
    [
      'with fragments that no object satisfies',
      '{ card { ... on HasPlayer { best { ... on Athlete { ... on Mlb { base } } slug: __typename } ... on Item { ... on Ticket { label } } } } }',
      { card: { best: { slug: 'Nba' } } },
    ],
  ])('is whole %s', async (_name, query, data) => {
    expect(await graph.ask(query)).toMatchObject({ status: 200, data });
    expect((await graph.ask(query)).errors).toBeUndefined();
  });

  it.each([
    '{ items { ... on Card { ... on HasPlayer { player { ... on Nba { coach } } } } ... on HasPlayer { player { slug ... on Nba { team } } } } }',
    '{ items { ... on HasPlayer { player { slug ... on Nba { team } } } ... on Card { ... on HasPlayer { player { ... on Nba { coach } } } } } }',
    '{ items { ... on HasPlayer { player: best { ... on Player { slug } } } ... on Card { player: best { coach team } } } }',
    '{ items { ... on Card { player: best { coach } } ... on HasPlayer { player: best { ... on Player { slug } ... on Nba { team } } } } }',
    '{ items { ... on Card { ... on Printed { player { ... on Nba { coach } } } } ... on Printed { player { ... on Nba { team } } } ... on HasPlayer { player { slug } } } }',
  ])('is whole in whatever order the fragments are: %s', async (query) => {
    const { data, errors } = await graph.ask(query);
    expect({ data, errors }).toEqual({ data: { items: [{ player: { slug: 'mets' } }, { player: { coach: 'Quin', ...hawks } }] }, errors: undefined });
  });

  it('is null, and its object with it, where the object’s type allows no null', async () => {
    const spoil = (spoiled: object) => {
      graph.subgraphs.cards.behaviour = (response) => sendAnswer(response, { data: { holders: [spoiled, { __typename: 'Ticket', player: null }] } });
    };
    const query = '{ holders { __typename player { slug } } }';
    spoil({ __typename: 'Card', player: null });
    const nonNull = await graph.ask('{ card: holder { player { slug } } }');
    expect(nonNull).toMatchObject({ data: { card: null } });
    const { data, errors } = await graph.ask(query);
    expect(data).toEqual({ holders: null });
    expect(errors).toMatchObject([{ path: ['holders', 0, 'player'], extensions: { code: 'AGENCY_ERROR', agency: 'cards' } }]);
    spoil({ __typename: 'Ticket', player: null });
    expect(await graph.ask(query)).toMatchObject({ data: { holders: [{ __typename: 'Ticket', player: null }, { player: null }] } });
  });
});

describe('a field that the planner renames', () => {
  it('is whole within another that it renames', async () => {
    // The keys have one name and two types.
    const query = `{ items { ... on Card { ... on HasPlayer { player { ... on Nba { coach } } } }
      ... on HasPlayer { player { slug ... on Nba { coach team } ... on Mlb { bat } } } } }`;
    expect(await graph.ask(query)).toMatchObject({ data: { items: [{ player: { bat: 'ash', slug: 'mets' } }, { player: { coach: 'Quin', ...hawks } }] } });
    expect(graph.subgraphs.cards.requests[0]?.query).toMatch(/player__alias_0.*code__alias_0/);
  });

  it.each([
    ['player__alias_0', 'slug', 'p', 'slug'],
    ['player__alias_0', 'code__alias_0', 'p', 'code'],
  ])('has errors at the client’s path: %s, %s', async (outer, inner, ...names) => {
    const query = `{ items { ... on Card { ... on HasPlayer { p: player { ... on Nba { coach } } } }
      ... on HasPlayer { p: player { slug ... on Nba { coach } ... on Mlb { bat } } } } }`;
    graph.subgraphs.cards.behaviour = async (response, { query: sent }, answerWell) => {
      const { data } = await answerWell();
      const name = new RegExp(`\\w*${outer}`).exec(sent)?.[0] ?? 'nothing was renamed';
      sendAnswer(response, {
        data,
        errors: [{ message: `${name}.${inner} is wrong`, path: ['items', 1, name, inner], extensions: { code: 'BAD_USER_INPUT' } }],
      });
    };
    expect((await graph.ask(query)).errors).toMatchObject([{ message: `${names.join('.')} is wrong`, path: ['items', 1, ...names] }]);
  });

  it('has errors at the client’s path where it is a key of an entity’s', async () => {
    const message = 'code__alias_0 is not known';
    graph.subgraphs.cards.behaviour = (response) =>
      sendAnswer(response, {
        data: { holders: [{ __typename: 'Ticket', player: null }] },
        errors: [{ message, path: ['holders', 0, 'player', 'code__alias_0'], extensions: { code: 'BAD_USER_INPUT' } }],
      });
    const { errors } = await graph.ask('{ holders { player { slug ... on Nba { coach } ... on Mlb { bat } } } }');
    expect(graph.subgraphs.cards.requests[0]?.query).toContain('code__alias_0');
    expect(errors).toMatchObject([{ message: 'code is not known', path: ['holders', 0, 'player', 'code'] }]);
  });
});
