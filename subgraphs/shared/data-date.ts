// The day that a subgraph's data describe, to be told with its answers: read now and then, and never waited for.
import type { IsoDate } from './scalars';

export interface DataDate {
  /** The day as it was last read; null where it is not known. Where that was long ago it is read again, for later answers. */
  latest(): IsoDate | null;
  /** Reads it now. Never rejects. */
  refresh(): Promise<void>;
}

const readEveryMs = 60_000;

/** @param read may reject, such as while the database is down: then the day is not known until it is read again */
export function followDataDate(read: () => Promise<IsoDate | null>): DataDate {
  let known: IsoDate | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  function refresh(): Promise<void> {
    readAt = performance.now();
    reading ??= read()
      .catch(() => null)
      .then((date) => {
        known = date;
        reading = null;
      });
    return reading;
  }

  return {
    latest() {
      if (performance.now() - readAt >= readEveryMs) void refresh();
      return known;
    },
    refresh,
  };
}
