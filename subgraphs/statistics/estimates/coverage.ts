// The work of an answer on coverage: the statements that it takes, the rows that it has, and what a client asks of them.
import type { AskedField } from '../asked-fields';
import { dimensions } from '../dimensions';
import { isFamilyAdditive, type MeasureFamily, measures } from '../measures';
import type { ModelSize } from '../model-size';
import { countsAllPairings, type Question } from '../question';
import { asksNeeds, orderFields } from '../rows';
import type { CoverageOrder } from '../types.generated';
import type { WorkPart } from '../work';
import { countRows, estimateFamily, sizeQuestion, sum } from './rows-read';

interface AskedCoverage {
  question: Question;
  /** The same without rows. */
  whole: Question;
  orderBy: readonly CoverageOrder[];
  /** Rows of a page at most. */
  limit: number;
  /** What the client asks for of the answer. */
  fields: readonly AskedField[];
}

/** A status is made of three measures and the counties. */
const cellsOfStatus = 4;

export function estimateCoverage(size: ModelSize, { question, whole, orderBy, limit, fields }: AskedCoverage): WorkPart {
  const sized = sizeQuestion(size, question);
  const ofRows = fields.filter(({ name }) => name === 'rows').flatMap((field) => field.fields);
  const ofTotals = fields.filter(({ name }) => name === 'totals').flatMap((field) => field.fields);
  const rowCount = countRows(sized);
  const ordered = orderBy.map(({ by }): AskedField => ({ name: orderFields[by], args: {}, fields: [] }));
  const families = familiesOf([...ofRows, ...ordered], question);
  if (question.groupBy.some((name) => dimensions[name].side === 'county')) families.add('counties');
  const totalled = familiesOf(ofTotals, whole);
  // What adds up over the rows is counted for the rows.
  for (const family of totalled) if (isFamilyAdditive(family, question)) families.add(family);
  const sizedWhole = sizeQuestion(size, whole);
  const rows = sum([...families], (family) => estimateFamily(family, sized)) + sum([...totalled], (family) => estimateFamily(family, sizedWhole, question));
  const shown = Math.min(limit, rowCount);
  const cells = rowCount * (Math.max(1, question.groupBy.length) + orderBy.length) + shown * cellsOf(ofRows, question) + cellsOf(ofTotals, whole) + 1;
  return { rows, cells };
}

function familiesOf(fields: readonly AskedField[], question: Question): Set<MeasureFamily> {
  const families = new Set<MeasureFamily>();
  for (const { name } of fields) {
    const family = isOfStatus(name) ? (givesStatus(question) ? 'status' : undefined) : measures[name]?.family;
    if (family === undefined || (family === 'needs' && !asksNeeds(question))) continue;
    families.add(family);
    if (family === 'status') families.add('counties');
  }
  return families;
}

function cellsOf(fields: readonly AskedField[], question: Question): number {
  return sum(fields, ({ name }) => (isOfStatus(name) ? (givesStatus(question) ? cellsOfStatus : 0) : measures[name] === undefined ? 0 : 1));
}

function isOfStatus(name: string): boolean {
  return name === 'status' || name === 'reasons';
}

/** Whether rows are of one county each, under all pairings. */
function givesStatus(question: Question): boolean {
  return question.groupBy.includes('COUNTY') && countsAllPairings(question, (name) => dimensions[name].side === 'pairing');
}
