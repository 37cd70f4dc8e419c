// Search against an oracle: every organization and county is read through the graph once, and each filter's answer must
// be what plain TypeScript finds among them.
import fc from 'fast-check';
import { Converter } from 'opencc-js';
import { foldForSearch } from '../../subgraphs/shared/search-text';
import { generated } from '../generated';
import { type Graph, startGraph } from './graph';
import { readAllNodes } from './read-all';

interface Organization {
  code: string;
  name: string;
  formerNames: { name: string }[];
  kind: string;
  sector: string | null;
  registrationAuthority: { level: string; divisionCode: string };
  homeProvince: { code: string } | null;
  supervisingBody: string | null;
  establishedOn: string | null;
  registeredCapital: string | null;
  certificate: { from: string | null; to: string | null } | null;
  domicile: string | null;
  businessScope: string | null;
  registrationStatus: { status: string; since: string } | null;
  evaluation: { grade: string } | null;
  charityRecognition: object | null;
  publicFundraising: object | null;
  taxDeduction: object | null;
  partyOrganization: object | null;
  inspections: { conclusion: string }[];
  abnormalListings: object[];
  seriousViolations: object[];
  penalties: object[];
  standing: { status: string } | null;
}

const everything = (
  asOf: string,
) => `code name formerNames { name } kind sector registrationAuthority { level divisionCode } homeProvince { code } supervisingBody establishedOn
  registeredCapital certificate { from to } domicile businessScope registrationStatus(asOf: "${asOf}") { status since } evaluation(asOf: "${asOf}") { grade }
  charityRecognition(asOf: "${asOf}") { from } publicFundraising(asOf: "${asOf}") { from } taxDeduction(asOf: "${asOf}") { from } partyOrganization { name }
  inspections(asOf: "${asOf}") { conclusion } abnormalListings(asOf: "${asOf}") { listedOn } seriousViolations(asOf: "${asOf}") { listedOn }
  penalties(asOf: "${asOf}") { decidedOn } standing(asOf: "${asOf}") { status }`;

const dates = ['2022-06-30', '2023-12-31', '2025-12-31'];
const organizations = new Map<string, Organization[]>();
let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
  for (const asOf of dates) organizations.set(asOf, await readAllNodes<Organization>(graph, 'organizationSearch', everything(asOf)));
});
afterAll(() => graph.stop());

async function search(filter: object, text: string | null = null): Promise<{ codes: string[]; totalCount: number }> {
  const query =
    'query ($filter: OrganizationFilter, $text: String, $after: String) { organizationSearch(filter: $filter, text: $text, first: 500, after: $after) { totalCount nodes { code } pageInfo { hasNextPage endCursor } } }';
  const codes: string[] = [];
  let after: string | null = null;
  let totalCount = 0;
  do {
    const { data, errors }: Awaited<ReturnType<Graph['ask']>> = await graph.ask(query, { filter, text, after });
    expect(errors).toBeUndefined();
    totalCount = data.organizationSearch.totalCount;
    codes.push(...data.organizationSearch.nodes.map(({ code }: { code: string }) => code));
    after = data.organizationSearch.pageInfo.hasNextPage ? data.organizationSearch.pageInfo.endCursor : null;
  } while (after !== null);
  return { codes, totalCount };
}

