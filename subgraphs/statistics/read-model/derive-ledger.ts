// Derives what the ledger says: pairings and projects as facts that carry the dimensions they are grouped by.
import type { Knex } from 'knex';
import { codeOf, kindsMask, mechanisms } from '../codes';
import type { Changed, Dependents, Rules } from './changed';
import { replaceDoubts } from './doubts';
import * as facts from './facts';
import { type PairingRow, pairingColumns, readCountyCodes, readKindIntervals, readOrganizations, readPairings } from './numbers';
import { deleteRows, insertRows, selectRows } from './rows';

export async function deriveProjects(database: Knex, { keys, records, isNew }: Changed<'project'>, { protectedUnder }: Rules): Promise<Dependents> {
  const before = isNew ? [] : await selectRows<{ pairing_id: number | null }>(database('fact_project').distinct(), ['pairing_id'], 'project_key', keys);
  const countyOf = await readCountyCodes(
    database,
    records.flatMap(({ county, recorded }) => [county, recorded]),
  );
  const pairings = await readPairings(
    database,
    records.flatMap(({ pairing }) => pairing ?? []),
  );
  const organizations = await readOrganizations(
    database,
    records.flatMap(({ lead }) => lead ?? []),
  );
  if (!isNew) for (const table of ['fact_project', 'fact_report']) await deleteRows(database(table), 'project_key', keys);
  const rows = records.map((project) => {
    const pairing = project.pairing === null ? undefined : pairings.get(project.pairing);
    const place = {
      county: countyOf(project.county, project.recorded),
      pairing: pairing?.id ?? null,
      mechanism: pairing?.mechanism ?? 0,
      lead: project.lead === null ? null : (organizations.get(project.lead) ?? null),
    };
    return { project: facts.toProject(project, place, protectedUnder), reports: facts.toReports(project, place, protectedUnder) };
  });
  await insertRows(
    database,
    facts.projectTable,
    rows.map(({ project }) => project),
  );
  await insertRows(
    database,
    facts.reportTable,
    rows.flatMap(({ reports }) => reports),
  );
  // Their projects tell what diversified pairings help with.
  const touched = [...before.flatMap(({ pairing_id }) => pairing_id ?? []), ...[...pairings.values()].map(({ id }) => id)];
  const diversified = await selectRows<{ pairing_key: string }>(
    database('dim_pairing').whereRaw('(?? & ?) <> 0', ['kinds', kindsMask(['DIVERSIFIED'])]),
    ['pairing_key'],
    'id',
    touched,
  );
  return { pairing: diversified.map(({ pairing_key }) => pairing_key) };
}

export async function derivePairings(database: Knex, { keys, records, isNew }: Changed<'pairing'>): Promise<Dependents> {
  const before = await selectRows<PairingRow>(database('dim_pairing'), pairingColumns, 'pairing_key', keys);
  const pairings = await readPairings(database, keys);
  const ids = [...pairings.values()].map(({ id }) => id);
  const countyOf = await readCountyCodes(
    database,
    records.flatMap(({ counties }) => counties.flatMap(({ county, recorded }) => [county, recorded])),
  );
  const organizations = await readOrganizations(
    database,
    records.flatMap((record) => record.organizations),
  );
  const projectKinds = await readKindIntervals(
    database,
    records.filter(facts.isDiversified).map(({ id }) => (pairings.get(id) as PairingRow).id),
  );
  const linked = isNew ? [] : await selectRows<{ county_id: number }>(database('fact_link').distinct(), ['county_id'], 'pairing_id', ids);
  if (!isNew) for (const table of ['fact_link', 'fact_pledge']) await deleteRows(database(table), 'pairing_id', ids);
  await deleteRows(database('dim_pairing'), 'id', ids);
  const known = new Map(records.map((record) => [record.id, record]));
  const mechanismOf = (key: string) => codeOf(mechanisms, known.get(key)?.mechanism);
  await insertRows(
    database,
    { name: 'dim_pairing', columns: pairingColumns },
    [...pairings.values()].map(({ id, pairing_key }) => [id, pairing_key, mechanismOf(pairing_key), kindsMask(known.get(pairing_key)?.kinds ?? [])]),
  );
  const rows = records.map((record) => {
    const { id } = pairings.get(record.id) as PairingRow;
    const counties = [...new Set(record.counties.map(({ county, recorded }) => countyOf(county, recorded)))].sort((a, b) => a - b);
    const own = [...new Set(record.organizations)].sort().map((code) => organizations.get(code) as facts.OrganizationFacts);
    return { counties, links: facts.toLinks(record, id, counties, own, projectKinds.get(id) ?? []), pledges: facts.toPledges(record, id, counties, own) };
  });
  await insertRows(
    database,
    facts.linkTable,
    rows.flatMap(({ links }) => links),
  );
  await insertRows(
    database,
    facts.pledgeTable,
    rows.flatMap(({ pledges }) => pledges),
  );
  const doubted = await replaceDoubts(
    database,
    'pairing',
    keys,
    records.flatMap((record, i) => {
      const { counties = [] } = rows[i] ?? {};
      return facts.doubtfulTimes(record).flatMap((interval) => counties.map((county) => ({ county, key: record.id, ...interval })));
    }),
  );
  const changed = before.filter(({ pairing_key, mechanism }) => mechanismOf(pairing_key) !== mechanism);
  const projects = await selectRows<{ project_key: string }>(
    database('fact_project'),
    ['project_key'],
    'pairing_id',
    changed.map(({ id }) => id),
  );
  const touched = new Set([...linked.map(({ county_id }) => county_id), ...rows.flatMap(({ counties }) => counties), ...doubted]);
  return { project: projects.map(({ project_key }) => project_key), county_status: [...touched].map(String) };
}
