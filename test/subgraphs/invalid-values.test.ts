// Values that an agency's database should not hold, of every column of every register: what leaves is valid for its scalar, or null
// with an error; what is refused is named in the log and in the change feed, and nothing is lost silently.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { buildASTSchema, getNamedType, isEnumType, isLeafType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { Knex } from 'knex';
import { registers } from '../../subgraphs';
import { openDatabase } from '../../subgraphs/shared/database';
import { readSdl } from '../../subgraphs/shared/sdl';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph';
import { generated } from '../generated';
import { laneDatabase } from '../graph/graph';
import { createLooseRegister, organizationCode, type RegisterName, soundRows } from './loose-registers';
import { createMariadb } from './scratch';

const source = 'source { agency dataset asOf loadedAt confidence references }';
const need = `id kind description statedOn amountSought status { status since } ${source}`;
const project = `id origin recordedCode kind name budget spent beneficiaries volunteersTrained socialWorkersTrained organizationsCultivated
  lead { code } partners { code } status { status since } statusHistory { status since }
  progressReports { reportedOn summary spent beneficiaries } need { id } ${source}`;
/** Everything that each register answers, from its one row of each relation. */
const questions: Readonly<Record<RegisterName, string>> = {
  organizations: `{ organization(code: "${organizationCode}") { code name formerNames { name until } kind sector
    registrationAuthority { name level divisionCode } homeProvince { code } supervisingBody establishedOn registeredCapital
    certificate { number from to } domicile businessScope registrationStatus { status since } evaluation { grade from to } evaluations { grade from to }
    charityRecognition { from to } partyOrganization { name establishedOn } inspections { year conclusion concludedOn }
    abnormalListings { listedOn reason removedOn removalReason } penalties { documentNumber reason basis result decidedOn }
    standing(asOf: "2024-01-01") { status reasons { code since } } legalRepresentative telephone ${source} } }`,
  counties: `{ county(code: "520204") { code recordedCode codes name formerCodes { code name changedOn ${source} } prefecture { code name }
    province { code name region liaisonOffice { name agency ${source} } partnerships { east { code } from to note ${source} } ${source} }
    designations { list from to ${source} } ethnicMinorityArea borderCounty oldRevolutionaryBase threeRegionsThreePrefectures
    years { year population ruralIncome ${source} } needs { nodes { ${need} } } ${source} } }`,
  pairings: `{ pairing(id: "P1") { id shape mechanism recommendedBy agreementNumber pledgedAmount organizations { code } counties { recordedCode }
    consents { recordedCode consentedOn } kinds status { status since } statusHistory { status since } ${source} } project(id: "J1") { ${project} } }`,
};
const collectionsOf: Readonly<Record<RegisterName, readonly string[]>> = {
  organizations: ['organization'],
  counties: ['province', 'prefecture', 'partnership', 'county', 'need'],
  pairings: ['pairing', 'project'],
};
const feedFields: Readonly<Record<RegisterName, string>> = { organizations: 'organizationFeed', counties: 'countyFeed', pairings: 'pairingFeed' };

interface Register {
  database: Knex;
  url: string;
  subgraph: Subgraph | null;
  /** What was logged since it was last taken. */
  takeLog(): string[];
}

