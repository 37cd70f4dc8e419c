// Derives what the register of organizations says: each organization, and the periods of its standing and grade.
import type { Knex } from 'knex';
import { codeOf, kindsMask, standings } from '../codes';
import type { Changed, Dependents, Rules } from './changed';
import * as facts from './facts';
import { numberOrganizations, organizationTable, pairingKeys } from './numbers';
import { toPeriods } from './organization-periods';
import { deleteRows, insertRows, selectRows, type Value } from './rows';

export async function deriveOrganizations(database: Knex, { keys, records, isNew }: Changed<'organization'>, { criteria }: Rules): Promise<Dependents> {
  const { ids, added } = await numberOrganizations(database, keys);
  const known = new Map(records.map((record) => [record.code, record]));
  // What has a number already is named by a pairing or a project, or was derived before.
  const isAdded = new Set(added);
  const numbered = [...ids].filter(([code]) => !isAdded.has(code)).map(([, id]) => id);
  await deleteRows(database('dim_organization'), 'id', numbered);
  if (!isNew) await deleteRows(database('organization_period'), 'organization_id', numbered);
  await insertRows(
    database,
    organizationTable,
    keys.map((code): Value[] => {
      const record = known.get(code);
      const id = ids.get(code) as number;
      if (record === undefined) return [id, code, 0, 0, 0, null, 0];
      const { kind, sector, level } = facts.organizationCodes(record);
      return [id, code, kind, sector, level, record.homeProvince, kindsMask(criteria.kindsOfScope(record.businessScope))];
    }),
  );
  await insertRows(
    database,
    { name: 'organization_period', columns: ['organization_id', 'from_on', 'until_on', 'standing', 'grade', 'reasons'] },
    records.flatMap((record) =>
      toPeriods(record).map(({ from, until, standing, grade, reasons }): Value[] => [
        ids.get(record.code) as number,
        from,
        until,
        codeOf(standings, standing),
        grade,
        JSON.stringify(reasons),
      ]),
    ),
  );
  return dependentsOfOrganizations(database, numbered);
}

async function dependentsOfOrganizations(database: Knex, ids: readonly number[]): Promise<Dependents> {
  const links = await selectRows<{ pairing_id: number }>(database('fact_link').distinct(), ['pairing_id'], 'organization_id', ids);
  const pledges = await selectRows<{ pairing_id: number }>(database('fact_pledge').distinct(), ['pairing_id'], 'organization_id', ids);
  const projects = await selectRows<{ project_key: string }>(database('fact_project'), ['project_key'], 'organization_id', ids);
  return {
    pairing: await pairingKeys(
      database,
      [...links, ...pledges].map(({ pairing_id }) => pairing_id),
    ),
    project: projects.map(({ project_key }) => project_key),
  };
}
