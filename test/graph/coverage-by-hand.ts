// Coverage computed by brute force from the registers' own answers: every entity is paged out of the public graph, and
// every measure counted one by one. Shares no code with the statistics.
import type { Graph } from './graph';
import { readAllNodes } from './read-all';

export const helpKinds = ['INDUSTRY', 'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ELDERLY_CARE', 'CONSUMPTION', 'DIVERSIFIED'];
export const mechanisms = ['NATIONAL', 'EAST_WEST', 'LOCAL', 'FRONTIER'];
export const organizationKinds = ['SOCIAL_ASSOCIATION', 'SOCIAL_SERVICE_INSTITUTION', 'FOUNDATION'];
export const sectors = ['INDUSTRY_ASSOCIATION', 'CHARITY', 'COMMUNITY', 'ACADEMIC', 'PROFESSIONAL', 'OTHER'];
export const levels = ['NATIONAL', 'PROVINCIAL', 'PREFECTURAL', 'COUNTY'];
export const grades = ['A1', 'A2', 'A3', 'A4', 'A5'];

interface Interval<Status> {
  status: Status;
  since: string;
}

interface Organization {
  code: string;
  kind: string | null;
  sector: string | null;
  registrationAuthority: { level: string } | null;
  homeProvince: { code: string } | null;
  evaluations: { grade: string; from: string; to: string }[];
  /** By date. */
  standings: Map<string, string | null>;
}

export interface County {
  code: string;
  codes: string[];
  province: { code: string; region: string | null };
  prefecture: { code: string } | null;
  designations: { list: string; from: string; to: string | null }[];
  ethnicMinorityArea: boolean | null;
  borderCounty: boolean | null;
  oldRevolutionaryBase: boolean | null;
  threeRegionsThreePrefectures: boolean | null;
}

interface Need {
  id: string;
  county: string;
  kind: string;
  statedOn: string;
  /** By date. */
  statuses: Map<string, string | null>;
}

interface Pairing {
  id: string;
  mechanism: string;
  kinds: string[];
  pledgedAmount: string | null;
  counties: { code: string }[];
  organizations: { code: string }[];
  statusHistory: Interval<string>[];
}

export interface Project {
  pairing: { id: string } | null;
  county: { code: string };
  kind: string;
  lead: { code: string } | null;
  statusHistory: Interval<string>[];
  progressReports: { reportedOn: string; spent: string | null; beneficiaries: number | null }[];
  volunteersTrained: number | null;
  socialWorkersTrained: number | null;
  organizationsCultivated: number | null;
}

export interface Registers {
  counties: County[];
  organizations: Map<string, Organization>;
  needs: Need[];
  pairings: Pairing[];
  projects: Project[];
}

/** @param dates those that are asked about: standings and statuses of needs are taken as the registers give them */
export async function readRegisters(graph: Graph, dates: readonly string[]): Promise<Registers> {
  const aliased = (selection: (date: string) => string) => dates.map((date, i) => `d${i}: ${selection(date)}`).join(' ');
  type Aliased = Record<string, { status: string } | null>;
  const byDate = (row: Aliased) => new Map(dates.map((date, i) => [date, row[`d${i}`]?.status ?? null]));
  const needOf = `id kind statedOn ${aliased((date) => `status(asOf: "${date}") { status }`)}`;
  const counties = await readAllNodes<County & { needs: { nodes: (Omit<Need, 'county' | 'statuses'> & Aliased)[]; pageInfo: { hasNextPage: boolean } } }>(
    graph,
    'countySearch',
    `code codes province { code region } prefecture { code } designations { list from to } ethnicMinorityArea borderCounty oldRevolutionaryBase
     threeRegionsThreePrefectures needs(first: 500) { nodes { ${needOf} } pageInfo { hasNextPage } }`,
  );
  const organizations = await readAllNodes<Omit<Organization, 'standings'> & Aliased>(
    graph,
    'organizationSearch',
    `code kind sector registrationAuthority { level } homeProvince { code } evaluations { grade from to } ${aliased((date) => `standing(asOf: "${date}") { status }`)}`,
  );
  if (counties.some(({ needs }) => needs.pageInfo.hasNextPage)) throw new Error('a county has more than 500 needs');
  return {
    counties,
    organizations: new Map(organizations.map((row) => [row.code, { ...row, standings: byDate(row) } as Organization])),
    needs: counties.flatMap(({ code, needs }) => needs.nodes.map((need) => ({ ...need, county: code, statuses: byDate(need) }) as Need)),
    pairings: await readAllNodes<Pairing>(
      graph,
      'pairings',
      'id mechanism kinds pledgedAmount counties { code } organizations { code } statusHistory { status since }',
    ),
    projects: await readAllNodes<Project>(
      graph,
      'projects',
      'pairing { id } county { code } kind lead { code } statusHistory { status since } progressReports { reportedOn spent beneficiaries } volunteersTrained socialWorkersTrained organizationsCultivated',
    ),
  };
}