const opened = new Map<RegisterName, Register>();
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-loose-'));
  for (const definition of registers) {
    const { name, contract } = definition;
    if (contract === undefined) throw new Error(name);
    const url = laneDatabase === 'sqlite' ? `sqlite:${path.join(folder, `${name}.sqlite`)}` : await createMariadb(`scratch_loose_${randomUUID().slice(0, 8)}`);
    const database = await createLooseRegister(url, contract, soundRows[name]);
    opened.set(name, { database, url, subgraph: null, takeLog: () => [] });
  }
});
afterAll(async () => {
  for (const { database, subgraph } of opened.values()) {
    await subgraph?.close();
    await database.destroy();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A new subgraph on a register, whose log has said nothing yet. */
async function reopen(name: RegisterName): Promise<Register & { subgraph: Subgraph }> {
  const register = opened.get(name) as Register;
  await register.subgraph?.close();
  const definition = registers.find((one) => one.name === name) as (typeof registers)[number];
  let logged: string[] = [];
  const subgraph = createSubgraph(definition, { database: openDatabase(register.url, { role: 'reader' }), logError: (line) => logged.push(String(line)) });
  const takeLog = () => {
    const taken = logged;
    logged = [];
    return taken;
  };
  return Object.assign(register, { subgraph, takeLog });
}

async function askRegister(name: RegisterName) {
  const { subgraph } = opened.get(name) as Register & { subgraph: Subgraph };
  const { data, errors = [] } = await subgraph.execute({ query: questions[name], trusted: true });
  return { data: JSON.parse(JSON.stringify(data ?? null)) as unknown, errors };
}

async function readFeed(name: RegisterName): Promise<{ body: Record<string, unknown> }[]> {
  const { subgraph } = opened.get(name) as Register & { subgraph: Subgraph };
  const selection = collectionsOf[name].map((collection) => `${collection}: records(collection: "${collection}") { records }`).join(' ');
  const { data, errors } = await subgraph.execute({ query: `{ ${feedFields[name]} { datasets ${selection} } }`, trusted: true });
  expect(errors).toBeUndefined();
  const { datasets, ...pages } = (data as Record<string, Record<string, unknown>>)[feedFields[name]] as Record<string, unknown>;
  const records = Object.values(pages as Record<string, { records: { body: Record<string, unknown> }[] }>).flatMap((page) => page.records);
  return [...records, ...(datasets as Record<string, unknown>[]).map((body) => ({ body }))];
}

/** The faults that the feed lists, as `relation.column`. */
async function feedFaults(name: RegisterName): Promise<string[]> {
  return (await readFeed(name)).flatMap(({ body }) => ((body.faults ?? []) as { at: string }[]).map(({ at }) => at));
}

async function withValue<Result>(name: RegisterName, relation: string, values: Record<string, unknown>, work: () => Promise<Result>): Promise<Result> {
  const { database } = opened.get(name) as Register;
  await database(relation).update(values);
  try {
    return await work();
  } finally {
    await database(relation).delete();
    await database(relation).insert(soundRows[name][relation]);
  }
}

/** The leaves of an answer, each with its type. Written anew, and not taken from the server's own scalars. */
function leavesOf(name: RegisterName, data: unknown): [type: string, value: unknown, values?: string[]][] {
  const schema = buildASTSchema(readSdl(name), { assumeValidSDL: true });
  const types = new Map<string, { name: string; values?: string[] }>();
  const typeInfo = new TypeInfo(schema);
  const at: string[] = [];
  visit(
    parse(questions[name]),
    visitWithTypeInfo(typeInfo, {
      Field: {
        enter({ name: { value } }) {
          at.push(value);
          const type = getNamedType(typeInfo.getType());
          if (type && isLeafType(type))
            types.set(at.join('.'), { name: type.name, ...(isEnumType(type) ? { values: type.getValues().map((one) => one.name) } : {}) });
        },
        leave() {
          at.pop();
        },
      },
    }),
  );
  const found: [string, unknown, string[]?][] = [];
  const walk = (value: unknown, place: string): void => {
    if (value === null) return;
    if (Array.isArray(value)) for (const item of value) walk(item, place);
    else if (typeof value === 'object') for (const [key, item] of Object.entries(value)) walk(item, place === '' ? key : `${place}.${key}`);
    else {
      const type = types.get(place);
      if (type !== undefined) found.push(type.values === undefined ? [type.name, value] : ['enum', value, type.values]);
    }
  };
  walk(data, '');
  return found;
}

const exists = (day: string) => !Number.isNaN(Date.parse(day)) && new Date(Date.parse(day)).toISOString().slice(0, 10) === day;
const isValid: Readonly<Record<string, (value: unknown, values?: string[]) => boolean>> = {
  Date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && exists(value),
  DateTime: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value) && exists(value.slice(0, 10)),
  Money: (value) => typeof value === 'string' && /^\d+\.\d{2}$/.test(value),
  Int: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  String: (value) => typeof value === 'string' && value.trim() !== '',
  ID: (value) => typeof value === 'string' && value.trim() === value && value !== '',
  Boolean: (value) => typeof value === 'boolean',
  enum: (value, values) => values?.includes(String(value)) ?? false,
};

/** Columns that a row is found by: with another value there the row is another's. */
const isLink = (name: RegisterName, relation: string, column: string): boolean =>
  /^(code|county_code|recorded_code|pairing_id|project_id|need_id|province_code|prefecture_code|organization_code|west_code|id|dataset_id|former_code)$/.test(
    column,
  ) &&
  !(relation === 'project' && column === 'need_id') &&
  name !== undefined;

const columns = registers.flatMap(({ name, contract }) =>
  Object.values(contract ?? {}).flatMap((relation) =>
    Object.entries(relation.columns)
      .filter(([column, { givenTo }]) => givenTo === 'all' && !isLink(name, relation.name, column))
      .map(([column, declared]) => ({ name, relation: relation.name, column, declared })),
  ),
);

const dirtyTexts = [
  ...['20210827', '2021/08/27', '0000-00-00', '2023-02-30', '2021-08-27 16:00:00', '9999-12-31', '9999-12-31 23:59:59', '2021-08-27 00:00:00'],
  ...['国家级', 'active', 'ACTIVE ', 'Y', '是', '2', '', ' ', '1,200', '12.5', '1200.00', '-1', '99999999999999999999', '1e3', 'NULL', 'x'.repeat(60)],
  ...['2024-01-01T08:00:00Z', '2024-01-01 08:00:00', '2024-01-01'],
];
const dirty = fc.oneof(
  fc.constantFrom(...dirtyTexts),
  fc.constant(null),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

describe('any value in any column of a register', () => {
  it('leaves valid for its scalar, or is null with an error that is logged and fed', async () => {
    const { seed, numRuns } = generated('invalid values in databases', 1_500);
    const sound = new Map<RegisterName, unknown>();
    const kinds = new Set<string>();
    for (const { name } of registers) {
      await reopen(name);
      const { data, errors } = await askRegister(name);
      expect([name, errors]).toEqual([name, []]);
      expect(await feedFaults(name)).toEqual([]);
      sound.set(name, data);
    }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...columns), dirty, async ({ name, relation, column, declared }, value) => {
        const register = opened.get(name) as Register;
        await withValue(name, relation, { [column]: value }, async () => {
          const { data, errors } = await askRegister(name);
          const where = `${relation}.${column} = ${JSON.stringify(value)}`;
          for (const [type, leaf, values] of leavesOf(name, data))
            expect([where, type, leaf, isValid[type]?.(leaf, values)]).toEqual([where, type, leaf, true]);
          const faults = await feedFaults(name);
          // As the server keeps it: text on one, what it was on the other.
          const [kept] = (await register.database(relation).select(column)) as Record<string, unknown>[];
          const read = kept?.[column] === null ? (declared.mayBeNull ? null : undefined) : declared.read(kept?.[column]);
          const ofRegister = errors.filter(({ extensions }) => extensions?.code !== 'AGENCY_DATA_INVALID');
          expect([where, ofRegister]).toEqual([where, []]);
          const lines = register.takeLog();
          const said = lines.filter((line) => line.includes(`${relation}.${column} of `));
          // A kind of fault is said once, however often it is met.
          const kind = `${name} ${relation}.${column} ${kept?.[column] === null}`;
          const isFirst = !kinds.has(kind);
          if (read === undefined) kinds.add(kind);
          if (read === undefined) {
            // Personal data is no part of feeds.
            expect([where, errors.length > 0, said.length, [...new Set(faults)]]).toEqual([
              where,
              true,
              isFirst ? 1 : 0,
              declared.givenTo === 'all' ? [`${relation}.${column}`] : [],
            ]);
            for (const { message } of errors) expect(message).toMatch(/not valid.*\. .*无效.*。$/);
            expect(JSON.stringify(errors)).not.toMatch(new RegExp(`${relation}\\.|${column}\\b.*expected`));
          } else {
            expect([where, errors, said, faults]).toEqual([where, [], [], []]);
          }
        });
      }),
      { seed, numRuns, endOnFailure: true },
    );
    for (const { name } of registers) {
      await reopen(name);
      expect((await askRegister(name)).data).toEqual(sound.get(name));
    }
  }, 600_000);
});

