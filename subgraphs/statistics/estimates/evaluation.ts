// The work of an evaluation: first of finding who is scored, then of what is counted of each of a page.
import type { ModelSize } from '../model-size';
import type { Question } from '../question';
import type { EvaluationSubject } from '../types.generated';
import type { WorkPart } from '../work';
import { baseRows, estimateFamily, narrows, rowsOfStatement, type Sized, sizeQuestion, sum } from './rows-read';

export const cellsOfScore = 8;
const fewSubjects = 5;

/** @param times how often they are looked for: for the page, and once more for their number */
export function estimateFindingSubjects(size: ModelSize, of: EvaluationSubject, question: Question, times: number): WorkPart {
  const sized = sizeQuestion(size, question);
  const { counties, visited } = sized;
  const isNarrow = narrows(question);
  // The provinces of all counties are jumped over in an index.
  const ofCounties = isNarrow ? 4 * visited.length : of === 'PROVINCE' ? 100 + (times - 1) * counties.length : 1.5 * counties.length;
  const rows = of === 'COUNTY' || of === 'PROVINCE' ? ofCounties : 1.4 * baseRows(sized, 'fact_link').facts;
  return { rows: times * (rowsOfStatement + rows), cells: 0 };
}

/** @param months the same question on the last days of the months, of the counties scored alone where counties or provinces are */
export function estimateScores(
  size: ModelSize,
  of: EvaluationSubject,
  { question, months, subjects }: { question: Question; months: Question; subjects: number },
): WorkPart {
  const cells = cellsOfScore * subjects;
  if (of === 'PAIRING' || of === 'ORGANIZATION')
    return { rows: estimateRowsOfPairings(sizeQuestion(size, question), of, subjects, months.points.length), cells };
  const scored = sizeQuestion(size, months);
  const base = sum(['fact_link', 'fact_link', 'fact_project'] as const, (table) => baseRows(scored, table).read);
  const needs = 2 * sum(scored.counties, ({ rows }) => rows.fact_need);
  const population = of === 'PROVINCE' ? scored.counties.length : 0;
  const byMonth = estimateFamily('counties', scored) + estimateFamily('status', scored);
  return { rows: 5 * rowsOfStatement + byMonth + base + needs + population, cells };
}

function estimateRowsOfPairings(sized: Sized, of: 'PAIRING' | 'ORGANIZATION', subjects: number, months: number): number {
  const { size, question } = sized;
  const share = subjects / Math.max(1, of === 'PAIRING' ? size.pairings : size.organizations);
  const links = share * sum(size.counties, ({ rows }) => rows.fact_link);
  const projects = share * sum(size.counties, ({ rows }) => rows.fact_project);
  const own = 6 * rowsOfStatement + links * (5 + 0.5 * months) + 2 * projects;
  // Of the counties of a list every link is read, unless few are asked about.
  const ofList = subjects > fewSubjects ? 3 * baseRows(sized, 'fact_link').read + baseRows(sized, 'fact_project').read : 12 * sized.visited.length;
  return narrows(question) ? own + ofList : own;
}