export interface Filter {
  provinces?: string[];
  prefectures?: string[];
  counties?: string[];
  regions?: string[];
  designations?: string[];
  ethnicMinorityArea?: boolean;
  borderCounty?: boolean;
  oldRevolutionaryBase?: boolean;
  threeRegionsThreePrefectures?: boolean;
  kinds?: string[];
  mechanisms?: string[];
  organizationKinds?: string[];
  sectors?: string[];
  levels?: string[];
  grades?: string[];
  homeProvinces?: string[];
  organizations?: string[];
}

export interface Question {
  population: string;
  where: Filter;
  groupBy: string[];
  points: { date: string; after: string | null }[];
  /** The last day that every agency's data reach. */
  dataThrough: string;
}

export type Row = Record<string, number | string | boolean | null>;

/** What a link, a project or a pledge is grouped and restricted by. */
interface Traits {
  county: string;
  kinds: string[];
  organization: string | null;
  organizationKind: string | null;
  sector: string | null;
  level: string | null;
  grade: string | null;
  mechanism: string | null;
  homeProvince: string | null;
}

const traitOf: Record<string, keyof Traits> = {
  ORGANIZATION_KIND: 'organizationKind',
  SECTOR: 'sector',
  LEVEL: 'level',
  GRADE: 'grade',
  MECHANISM: 'mechanism',
};
const traitValues: Record<string, string[]> = { ORGANIZATION_KIND: organizationKinds, SECTOR: sectors, LEVEL: levels, GRADE: grades, MECHANISM: mechanisms };
const wantedOf: Record<string, keyof Filter> = {
  ORGANIZATION_KIND: 'organizationKinds',
  SECTOR: 'sectors',
  LEVEL: 'levels',
  GRADE: 'grades',
  MECHANISM: 'mechanisms',
};
const countyDimensions = ['PROVINCE', 'PREFECTURE', 'COUNTY', 'DESIGNATION'];

/** Every row of a question, by its dimensions and date as one text. */
export function countByHand(registers: Registers, question: Question): Map<string, Row> {
  const { where, groupBy, points } = question;
  const days = points.map((point) => gatherDay(registers, question, point));
  let rows = [...new Map(days.flatMap(({ combinations }) => [...combinations].map(([key, { values }]) => [key, values]))).values()];
  for (const name of groupBy) {
    if (name === 'KIND') rows = rows.flatMap((row) => helpKinds.filter((kind) => where.kinds?.includes(kind) ?? true).map((kind) => ({ ...row, KIND: kind })));
    const values = traitValues[name];
    if (values === undefined) continue;
    const wanted = where[wantedOf[name] as 'sectors'];
    const shown: (string | null)[] = wanted === undefined ? [...values, null] : values.filter((value) => wanted.includes(value));
    rows = rows.flatMap((row) => shown.map((value) => ({ ...row, [name]: value })));
  }
  return new Map(rows.flatMap((values) => days.map((day) => [rowKey(values, groupBy, day.date), countRow(question, values, day)] as const)));
}

/** What counts on one date: the counties of each combination of county dimensions, and everything of each county. */
interface Day {
  date: string;
  combinations: Map<string, { values: Record<string, string | null>; counties: Set<string> }>;
  links: Map<string, Link[]>;
  projects: Map<string, { traits: Traits }[]>;
  reports: Map<string, { traits: Traits; fen: number; people: number }[]>;
  pledges: Map<string, { traits: Traits; fen: number }[]>;
  needs: Map<string, { kind: string; isMet: boolean }[]>;
}

