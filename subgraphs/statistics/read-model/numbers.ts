// The numbers by which facts name counties, organizations and pairings, and what facts need to know of each.
import type { Knex } from 'knex';
import { groupBy } from '../../shared/group-by';
import { codeOf, kindsMask, mechanisms, standings } from '../codes';
import * as facts from './facts';
import { type KeptReason, type OrganizationPeriod, unknownForever } from './organization-periods';
import { readRecords } from './mirror';
import { insertRows, selectRows } from './rows';

export const organizationTable = { name: 'dim_organization', columns: ['id', 'code', 'kind', 'sector', 'level', 'home_province_code', 'scope_kinds'] };

export interface PairingRow {
  id: number;
  pairing_key: string;
  mechanism: number;
  kinds: number;
}

export const pairingColumns = ['id', 'pairing_key', 'mechanism', 'kinds'];

/**
 * The county that a code of any date names: of the codes given, the first that one county alone has, today's before a
 * former one. A code that names none stands for itself, so that the record is found again when it does.
 */
export async function readCountyCodes(database: Knex, codes: readonly string[]): Promise<(...codes: string[]) => number> {
  const rows = await selectRows<{ code: string; county_id: number }>(database('dim_county_code'), ['code', 'county_id'], 'code', [...new Set(codes)]);
  const counties = groupBy(rows, ({ code }) => code);
  const find = (code: string) => {
    const named = counties.get(code) ?? [];
    return named.find(({ county_id }) => county_id === Number(code)) ?? named[0];
  };
  return (...given) => given.map(find).find((row) => row !== undefined)?.county_id ?? Number(given[0]);
}

/** The organizations by code, with an empty one for each that the register lacks. */
export async function readOrganizations(database: Knex, codes: readonly string[]): Promise<Map<string, facts.OrganizationFacts>> {
  const unique = [...new Set(codes)];
  const ids = await organizationIds(database, unique);
  const dimensions = await selectRows<{ id: number; code: string; kind: number; sector: number; level: number }>(
    database('dim_organization'),
    ['id', 'code', 'kind', 'sector', 'level'],
    'id',
    [...ids.values()],
  );
  const periods = groupBy(
    await selectRows<PeriodRow>(database('organization_period').orderBy('from_on'), periodColumns, 'organization_id', [...ids.values()]),
    ({ organization_id }) => organization_id,
  );
  return new Map(
    dimensions.map(({ code, ...organization }) => [code, { ...organization, periods: periods.get(organization.id)?.map(toPeriod) ?? unknownForever }]),
  );
}

interface PeriodRow {
  organization_id: number;
  from_on: string;
  until_on: string;
  standing: number;
  grade: number;
}

const periodColumns = ['organization_id', 'from_on', 'until_on', 'standing', 'grade'];

/** Without its reasons: facts do not hold them. */
function toPeriod({ from_on, until_on, standing, grade }: PeriodRow): OrganizationPeriod {
  const reasons: KeptReason[] = [];
  return { from: from_on, until: until_on, standing: standings[standing - 1] ?? 'UNKNOWN', grade, reasons };
}

/** A number for each code, written where there is none: a pairing may name an organization before the register's feed does. */
async function organizationIds(database: Knex, codes: readonly string[]): Promise<Map<string, number>> {
  const { ids, added } = await numberOrganizations(database, codes);
  await insertRows(
    database,
    organizationTable,
    added.map((code) => [ids.get(code) as number, code, 0, 0, 0, null, 0]),
  );
  return ids;
}

/** The number that each code has or is to have, and the codes that have none yet. */
export async function numberOrganizations(database: Knex, codes: readonly string[]): Promise<{ ids: Map<string, number>; added: string[] }> {
  const rows = await selectRows<{ id: number; code: string }>(database('dim_organization'), ['id', 'code'], 'code', codes);
  const ids = new Map(rows.map(({ id, code }) => [code, id]));
  const added = [...new Set(codes)].filter((code) => !ids.has(code));
  const first = added.length === 0 ? 0 : (await greatestId(database, 'dim_organization')) + 1;
  for (const [i, code] of added.entries()) ids.set(code, first + i);
  return { ids, added };
}

/** The pairings by key, with a number for each that is new. */
export async function readPairings(database: Knex, keys: readonly string[]): Promise<Map<string, PairingRow>> {
  const rows = await selectRows<PairingRow>(database('dim_pairing'), pairingColumns, 'pairing_key', [...new Set(keys)]);
  const pairings = new Map(rows.map((row) => [row.pairing_key, row]));
  const missing = [...new Set(keys)].filter((key) => !pairings.has(key));
  if (missing.length === 0) return pairings;
  const records = new Map((await readRecords(database, 'pairing', missing)).map((record) => [record.id, record]));
  const first = (await greatestId(database, 'dim_pairing')) + 1;
  missing.forEach((key, i) => {
    const record = records.get(key);
    pairings.set(key, { id: first + i, pairing_key: key, mechanism: codeOf(mechanisms, record?.mechanism), kinds: kindsMask(record?.kinds ?? []) });
  });
  await insertRows(
    database,
    { name: 'dim_pairing', columns: pairingColumns },
    missing.map((key) => {
      const { id, mechanism, kinds } = pairings.get(key) as PairingRow;
      return [id, key, mechanism, kinds];
    }),
  );
  return pairings;
}

export async function readKindIntervals(database: Knex, pairings: readonly number[]): Promise<Map<number, facts.KindInterval[]>> {
  interface Row {
    pairing_id: number;
    county_id: number;
    kind: number;
    landed_on: string | null;
    stopped_on: string | null;
  }
  const rows = await selectRows<Row>(database('fact_project'), ['pairing_id', 'county_id', 'kind', 'landed_on', 'stopped_on'], 'pairing_id', pairings);
  const intervals = new Map<number, facts.KindInterval[]>();
  for (const [pairing, projects] of groupBy(rows, ({ pairing_id }) => pairing_id)) {
    const own = projects.map(({ county_id, kind, landed_on, stopped_on }) => facts.toKindInterval(kind, county_id, landed_on, stopped_on));
    intervals.set(
      pairing,
      own.filter((interval) => interval !== null),
    );
  }
  return intervals;
}

export async function pairingKeys(database: Knex, ids: readonly number[]): Promise<string[]> {
  const rows = await selectRows<{ pairing_key: string }>(database('dim_pairing'), ['pairing_key'], 'id', [...new Set(ids)]);
  return rows.map(({ pairing_key }) => pairing_key);
}

async function greatestId(database: Knex, table: string): Promise<number> {
  const row: { greatest?: number | null } | undefined = await database(table).max({ greatest: 'id' }).first();
  return row?.greatest ?? 0;
}
