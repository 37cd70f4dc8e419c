// No zero of the statistics stands without a word: why a population is empty, on which dates, and which codes matched nothing.
import { type Graph, startGraph } from './graph';

interface Note {
  code: string;
  english: string;
  chinese: string;
}

interface Unmatched {
  argument: string;
  code: string;
  english: string;
  chinese: string;
}

const said = 'notes { code english chinese } unmatched { argument code english chinese }';
let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

async function ask(field: string, selection = ''): Promise<{ notes: Note[]; unmatched: Unmatched[] } & Record<string, unknown>> {
  const { data, errors } = await graph.ask(`{ answer: ${field} { ${said} ${selection} } }`);
  expect(errors).toBeUndefined();
  for (const { english, chinese } of [...data.answer.notes, ...data.answer.unmatched]) {
    expect(english).toMatch(/^[\w. -]+ .*[a-z\d]$/);
    expect(english).not.toMatch(/\p{Script=Han}/u);
    expect(chinese).toMatch(/\p{Script=Han}/u);
  }
  return data.answer;
}

const codesOf = ({ notes }: { notes: Note[] }) => notes.map(({ code }) => code);
const shortly = ({ unmatched }: { unmatched: Unmatched[] }) => unmatched.map(({ argument, code, english }) => `${argument} ${code}: ${english}`);

describe('an answer about a list after its end', () => {
  it.each([
    ['coverage', 'coverage(asOf: "2026-06-30")'],
    ['gaps', 'coverageGaps(asOf: "2026-06-30")'],
    ['the evaluation', 'evaluation(year: 2026, of: COUNTY)'],
    ['the evaluation of pairings', 'evaluation(year: 2026, of: PAIRING)'],
    ['coverage under a filter', 'coverage(population: ALL, asOf: "2026-06-30", where: { designations: [NATIONAL_KEY] })'],
  ])('says so: %s', async (_case, field) => {
    expect((await ask(field)).notes).toEqual([
      {
        code: 'LIST_NOT_IN_FORCE',
        english: 'no county is on NATIONAL_KEY on 2026-06-30: NATIONAL_KEY ended on 2025-12-31',
        chinese: '2026-06-30 无县列入国家重点帮扶县名单：国家重点帮扶县名单已于 2025-12-31 终止',
      },
    ]);
  });

  it('says of which counties the totals of years are, where rows before have some', async () => {
    const answer = await ask('coverage(asOf: "2026-06-30", groupBy: [YEAR])', 'rows { year counties projects } totals { counties projects }');
    const rows = answer.rows as { counties: number; projects: number }[];
    expect(rows.map(({ counties }) => counties)).toEqual([160, 160, 160, 160, 0]);
    expect(rows.reduce((sum, { projects }) => sum + projects, 0)).toBeGreaterThan(100);
    expect(answer.totals).toEqual({ counties: 0, projects: 0 });
    expect(answer.notes).toEqual([
      {
        code: 'LIST_NOT_IN_FORCE',
        english:
          'no county is on NATIONAL_KEY on 2026-06-30: NATIONAL_KEY ended on 2025-12-31. The totals are of the counties on the last date, of which there are none; rows of earlier dates are of the counties then',
        chinese: '2026-06-30 无县列入国家重点帮扶县名单：国家重点帮扶县名单已于 2025-12-31 终止。合计以最后一日的县为准，该日并无；此前各行以当时的县为准',
      },
    ]);
  });

  it('says on how many dates of a trend', async () => {
    const { notes } = await ask('coverageTrend(from: "2025-07-01", to: "2026-06-30", interval: MONTH)');
    expect(notes.map(({ english }) => english)).toEqual([
      expect.stringMatching(/^no county is on NATIONAL_KEY on 6 of 12 dates, from 2026-01-31 to 2026-06-30: NATIONAL_KEY ended on 2025-12-31\. The totals/),
    ]);
  });

  it('says what else is behind an empty answer', async () => {
    expect(codesOf(await ask('coverage(asOf: "2026-07-15")'))).toEqual(['DATA_NOT_REACHED', 'LIST_NOT_IN_FORCE']);
    expect(codesOf(await ask('coverageGaps(population: ALL, asOf: "2026-07-15", first: 1)'))).toEqual(['DATA_NOT_REACHED']);
    expect(codesOf(await ask('coverageTrend(population: ALL, from: "2026-01-01", to: "2026-07-15")'))).toEqual(['DATA_NOT_REACHED']);
  });
});

