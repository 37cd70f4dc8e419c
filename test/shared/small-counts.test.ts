// What is shown of counts of people leaves every small one open. An attacker who knows the rule enumerates every series of reports
// that explains what he sees; of each total, and of what lies between two totals, at least three small counts must remain.
import { protectCount, protectTotals, roundingUnit } from '../../subgraphs/shared/small-counts';
import { reportTable, toProject, toReports } from '../../subgraphs/statistics/read-model/facts';
import { generated } from '../generated';
import { Attacker, countsIn, series } from './small-counts-attacker';

const most = 40;

const place = { county: 530_000, pairing: null, mechanism: 0, lead: null };
const project = {
  id: 'p',
  origin: 'OWN' as const,
  pairing: null,
  county: '530000',
  recorded: '530000',
  kind: 'HEALTH' as const,
  volunteersTrained: null,
  socialWorkersTrained: null,
  organizationsCultivated: null,
  need: null,
  lead: null,
  partners: [],
  statuses: [],
  reports: [],
};

const cellOf = (row: readonly unknown[], column: (typeof reportTable.columns)[number]) => row[reportTable.columns.indexOf(column)];

/** All that the ledger and the statistics show of a project with these totals of its reports, and its own total as the last. */
function show(totals: readonly number[], threshold: number): string {
  const reports = totals.slice(0, -1).map((beneficiaries, i) => ({ on: `2024-0${i + 1}-01`, spentFen: null, beneficiaries }));
  const cells = toReports({ ...project, reports }, place, threshold).map((row) => [cellOf(row, 'people_shown'), cellOf(row, 'protected_cells')]);
  return JSON.stringify([protectTotals(totals, threshold), cells]);
}

function showTotals(totals: readonly number[], threshold: number): string {
  return protectTotals(totals, threshold).reduce((text, count) => `${text} ${count?.shown} ${count?.isProtected}`, '');
}

describe('an attacker who enumerates what explains the counts shown', () => {
  it.each([1, 2, 3])(`is left three values of each small count in every series of %i totals up to ${most}`, (length) => {
    const attacker = new Attacker(10);
    for (const totals of series(length, most)) attacker.see(show(totals, 10), countsIn(totals));
    expect(attacker.fewest).toBeGreaterThanOrEqual(3);
  });

  // All of them take several seconds: `npm test` takes those up to 14, where a number ends that several counts are shown as. The
  // statistics show the differences of what the ledger shows, as above.
  const all = (most + 1) ** 4;
  const top = generated('series of four totals', all).numRuns === all ? most : 14;
  it(`is left three values of each small count in every series of four totals up to ${top}`, () => {
    const attacker = new Attacker(10);
    for (const totals of series(4, top)) attacker.see(showTotals(totals, 10), countsIn(totals));
    expect(attacker.fewest).toBeGreaterThanOrEqual(3);
  });

  it('is left three values under any threshold from 5 on', () => {
    const fewest = Array.from({ length: 21 }, (_, i) => i + 5).map((threshold) => {
      const attacker = new Attacker(threshold);
      // Up to where the counts end that are shown as three times the unit.
      for (const totals of series(2, Math.ceil(3.5 * roundingUnit(threshold)) - 1)) attacker.see(show(totals, threshold), countsIn(totals));
      return { threshold, fewest: attacker.fewest };
    });
    expect(fewest.filter(({ fewest }) => fewest < 3)).toEqual([]);
  });

  it('is left three values of people trained, and of both numbers together', () => {
    const attacker = new Attacker(10);
    for (const [volunteersTrained, socialWorkersTrained] of series(2, most) as Generator<[number, number]>) {
      const fact = toProject({ ...project, volunteersTrained, socialWorkersTrained }, place, 10).slice(11, 13);
      const counts = [volunteersTrained, socialWorkersTrained];
      attacker.see(JSON.stringify([fact, protectTotals(counts, 10)]), [...counts, volunteersTrained + socialWorkersTrained]);
    }
    expect(attacker.fewest).toBeGreaterThanOrEqual(3);
  });
});

describe('a count as it is shown', () => {
  it.each([
    [0, 0],
    [1, 5],
    [9, 5],
    [10, 10],
    [14, 10],
    [15, 20],
    [24, 20],
    [1_234, 1_230],
    [-3, -5],
    [-17, -20],
  ])('%i is %i', (count, shown) => {
    expect(protectCount(count, 10)).toEqual({ shown, isProtected: count !== 0 && Math.abs(count) < 10 });
  });

  it.each([
    ['a correction downwards', [3, 17, 0], [5, 20, 0]],
    ['an increase by a small count', [100, 103], [100, 100]],
    ['a report that gives none', [100, null, 120], [100, null, 120]],
  ])('does not depend on the others: %s', (_what, totals, shown) => {
    expect(protectTotals(totals, 10).map((count) => count?.shown ?? null)).toEqual(shown);
  });

  it('is the count itself for a caller who sees every count', () => {
    expect(protectTotals([0, 3, 17, null, 101], 1).map((count) => count?.shown ?? null)).toEqual([0, 3, 17, null, 101]);
  });
});