/** Each filter in plain TypeScript. A condition on a fact that is not known keeps nothing, whichever way it is asked. */
const conditions: Record<string, { value: fc.Arbitrary<unknown>; matches: (organization: Organization, value: never, asOf: string) => boolean }> = {
  kinds: { value: someOf('SOCIAL_ASSOCIATION', 'SOCIAL_SERVICE_INSTITUTION', 'FOUNDATION'), matches: ({ kind }, value: string[]) => value.includes(kind) },
  sectors: {
    value: someOf('INDUSTRY_ASSOCIATION', 'CHARITY', 'COMMUNITY', 'OTHER'),
    matches: ({ sector }, value: string[]) => sector !== null && value.includes(sector),
  },
  levels: {
    value: someOf('NATIONAL', 'PROVINCIAL', 'PREFECTURAL', 'COUNTY'),
    matches: ({ registrationAuthority }, value: string[]) => value.includes(registrationAuthority.level),
  },
  authorities: {
    value: someOf('100000', '530000', '310000'),
    matches: ({ registrationAuthority }, value: string[]) => value.includes(registrationAuthority.divisionCode),
  },
  homeProvinces: {
    value: someOf('530000', '310000', '440000'),
    matches: ({ homeProvince }, value: string[]) => homeProvince !== null && value.includes(homeProvince.code),
  },
  supervisingBody: { value: fc.constantFrom('民政', '教育', '局'), matches: ({ supervisingBody }, value: string) => supervisingBody?.includes(value) === true },
  domicile: { value: fc.constantFrom('北京', '示例路1', '省'), matches: ({ domicile }, value: string) => domicile?.includes(value) === true },
  businessScope: { value: fc.constantFrom('教育', '养老', '产业'), matches: ({ businessScope }, value: string) => businessScope?.includes(value) === true },
  establishedFrom: {
    value: fc.constantFrom('2000-01-01', '2015-06-30'),
    matches: ({ establishedOn }, value: string) => establishedOn !== null && establishedOn >= value,
  },
  establishedTo: {
    value: fc.constantFrom('1999-12-31', '2020-01-01'),
    matches: ({ establishedOn }, value: string) => establishedOn !== null && establishedOn <= value,
  },
  capitalFrom: {
    value: fc.constantFrom('100000.00', '999999.5'),
    matches: ({ registeredCapital }, value: string) => registeredCapital !== null && Number(registeredCapital) >= Number(value),
  },
  capitalTo: {
    value: fc.constantFrom('100000', '5000000.00'),
    matches: ({ registeredCapital }, value: string) => registeredCapital !== null && Number(registeredCapital) <= Number(value),
  },
  certificateValid: {
    value: fc.boolean(),
    matches: ({ certificate }, value: boolean, asOf) =>
      (certificate?.from != null && certificate.to !== null && certificate.from <= asOf && certificate.to >= asOf) === value,
  },
  statuses: {
    value: someOf('ACTIVE', 'DEREGISTERED', 'REVOKED'),
    matches: ({ registrationStatus }, value: string[]) => registrationStatus !== null && value.includes(registrationStatus.status),
  },
  statusFrom: {
    value: fc.constantFrom('2005-01-01', '2019-06-30'),
    matches: ({ registrationStatus }, value: string) => registrationStatus !== null && registrationStatus.since >= value,
  },
  statusTo: {
    value: fc.constantFrom('2000-12-31', '2022-01-01'),
    matches: ({ registrationStatus }, value: string) => registrationStatus !== null && registrationStatus.since <= value,
  },
  grades: { value: someOf('A1', 'A3', 'A4', 'A5'), matches: ({ evaluation }, value: string[]) => evaluation !== null && value.includes(evaluation.grade) },
  charityRecognition: { value: fc.boolean(), matches: ({ charityRecognition }, value: boolean) => (charityRecognition !== null) === value },
  publicFundraising: { value: fc.boolean(), matches: ({ publicFundraising }, value: boolean) => (publicFundraising !== null) === value },
  taxDeduction: { value: fc.boolean(), matches: ({ taxDeduction }, value: boolean) => (taxDeduction !== null) === value },
  partyOrganization: { value: fc.boolean(), matches: ({ partyOrganization }, value: boolean) => (partyOrganization !== null) === value },
  lastInspection: {
    value: someOf('PASSED', 'BASICALLY_PASSED', 'FAILED'),
    matches: ({ inspections }, value: string[]) => inspections[0] !== undefined && value.includes(inspections[0].conclusion),
  },
  abnormal: { value: fc.boolean(), matches: ({ abnormalListings }, value: boolean) => abnormalListings.length > 0 === value },
  seriousViolation: { value: fc.boolean(), matches: ({ seriousViolations }, value: boolean) => seriousViolations.length > 0 === value },
  penalized: { value: fc.boolean(), matches: ({ penalties }, value: boolean) => penalties.length > 0 === value },
  standings: { value: someOf('GOOD', 'AT_RISK', 'BARRED'), matches: ({ standing }, value: string[]) => standing !== null && value.includes(standing.status) },
};

function someOf(...values: string[]): fc.Arbitrary<string[]> {
  return fc.subarray(values, { minLength: 1 });
}