function gatherDay(registers: Registers, question: Question, { date, after }: Question['points'][number]): Day {
  const { where, groupBy } = question;
  const combinations: Day['combinations'] = new Map();
  if (!groupBy.some((name) => countyDimensions.includes(name))) combinations.set('{}', { values: {}, counties: new Set() });
  for (const county of registers.counties.filter((one) => isAsked(one, question, date))) {
    for (const list of groupBy.includes('DESIGNATION') ? listsOn(county, date) : [null]) {
      const values = countyValues(county, list, groupBy);
      const key = JSON.stringify(values);
      const combination = combinations.get(key) ?? { values, counties: new Set() };
      combinations.set(key, combination);
      combination.counties.add(county.code);
    }
  }
  const happened = (day: string) => day <= date && (after === null || day > after);
  const isWanted = (traits: Traits) => counts(traits, where);
  const events = eventsOf(registers);
  const needs = registers.needs.filter(({ kind, statedOn, statuses }) => {
    const status = statuses.get(date) ?? null;
    return (where.kinds?.includes(kind) ?? true) && statedOn <= date && status !== null && status !== 'WITHDRAWN';
  });
  const ofEvents = <Event extends { day: string; traits: Traits }>(list: readonly Event[]) =>
    byCounty(
      list.filter(({ day, traits }) => happened(day) && isWanted(traits)),
      ({ traits }) => traits.county,
    );
  return {
    date,
    combinations,
    links: byCounty(linksOn(registers, date).filter(isWanted), ({ county }) => county),
    projects: ofEvents(events.landings),
    reports: ofEvents(events.reports),
    pledges: ofEvents(events.pledges),
    needs: byCounty(
      needs.map(({ county, kind, statuses }) => ({ county, kind, isMet: statuses.get(date) === 'MET' })),
      ({ county }) => county,
    ),
  };
}

/** Whether a link, a project or a pledge is among those that a filter lets count. */
export function counts(traits: Traits, where: Filter): boolean {
  return (
    (where.kinds === undefined || traits.kinds.some((kind) => where.kinds?.includes(kind))) &&
    Object.entries(wantedOf).every(
      ([name, wanted]) => where[wanted] === undefined || (where[wanted] as (string | null)[]).includes(traits[traitOf[name] as 'grade']),
    ) &&
    (where.homeProvinces === undefined || (traits.homeProvince !== null && where.homeProvinces.includes(traits.homeProvince))) &&
    (where.organizations === undefined || (traits.organization !== null && where.organizations.includes(traits.organization)))
  );
}

export function byCounty<Item>(items: readonly Item[], countyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(countyOf(item), [...(groups.get(countyOf(item)) ?? []), item]);
  return groups;
}

interface Events {
  landings: { day: string; traits: Traits }[];
  reports: { day: string; traits: Traits; fen: number; people: number }[];
  pledges: { day: string; traits: Traits; fen: number }[];
}

const eventCache = new WeakMap<Registers, Events>();

function eventsOf(registers: Registers): Events {
  const known = eventCache.get(registers) ?? {
    landings: registers.projects.flatMap((project) => {
      const day = firstDay(project.statusHistory, ['LANDED', 'COMPLETED', 'SUSTAINED']);
      return day === null ? [] : [{ day, traits: projectTraits(registers, project, day) }];
    }),
    reports: registers.projects.flatMap((project) => increments(project).map((one) => ({ ...one, traits: projectTraits(registers, project, one.day) }))),
    pledges: registers.pairings.flatMap((pairing) => sharesOf(registers, pairing)),
  };
  eventCache.set(registers, known);
  return known;
}

export function rowKey(values: Record<string, string | null>, groupBy: readonly string[], date: string): string {
  return [...groupBy.filter((name) => name !== 'YEAR').map((name) => values[name] ?? ''), date].join('|');
}

function countyValues(county: County, list: string | null, groupBy: readonly string[]): Record<string, string | null> {
  const all: Record<string, string | null> = {
    PROVINCE: county.province.code,
    PREFECTURE: county.prefecture?.code ?? null,
    COUNTY: county.code,
    DESIGNATION: list,
  };
  return Object.fromEntries(countyDimensions.filter((name) => groupBy.includes(name)).map((name) => [name, all[name] ?? null]));
}

function listsOn({ designations }: County, date: string): string[] {
  return designations.filter(({ from, to }) => from <= date && (to === null || to >= date)).map(({ list }) => list);
}

export function isAsked(county: County, { population, where }: Pick<Question, 'population' | 'where'>, date: string): boolean {
  const lists = listsOn(county, date);
  const holds = (wanted: readonly (string | null)[] | undefined, values: readonly (string | null)[]) =>
    wanted === undefined || values.some((value) => wanted.includes(value));
  const flag = (wanted: boolean | undefined, value: boolean | null) => wanted === undefined || wanted === value;
  return (
    (population === 'ALL' || lists.includes(population)) &&
    holds(where.designations, lists) &&
    holds(where.provinces, [county.province.code]) &&
    holds(where.prefectures, [county.prefecture?.code ?? null]) &&
    holds(where.counties, county.codes) &&
    holds(where.regions, [county.province.region]) &&
    flag(where.ethnicMinorityArea, county.ethnicMinorityArea) &&
    flag(where.borderCounty, county.borderCounty) &&
    flag(where.oldRevolutionaryBase, county.oldRevolutionaryBase) &&
    flag(where.threeRegionsThreePrefectures, county.threeRegionsThreePrefectures)
  );
}