describe('an answer about a list before it began', () => {
  it('says when it begins', async () => {
    const { data } = await graph.ask(
      '{ countySearch(filter: { designation: { list: PROVINCIAL_KEY } }, first: 500) { nodes { designations { list from } } } }',
    );
    const days = data.countySearch.nodes.flatMap(({ designations }: { designations: { list: string; from: string }[] }) =>
      designations.filter(({ list }) => list === 'PROVINCIAL_KEY').map(({ from }) => from),
    );
    const [first] = days.sort();
    const { notes } = await ask('coverage(population: PROVINCIAL_KEY, asOf: "2022-01-01")', 'totals { counties }');
    if (first <= '2022-01-01') expect(notes).toEqual([]);
    else expect(notes.map(({ english }) => english)).toEqual([`no county is on PROVINCIAL_KEY on 2022-01-01: PROVINCIAL_KEY begins on ${first}`]);
  });
});

describe('conditions that no county meets', () => {
  it.each([
    ['coverage(asOf: "2024-12-31", where: { regions: [EAST] })', 'none of the 160 counties of the population meets the conditions on 2024-12-31'],
    ['coverageGaps(asOf: "2024-12-31", where: { regions: [EAST] })', 'none of the 160 counties of the population meets the conditions on 2024-12-31'],
    [
      'coverageTrend(from: "2024-01-01", to: "2024-12-31", where: { regions: [EAST] })',
      'none of the 160 counties of the population meets the conditions on 4 of 4 dates, from 2024-03-31 to 2024-12-31',
    ],
  ])('are said: %s', async (field, english) => {
    expect((await ask(field)).notes).toMatchObject([{ code: 'NO_COUNTY_MEETS_CONDITIONS', english }]);
  });

  it.each([
    ['coverage(asOf: "2024-12-31", where: { levels: [NATIONAL], homeProvinces: ["310000"] })', '2024-12-31'],
    ['coverageTrend(from: "2024-01-01", to: "2024-12-31", where: { organizations: ["51310110501144395U"] })', '2024-12-31'],
    ['coverageGaps(asOf: "2024-12-31", first: 1, where: { levels: [NATIONAL], homeProvinces: ["310000"] })', '2024-12-31'],
  ])('nor any pairing are said: %s', async (field, date) => {
    expect((await ask(field)).notes).toMatchObject([
      {
        code: 'NO_PAIRING_MEETS_CONDITIONS',
        english: `no pairing or project with these counties meets the conditions on pairings and organizations up to ${date}`,
      },
    ]);
  });

  it('are not said where some pairing meets them', async () => {
    for (const field of ['coverage', 'coverageTrend(from: "2024-01-01")', 'coverageGaps(first: 1)']) {
      const own = field.includes('(') ? field.replace(')', ', where: { kinds: [HEALTH] })') : `${field}(where: { kinds: [HEALTH] })`;
      expect((await ask(own)).notes).toEqual([]);
    }
  });

  it('are told from a list that is not in force', async () => {
    const where = 'where: { designations: [PROVINCIAL_KEY], provinces: ["530000", "110000"], regions: [EAST] }';
    expect((await ask(`coverage(asOf: "2024-12-31", ${where})`)).notes.map(({ english }) => english)).toEqual([
      'none of the 160 counties of the population meets the conditions on 2024-12-31',
    ]);
    expect(codesOf(await ask('coverage(asOf: "2024-12-31", where: { designations: [] })'))).toEqual(['EMPTY_LIST', 'NO_COUNTY_MEETS_CONDITIONS']);
    expect(codesOf(await ask('coverage(asOf: "2026-06-30", where: { designations: [NATIONAL_KEY, PROVINCIAL_KEY] })'))).toEqual(['LIST_NOT_IN_FORCE']);
    expect(codesOf(await ask('coverage(population: PROVINCIAL_KEY, asOf: "2026-06-30", where: { designations: [NATIONAL_KEY] })'))).toHaveLength(1);
  });

  it('name the list that is empty', async () => {
    const empty = await ask('coverage(asOf: "2024-12-31", where: { kinds: [], provinces: [] })');
    expect(codesOf(empty)).toEqual(['EMPTY_LIST', 'EMPTY_LIST', 'NO_COUNTY_MEETS_CONDITIONS']);
    expect(
      empty.notes
        .map(({ english }) => english)
        .slice(0, 2)
        .sort(),
    ).toEqual(['where.kinds is an empty list, which nothing meets', 'where.provinces is an empty list, which nothing meets']);
    expect(codesOf(await ask('coverage(asOf: "2024-12-31", where: { kinds: [] })'))).toEqual(['EMPTY_LIST', 'NO_PAIRING_MEETS_CONDITIONS']);
    expect(codesOf(await ask('coverageGaps(asOf: "2024-12-31", statuses: [])'))).toEqual(['EMPTY_LIST', 'NOTHING_FOUND']);
    expect(codesOf(await ask('evaluation(year: 2024, of: COUNTY, ids: [])'))).toEqual(['EMPTY_LIST', 'NOTHING_FOUND']);
  });
});

