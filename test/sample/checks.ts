// Checks of a whole sample that its tests share: references, histories, and coverage by brute force from the definitions alone.
import { asOf, type Row, type Sample } from '../../sample';
import type { AgencyName } from '../../subgraphs';
import { oldCodePairing } from '../../sample/cases';

export type Coverage = 'COVERED' | 'AT_RISK' | 'UNCOVERED';

export const agencies: readonly AgencyName[] = ['organizations', 'counties', 'pairings'];

export function rowsOf(rows: Sample, agency: AgencyName, table: string): Row[] {
  const found = rows[agency][table];
  if (found === undefined) throw new Error(`${agency} has no table ${table}`);
  return found;
}

export function keysOf(rows: Sample, agency: AgencyName, table: string, column: string): Set<unknown> {
  return new Set(rowsOf(rows, agency, table).map((row) => row[column]));
}

export function countBy(rows: readonly Row[], key: (row: Row) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + 1;
  return counts;
}

/** Every reference from table to table, across the agencies; the one former code that was not normalised is let through. */
export function brokenReferences(rows: Sample): string[] {
  const counties = keysOf(rows, 'counties', 'county', 'code').add(oldCodePairing.formerCode);
  const divisions = new Set([...keysOf(rows, 'counties', 'province', 'code'), ...keysOf(rows, 'counties', 'prefecture', 'code'), ...counties, '100000']);
  const provinces = keysOf(rows, 'counties', 'province', 'code');
  const organizations = keysOf(rows, 'organizations', 'organization', 'code');
  const pairings = keysOf(rows, 'pairings', 'pairing', 'id');
  const projects = keysOf(rows, 'pairings', 'project', 'id');
  const needs = keysOf(rows, 'counties', 'county_need', 'id');
  const targets: Record<string, Set<unknown>> = {
    province_code: provinces,
    east_code: provinces,
    west_code: provinces,
    home_province_code: provinces,
    county_code: counties,
    recorded_code: counties,
    authority_division_code: divisions,
    organization_code: organizations,
    pairing_id: pairings,
    project_id: projects,
    need_id: needs,
  };
  const broken = agencies.flatMap((agency) => {
    const datasets = keysOf(rows, agency, 'dataset', 'id');
    return Object.entries(rows[agency]).flatMap(([table, tableRows]) =>
      tableRows.flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) => {
          const target = column === 'dataset_id' ? datasets : column === 'code' && agency === 'organizations' ? organizations : targets[column];
          return value === null || target === undefined || target.has(value) ? [] : [`${table}.${column} ${value}`];
        }),
      ),
    );
  });
  return [...broken, ...brokenProjects(rows)];
}

/** Projects whose county, need or lead does not agree with their pairing or need. */
function brokenProjects(rows: Sample): string[] {
  const needs = new Map(rowsOf(rows, 'counties', 'county_need').map((row) => [row.id, row]));
  const pairingCounties = new Set(rowsOf(rows, 'pairings', 'pairing_county').map((row) => `${row.pairing_id}/${row.county_code}/${row.recorded_code}`));
  const pairingOrganizations = new Set(rowsOf(rows, 'pairings', 'pairing_organization').map((row) => `${row.pairing_id}/${row.organization_code}`));
  const leads = new Map(
    rowsOf(rows, 'pairings', 'project_organization')
      .filter((row) => row.leads === 1)
      .map((row) => [row.project_id, row.organization_code]),
  );
  return rowsOf(rows, 'pairings', 'project').flatMap((row) => {
    const need = row.need_id === null ? undefined : needs.get(row.need_id ?? null);
    if (need !== undefined && (need.kind !== row.kind || need.county_code !== row.county_code)) return [`${row.id} need`];
    if (!leads.has(row.id ?? null)) return [`${row.id} lead`];
    if (row.origin !== 'PAIRING') return row.pairing_id === null ? [] : [`${row.id} pairing`];
    if (!pairingCounties.has(`${row.pairing_id}/${row.county_code}/${row.recorded_code}`)) return [`${row.id} county`];
    return pairingOrganizations.has(`${row.pairing_id}/${leads.get(row.id ?? null)}`) ? [] : [`${row.id} lead of another pairing`];
  });
}

