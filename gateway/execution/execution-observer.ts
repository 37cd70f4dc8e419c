// What watches the planning of operations. Its methods must not throw.

export interface ExecutionObserver {
  onPlanned(ms: number): void;
}

/** How known operations were, so far. */
export interface OperationCounters {
  /** Requests whose operation was prepared already. */
  known: number;
  /** Requests whose operation had to be planned, or waited for its plan. */
  new: number;
}
