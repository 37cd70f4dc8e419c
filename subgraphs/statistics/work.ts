// The work that one request makes: estimated before each part of it is done, in rows read plus cells computed, and refused where
// all of it together would be too much. No clock: the same question costs the same on any machine.
import { OperationTooCostly } from '../shared/errors';

/** A part of the work: rows that statements read, and values that are computed of them. */
export interface WorkPart {
  rows: number;
  cells: number;
}

export class Work implements WorkPart {
  /** Rows that statements returned so far, and cells that were computed. */
  rows = 0;
  cells = 0;
  /** Rows that statements would read so far, and cells that would be computed, by the estimates. */
  estimate = 0;
  readonly maximum: number;

  constructor(maximum: number) {
    this.maximum = maximum;
  }

  /** Adds a part that is about to be done. @throws OperationTooCostly where it would be too much with what was done before */
  plan({ rows, cells }: WorkPart): void {
    const total = this.estimate + Math.ceil(rows + cells);
    if (total > this.maximum) throw new OperationTooCostly(total, this.maximum);
    this.estimate = total;
  }
}