describe('an answer with counties and nothing else', () => {
  it.each([
    ['coverageGaps(asOf: "2024-12-31", statuses: [COVERED], missing: [DIVERSIFIED], where: { kinds: [HEALTH] })'],
    ['evaluation(year: 2024, of: PAIRING, ids: ["nonsense"])'],
    ['coverage(population: ALL, asOf: "2026-06-30", where: { provinces: ["110000"] }, groupBy: [DESIGNATION])'],
  ])('says so: %s', async (field) => {
    expect(codesOf(await ask(field))).toEqual(['NOTHING_FOUND']);
  });

  it('has nothing to say where something was found', async () => {
    for (const field of ['coverage', 'coverageTrend(from: "2024-01-01")', 'coverageGaps(first: 1)', 'evaluation(year: 2024, of: PROVINCE, first: 1)']) {
      expect(await ask(field)).toEqual({ notes: [], unmatched: [] });
    }
  });
});

describe('codes that matched nothing', () => {
  const where =
    'where: { provinces: ["530000", "999999", "110000"], prefectures: ["530600", "530699"], counties: ["999999", "520221", "530627", "530627"], homeProvinces: ["310000", "310100"], organizations: ["51310110501144395U"] }';

  it.each(['coverage(asOf: "2024-12-31", WHERE)', 'coverageTrend(from: "2024-01-01", to: "2024-12-31", WHERE)', 'coverageGaps(asOf: "2024-12-31", WHERE)'])(
    'are named with why: %s',
    async (field) => {
      expect(shortly(await ask(field.replace('WHERE', where)))).toEqual([
        'where.provinces 999999: no province has this code',
        'where.provinces 110000: no county of this province is among those asked about',
        'where.prefectures 530699: no prefecture has this code',
        'where.counties 999999: no county has this code, nor had it',
        'where.counties 520221: this county is not in the population, or does not meet the other conditions',
        'where.homeProvinces 310100: no province has this code',
        'where.organizations 51310110501144395U: the register and the ledger know no organization of this code',
      ]);
    },
  );

  it('are none of those that matched on some date of a trend', async () => {
    expect(shortly(await ask('coverageTrend(from: "2025-01-01", to: "2026-06-30", where: { provinces: ["530000"] })'))).toEqual([]);
    expect(shortly(await ask('coverage(asOf: "2026-06-30", where: { provinces: ["530000"] })'))).toHaveLength(1);
  });

  it('of an organization that nobody is paired with are told from unknown ones', async () => {
    const { data } = await graph.ask('{ organizationSearch(first: 500) { nodes { code pairings { totalCount } projects { totalCount } } } }');
    const idle = data.organizationSearch.nodes.find(
      ({ pairings, projects }: Record<string, { totalCount: number }>) => pairings?.totalCount === 0 && projects?.totalCount === 0,
    );
    expect(shortly(await ask(`coverage(asOf: "2024-12-31", where: { organizations: ["${idle.code}"] })`))).toEqual([
      `where.organizations ${idle.code}: this organization is in no pairing by then, and leads no project`,
    ]);
  });

  it.each([
    [
      'COUNTY',
      ['520221', '999999', '110101'],
      ['ids 999999: no county has this code, nor had it', 'ids 110101: this county is not in the population, or does not meet the other conditions'],
    ],
    ['PROVINCE', ['530000', '110000'], ['ids 110000: no county of this province is among those asked about']],
    ['PAIRING', ['P2023-0001', 'nonsense'], ['ids nonsense: no pairing has this identifier']],
    ['ORGANIZATION', ['51310110501144395U'], ['ids 51310110501144395U: the register and the ledger know no organization of this code']],
  ])('of subjects of the evaluation are named: %s', async (of, ids, expected) => {
    const population = of === 'COUNTY' ? 'ALL' : 'NATIONAL_KEY';
    const found = shortly(await ask(`evaluation(year: 2024, of: ${of}, population: ${population}, ids: ${JSON.stringify(ids)})`));
    expect(found).toEqual(of === 'COUNTY' ? expected.slice(0, 1) : expected);
    if (of === 'COUNTY') expect(shortly(await ask(`evaluation(year: 2024, of: COUNTY, ids: ${JSON.stringify(ids.slice(1))})`))).toEqual(expected);
  });

  it('of a pairing that was not active in the year is told from an unknown one', async () => {
    expect(shortly(await ask('evaluation(year: 2022, of: PAIRING, ids: ["P2023-0001"])'))).toEqual([
      'ids P2023-0001: this pairing was not active then with a county of the population',
    ]);
  });
});
