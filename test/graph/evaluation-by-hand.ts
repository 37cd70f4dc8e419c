// The evaluation counted by brute force from the registers' own answers, by the definitions of docs/statistics.md.
import { firstDay, isAsked, type Link, linksOn, type Project, type Registers } from './coverage-by-hand';

export interface Asked {
  of: 'PAIRING' | 'ORGANIZATION' | 'COUNTY' | 'PROVINCE';
  population: string;
  year: number;
  /** The last day that counts. */
  asOf: string;
}

/** Counted and of how many; null where it cannot be told. */
export type Counted = [counted: number, of: number] | null;

export const weights: Record<string, number> = {
  COVERAGE: 30,
  BREADTH: 15,
  LANDED: 15,
  SUSTAINED: 10,
  LOCAL_PEOPLE: 5,
  LOCAL_ORGANIZATIONS: 5,
  STANDING: 15,
  REPORTS_ON_TIME: 5,
};
const standingPoints: Record<string, number> = { GOOD: 1, AT_RISK: 0.5, BARRED: 0 };

export function monthEnds(year: number, asOf: string): string[] {
  const ends = Array.from({ length: 12 }, (_month, i) => new Date(Date.UTC(year, i + 1, 0)).toISOString().slice(0, 10));
  return [...ends.filter((day) => day < asOf), asOf];
}

/** The indicators of every subject, by its code or identifier. */
export function evaluateByHand(registers: Registers, { of, population, year, asOf }: Asked): Map<string, Record<string, Counted>> {
  const askedOn = (date: string) =>
    new Map(registers.counties.filter((county) => isAsked(county, { population, where: {} }, date)).map((county) => [county.code, county]));
  const counties = askedOn(asOf);
  const provinceOf = new Map(registers.counties.map(({ code, province }) => [code, province.code]));
  const subjectOfLink = ({ county, pairing, organization }: Link): string =>
    ({ PAIRING: pairing, ORGANIZATION: organization ?? '', COUNTY: county, PROVINCE: provinceOf.get(county) ?? '' })[of];
  const subjectOfProject = ({ pairing, lead, county }: Project): string =>
    ({ PAIRING: pairing?.id, ORGANIZATION: lead?.code, COUNTY: county.code, PROVINCE: provinceOf.get(county.code) })[of] ?? '';

  const months = monthEnds(year, asOf).map((date): Month => {
    const asked = askedOn(date);
    const links = linksOn(registers, date).filter(({ county }) => asked.has(county));
    return { date, statuses: statusesOf(asked.keys(), links), links: bySubject(links, subjectOfLink) };
  });
  const linksNow = bySubject(
    linksOn(registers, asOf).filter(({ county }) => counties.has(county)),
    subjectOfLink,
  );
  const projects = bySubject(
    registers.projects.filter(({ county }) => counties.has(county.code)),
    subjectOfProject,
  );
  const unmet = unmetKinds(registers, asOf);
  const subjects = listSubjects(registers, { of, population, year, asOf }, new Set(counties.keys()), provinceOf);

  const evaluate = (subject: string): Record<string, Counted> => {
    const own = linksNow.get(subject) ?? [];
    const isOfCounties = of === 'COUNTY' || of === 'PROVINCE';
    const ofSubject = (code: string) => (of === 'COUNTY' ? code === subject : provinceOf.get(code) === subject);
    const reached = isOfCounties ? [...counties.keys()].filter(ofSubject) : [...new Set(own.map(({ county }) => county))];
    const stated = reached.flatMap((county) => (unmet.get(county) ?? []).map((kind) => ({ county, kind })));
    const helped = stated.filter(({ county, kind }) => own.some((link) => link.county === county && link.standing === 'GOOD' && link.kinds.includes(kind)));
    const list = projects.get(subject) ?? [];
    const by = (statuses: string[], project: Project) => (firstDay(project.statusHistory, statuses) ?? '9999') <= asOf;
    const landed = list.filter((project) => by(['LANDED', 'COMPLETED', 'SUSTAINED'], project));
    const completed = list.filter((project) => by(['COMPLETED', 'SUSTAINED'], project));
    const sustained = list.filter((project) => by(['SUSTAINED'], project) && !by(['STOPPED'], project));
    const people = landed.filter(({ volunteersTrained, socialWorkersTrained }) => volunteersTrained !== null || socialWorkersTrained !== null);
    const grown = people.filter(({ volunteersTrained, socialWorkersTrained }) => (volunteersTrained ?? 0) + (socialWorkersTrained ?? 0) > 0);
    const cultivated = landed.filter(({ organizationsCultivated }) => organizationsCultivated !== null);
    const standings = [...new Map(own.map(({ organization, standing }) => [organization, standing])).values()].filter((standing) => standing !== 'UNKNOWN');
    return {
      COVERAGE: isOfCounties ? coverCounties(months, ofSubject) : coverPairings(registers, months, of, subject),
      BREADTH: share(helped.length, stated.length),
      LANDED: share(landed.length, list.filter((project) => by(['PLANNED', 'LANDED', 'COMPLETED', 'SUSTAINED', 'STOPPED'], project)).length),
      SUSTAINED: share(sustained.length, completed.length),
      LOCAL_PEOPLE: share(grown.length, people.length),
      LOCAL_ORGANIZATIONS: share(cultivated.filter(({ organizationsCultivated }) => (organizationsCultivated ?? 0) > 0).length, cultivated.length),
      STANDING: share(
        standings.reduce((sum, standing) => sum + (standingPoints[standing] ?? 0), 0),
        standings.length,
      ),
      ...(of === 'PROVINCE' ? { REPORTS_ON_TIME: null } : {}),
    };
  };
  return new Map(subjects.map((subject) => [subject, evaluate(subject)]));
}

