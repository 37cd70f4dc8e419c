// Filters and dates of generated questions to the statistics, drawn from what the registers hold.
import type { Random } from '../../sample/random';
import { type Filter, grades, helpKinds, levels, mechanisms, organizationKinds, type Registers, sectors } from './coverage-by-hand';

/** The last day that the sample's data reach. */
export const dataThrough = '2026-06-30';
export const dates = [
  '2022-01-01',
  '2022-08-15',
  '2022-12-31',
  '2023-06-30',
  '2023-12-31',
  '2024-05-06',
  '2024-12-31',
  '2025-07-19',
  '2025-12-31',
  '2026-01-01',
  '2026-06-30',
  '2026-07-15',
];

/** Some of a list, never all of a long one. */
export function some<Item>(random: Random, items: readonly Item[], most = 3): Item[] {
  return Array.from({ length: random.integer(1, most) }, () => random.pick(items));
}

/** Conditions on counties and pairings, some of them repeated, some contradictory. */
export function generateFilter(random: Random, registers: Registers): Filter {
  const counties = registers.counties;
  const listed = counties.filter(({ designations }) => designations.length > 0);
  const draw: { [Name in keyof Filter]-?: () => Filter[Name] } = {
    provinces: () => some(random, listed).map(({ province }) => province.code),
    prefectures: () => some(random, listed).flatMap(({ prefecture }) => prefecture?.code ?? []),
    counties: () => some(random, random.chance(0.5) ? listed : counties, 20).map(({ codes }) => random.pick(codes)),
    regions: () => some(random, ['EAST', 'CENTRAL', 'WEST', 'NORTHEAST'], 2),
    designations: () => some(random, ['NATIONAL_KEY', 'PROVINCIAL_KEY'], 2),
    ethnicMinorityArea: () => random.chance(0.5),
    borderCounty: () => random.chance(0.5),
    oldRevolutionaryBase: () => random.chance(0.5),
    threeRegionsThreePrefectures: () => random.chance(0.5),
    kinds: () => some(random, helpKinds),
    mechanisms: () => some(random, mechanisms, 2),
    organizationKinds: () => some(random, organizationKinds, 2),
    sectors: () => some(random, sectors),
    levels: () => some(random, levels, 2),
    grades: () => some(random, grades),
    homeProvinces: () => some(random, listed).map(({ province }) => province.code),
    organizations: () => some(random, registers.pairings, 5).flatMap(({ organizations }) => organizations.map(({ code }) => code)),
  };
  const names = Object.keys(draw) as (keyof Filter)[];
  const chosen = random.chance(0.35) ? [] : some(random, names, 3);
  return Object.fromEntries(chosen.map((name) => [name, vary(random, draw[name]())])) as Filter;
}

/** A list is a set, so that repeated values change nothing; an empty one is met by nothing. */
function vary<Value>(random: Random, value: Value): Value {
  if (!Array.isArray(value)) return value;
  if (random.chance(0.02)) return [] as Value;
  return random.chance(0.4) ? (random.shuffle([...value, ...value, ...value.slice(0, 1)]) as Value) : value;
}