function find(asOf: string, filter: Record<string, unknown>): string[] {
  const all = organizations.get(asOf) ?? [];
  return all
    .filter((organization) => Object.entries(filter).every(([name, value]) => conditions[name]?.matches(organization, value as never, asOf)))
    .map(({ code }) => code);
}

describe('a search of organizations', () => {
  it('covers every filter there is', async () => {
    const { data } = await graph.ask('{ __type(name: "OrganizationFilter") { inputFields { name } } }');
    expect(data.__type.inputFields.map(({ name }: { name: string }) => name).sort()).toEqual([...Object.keys(conditions), 'asOf'].sort());
  });

  it.each(Object.keys(conditions))('by %s finds what the oracle finds, on any date', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...dates), conditions[name]?.value ?? fc.constant(null), async (asOf, value) => {
        const expected = find(asOf, { [name]: value });
        expect(await search({ asOf, [name]: value })).toEqual({ codes: expected, totalCount: expected.length });
      }),
      generated(`searches by ${name}`, 40, 5),
    );
  });

  it('by several filters at once finds what the oracle finds', async () => {
    const filters = fc
      .subarray(Object.keys(conditions), { minLength: 2, maxLength: 4 })
      .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, conditions[name]?.value ?? fc.constant(null)]))));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...dates), filters, async (asOf, filter) => {
        expect((await search({ asOf, ...filter })).codes).toEqual(find(asOf, filter));
      }),
      generated('searches by several filters', 600, 7),
    );
  });

  it('finds each standing somewhere, so that the comparison means something', () => {
    const standings = new Set(organizations.get('2025-12-31')?.map(({ standing }) => standing?.status));
    expect([...standings]).toEqual(expect.arrayContaining(['GOOD', 'AT_RISK', 'BARRED', undefined]));
  });
});

describe('a search by standing', () => {
  it('agrees with each organization’s own standing on the days around every change', async () => {
    const facts = await readAllNodes<Record<string, unknown>>(
      graph,
      'organizationSearch',
      'certificate { to } abnormalListings { listedOn removedOn } seriousViolations { listedOn removedOn } inspections { conclusion concludedOn } registrationStatus { status since }',
    );
    const changes = new Set(
      facts
        .filter((row) => !JSON.stringify(row).includes('"abnormalListings":[],"seriousViolations":[]'))
        .flatMap((row) => JSON.stringify(row).match(/202[1-5]-\d\d-\d\d/g) ?? []),
    );
    const days = fc
      .constantFrom(...[...changes].sort())
      .chain((day) => fc.constantFrom(-1, 0, 1).map((shift) => new Date(Date.parse(day) + shift * 86_400_000).toISOString().slice(0, 10)));
    await fc.assert(
      fc.asyncProperty(days, async (asOf) => {
        const found = await Promise.all(['AT_RISK', 'BARRED'].map((standing) => search({ asOf, standings: [standing] })));
        const all = await readAllNodes<{ code: string; standing: { status: string } | null }>(
          graph,
          'organizationSearch',
          `code standing(asOf: "${asOf}") { status }`,
        );
        const expected = ['AT_RISK', 'BARRED'].map((status) => all.filter(({ standing }) => standing?.status === status).map(({ code }) => code));
        expect({ asOf, found: found.map(({ codes }) => codes) }).toEqual({ asOf, found: expected });
      }),
      generated('days of searches by standing', 120, 11),
    );
  });
});

