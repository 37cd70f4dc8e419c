// Coverage gaps computed by brute force from the registers' own answers, by the definitions of docs/statistics.md.
import { byCounty, counts, type Filter, helpKinds, isAsked, linksOn, type Registers } from './coverage-by-hand';
import { dataThrough } from './generated-filters';

export interface GapQuestion {
  population: string;
  asOf: string;
  where: Filter;
  statuses?: string[];
  missing?: string[];
}

export interface GapByHand {
  county: string;
  province: string;
  status: string;
  missingKinds: string[];
  /** Identifiers. */
  unmetNeeds: string[];
}

const gravity = ['UNCOVERED', 'AT_RISK', 'UNKNOWN', 'COVERED'];

/** Every gap of a question, the worst first. */
export function findGapsByHand(registers: Registers, { population, asOf, where, statuses, missing }: GapQuestion): GapByHand[] {
  const isKnown = asOf <= dataThrough;
  const links = byCounty(isKnown ? linksOn(registers, asOf).filter((link) => counts(link, where)) : [], ({ county }) => county);
  const unmet = registers.needs.filter(
    ({ kind, statedOn, statuses }) =>
      isKnown && (where.kinds?.includes(kind) ?? true) && statedOn <= asOf && ['OPEN', 'PARTLY_MET'].includes(statuses.get(asOf) ?? ''),
  );
  const needsOf = byCounty(unmet, ({ county }) => county);
  const gaps = registers.counties
    .filter((county) => isAsked(county, { population, where }, asOf))
    .map(({ code, province }): GapByHand => {
      const [own, needs] = [links.get(code) ?? [], needsOf.get(code) ?? []];
      const helped = new Set(own.filter(({ standing }) => standing === 'GOOD').flatMap(({ kinds }) => kinds));
      const standings = own.filter(({ mechanism }) => mechanism === 'NATIONAL' || mechanism === 'EAST_WEST').map(({ standing }) => standing);
      const status = standings.includes('GOOD')
        ? 'COVERED'
        : !isKnown || standings.includes('UNKNOWN')
          ? 'UNKNOWN'
          : standings.includes('AT_RISK')
            ? 'AT_RISK'
            : 'UNCOVERED';
      return {
        county: code,
        province: province.code,
        status,
        missingKinds: helpKinds.filter((kind) => needs.some((need) => need.kind === kind) && !helped.has(kind)),
        unmetNeeds: needs.map(({ id }) => id).sort(),
      };
    })
    .filter((gap) => gap.status !== 'COVERED' || gap.missingKinds.length > 0)
    .filter((gap) => (statuses?.includes(gap.status) ?? true) && (missing === undefined || missing.some((kind) => gap.missingKinds.includes(kind))));
  const rank = (gap: GapByHand) => [gravity.indexOf(gap.status), -gap.missingKinds.length, -gap.unmetNeeds.length, Number(gap.county)];
  return gaps.sort(
    (a, b) =>
      rank(a)
        .map((part, i) => part - (rank(b)[i] ?? 0))
        .find((difference) => difference !== 0) ?? 0,
  );
}

/** The day on which a pairing that is not active on a date stopped being so; null where it goes on, or never was. */
export function endedOn({ pairings }: Registers, id: string, date: string): string | null {
  const history = pairings.find((pairing) => pairing.id === id)?.statusHistory ?? [];
  const past = [...history].sort((a, b) => (a.since < b.since ? -1 : 1)).filter(({ since }) => since <= date);
  const active = past.findLastIndex(({ status }) => status === 'ACTIVE');
  return past[active + 1]?.since ?? null;
}

/** The organizations that are paired with a county on a date. */
export function pairedOn(registers: Registers, county: string, date: string): (string | null)[] {
  return linksOn(registers, date)
    .filter((link) => link.county === county)
    .map(({ organization }) => organization);
}