/** Status rows of one key follow each other without gap or overlap, and only the last is open. */
export function brokenHistories(rows: Sample): string[] {
  const tables = [
    ['organizations', 'organization_status', 'code'],
    ['counties', 'county_need_status', 'need_id'],
    ['pairings', 'pairing_status', 'pairing_id'],
    ['pairings', 'project_status', 'project_id'],
  ] as const;
  return tables.flatMap(([agency, table, key]) => {
    const histories = new Map<unknown, Row[]>();
    for (const row of rowsOf(rows, agency, table)) histories.set(row[key], [...(histories.get(row[key]) ?? []), row]);
    return [...histories].flatMap(([id, steps]) =>
      steps.every((step, i) => step.until_on === (steps[i + 1]?.since_on ?? null) && (step.until_on === null || String(step.since_on) < String(step.until_on)))
        ? []
        : [`${table} ${id}`],
    );
  });
}

/** Only the ends of validities lie after the date the data describe. */
export function laterThanAsOf(rows: Sample): string[] {
  return agencies.flatMap((agency) =>
    Object.entries(rows[agency]).flatMap(([table, tableRows]) =>
      tableRows.flatMap((row) =>
        Object.entries(row)
          .filter(
            ([column, value]) =>
              column.endsWith('_on') && column !== 'to_on' && value !== null && (String(value) > asOf || !/^\d{4}-\d\d-\d\d$/.test(String(value))),
          )
          .map(([column, value]) => `${table}.${column} ${value}`),
      ),
    ),
  );
}

/** Pairings whose shape, mechanism, kinds or consent do not agree with their organizations, counties and status. */
export function unlikelyPairings(rows: Sample): string[] {
  const organizations = new Map(rowsOf(rows, 'organizations', 'organization').map((row) => [row.code, row]));
  const partners = new Set(rowsOf(rows, 'counties', 'east_west_partnership').map((row) => `${row.east_code}/${row.west_code}`));
  const byPairing = (table: string): Map<unknown, Row[]> => {
    const groups = new Map<unknown, Row[]>();
    for (const row of rowsOf(rows, 'pairings', table)) groups.set(row.pairing_id, [...(groups.get(row.pairing_id) ?? []), row]);
    return groups;
  };
  const [organizationsBy, countiesBy, kindsBy, statusBy] = [
    byPairing('pairing_organization'),
    byPairing('pairing_county'),
    byPairing('pairing_kind'),
    byPairing('pairing_status'),
  ];
  const fits: Record<string, (home: unknown, province: string) => boolean> = {
    NATIONAL: (home) => home === null,
    EAST_WEST: (home, province) => partners.has(`${home}/${province}`),
    LOCAL: (home, province) => home === province,
    FRONTIER: (_home, province) => province === '540000' || province === '650000',
  };
  return rowsOf(rows, 'pairings', 'pairing').flatMap((row) => {
    const own = (organizationsBy.get(row.id) ?? []).map((link) => organizations.get(link.organization_code ?? null));
    const counties = countiesBy.get(row.id) ?? [];
    const kinds = kindsBy.get(row.id) ?? [];
    const agreedOn = statusBy.get(row.id)?.find((step) => step.status === 'AGREED')?.since_on ?? null;
    const shape = `${own.length > 1 ? 'MANY' : 'ONE'}_TO_${counties.length > 1 ? 'MANY' : 'ONE'}`;
    const sound =
      own.length > 0 &&
      counties.length > 0 &&
      kinds.length >= 1 &&
      kinds.length <= 3 &&
      row.shape === shape &&
      (row.agreement_number === null) === (agreedOn === null) &&
      counties.every((county) => county.consented_on === agreedOn) &&
      own.every((organization) =>
        counties.every((county) => fits[String(row.mechanism)]?.(organization?.home_province_code, `${String(county.county_code).slice(0, 2)}0000`)),
      );
    return sound ? [] : [String(row.id)];
  });
}

export function pairedOrganizations(rows: Sample): Set<unknown> {
  const counted = new Set(
    rowsOf(rows, 'pairings', 'pairing')
      .filter((row) => row.mechanism === 'NATIONAL' || row.mechanism === 'EAST_WEST')
      .map((row) => row.id),
  );
  return new Set(
    rowsOf(rows, 'pairings', 'pairing_organization')
      .filter((row) => counted.has(row.pairing_id ?? null))
      .map((row) => row.organization_code),
  );
}