function countRow(question: Question, values: Record<string, string | null>, day: Day): Row {
  const { where, groupBy } = question;
  const ofCounty = Object.fromEntries(countyDimensions.filter((name) => groupBy.includes(name)).map((name) => [name, values[name] ?? null]));
  const counties = day.combinations.get(JSON.stringify(ofCounty))?.counties ?? new Set<string>();
  if (day.date > question.dataThrough) return { counties: counties.size, unknown: values.MECHANISM === null ? null : counties.size };

  const isOfRow = (traits: Traits) =>
    (values.KIND === undefined || traits.kinds.includes(values.KIND as string)) &&
    Object.keys(traitOf).every((name) => values[name] === undefined || values[name] === traits[traitOf[name] as 'grade']);
  const within = <Item>(items: Map<string, Item[]>) => [...counties].flatMap((county) => items.get(county) ?? []);
  const links = within(day.links).filter(isOfRow);
  const projects = within(day.projects).filter(({ traits }) => isOfRow(traits));
  const reports = within(day.reports).filter(({ traits }) => isOfRow(traits));
  const pledges = within(day.pledges).filter(({ traits }) => isOfRow(traits));
  const row: Row = {
    counties: counties.size,
    ...(values.MECHANISM === null ? nothingOfStatus : countStatuses(links, counties)),
    organizations: new Set(links.map(({ organization }) => organization)).size,
    pairings: new Set(links.map(({ pairing }) => pairing)).size,
    projects: projects.length,
    pledged: toYuan(sum(pledges.map(({ fen }) => fen))),
    spent: toYuan(sum(reports.map(({ fen }) => fen))),
    beneficiaries: sum(reports.map(({ people }) => people)),
  };
  const restricted = Object.keys(traitOf).some((name) => groupBy.includes(name)) || Object.values(wantedOf).some((name) => where[name] !== undefined);
  if (restricted || where.homeProvinces !== undefined || where.organizations !== undefined) return { ...row, needsStated: null, needsMet: null };
  const needs = within(day.needs).filter(({ kind }) => values.KIND === undefined || values.KIND === kind);
  return { ...row, needsStated: needs.length, needsMet: needs.filter(({ isMet }) => isMet).length };
}

const nothingOfStatus: Row = { covered: null, coveredByAny: null, atRisk: null, uncovered: null, unknown: null, coverageRate: null, coverageRateByAny: null };

export type Link = Traits & { pairing: string; standing: string };

function countStatuses(links: readonly Link[], counties: ReadonlySet<string>): Row {
  const of = (list: readonly Link[]) => {
    const by = (standing: string) => new Set(list.filter((link) => link.standing === standing).map(({ county }) => county));
    const [good, doubtful, risky] = [by('GOOD'), by('UNKNOWN'), by('AT_RISK')];
    const unknown = [...counties].filter((county) => !good.has(county) && doubtful.has(county)).length;
    const atRisk = [...counties].filter((county) => !good.has(county) && !doubtful.has(county) && risky.has(county)).length;
    return { covered: good.size, unknown, atRisk, uncovered: counties.size - good.size - unknown - atRisk };
  };
  const goal = of(links.filter(({ mechanism }) => mechanism === 'NATIONAL' || mechanism === 'EAST_WEST'));
  const any = of(links);
  const share = (part: number, known: number) => (known === 0 ? null : part / known);
  return {
    ...goal,
    coveredByAny: any.covered,
    coverageRate: share(goal.covered, counties.size - goal.unknown),
    coverageRateByAny: share(any.covered, counties.size - any.unknown),
  };
}

const linkCache = new WeakMap<Registers, Map<string, Link[]>>();

/** Each organization of each pairing that is active on a date, with each county of it. */
export function linksOn(registers: Registers, date: string): Link[] {
  const known = linkCache.get(registers) ?? new Map<string, Link[]>();
  linkCache.set(registers, known);
  const found = known.get(date);
  if (found !== undefined) return found;
  const links = registers.pairings
    .filter(({ statusHistory }) => statusOn(statusHistory, date) === 'ACTIVE')
    .flatMap((pairing) =>
      distinct(pairing.counties).flatMap((county) =>
        distinct(pairing.organizations).map((organization): Link => {
          const helping = pairing.kinds.includes('DIVERSIFIED') ? projectKinds(registers, pairing.id, county, date) : [];
          const standing = registers.organizations.get(organization)?.standings.get(date) ?? 'UNKNOWN';
          const kinds = [...new Set([...pairing.kinds, ...helping])];
          return { ...traitsOf(registers, organization, date), county, kinds, mechanism: pairing.mechanism, pairing: pairing.id, standing };
        }),
      ),
    );
  known.set(date, links);
  return links;
}

