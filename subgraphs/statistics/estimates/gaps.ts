// The work of an answer on gaps: first of finding them among the counties, then of what a page shows of each.
import type { AskedField } from '../asked-fields';
import { codeOf, type HelpKind, helpKinds } from '../codes';
import type { ModelSize } from '../model-size';
import { type Question, restrictsPairings } from '../question';
import type { WorkPart } from '../work';
import { estimateReasons } from './reasons';
import { baseRows, countKeptStatuses, estimateFamily, narrows, rowsOfStatement, sizeQuestion, sum } from './rows-read';

/** What a gap is found by: status, kinds of needs, kinds of help, order. */
export const cellsOfCounty = 4;
/** What a candidate shows: its points, by five criteria. */
export const cellsOfCandidate = 5;

/** Of every county of the question: its status, the kinds that it needs and those it is helped with. */
export function estimateFindingGaps(size: ModelSize, question: Question, reached: boolean): WorkPart {
  const sized = sizeQuestion(size, question);
  const { counties, visited } = sized;
  const lookUps = narrows(question) ? 2.5 * visited.length : 0;
  const found = rowsOfStatement + (narrows(question) ? counties.length : size.counties.length) + lookUps;
  // Nothing more is asked of a date that data do not reach.
  if (!reached) return { rows: found, cells: 0 };
  const helped = restrictsPairings({ ...question.pairings, kinds: undefined }) ? baseRows(sized, 'fact_link').read : countKeptStatuses(sized, 'KIND') + lookUps;
  const needs = 2 * sum(narrows(question) ? counties : size.counties, ({ rows }) => rows.fact_need);
  return {
    rows: found + 2 * rowsOfStatement + estimateFamily('status', sized) + helped + needs,
    cells: cellsOfCounty * counties.length,
  };
}

/** A gap that is shown: its county, and the kinds of its unmet needs. */
export interface ShownGap {
  county: number;
  unmetKinds: readonly HelpKind[];
}

/**
 * Of the gaps of a page, as often as each field is asked for.
 *
 * @param organizations how many organizations alone count; null where all do
 */
export function estimateShowingGaps(
  size: ModelSize,
  gaps: readonly ShownGap[],
  { fields, isLatest, organizations }: { fields: readonly AskedField[]; isLatest: boolean; organizations: number | null },
): WorkPart {
  const ids = new Set(gaps.map(({ county }) => county));
  const own = size.counties.filter(({ id }) => ids.has(id));
  const asks = (name: string) => fields.some((field) => field.name === name);
  const reasons = asks('reasons') ? estimateReasons(size, ids, organizations) : { rows: 0, cells: 0 };
  const needs = sum(own, ({ rows }) => rows.fact_need);
  const candidates = isLatest ? fields.filter(({ name }) => name === 'candidates').map(({ args }) => estimateCandidates(size, gaps, args)) : [];
  return {
    rows: reasons.rows + (asks('unmetNeeds') ? rowsOfStatement + 2 * needs : 0) + sum(candidates, ({ rows }) => rows),
    cells: reasons.cells + (asks('unmetNeeds') ? needs : 0) + sum(candidates, ({ cells }) => cells),
  };
}

/** Those prepared are read once for each kind; for each gap and kind the first of each home province are compared. */
function estimateCandidates(size: ModelSize, gaps: readonly ShownGap[], { kind, first }: AskedField['args']): WorkPart {
  const most = Number(first ?? 5);
  const ids = new Set(gaps.map(({ county }) => county));
  const links = sum(size.counties, ({ id, rows }) => (ids.has(id) ? rows.fact_link : 0));
  const kindsOf = (gap: ShownGap) => (typeof kind === 'string' ? [kind as HelpKind] : gap.unmetKinds);
  const kinds = [...new Set(gaps.flatMap(kindsOf))];
  const prepared = (one: HelpKind, depth: number) =>
    sum(size.candidates, ({ kind: code, total }) => (code === codeOf(helpKinds, one) ? Math.min(depth, total) : 0));
  const compared = new Map(kinds.map((one) => [one, prepared(one, most)]));
  const perGap = sum(gaps, (gap) => sum(kindsOf(gap), (one) => (compared.get(one) ?? 0) + most * cellsOfCandidate));
  const pairedAtMost = Math.max(0, ...size.counties.filter(({ id }) => ids.has(id)).map(({ rows }) => rows.fact_link / 2));
  return {
    rows: 2 * rowsOfStatement + 2 * links + sum(kinds, (one) => rowsOfStatement + prepared(one, most + pairedAtMost)),
    cells: sum(kinds, (one) => prepared(one, most + pairedAtMost)) + perGap,
  };
}
