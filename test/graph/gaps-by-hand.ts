// Coverage gaps computed by brute force from the registers' own answers, by the definitions of docs/statistics.md.
import { counts, type Filter, helpKinds, isAsked, linksOn, type Registers } from './coverage-by-hand';
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
  const links = isKnown ? linksOn(registers, asOf).filter((link) => counts(link, where)) : [];
  const gaps = registers.counties
    .filter((county) => isAsked(county, { population, where }, asOf))
    .map(({ code, province }): GapByHand => {
      const own = links.filter(({ county }) => county === code);
      const needs = registers.needs.filter(
        ({ county, kind, statedOn, statuses }) =>
          isKnown && county === code && (where.kinds?.includes(kind) ?? true) && statedOn <= asOf && ['OPEN', 'PARTLY_MET'].includes(statuses.get(asOf) ?? ''),
      );
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

/** The organizations that are paired with a county on a date. */
export function pairedOn(registers: Registers, county: string, date: string): (string | null)[] {
  return linksOn(registers, date)
    .filter((link) => link.county === county)
    .map(({ organization }) => organization);
}
