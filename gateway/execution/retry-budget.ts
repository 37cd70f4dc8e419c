// Bounds retries to a share of the requests: while a subgraph is down, retries of all must not multiply its load.

/** What may be saved up, so that a few failures after a quiet time are retried at all. */
const maxSaved = 10;

export class RetryBudget {
  #saved = maxSaved;

  /** @param share of the requests that may be sent again, from 0 to 1 */
  constructor(readonly share: number) {}

  /** Each request adds its share. */
  earn(): void {
    this.#saved = Math.min(maxSaved, this.#saved + this.share);
  }

  /** Takes one retry where there is one left. */
  take(): boolean {
    if (this.share === 0 || this.#saved < 1) return false;
    this.#saved--;
    return true;
  }
}
