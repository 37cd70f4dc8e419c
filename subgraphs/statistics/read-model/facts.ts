// Records of pairings, projects and needs as rows of facts: each interval or event with every dimension it is grouped by.
// Pure functions; what they need of other records is given to them.
import type { IsoDate } from '../../shared/scalars';
import { protectCount, protectTotals } from '../../shared/small-counts';
import { codeOf, goalMechanisms, helpKinds, kindBit, kindsMask, levels, mechanisms, openEnd, organizationKinds, sectors, standings } from '../codes';
import { cut, type Interval, intersect, unite } from './intervals';
import type { OrganizationPeriod } from './organization-periods';
import type { RecordOf } from './records';
import type { Value } from './rows';

/** What facts need to know of an organization. */
export interface OrganizationFacts {
  id: number;
  kind: number;
  sector: number;
  level: number;
  periods: readonly OrganizationPeriod[];
}

/** A time in which a project of a diversified pairing helps a county with a kind. */
export interface KindInterval extends Interval {
  county: number;
  kind: number;
}

export const linkTable = {
  name: 'fact_link',
  columns: [
    'county_id',
    'pairing_id',
    'organization_id',
    'from_on',
    'until_on',
    'kinds',
    'standing',
    'mechanism',
    'organization_kind',
    'sector',
    'level',
    'grade',
  ],
} as const;
export const pledgeTable = {
  name: 'fact_pledge',
  columns: ['county_id', 'pairing_id', 'organization_id', 'happened_on', 'amount_fen', 'kinds', 'mechanism', 'organization_kind', 'sector', 'level', 'grade'],
} as const;
export const projectTable = {
  name: 'fact_project',
  columns: [
    'county_id',
    'project_key',
    'pairing_id',
    'organization_id',
    'kind',
    'planned_on',
    'landed_on',
    'completed_on',
    'sustained_on',
    'stopped_on',
    'people_trained',
    'people_trained_shown',
    'protected_cells',
    'organizations_cultivated',
    'mechanism',
    'organization_kind',
    'sector',
    'level',
    'grade',
  ],
} as const;
export const reportTable = {
  name: 'fact_report',
  columns: [
    'county_id',
    'project_key',
    'reported_on',
    'organization_id',
    'kind',
    'spent_fen',
    'people',
    'people_shown',
    'protected_cells',
    'mechanism',
    'organization_kind',
    'sector',
    'level',
    'grade',
  ],
} as const;
export const needTable = { name: 'fact_need', columns: ['county_id', 'need_key', 'from_on', 'until_on', 'kind', 'status'] } as const;

/** A row for each organization, county and interval in which the pairing is active and nothing about the three changes. */
export function toLinks(
  pairing: RecordOf<'pairing'>,
  id: number,
  counties: readonly number[],
  organizations: readonly OrganizationFacts[],
  projectKinds: readonly KindInterval[],
): Value[][] {
  const active = activeTimes(pairing);
  const agreed = kindsMask(pairing.kinds);
  const mechanism = codeOf(mechanisms, pairing.mechanism);
  return counties.flatMap((county) => {
    const own = projectKinds.filter((interval) => interval.county === county);
    const turns = own.flatMap(({ from, until }) => [from, until]);
    return organizations.flatMap((organization) =>
      active.flatMap((interval) =>
        organization.periods.flatMap((period) => {
          const common = intersect(interval, period);
          if (common === null) return [];
          return cut(common, turns).map(({ from, until }): Value[] => {
            const kinds = own.reduce((mask, one) => (one.from <= from && one.until > from ? mask | one.kind : mask), agreed);
            const standing = codeOf(standings, period.standing);
            return [county, id, organization.id, from, until, kinds, standing, mechanism, ...dimensionsOf(organization), period.grade];
          });
        }),
      ),
    );
  });
}

function activeTimes({ statuses }: RecordOf<'pairing'>): Interval[] {
  return unite(statuses.filter(({ status }) => status === 'ACTIVE').map(({ since, until }) => ({ from: since, until: until ?? openEnd })));
}

/** When it is not known whether, or how, a pairing helps its counties: while it is active, or always where that is not known either. */
export function doubtfulTimes(pairing: RecordOf<'pairing'>): Interval[] {
  const { faulty = [] } = pairing;
  if (faulty.includes('statuses')) return [{ from: '0001-01-01', until: openEnd }];
  return ['mechanism', 'organizations', 'kinds'].some((field) => faulty.includes(field)) ? activeTimes(pairing) : [];
}

/** Whether a pairing's own kinds leave open what it helps with, so that its projects tell. */
export function isDiversified(pairing: RecordOf<'pairing'>): boolean {
  return pairing.kinds.includes('DIVERSIFIED');
}

/**
 * The pledge, split equally among the pairs of organization and county in whole fen (the first in the order of codes get
 * what is left over), on the day of agreement; and taken back on the day of withdrawal.
 */
export function toPledges(pairing: RecordOf<'pairing'>, id: number, counties: readonly number[], organizations: readonly OrganizationFacts[]): Value[][] {
  const agreedOn = firstDay(pairing.statuses, ['AGREED', 'ACTIVE']);
  const pairs = counties.flatMap((county) => organizations.map((organization) => ({ county, organization })));
  if (pairing.pledgedFen === null || agreedOn === null || pairs.length === 0) return [];
  const withdrawnOn = firstDay(pairing.statuses, ['WITHDRAWN']);
  const events = [{ day: agreedOn, sign: 1 }];
  if (withdrawnOn !== null && withdrawnOn > agreedOn) events.push({ day: withdrawnOn, sign: -1 });
  else if (withdrawnOn !== null) return [];
  const share = Math.floor(pairing.pledgedFen / pairs.length);
  const leftOver = pairing.pledgedFen - share * pairs.length;
  const kinds = kindsMask(pairing.kinds);
  const mechanism = codeOf(mechanisms, pairing.mechanism);
  return pairs.flatMap(({ county, organization }, i) =>
    events.map(({ day, sign }): Value[] => {
      const amount = sign * (share + (i < leftOver ? 1 : 0));
      return [county, id, organization.id, day, amount, kinds, mechanism, ...dimensionsOf(organization), gradeOn(organization, agreedOn)];
    }),
  );
}

