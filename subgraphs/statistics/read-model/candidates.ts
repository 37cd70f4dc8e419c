// Prepares candidates ahead: for each kind of help, home province and standing the organizations with the most points that
// do not depend on a county. Never a barred organization, nor one whose standing is not known.
import type { Knex } from 'knex';
import type { IsoDate } from '../../shared/scalars';
import { sumOwnPoints } from '../candidates';
import { candidateDate, codeOf, helpKinds, kindBit, levels, standings } from '../codes';
import type { Criteria } from '../criteria';
import { type CandidateFeatures, selectAgencyStates } from '../queries';
import { readModelState } from '../state';
import { writeState } from './publish';
import { insertRows, type Value } from './rows';

/** How many are kept of each kind, province and standing: those that a county's answer can name, and as many again as it may be paired with. */
const kept = 60;
const chunkSize = 20_000;

interface Entry {
  organization: number;
  code: string;
  points: number;
  features: CandidateFeatures;
}

interface OrganizationRow {
  id: number;
  code: string;
  level: number;
  home_province_code: string | null;
  scope_kinds: number;
  standing: number;
  grade: number;
}

/** Differs where candidates may; null before the read model is published. */
export async function readCandidateVersion(database: Knex): Promise<string | null> {
  const states = await selectAgencyStates(database);
  return states.length === 0 ? null : states.map(({ data_version, data_through }) => `${data_version} ${data_through}`).join(' ');
}

/** Prepares them as of the last day that every agency's data reach, all from one state of the read model. */
export function prepareCandidates(database: Knex, criteria: Criteria): Promise<void> {
  return database.transaction((trx) => prepareAll(trx, criteria));
}

async function prepareAll(database: Knex, criteria: Criteria): Promise<void> {
  const date = readModelState(await selectAgencyStates(database), criteria).latest;
  const projects = await countProjects(database, date);
  const loads = await countLoads(database, date);
  const best = new Map<string, Entry[]>();
  for await (const organization of readOrganizations(database, date)) {
    const own = projects.get(organization.id);
    for (const kind of helpKinds.filter((name) => name !== 'DIVERSIFIED')) {
      const landedOfKind = own?.landedOfKind.get(codeOf(helpKinds, kind)) ?? 0;
      const scope = (organization.scope_kinds & kindBit(kind)) !== 0;
      if (landedOfKind === 0 && !scope) continue;
      const features = {
        landedOfKind,
        scope,
        grade: organization.grade,
        projects: own?.projects ?? 0,
        landed: own?.landed ?? 0,
        load: loads.get(organization.id) ?? 0,
      };
      const points = sumOwnPoints(features, organization.standing, criteria);
      const home = organization.level === codeOf(levels, 'NATIONAL') ? '' : (organization.home_province_code ?? '');
      insertBest(best, `${codeOf(helpKinds, kind)} ${organization.standing} ${home}`, {
        organization: organization.id,
        code: organization.code,
        points,
        features,
      });
    }
  }
  const rows = [...best].flatMap(([key, entries]) => {
    const [kind = '', standing = '', home = ''] = key.split(' ');
    const group = [Number(kind), home, Number(standing)];
    return entries.map(({ organization, code, features }, place): Value[] => [...group, place, organization, code, JSON.stringify(features)]);
  });
  await database('candidate').delete();
  const columns = ['kind', 'home_province_code', 'standing', 'place', 'organization_id', 'organization_code', 'features'];
  await insertRows(database, { name: 'candidate', columns }, rows);
  await writeState(database, candidateDate, date);
}

/** Keeps the best of each group, in order; organizations of equal points by their codes. */
function insertBest(best: Map<string, Entry[]>, key: string, entry: Entry): void {
  const entries = best.get(key) ?? [];
  best.set(key, entries);
  const isBefore = (one: Entry) => one.points > entry.points || (one.points === entry.points && one.code < entry.code);
  const last = entries.at(-1);
  if (entries.length === kept && last !== undefined && isBefore(last)) return;
  const place = entries.findIndex((one) => !isBefore(one));
  entries.splice(place < 0 ? entries.length : place, 0, entry);
  if (entries.length > kept) entries.pop();
}

/** Organizations in good standing or at risk on a date. */
async function* readOrganizations(database: Knex, date: IsoDate): AsyncGenerator<OrganizationRow> {
  for (let after = 0; ; ) {
    const rows: OrganizationRow[] = await database('dim_organization as organization')
      .join('organization_period as period', 'period.organization_id', 'organization.id')
      .select('id', 'code', 'level', 'home_province_code', 'scope_kinds', 'standing', 'grade')
      .where('organization.id', '>', after)
      .where('period.from_on', '<=', date)
      .where('period.until_on', '>', date)
      .whereIn('period.standing', [codeOf(standings, 'GOOD'), codeOf(standings, 'AT_RISK')])
      .orderBy('organization.id')
      .limit(chunkSize);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < chunkSize) return;
    after = last.id;
  }
}

interface ProjectCounts {
  projects: number;
  landed: number;
  landedOfKind: Map<number, number>;
}

async function countProjects(database: Knex, date: IsoDate): Promise<Map<number, ProjectCounts>> {
  const rows: { organization_id: number; kind: number; projects: number | string; landed: number | string }[] = await database('fact_project')
    .select('organization_id', 'kind')
    .count({ projects: '*' })
    .select(database.raw('sum(case when landed_on <= ? then 1 else 0 end) as landed', [date]))
    .whereNotNull('organization_id')
    .groupBy('organization_id', 'kind');
  const counts = new Map<number, ProjectCounts>();
  for (const { organization_id, kind, projects, landed } of rows) {
    const own = counts.get(organization_id) ?? { projects: 0, landed: 0, landedOfKind: new Map<number, number>() };
    counts.set(organization_id, own);
    own.projects += Number(projects);
    own.landed += Number(landed);
    own.landedOfKind.set(kind, Number(landed));
  }
  return counts;
}

async function countLoads(database: Knex, date: IsoDate): Promise<Map<number, number>> {
  const rows: { organization_id: number; counties: number | string }[] = await database('fact_link')
    .select('organization_id')
    .countDistinct({ counties: 'county_id' })
    .where('from_on', '<=', date)
    .where('until_on', '>', date)
    .groupBy('organization_id');
  return new Map(rows.map(({ organization_id, counties }) => [organization_id, Number(counties)]));
}
