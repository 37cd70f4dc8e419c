// Waits for what comes about by itself: a watched file is read, a thread has ended.
import { setTimeout } from 'node:timers/promises';

/** Asks again and again until `holds` gives true; after `withinMs` it rejects with what was awaited. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`within ${withinMs} ms it did not come about that ${what}`);
    await setTimeout(25);
  }
}
