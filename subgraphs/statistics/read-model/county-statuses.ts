// Derives what a county's links say of it through time, over all pairings and over those of each value of a dimension: most
// questions about statuses are about these, and read a row or two of a county instead of every link.
import type { Knex } from 'knex';
import { groupBy } from '../../shared/group-by';
import { codeOf, helpKinds, kindBit, standings, statusFlags } from '../codes';
import { dimensions, pairingDimensions } from '../dimensions';
import { type DoubtRow, selectCountyDoubts } from './doubts';
import { goalCodes } from './facts';
import { deleteRows, insertRows, selectRows, type Value } from './rows';

const statusTable = { name: 'county_status', columns: ['dimension', 'county_id', 'code', 'from_on', 'until_on', ...statusFlags] };

/** What statuses depend on of an interval of a link. */
interface StatusLink {
  county_id: number;
  from_on: string;
  until_on: string;
  kinds: number;
  standing: number;
  mechanism: number;
  organization_kind: number;
  sector: number;
  level: number;
  grade: number;
}

const linkColumns: readonly (keyof StatusLink)[] = [
  'county_id',
  'from_on',
  'until_on',
  'kinds',
  'standing',
  'mechanism',
  'organization_kind',
  'sector',
  'level',
  'grade',
];

/** Counties whose links are held at once: some ten thousand rows. */
const chunkSize = 50;

/** @param counties their numbers */
export async function deriveCountyStatuses(database: Knex, counties: readonly number[]): Promise<void> {
  const everyDimension = Array.from({ length: pairingDimensions.length + 1 }, (_dimension, i) => i);
  await deleteRows(database('county_status').whereIn('dimension', everyDimension), 'county_id', counties);
  for (let i = 0; i < counties.length; i += chunkSize) {
    const chunk = counties.slice(i, i + chunkSize);
    const links = groupBy(await selectRows<StatusLink>(database('fact_link'), linkColumns, 'county_id', chunk), ({ county_id }) => county_id);
    const doubts = groupBy(await selectCountyDoubts(database, chunk), ({ county_id }) => county_id);
    const rows = chunk.flatMap((county) => toStatuses(county, links.get(county) ?? [], doubts.get(county) ?? []));
    await insertRows(database, statusTable, rows);
  }
}

const good = codeOf(standings, 'GOOD');
const atRisk = codeOf(standings, 'AT_RISK');
const unknown = codeOf(standings, 'UNKNOWN');

/** The flags that a link raises, as their places in `statusFlags`. */
function flagsOf({ standing, mechanism }: StatusLink): number[] {
  const isOfGoal = goalCodes.includes(mechanism);
  const raised: (typeof statusFlags)[number][] = [];
  if (standing === good) raised.push('any_good', ...(isOfGoal ? (['good'] as const) : []));
  if (standing === atRisk && isOfGoal) raised.push('risk');
  if (standing === unknown) raised.push('any_doubt', ...(isOfGoal ? (['doubt'] as const) : []));
  return raised.map((flag) => statusFlags.indexOf(flag));
}

const kindNumber = pairingDimensions.indexOf('KIND') + 1;
const columnsOf = pairingDimensions.map((name) => dimensions[name].column.replace('fact.', '') as keyof StatusLink);
/** Codes are below this. */
const codes = 16;

/** The values of dimensions that a link is of, each as the dimension's number times `codes` and the code; 0 for all pairings. */
function groupsOf(link: StatusLink): number[] {
  const groups = [0];
  for (const [i, column] of columnsOf.entries()) if (i + 1 !== kindNumber) groups.push((i + 1) * codes + Number(link[column]));
  for (const kind of helpKinds) if ((link.kinds & kindBit(kind)) !== 0) groups.push(kindNumber * codes + codeOf(helpKinds, kind));
  return groups;
}

/** Every value of every dimension, and all pairings: a county in doubt is so for each. */
const allGroups = [0, ...pairingDimensions.flatMap((name, i) => (dimensions[name].codes ?? []).map((code) => (i + 1) * codes + Number(code)))];

/** Besides the flags, in what is counted of a group: how many doubts there are about the county itself, whatever its pairings are. */
const overridden = statusFlags.length;
const doubtFlags = [statusFlags.indexOf('doubt'), statusFlags.indexOf('any_doubt')];
const inDoubt = doubtFlags.reduce((mask, flag) => mask | (1 << flag), 0);

/** Rows of `county_status` of one county: intervals that do not overlap, two that touch differ, and in each some flag is raised. */
function toStatuses(county: number, links: readonly StatusLink[], doubts: readonly DoubtRow[]): Value[][] {
  const raising = [
    ...links.map((link) => ({ interval: link, groups: groupsOf(link), flags: flagsOf(link) })),
    ...doubts.map((doubt) => ({ interval: doubt, groups: allGroups, flags: doubt.collection === 'county' ? [...doubtFlags, overridden] : doubtFlags })),
  ].filter(({ flags }) => flags.length > 0);
  const days = [...new Set(raising.flatMap(({ interval }) => [interval.from_on, interval.until_on]))].sort();
  const placeOf = new Map(days.map((day, i) => [day, i]));
  // By group and flag: how many more links raise it from each day on than before it.
  const changes = new Map<number, Int32Array[]>();
  for (const { interval, groups, flags } of raising) {
    const [from, until] = [placeOf.get(interval.from_on) as number, placeOf.get(interval.until_on) as number];
    for (const group of groups) {
      let own = changes.get(group);
      if (own === undefined) {
        own = Array.from({ length: statusFlags.length + 1 }, () => new Int32Array(days.length));
        changes.set(group, own);
      }
      for (const flag of flags) {
        const counts = own[flag] as Int32Array;
        counts[from] = (counts[from] as number) + 1;
        counts[until] = (counts[until] as number) - 1;
      }
    }
  }
  return [...changes].flatMap(([group, own]) =>
    toIntervals(days, own).map(({ from, until, raised }): Value[] => [Math.floor(group / codes), county, group % codes, from, until, ...raised]),
  );
}

function toIntervals(days: readonly string[], changes: readonly Int32Array[]): { from: string; until: string; raised: number[] }[] {
  const intervals: { from: string; until: string; raised: number[] }[] = [];
  const counts = changes.map(() => 0);
  let before = 0;
  for (const [i, day] of days.entries()) {
    let mask = 0;
    for (const [flag, change] of changes.entries()) {
      const count = (counts[flag] as number) + (change[i] as number);
      counts[flag] = count;
      if (count > 0) mask |= 1 << flag;
    }
    if (((mask >> overridden) & 1) === 1) mask = inDoubt;
    if (mask === before) continue;
    const last = intervals.at(-1);
    if (before !== 0 && last !== undefined) last.until = day;
    if (mask !== 0) intervals.push({ from: day, until: day, raised: statusFlags.map((_flag, place) => (mask >> place) & 1) });
    before = mask;
  }
  return intervals;
}
