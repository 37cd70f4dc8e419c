// Where threads and serving share a core, serving goes first.
import { readlinkSync } from 'node:fs';
import os from 'node:os';

/** Lowers the priority of the thread that calls it. On Linux a thread has one of its own. */
export function yieldToServing(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    os.setPriority(thread, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Elsewhere all threads are equal.
  }
}
