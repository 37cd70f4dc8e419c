// The work of explaining the statuses of some counties.
import type { ModelSize } from '../model-size';
import type { WorkPart } from '../work';
import { rowsOfStatement, sum } from './rows-read';

/**
 * @param asked the numbers of the counties
 * @param only how many organizations alone count; null where all do
 */
export function estimateReasons({ counties, organizations }: ModelSize, asked: ReadonlySet<number>, only: number | null = null): WorkPart {
  const ofCounties = sum(counties, ({ id, rows }) => (asked.has(id) ? rows.fact_link : 0));
  const ofOrganizations = (only ?? 0) * (sum(counties, ({ rows }) => rows.fact_link) / Math.max(1, organizations));
  const links = only === null ? ofCounties : Math.min(ofCounties, ofOrganizations);
  // Each link with its pairing and organization, and the period of each organization.
  return { rows: 2 * rowsOfStatement + 4 * links + asked.size, cells: links };
}
