// Derives what the register of counties says: provinces, prefectures, partnerships, counties and their needs.
import type { Knex } from 'knex';
import { groupBy } from '../../shared/group-by';
import { addDays, type IsoDate } from '../../shared/scalars';
import { openEnd } from '../codes';
import type { Changed, Dependents } from './changed';
import { replaceDoubts } from './doubts';
import * as facts from './facts';
import { type Interval, unite } from './intervals';
import { pairingKeys, readCountyCodes } from './numbers';
import type { RecordOf } from './records';
import { deleteRows, insertRows, selectRows, type Value } from './rows';

export async function deriveProvinces(database: Knex, { keys, records }: Changed<'province'>): Promise<Dependents> {
  await deleteRows(database('dim_province'), 'code', keys);
  await insertRows(
    database,
    { name: 'dim_province', columns: ['code', 'name', 'region'] },
    records.map(({ code, name, region }) => [code, name, region]),
  );
  return {};
}

export async function derivePrefectures(database: Knex, { keys, records }: Changed<'prefecture'>): Promise<Dependents> {
  await deleteRows(database('dim_prefecture'), 'code', keys);
  await insertRows(
    database,
    { name: 'dim_prefecture', columns: ['code', 'name'] },
    records.map(({ code, name }) => [code, name]),
  );
  return {};
}

export async function derivePartnerships(database: Knex, { keys, records }: Changed<'partnership'>): Promise<Dependents> {
  for (const key of keys) {
    const [east_code, west_code] = key.split('-');
    await database('dim_partnership').where({ east_code, west_code }).delete();
  }
  const columns = ['east_code', 'west_code', 'from_on', 'until_on'];
  await insertRows(
    database,
    { name: 'dim_partnership', columns },
    records.map(({ east, west, from, to }) => [east, west, from ?? '0001-01-01', dayAfter(to)]),
  );
  return {};
}

export async function deriveCounties(database: Knex, { keys, records }: Changed<'county'>): Promise<Dependents> {
  const ids = keys.map(Number);
  const codes = new Set(records.flatMap(({ code, formerCodes }) => [code, ...formerCodes]));
  for (const { code } of await selectRows<{ code: string }>(database('dim_county_code'), ['code'], 'county_id', ids)) codes.add(code);
  for (const table of ['dim_county_code', 'dim_designation']) await deleteRows(database(table), 'county_id', ids);
  await deleteRows(database('dim_county'), 'id', ids);
  const doubted = await replaceDoubts(
    database,
    'county',
    keys,
    records.flatMap((county) => doubtsOf(county).map((interval) => ({ county: Number(county.code), key: county.code, ...interval }))),
  );
  await insertRows(
    database,
    { name: 'dim_county', columns: countyColumns },
    records.map((county): Value[] => [
      Number(county.code),
      county.code,
      county.name,
      county.province,
      county.prefecture,
      ...[county.ethnicMinorityArea, county.borderCounty, county.oldRevolutionaryBase, county.threeRegionsThreePrefectures].map((flag) =>
        flag === null ? null : Number(flag),
      ),
    ]),
  );
  await insertRows(
    database,
    { name: 'dim_county_code', columns: ['code', 'county_id'] },
    records.flatMap(({ code, formerCodes }) => [...new Set([code, ...formerCodes])].map((each): Value[] => [each, Number(code)])),
  );
  await insertRows(
    database,
    { name: 'dim_designation', columns: ['list', 'county_id', 'from_on', 'until_on'] },
    records.flatMap(({ code, designations }) => mergeDesignations(designations).map(({ list, from, until }): Value[] => [list, Number(code), from, until])),
  );
  return { ...(await dependentsOfCounties(database, [...codes])), county_status: doubted.map(String) };
}

function dayAfter(lastDay: IsoDate | null): IsoDate {
  return lastDay === null ? openEnd : addDays(lastDay, 1);
}

/** When it is not known whether a county is on a list; always, where not all of its codes are known. */
function doubtsOf({ designations, faulty = [] }: RecordOf<'county'>): Interval[] {
  if (faulty.includes('formerCodes')) return [{ from: '0001-01-01', until: openEnd }];
  return unite(designations.filter(({ isDoubtful }) => isDoubtful).map(({ from, to }) => ({ from, until: dayAfter(to) })));
}

/** Each list's days once, however often it names them: a county listed twice would have everything counted twice under its list. */
function mergeDesignations(designations: RecordOf<'county'>['designations']): (Interval & { list: string })[] {
  return [...groupBy(designations, ({ list }) => list)].flatMap(([list, own]) =>
    unite(own.map(({ from, to }) => ({ from, until: dayAfter(to) }))).map((interval) => ({ list, ...interval })),
  );
}

const countyColumns = [
  'id',
  'code',
  'name',
  'province_code',
  'prefecture_code',
  'ethnic_minority_area',
  'border_county',
  'old_revolutionary_base',
  'three_regions_three_prefectures',
];

/** Whatever was recorded under any of the codes: the county that a code names may be another one now. */
async function dependentsOfCounties(database: Knex, codes: readonly string[]): Promise<Dependents> {
  const ids = codes.map(Number);
  const links = await selectRows<{ pairing_id: number }>(database('fact_link').distinct(), ['pairing_id'], 'county_id', ids);
  const pledges = await selectRows<{ pairing_id: number }>(database('fact_pledge').distinct(), ['pairing_id'], 'county_id', ids);
  const projects = await selectRows<{ project_key: string }>(database('fact_project'), ['project_key'], 'county_id', ids);
  const needs = await selectRows<{ need_key: string }>(database('fact_need').distinct(), ['need_key'], 'county_id', ids);
  return {
    pairing: await pairingKeys(
      database,
      [...links, ...pledges].map(({ pairing_id }) => pairing_id),
    ),
    project: projects.map(({ project_key }) => project_key),
    need: needs.map(({ need_key }) => need_key),
  };
}

export async function deriveNeeds(database: Knex, { keys, records, isNew }: Changed<'need'>): Promise<Dependents> {
  const countyOf = await readCountyCodes(
    database,
    records.map(({ county }) => county),
  );
  if (!isNew) await deleteRows(database('fact_need'), 'need_key', keys);
  await insertRows(
    database,
    facts.needTable,
    records.flatMap((need) => facts.toNeeds(need, countyOf(need.county))),
  );
  return {};
}