describe('a designation whose dates are none', () => {
  const onDay = '{ county(code: "520204") { name designations(asOf: "2021-10-01") { list } } }';

  it.each(['20210827', '2021/08/27', '0000-00-00', '2023-02-30'])('is an error on a day, and does not vanish: %s', async (value) => {
    const { subgraph } = await reopen('counties');
    await withValue('counties', 'county_designation', { from_on: value }, async () => {
      const { data, errors } = await subgraph.execute({ query: onDay });
      expect(data).toEqual({ county: { name: '水城区', designations: null } });
      expect(errors).toMatchObject([{ path: ['county', 'designations'], extensions: { code: 'AGENCY_DATA_INVALID', agency: 'counties' } }]);
    });
  });

  it('has no end where the register writes 9999-12-31', async () => {
    const { subgraph } = await reopen('counties');
    const query = '{ county(code: "520204") { designations(asOf: "2026-10-01") { list to } } }';
    await withValue('counties', 'county_designation', { to_on: '9999-12-31' }, async () => {
      expect(await subgraph.execute({ query })).toMatchObject({ data: { county: { designations: [{ list: 'NATIONAL_KEY', to: null }] } } });
    });
  });
});

describe('rows that share a key', () => {
  it.each([
    ['organizations', 'organization', { name: '另一基金会' }, questions.organizations],
    ['counties', 'county', { name: '另一区' }, '{ county(code: "520204") { name } }'],
    ['pairings', 'pairing', { agreement_number: 'A2' }, '{ pairing(id: "P1") { agreementNumber } }'],
    ['counties', 'dataset', { name: '另一数据集' }, '{ county(code: "520204") { source { dataset } } }'],
    ['counties', 'county_need_status', { status: 'MET', since_on: '2022-06-01' }, '{ need(id: "N1") { status { status } } }'],
  ] as const)('of %s.%s answer for nobody', async (name, relation, other, query) => {
    const { database, subgraph, takeLog } = await reopen(name);
    await database(relation).insert({ ...soundRows[name][relation], ...other });
    try {
      const { errors } = await subgraph.execute({ query, trusted: true });
      expect(errors?.map(({ extensions }) => extensions?.code)).toContain('AGENCY_DATA_INVALID');
      expect(takeLog().join()).toMatch(new RegExp(`${relation}\\.\\w+ of .*(more than one row|two statuses)`));
    } finally {
      await database(relation).delete();
      await database(relation).insert(soundRows[name][relation]);
    }
  });

  it('are one record of the feed, which says so, in either order of reading', async () => {
    const { database, subgraph } = await reopen('counties');
    await database('county').insert({ ...soundRows.counties.county, name: '另一区' });
    try {
      const query = '{ countyFeed { records(collection: "county") { records } changes(collection: "county") { records } } }';
      const { data } = await subgraph.execute({ query, trusted: true });
      const { records, changes } = (data as { countyFeed: Record<string, { records: unknown[] }> }).countyFeed;
      expect(records?.records).toMatchObject([
        { key: '520204', body: { faults: [{ path: '', at: 'county.code', reason: 'more than one row has this key' }] } },
      ]);
      expect(changes).toEqual(records);
    } finally {
      await database('county').delete();
      await database('county').insert(soundRows.counties.county);
    }
  });
});

