// What the statements of a question find, family by family: each is run where a measure of it is asked for, and once at most.
import { dimensions } from './dimensions';
import { isFamilyAdditive, type MeasureFamily } from './measures';
import type { ReadModel } from './open-model';
import * as queries from './queries';
import type { Question } from './question';

export interface Figures {
  load(family: MeasureFamily): Promise<{ rows: queries.GroupRow[]; byKey: ReadonlyMap<string, queries.GroupRow> }>;
}

/**
 * The statements of a question, each run once at most.
 *
 * @param parts the same question with rows: what adds up over them is not counted again
 */
export function createFigures({ database, seesSmallCounts, signal }: ReadModel, question: Question, parts?: { question: Question; figures: Figures }): Figures {
  const statements: Readonly<Record<MeasureFamily, () => Promise<queries.GroupRow[]>>> = {
    counties: () => queries.selectCounties(database, question),
    status: () => queries.selectStatuses(database, question),
    organizations: () => queries.selectOrganizationCounts(database, question),
    pairings: () => queries.selectPairingCounts(database, question),
    projects: () => queries.selectProjectCounts(database, question),
    pledges: () => queries.selectPledges(database, question),
    reports: () => queries.selectReports(database, question, seesSmallCounts ? 'people' : 'people_shown'),
    needs: () => queries.selectNeedCounts(database, question),
  };
  const loaded = new Map<MeasureFamily, ReturnType<Figures['load']>>();
  return {
    load(family) {
      signal?.throwIfAborted();
      let result = loaded.get(family);
      if (result === undefined) {
        const adds = parts !== undefined && isFamilyAdditive(family, parts.question);
        const names = family === 'counties' ? question.groupBy.filter((name) => dimensions[name].side === 'county') : question.groupBy;
        const found = adds ? parts.figures.load(family).then(({ rows }) => [addUp(rows)]) : statements[family]();
        result = found.then((rows) => ({
          rows,
          byKey: new Map(
            rows.map((row) => [
              rowKey(
                names.flatMap((name, i) => (name === 'YEAR' ? [] : [row[`d${i}`] ?? null])),
                Number(row.place ?? 0),
              ),
              row,
            ]),
          ),
        }));
        loaded.set(family, result);
      }
      return result;
    },
  };
}

const dimensionColumn = /^(d\d|place)$/;

/** One row of the sums of all columns but those that tell rows apart. */
function addUp(rows: readonly queries.GroupRow[]): queries.GroupRow {
  const sums: queries.GroupRow = {};
  for (const row of rows) {
    for (const [column, value] of Object.entries(row)) if (!dimensionColumn.test(column)) sums[column] = Number(sums[column] ?? 0) + Number(value ?? 0);
  }
  return sums;
}

/** Tells a combination of dimensions on a point apart from the others. */
export function rowKey(values: readonly (string | number | null)[], place: number): string {
  return JSON.stringify([...values, place]);
}
