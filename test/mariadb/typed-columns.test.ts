// An agency's columns on a server with types of its own: what the driver gives of them is what was stored, in the one form.
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph';
import { createLooseRegister, soundRows } from '../subgraphs/loose-registers';
import { createMariadb } from '../subgraphs/scratch';

let database: Knex;
let subgraph: Subgraph;
const logged: string[] = [];

beforeAll(async () => {
  const url = await createMariadb(`scratch_typed_${randomUUID().slice(0, 8)}`);
  database = await createLooseRegister(url, counties.contract ?? {}, soundRows.counties);
  for (const [relation, column, type] of [
    ['county_designation', 'from_on', 'DATETIME'],
    ['county_designation', 'to_on', 'DATE'],
    ['county', 'border_county', 'BIT(1)'],
    ['county', 'code', 'INT'],
    ['county', 'changed_at', 'TIMESTAMP(6) NULL'],
    ['county_year', 'rural_income_fen', 'DECIMAL(18,3)'],
    ['county_year', 'population', 'DOUBLE'],
    ['county_year', 'year', 'YEAR'],
  ])
    await database.raw(`alter table ?? modify column ?? ${type}`, [relation ?? '', column ?? '']);
  subgraph = createSubgraph(counties, { database: openDatabase(url, { role: 'reader' }), logError: (line) => logged.push(String(line)) });
});
afterAll(async () => {
  await subgraph.close();
  await database.destroy();
});

const query = `{ county(code: "520204") { code borderCounty designations(asOf: "2021-08-27") { list from to } years { year population ruralIncome } }
  countyFeed { records(collection: "county") { records } } }`;

/** Sets a value past the server's own checks, as an older server or another mode lets in. */
async function store(relation: string, values: Record<string, unknown>): Promise<void> {
  await database.transaction(async (trx) => {
    await trx.raw("set session sql_mode = 'ALLOW_INVALID_DATES'");
    await trx(relation).update(values);
    await trx.raw('set session sql_mode = default');
  });
}

describe('columns with a server’s own types', () => {
  it('are read in the one form: DATETIME, DATE, BIT, INT, TIMESTAMP, DECIMAL, DOUBLE, YEAR', async () => {
    const { data, errors } = await subgraph.execute({ query, trusted: true });
    expect(errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(data))).toMatchObject({
      county: {
        code: '520204',
        borderCounty: false,
        designations: [{ list: 'NATIONAL_KEY', from: '2021-08-27', to: '2025-12-31' }],
        years: [{ year: 2023, population: 700_000, ruralIncome: '13000.00' }],
      },
      countyFeed: { records: { records: [{ key: '520204', changedAt: '2026-07-01 00:00:00.000' }] } },
    });
  });

  it.each([
    ['a day of zeros', 'county_designation', { to_on: '0000-00-00' }, { to_on: '2025-12-31' }, 'to_on'],
    ['a day that the month lacks', 'county_designation', { to_on: '2023-02-30' }, { to_on: '2025-12-31' }, 'to_on'],
    ['a time of day', 'county_designation', { from_on: '2021-08-26 16:00:00' }, { from_on: '2021-08-27' }, 'from_on'],
    ['a fraction of a fen', 'county_year', { rural_income_fen: 5.125 }, { rural_income_fen: 1_300_000 }, 'rural_income_fen'],
    ['half a person', 'county_year', { population: 0.5 }, { population: 700_000 }, 'population'],
  ])('refuse %s', async (_case, relation, values, sound, column) => {
    await store(relation, values);
    const { errors } = await subgraph.execute({ query, trusted: true });
    await store(relation, sound);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['AGENCY_DATA_INVALID']);
    expect(logged.filter((line) => line.includes(`${relation}.${column} of `))).toHaveLength(1);
  });

  it('have no end on 9999-12-31', async () => {
    await store('county_designation', { to_on: '9999-12-31' });
    const { data, errors } = await subgraph.execute({ query, trusted: true });
    await store('county_designation', { to_on: '2025-12-31' });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ county: { designations: [{ to: null }] } });
  });
});

describe('a collation that ignores case and blanks', () => {
  it('finds nothing under another key, and says where a row’s key is none', async () => {
    await database.raw('alter table county_need modify column id varchar(40) character set utf8mb4 collate utf8mb4_general_ci');
    const asked = (id: string) => subgraph.execute({ query: `{ need(id: "${id}") { id kind } }` });
    expect(await asked('N1')).toMatchObject({ data: { need: { id: 'N1', kind: 'EDUCATION' } } });
    expect(await asked('n1')).toEqual({ data: { need: null }, extensions: expect.anything() });
    await store('county_need', { id: 'N1 ' });
    expect(await asked('N1')).toMatchObject({ data: { need: null }, errors: [{ extensions: { code: 'AGENCY_DATA_INVALID' } }] });
  });
});