export function mechanismsByCounty(rows: Sample): Map<string, Set<string>> {
  const mechanisms = new Map(rowsOf(rows, 'pairings', 'pairing').map((row) => [row.id, String(row.mechanism)]));
  const result = new Map<string, Set<string>>();
  for (const row of rowsOf(rows, 'pairings', 'pairing_county')) {
    const code = String(row.county_code);
    result.set(code, (result.get(code) ?? new Set()).add(mechanisms.get(row.pairing_id ?? null) ?? ''));
  }
  return result;
}

export function organizationsOf(rows: Sample, countyCode: string): string[] {
  const pairings = new Set(
    rowsOf(rows, 'pairings', 'pairing_county')
      .filter((row) => row.county_code === countyCode)
      .map((row) => row.pairing_id),
  );
  return rowsOf(rows, 'pairings', 'pairing_organization')
    .filter((row) => pairings.has(row.pairing_id ?? null))
    .map((row) => String(row.organization_code));
}

/** The coverage of the 160 by brute force over the rows, from the definitions alone. */
export function coverageByCase(rows: Sample, date: string): Record<Coverage, readonly string[] | number> {
  const mechanisms = new Map(rowsOf(rows, 'pairings', 'pairing').map((row) => [row.id, row.mechanism]));
  const active = new Set(
    rowsOf(rows, 'pairings', 'pairing_status')
      .filter((row) => row.status === 'ACTIVE' && isWithin(row.since_on, row.until_on, date))
      .map((row) => row.pairing_id),
  );
  const counting = (id: unknown): boolean => active.has(id as string) && ['NATIONAL', 'EAST_WEST'].includes(String(mechanisms.get(id as string)));
  const standings = new Map([...pairedOrganizations(rows)].map((code) => [code, standingOf(findings(rows, String(code), date))]));
  const groups: Record<Coverage, string[]> = { COVERED: [], AT_RISK: [], UNCOVERED: [] };
  for (const { county_code: county } of rowsOf(rows, 'counties', 'county_designation').filter((row) => row.list === 'NATIONAL_KEY')) {
    const pairings = new Set(
      rowsOf(rows, 'pairings', 'pairing_county')
        .filter((row) => row.county_code === county && counting(row.pairing_id))
        .map((row) => row.pairing_id),
    );
    const own = rowsOf(rows, 'pairings', 'pairing_organization')
      .filter((row) => pairings.has(row.pairing_id ?? null))
      .map((row) => standings.get(row.organization_code));
    groups[own.includes('GOOD') ? 'COVERED' : own.includes('AT_RISK') ? 'AT_RISK' : 'UNCOVERED'].push(String(county));
  }
  return { COVERED: groups.COVERED.length, AT_RISK: groups.AT_RISK.sort(), UNCOVERED: groups.UNCOVERED.sort() };
}

function standingOf(reasons: readonly string[]): 'GOOD' | 'AT_RISK' | 'BARRED' {
  if (reasons.some((reason) => ['DEREGISTERED', 'REVOKED', 'SERIOUS_VIOLATION'].includes(reason))) return 'BARRED';
  return reasons.length > 0 ? 'AT_RISK' : 'GOOD';
}

/** What stands against an organization on a date. */
export function findings(rows: Sample, code: string, date: string): string[] {
  const own = (table: string): Row[] => rowsOf(rows, 'organizations', table).filter((row) => row.code === code);
  const status = own('organization_status').find((row) => isWithin(row.since_on, row.until_on, date))?.status;
  const listed = own('organization_listing')
    .filter((row) => isWithin(row.listed_on, row.removed_on, date))
    .map((row) => row.list);
  const inspections = own('organization_inspection').filter((row) => String(row.concluded_on) <= date);
  const latest = inspections.sort((a, b) => (String(a.concluded_on) < String(b.concluded_on) ? 1 : -1))[0];
  const certificateTo = own('organization')[0]?.certificate_to;
  return [
    ...(status === 'ACTIVE' ? [] : [String(status)]),
    ...(listed.includes('SERIOUS_VIOLATION') ? ['SERIOUS_VIOLATION'] : []),
    ...(listed.includes('ABNORMAL') ? ['ABNORMAL_ACTIVITY'] : []),
    ...(latest?.conclusion === 'FAILED' ? ['INSPECTION_FAILED'] : []),
    ...(certificateTo !== null && String(certificateTo) < date ? ['CERTIFICATE_EXPIRED'] : []),
  ];
}

/** Whether a date lies in an interval whose end is exclusive, or open. */
function isWithin(since: unknown, until: unknown, date: string): boolean {
  return String(since) <= date && (until === null || date < String(until));
}