/** The kinds of a pairing's projects in a county that have landed and were not stopped. */
function projectKinds(registers: Registers, pairing: string, county: string, date: string): string[] {
  return registers.projects.flatMap((project) => {
    const landed = firstDay(project.statusHistory, ['LANDED', 'COMPLETED', 'SUSTAINED']);
    const stopped = firstDay(project.statusHistory, ['STOPPED']);
    const helps =
      project.pairing?.id === pairing && project.county.code === county && landed !== null && landed <= date && (stopped === null || stopped > date);
    return helps ? [project.kind] : [];
  });
}

function traitsOf(registers: Registers, code: string | null, date: string): Omit<Traits, 'county' | 'kinds' | 'mechanism'> {
  const found = code === null ? undefined : registers.organizations.get(code);
  const inForce = found?.evaluations.filter(({ from, to }) => from <= date && to >= date).sort((a, b) => (a.from < b.from ? 1 : -1))[0];
  return {
    organization: code,
    organizationKind: found?.kind ?? null,
    sector: found?.sector ?? null,
    level: found?.registrationAuthority?.level ?? null,
    grade: inForce?.grade ?? null,
    homeProvince: found?.homeProvince?.code ?? null,
  };
}

function projectTraits(registers: Registers, { county, kind, pairing, lead }: Project, date: string): Traits {
  const mechanism = registers.pairings.find(({ id }) => id === pairing?.id)?.mechanism ?? null;
  return { ...traitsOf(registers, lead?.code ?? null, date), county: county.code, kinds: [kind], mechanism };
}

/** What each report adds to the one before. */
function increments({ progressReports }: Project): { day: string; fen: number; people: number }[] {
  let [spent, served] = [0, 0];
  return [...progressReports]
    .sort((a, b) => (a.reportedOn < b.reportedOn ? -1 : 1))
    .map(({ reportedOn, spent: yuan, beneficiaries }) => {
      const increment = { day: reportedOn, fen: yuan === null ? 0 : toFen(yuan) - spent, people: beneficiaries === null ? 0 : beneficiaries - served };
      spent += increment.fen;
      served += increment.people;
      return increment;
    });
}

/** A pledge in equal shares of whole fen; the first shares, by county and organization, take what is left over. */
function sharesOf(registers: Registers, pairing: Pairing): { day: string; fen: number; traits: Traits }[] {
  const agreed = firstDay(pairing.statusHistory, ['AGREED', 'ACTIVE']);
  const withdrawn = firstDay(pairing.statusHistory, ['WITHDRAWN']);
  if (pairing.pledgedAmount === null || agreed === null || (withdrawn !== null && withdrawn <= agreed)) return [];
  const pairs = distinct(pairing.counties).flatMap((county) => distinct(pairing.organizations).map((organization) => ({ county, organization })));
  const fen = toFen(pairing.pledgedAmount);
  return pairs.flatMap(({ county, organization }, i) => {
    const share = Math.floor(fen / pairs.length) + (i < fen % pairs.length ? 1 : 0);
    const traits = { ...traitsOf(registers, organization, agreed), county, kinds: pairing.kinds, mechanism: pairing.mechanism };
    const given = { day: agreed, fen: share, traits };
    return withdrawn === null ? [given] : [given, { day: withdrawn, fen: -share, traits }];
  });
}

function distinct(entities: readonly { code: string }[]): string[] {
  return [...new Set(entities.map(({ code }) => code))].sort();
}

function statusOn(history: readonly Interval<string>[], date: string): string | null {
  return [...history].sort((a, b) => (a.since < b.since ? -1 : 1)).findLast(({ since }) => since <= date)?.status ?? null;
}

export function firstDay(history: readonly Interval<string>[], wanted: readonly string[]): string | null {
  return (
    history
      .filter(({ status }) => wanted.includes(status))
      .map(({ since }) => since)
      .sort()[0] ?? null
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function toFen(yuan: string): number {
  return Math.round(Number(yuan) * 100);
}

function toYuan(fen: number): string {
  return (fen / 100).toFixed(2);
}