interface Month {
  date: string;
  statuses: ReturnType<typeof statusesOf>;
  links: Map<string, Link[]>;
}

function coverCounties(months: readonly Month[], ofSubject: (county: string) => boolean): Counted {
  let [covered, told] = [0, 0];
  for (const { statuses } of months) {
    for (const [, status] of [...statuses].filter(([county]) => ofSubject(county))) {
      if (status === 'COVERED') covered++;
      if (status !== 'UNKNOWN') told++;
    }
  }
  return share(covered, told);
}

/** What is known of the coverage of each county asked about, by the mechanisms that the goal counts. */
function statusesOf(counties: Iterable<string>, links: readonly Link[]): Map<string, 'COVERED' | 'UNKNOWN' | 'OTHER'> {
  const goal = bySubject(
    links.filter(({ mechanism }) => mechanism === 'NATIONAL' || mechanism === 'EAST_WEST'),
    ({ county }) => county,
  );
  const judge = (county: string) => {
    const standings = (goal.get(county) ?? []).map(({ standing }) => standing);
    return standings.includes('GOOD') ? 'COVERED' : standings.includes('UNKNOWN') ? 'UNKNOWN' : 'OTHER';
  };
  return new Map([...counties].map((county) => [county, judge(county)]));
}

function coverPairings({ pairings }: Registers, months: readonly Month[], of: Asked['of'], subject: string): Counted {
  const own = pairings.filter(({ id, organizations }) => (of === 'PAIRING' ? id === subject : organizations.some(({ code }) => code === subject)));
  const since = own.flatMap(({ statusHistory }) => firstDay(statusHistory, ['ACTIVE']) ?? []).sort()[0] ?? '9999';
  let [covered, told] = [0, 0];
  for (const { links } of months.filter((month) => month.date >= since)) {
    const standings = (links.get(subject) ?? []).map(({ standing }) => standing);
    if (standings.includes('GOOD')) covered++;
    if (standings.includes('GOOD') || !standings.includes('UNKNOWN')) told++;
  }
  return share(covered, told);
}

function unmetKinds({ needs }: Registers, asOf: string): Map<string, string[]> {
  const kinds = new Map<string, string[]>();
  for (const { county, kind, statedOn, statuses } of needs) {
    const isUnmet = statedOn <= asOf && ['OPEN', 'PARTLY_MET'].includes(statuses.get(asOf) ?? '');
    if (isUnmet) kinds.set(county, [...new Set([...(kinds.get(county) ?? []), kind])]);
  }
  return kinds;
}

function listSubjects(registers: Registers, { of, year, asOf }: Asked, counties: ReadonlySet<string>, provinceOf: ReadonlyMap<string, string>): string[] {
  if (of === 'COUNTY') return [...counties].sort();
  if (of === 'PROVINCE') return [...new Set([...counties].map((code) => provinceOf.get(code) ?? ''))].sort();
  const active = registers.pairings.filter(({ statusHistory, counties: paired, organizations }) => {
    const history = [...statusHistory].sort((a, b) => (a.since < b.since ? -1 : 1));
    const isActive = history.some(({ status, since }, i) => status === 'ACTIVE' && since <= asOf && (history[i + 1]?.since ?? '9999') > `${year}-01-01`);
    return isActive && organizations.length > 0 && paired.some(({ code }) => counties.has(code));
  });
  const codes = of === 'PAIRING' ? active.map(({ id }) => id) : active.flatMap(({ organizations }) => organizations.map(({ code }) => code));
  return [...new Set(codes)].sort();
}

function share(counted: number, of: number): Counted {
  return of === 0 ? null : [counted, of];
}

function bySubject<Item>(items: readonly Item[], subjectOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(subjectOf(item));
    if (group === undefined) groups.set(subjectOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