describe('a search by name', () => {
  it('finds former names, and gives the organization of today', async () => {
    const renamed = organizations.get('2025-12-31')?.find(({ formerNames }) => formerNames.length > 0);
    const { data } = await graph.ask('query ($text: String) { organizationSearch(text: $text) { nodes { code name formerNames { name } } } }', {
      text: renamed?.formerNames[0]?.name,
    });
    expect(data.organizationSearch.nodes).toContainEqual({ code: renamed?.code, name: renamed?.name, formerNames: renamed?.formerNames });
  });

  it.each([
    ['Traditional characters find Simplified names', '職業技能發展'],
    ['Simplified characters find the same', '职业技能发展'],
    ['full-width characters and spaces make no difference', '职 业 技 能　发展'],
  ])('%s', async (_name, text) => {
    const all = organizations.get('2025-12-31') ?? [];
    const expected = all
      .filter(({ name, formerNames }) =>
        [name, ...formerNames.map((former) => former.name)].some((candidate) => foldForSearch(candidate).includes('职业技能发展')),
      )
      .map(({ code }) => code);
    expect(expected.length).toBeGreaterThan(0);
    expect((await search({}, text)).codes).toEqual(expected);
  });

  it('finds a name that the register holds in Traditional characters by Simplified ones', async () => {
    const all = organizations.get('2025-12-31') ?? [];
    const traditional = all.find(({ formerNames }) => formerNames.some(({ name }) => foldForSearch(name) !== name && /[會鄉業發]/.test(name)));
    const name = traditional?.formerNames.find((former) => /[會鄉業發]/.test(former.name))?.name ?? '';
    expect(foldForSearch(name)).not.toContain('會');
    expect((await search({}, foldForSearch(name))).codes).toEqual([traditional?.code]);
  });

  it('finds counties by former names and Traditional characters', async () => {
    const { data } = await graph.ask(
      '{ former: countySearch(text: "水城县") { nodes { name } } traditional: countySearch(text: "鎮雄縣") { nodes { name } } }',
    );
    expect(data).toEqual({ former: { nodes: [{ name: '水城区' }] }, traditional: { nodes: [{ name: '镇雄县' }] } });
  });
});

describe('a search as people type', () => {
  const find = async (texts: readonly string[]) => {
    const fields = texts.map((_, i) => `t${i}: countySearch(text: $t${i}, first: 500) { nodes { code } }`);
    const query = `query (${texts.map((_, i) => `$t${i}: String`).join(' ')}) { ${fields.join(' ')} }`;
    const { data, errors } = await graph.ask(query, Object.fromEntries(texts.map((text, i) => [`t${i}`, text])));
    expect(errors).toBeUndefined();
    return texts.map((_, i): string[] => data[`t${i}`].nodes.map(({ code }: { code: string }) => code));
  };

  it('finds counties by their names as they are written in Traditional characters, by whole words and by characters', async () => {
    const counties = await readAllNodes<{ code: string; name: string }>(graph, 'countySearch', 'code name');
    const { seed, numRuns } = generated('names of counties in Traditional characters', 1_000);
    const writers = (['t', 'tw', 'hk'] as const).map((to) => Converter({ from: 'cn', to }));
    const written = fc
      .tuple(fc.constantFrom(...counties), fc.constantFrom(...writers), fc.boolean())
      .map(([{ code, name }, write, whole]) => ({ code, text: whole ? write(name) : Array.from(name, write).join('') }));
    const cases = fc.sample(written, { seed, numRuns });
    for (let i = 0; i < cases.length; i += 10) {
      const part = cases.slice(i, i + 10);
      const found = await find(part.map(({ text }) => text));
      expect(part.filter(({ code }, j) => !found[j]?.includes(code))).toEqual([]);
    }
  });

  it.each([
    ['乾縣', '610424'],
    ['乾县', '610424'],
    ['衞東區', '410403'],
    ['敍永縣', '510524'],
    ['濬縣', '410621'],
    ['镇\u200b雄\u2060县\ufeff', '530627'],
    ['\u202a鎮雄縣\u202c', '530627'],
  ])('finds %j', async (text, code) => {
    expect(await find([text])).toEqual([[code]]);
  });

  it('takes 150 characters of four bytes each, and refuses by their number what is too long', async () => {
    expect(await find(['𠀀'.repeat(150), '𠮷'.repeat(200)])).toEqual([[], []]);
    const filter = { domicile: '𠀀'.repeat(150), supervisingBody: '𠮷'.repeat(200) };
    expect((await search(filter, '𠀀'.repeat(150))).codes).toEqual([]);
    const { errors } = await graph.ask('query ($text: String) { organizationSearch(text: $text) { totalCount } }', { text: '𠀀'.repeat(201) });
    expect(errors?.[0]?.message).toContain('a text sought has at most 200 characters; got 201');
  });

  it('takes codes however they are typed, wherever they are asked for', async () => {
    const { data: any } = await graph.ask('{ pairings(filter: { asOf: "2024-12-31" }, first: 1) { nodes { organizations { code } counties { code } } } }');
    const [organization, county] = [any.pairings.nodes[0].organizations[0].code, any.pairings.nodes[0].counties[0].code] as [string, string];
    const query = `query ($organization: ID!, $county: ID!, $organizations: [ID!]!, $counties: [ID!]!) {
      organization(code: $organization) { code pairings(asOf: "2024-12-31") { totalCount } }
      organizations(codes: $organizations) { code }
      county(code: $county) { code pairings(asOf: "2024-12-31") { totalCount } }
      counties(codes: $counties) { code }
      countySearch(filter: { prefectures: $counties, provinces: $counties }) { totalCount }
      pairings(filter: { organizations: $organizations, counties: $counties }) { totalCount }
      projects(filter: { organizations: $organizations, counties: $counties }) { totalCount }
      coverage(population: ALL, asOf: "2024-12-31", where: { organizations: $organizations, counties: $counties }) { totals { pairings } }
      evaluation(year: 2024, of: ORGANIZATION, ids: $organizations) { nodes { organization { code } } }
      ofCounty: evaluation(year: 2024, of: COUNTY, ids: $counties) { nodes { county { code } } }
    }`;
    const askWith = (code: string, division: string) => graph.ask(query, { organization: code, county: division, organizations: [code], counties: [division] });
    const expected = await askWith(organization, county);
    expect(expected.errors).toBeUndefined();
    expect(expected.data.pairings.totalCount).toBeGreaterThan(0);
    const wide = (text: string) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    for (const [code, division] of [
      [organization.toLowerCase(), ` ${county} `],
      [wide(organization), wide(county)],
      [organization.replace(/.{4}/g, '$&\u3000'), `${county.slice(0, 2)} ${county.slice(2)}`],
      [`\ufeff${wide(organization.toLowerCase())}\u200b`, `\u200b${county}`],
    ] as const)
      expect({ code, ...(await askWith(code, division)).data }).toEqual({ code, ...expected.data });
  });
});