/** Where a project stands among the other records. */
export interface ProjectPlace {
  county: number;
  /** Its pairing's number; null outside pairings. */
  pairing: number | null;
  mechanism: number;
  lead: OrganizationFacts | null;
}

/**
 * The project itself, with the first day of each status and the people and organizations that it grew, which the ledger dates
 * no closer. A project that landed later counts from then on.
 */
export function toProject(project: RecordOf<'project'>, { county, pairing, mechanism, lead }: ProjectPlace, protectedUnder: number): Value[] {
  const landedOn = landedDay(project);
  const trained = [project.volunteersTrained, project.socialWorkersTrained].filter((count) => count !== null);
  const shown = trained.map((count) => protectCount(count, protectedUnder));
  const sum = (counts: readonly number[]) => (counts.length === 0 ? null : counts.reduce((total, count) => total + count, 0));
  const day = (status: RecordOf<'project'>['statuses'][number]['status']) => firstDay(project.statuses, [status]);
  return [
    county,
    project.id,
    pairing,
    lead?.id ?? null,
    codeOf(helpKinds, project.kind),
    firstDay(project.statuses, ['PLANNED', 'LANDED', 'COMPLETED', 'SUSTAINED', 'STOPPED']),
    landedOn,
    day('COMPLETED'),
    day('SUSTAINED'),
    day('STOPPED'),
    sum(trained),
    sum(shown.map((count) => count.shown)),
    shown.filter(({ isProtected }) => isProtected).length,
    project.organizationsCultivated,
    mechanism,
    ...dimensionsOf(lead),
    lead === null || landedOn === null ? 0 : gradeOn(lead, landedOn),
  ];
}

/** What each report adds to the one before, with people as counted and as shown: what no date, filter or grouping divides. */
export function toReports(project: RecordOf<'project'>, { county, mechanism, lead }: ProjectPlace, protectedUnder: number): Value[][] {
  const reports = [...project.reports].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const totals = protectTotals(
    reports.map(({ beneficiaries }) => beneficiaries),
    protectedUnder,
  );
  const kind = codeOf(helpKinds, project.kind);
  let [spent, people, shown] = [0, 0, 0];
  return reports.map(({ on, spentFen, beneficiaries }, i): Value[] => {
    const total = totals[i] ?? { shown, isProtected: false };
    const more = [(spentFen ?? spent) - spent, (beneficiaries ?? people) - people, total.shown - shown];
    spent = spentFen ?? spent;
    people = beneficiaries ?? people;
    shown = total.shown;
    const grade = lead === null ? 0 : gradeOn(lead, on);
    return [county, project.id, on, lead?.id ?? null, kind, ...more, total.isProtected ? 1 : 0, mechanism, ...dimensionsOf(lead), grade];
  });
}

/** A row for each interval of a need's status, none of it before the need was stated. */
export function toNeeds(need: RecordOf<'need'>, county: number): Value[][] {
  const stated = { from: need.statedOn, until: openEnd };
  return need.statuses.flatMap(({ status, since, until }): Value[][] => {
    const interval = intersect({ from: since, until: until ?? openEnd }, stated);
    return interval === null ? [] : [[county, need.id, interval.from, interval.until, codeOf(helpKinds, need.kind), status]];
  });
}

/** The kinds with which a project of a diversified pairing helps: from the day it landed until it was stopped. */
export function toKindInterval(kind: number, county: number, landedOn: IsoDate | null, stoppedOn: IsoDate | null): KindInterval | null {
  const name = helpKinds[kind - 1];
  if (landedOn === null || name === undefined || name === 'DIVERSIFIED') return null;
  const until = stoppedOn ?? openEnd;
  return landedOn < until ? { county, kind: kindBit(name), from: landedOn, until } : null;
}

/** The mechanisms that count for the goal, as their codes. */
export const goalCodes = goalMechanisms.map((mechanism) => codeOf(mechanisms, mechanism));

export function organizationCodes({ kind, sector, level }: RecordOf<'organization'>): { kind: number; sector: number; level: number } {
  return { kind: codeOf(organizationKinds, kind), sector: codeOf(sectors, sector), level: codeOf(levels, level) };
}

function dimensionsOf(organization: OrganizationFacts | null): [kind: number, sector: number, level: number] {
  return organization === null ? [0, 0, 0] : [organization.kind, organization.sector, organization.level];
}

function gradeOn({ periods }: OrganizationFacts, day: IsoDate): number {
  return periods.find(({ from, until }) => from <= day && until > day)?.grade ?? 0;
}

function landedDay(project: RecordOf<'project'>): IsoDate | null {
  return firstDay(project.statuses, ['LANDED', 'COMPLETED', 'SUSTAINED']);
}

function firstDay<Status extends string>(statuses: readonly { status: Status; since: IsoDate }[], wanted: readonly Status[]): IsoDate | null {
  const days = statuses.filter(({ status }) => wanted.includes(status)).map(({ since }) => since);
  return days.length === 0 ? null : days.reduce((first, day) => (day < first ? day : first));
}
