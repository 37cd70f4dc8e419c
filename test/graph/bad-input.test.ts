// What is wrong with a client's input is said clearly, at the place where it is wrong, and never in a database's words.
import { type Answer, type Graph, inBothLanguages, startGraph, wideLimits } from './graph';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(undefined, { limits: wideLimits });
});
afterAll(() => graph.stop());

function expectRefusal({ data, errors }: Answer, message: RegExp): Record<string, unknown> {
  for (const value of Object.values(data ?? {})) expect(value).toBeNull();
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.message).toMatch(message);
  expect(errors?.[0]?.extensions.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/);
  if (errors?.[0]?.extensions.code === 'BAD_USER_INPUT') expect(errors[0].message).toMatch(inBothLanguages);
  return errors?.[0]?.extensions ?? {};
}

describe('a credit code', () => {
  it.each([
    ['with a character too few', '5310000050001979A', 'LENGTH', 18],
    ['with a character too many', '53100000500019795AA', 'LENGTH', 19],
    ['with a letter that no code has', '5310000050001979IA', 'CHARACTER', 17],
    ['with a small letter that no code has, either way', '5310000050001979５ｉ', 'CHARACTER', 18],
    ['with a wrong check digit of the organization', '53100000500019796A', 'ORGANIZATION_CHECK_DIGIT', 17],
    ['with a wrong check digit', '53100000500019795B', 'CHECK_DIGIT', 18],
  ])('%s is refused with the check that failed and its position', async (_name, code, check, position) => {
    const extensions = expectRefusal(await graph.ask('query ($code: ID!) { organization(code: $code) { name } }', { code }), /credit code/);
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', check, position });
  });

  it('that is sound and unknown gives null', async () => {
    const { data, errors } = await graph.ask('{ organization(code: "51310110501144395U") { name } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ organization: null });
  });

  it('that is wrong in one field costs that field alone', async () => {
    const { data, errors } = await graph.ask('{ bad: organization(code: "1") { name } good: organization(code: "53100000500019795A") { name } }');
    expect(data).toEqual({ bad: null, good: { name: '中国社会福利基金会' } });
    expect(errors?.map(({ path }) => path)).toEqual([['bad']]);
  });
});

describe('arguments', () => {
  it.each([
    ['an impossible date', '{ countySearch(filter: { designation: { asOf: "2023-02-30" } }) { totalCount } }', /2023-02-30/],
    ['a date in another form', '{ eastWestPartnerships(asOf: "31.12.2023") { note } }', /YYYY-MM-DD/],
    ['a negative first', '{ countySearch(first: -1) { totalCount } }', /first is a number from 1 to 500; got -1/],
    ['a first of nought', '{ countySearch(first: 0) { totalCount } }', /from 1 to 500/],
    ['a huge first', '{ pairings(first: 501) { totalCount } }', /from 1 to 500; got 501/],
    ['a first beyond an integer', '{ pairings(first: 99999999999) { totalCount } }', /Int/],
    ['an unknown enum', '{ provinces(region: MIDDLE) { name } }', /MIDDLE/],
    ['a county code of five digits', '{ county(code: "52022") { name } }', /six digits/],
    ['a county code with letters', '{ county(code: "52022O") { name } }', /six digits/],
    ['a malformed amount', '{ organizationSearch(filter: { capitalFrom: "1e9" }) { totalCount } }', /two decimals/],
    ['an amount that is a number', '{ organizationSearch(filter: { capitalFrom: 5 }) { totalCount } }', /string/],
    ['a text of control characters', '{ countySearch(text: "\\u0000") { totalCount } }', /control characters/],
    ['a text without end', `{ organizationSearch(text: "${'村'.repeat(201)}") { totalCount } }`, /at most 200 characters/],
    ['an unknown field', '{ county(code: "520204") { nosuch } }', /nosuch/],
  ])('%s is refused', async (_name, query, message) => {
    expectRefusal(await graph.ask(query), message);
  });

  it.each([
    ['an impossible date', 'query ($v: Date!) { eastWestPartnerships(asOf: $v) { note } }', '2023-13-01', inBothLanguages],
    ['an unknown enum', 'query ($v: Region) { provinces(region: $v) { name } }', 'MIDDLE', /MIDDLE/],
    ['a list for a code', 'query ($v: ID!) { county(code: $v) { name } }', ['520204'], /ID cannot/],
    ['an object for a code', 'query ($v: ID!) { county(code: $v) { name } }', { code: '520204' }, /ID cannot/],
  ])('%s in a variable is refused', async (_name, query, v, message) => {
    const { errors } = await graph.ask(query, { v });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toMatch(message);
  });

  it('refuses more than 500 codes at once', async () => {
    expectRefusal(await graph.ask('query ($codes: [ID!]!) { counties(codes: $codes) { name } }', { codes: Array(501).fill('520204') }), /at most 500/);
  });

  it('refuses a bad argument on a nested list for each parent, with its path, and answers the rest', async () => {
    const { data, errors } = await graph.ask('{ counties(codes: ["520204", "530627"]) { name pairings(first: 1000) { totalCount } } }');
    expect(data.counties).toEqual([
      { name: '水城区', pairings: null },
      { name: '镇雄县', pairings: null },
    ]);
    expect(errors?.map(({ path }) => path)).toEqual([
      ['counties', 0, 'pairings'],
      ['counties', 1, 'pairings'],
    ]);
  });
});

describe('cursors', () => {
  it.each([
    ['no base64', '***'],
    ['base64 of something else', Buffer.from('hello').toString('base64')],
    ['a list of other things', Buffer.from('[1,2]').toString('base64url')],
  ])('that are %s are refused', async (_name, after) => {
    expectRefusal(await graph.ask('query ($after: String) { countySearch(after: $after) { totalCount } }', { after }), /no cursor of this graph/);
  });

  it('of another list are refused with both names', async () => {
    const { data } = await graph.ask('{ pairings(first: 1) { pageInfo { endCursor } } }');
    expectRefusal(
      await graph.ask('query ($after: String) { countySearch(after: $after) { totalCount } }', { after: data.pairings.pageInfo.endCursor }),
      /cursor of pairings; countySearch needs one of its own/,
    );
  });
});

describe('text that means something to a database', () => {
  it.each(["' OR 1=1 --", '%', '_', '!', '\\', '"; DROP TABLE county; --'])('%s is only text', async (text) => {
    const { data, errors } = await graph.ask(
      'query ($text: String) { organizationSearch(text: $text) { totalCount } countySearch(text: $text) { totalCount } }',
      { text },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ organizationSearch: { totalCount: 0 }, countySearch: { totalCount: 0 } });
  });
});