describe('readiness', () => {
  it.each(registers.map(({ name }) => [name] as const))('of %s looks at every relation and every column', async (name) => {
    const { database, subgraph } = await reopen(name);
    expect(await subgraph.findFault()).toBeNull();
    const { contract = {} } = registers.find((one) => one.name === name) ?? {};
    for (const relation of Object.values(contract)) {
      await database.schema.renameTable(relation.name, 'away');
      const fault = await subgraph.findFault();
      await database.schema.renameTable('away', relation.name);
      // Without its first relation, a database holds nothing at all.
      if (relation.name !== 'dataset') expect(fault?.sentence).toMatch(new RegExp(`lacks ${relation.name};`));
      else expect(fault).not.toBeNull();
      for (const [column, { mayLack }] of Object.entries(relation.columns)) {
        await database.raw('alter table ?? rename column ?? to ??', [relation.name, column, 'away']);
        const lacking = await subgraph.findFault();
        await database.raw('alter table ?? rename column ?? to ??', [relation.name, 'away', column]);
        expect([column, lacking?.sentence ?? null]).toEqual([column, mayLack ? null : expect.stringContaining(`lacks ${relation.name}.${column};`)]);
      }
    }
  });

  it('of a register that lost a column since: the column is an error, and the rest of the row answers', async () => {
    const { database, subgraph } = await reopen('organizations');
    await database.raw('alter table organization rename column sector to away');
    const { data, errors } = await subgraph.execute({ query: `{ organization(code: "${organizationCode}") { name sector } }` });
    await database.raw('alter table organization rename column away to sector');
    expect(data).toEqual({ organization: { name: '某基金会', sector: null } });
    expect(errors).toMatchObject([{ path: ['organization', 'sector'], extensions: { code: 'AGENCY_DATA_INVALID' } }]);
  });
});

describe('a change time', () => {
  it.each([
    ['2026-07-01 00:00:00', '2026-07-01 00:00:00.000'],
    ['2026-07-01T00:00:00Z', '2026-07-01 00:00:00.000'],
    ['2026-07-01 00:00:00.5', '2026-07-01 00:00:00.500'],
  ])('of another form, %s, is told as an instant and read from its second on', async (written, told) => {
    const { subgraph } = await reopen('counties');
    await withValue('counties', 'county', { changed_at: written }, async () => {
      for (const [since, found] of [
        ['2026-07-01 00:00:00.000', 1],
        ['2026-07-02 00:00:00.000', 0],
      ] as const) {
        const query = `{ countyFeed { changes(collection: "county", since: "${since}") { records } } }`;
        const { data } = await subgraph.execute({ query, trusted: true });
        const records = (data as { countyFeed: { changes: { records: { changedAt: string }[] } } }).countyFeed.changes.records;
        expect(records.map(({ changedAt }) => changedAt)).toEqual(Array(found).fill(told));
      }
    });
  });

  it('that is none is told of, and the record with it', async () => {
    await reopen('counties');
    await withValue('counties', 'county', { changed_at: 'yesterday' }, async () => {
      const records = await readFeed('counties');
      expect(records).toContainEqual(expect.objectContaining({ key: '520204', changedAt: null, body: expect.objectContaining({ name: '水城区' }) }));
      expect(await feedFaults('counties')).toEqual(['county.changed_at']);
    });
  });
});