describe('a search of counties', () => {
  it('finds by each filter what the counties say of themselves', async () => {
    const all = await readAllNodes<Record<string, unknown>>(
      graph,
      'countySearch',
      'code province { code region } prefecture { code } ethnicMinorityArea borderCounty oldRevolutionaryBase threeRegionsThreePrefectures needs(first: 500, status: [OPEN, PARTLY_MET]) { nodes { kind } }',
    );
    // biome-ignore lint/suspicious/noExplicitAny: rows as the query above shaped them
    const cases: [object, (county: any) => boolean][] = [
      [{ provinces: ['530000', '640000'] }, ({ province }) => ['530000', '640000'].includes(province.code)],
      [{ prefectures: ['533400'] }, ({ prefecture }) => prefecture?.code === '533400'],
      [{ regions: ['NORTHEAST'] }, ({ province }) => province.region === 'NORTHEAST'],
      [{ ethnicMinorityArea: true, regions: ['EAST'] }, ({ ethnicMinorityArea, province }) => ethnicMinorityArea === true && province.region === 'EAST'],
      [{ borderCounty: false, regions: ['WEST'] }, ({ borderCounty, province }) => borderCounty === false && province.region === 'WEST'],
      [{ oldRevolutionaryBase: true }, ({ oldRevolutionaryBase }) => oldRevolutionaryBase === true],
      [{ threeRegionsThreePrefectures: true }, (county) => county.threeRegionsThreePrefectures === true],
      [{ unmetNeeds: ['HEALTH', 'EDUCATION'] }, ({ needs }) => needs.nodes.some(({ kind }: { kind: string }) => ['HEALTH', 'EDUCATION'].includes(kind))],
    ];
    for (const [filter, matches] of cases) {
      const expected = all.filter(matches).map(({ code }) => code);
      const { data } = await graph.ask('query ($filter: CountyFilter) { countySearch(filter: $filter, first: 500) { totalCount nodes { code } } }', { filter });
      expect({ filter, codes: data.countySearch.nodes.map(({ code }: { code: string }) => code), totalCount: data.countySearch.totalCount }).toEqual({
        filter,
        codes: expected.slice(0, 500),
        totalCount: expected.length,
      });
    }
  });
});
