// Sheds load: with too many requests at work, new ones are refused at once rather than made to wait. A tenth above the limit
// is kept for requests that are known to be cheap.

export interface LoadShedder {
  /** Whether one more request may begin. `isCheap` is asked only where it decides. */
  admits(isCheap: () => boolean): boolean;
  /** A request begins its work. It ends when the work is done, also where nobody waits for it any more. */
  begin(): void;
  end(): void;
}

export function createLoadShedder(maxConcurrent: number): LoadShedder {
  const maxWithReserve = maxConcurrent + Math.ceil(maxConcurrent / 10);
  let running = 0;
  return {
    admits: (isCheap) => running < maxConcurrent || (running < maxWithReserve && isCheap()),
    begin() {
      running++;
    },
    end() {
      running--;
    },
  };
}
