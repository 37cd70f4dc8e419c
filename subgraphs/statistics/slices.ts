// Long computations in slices: between two of them the process does what else there is to do, and notices that nobody waits any
// more.
import { setImmediate } from 'node:timers/promises';

/** Items that are worked on before others get their turn: a few milliseconds. */
const itemsInSlice = 2_000;

/** Works on each item in order. @throws the signal's reason once it is aborted */
export async function takeTurns<Item>(items: readonly Item[], signal: AbortSignal | null, work: (item: Item) => void): Promise<void> {
  for (let start = 0; start < items.length; start += itemsInSlice) {
    if (start > 0) await setImmediate();
    signal?.throwIfAborted();
    for (const item of items.slice(start, start + itemsInSlice)) work(item);
  }
}
