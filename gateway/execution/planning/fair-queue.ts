// What waits, fair by caller, what is small first. No clock: an order by virtual time (self-clocked fair queueing, Golestani 1994),
// among callers and again among the work of each caller.

/** Something that waits for its turn. */
export interface Turn {
  /** Who shares a turn; equal for the work of one caller. */
  caller: string;
  /** How much work it is expected to be, in any unit above 0. */
  size: number;
}

interface Waiting<Work> {
  work: Work;
  /** The caller's virtual time at which it would end. */
  tag: number;
}

interface CallerQueue<Work> {
  waiting: Waiting<Work>[];
  /** How far the caller's own work has got. */
  time: number;
  /** How much of everybody's time it has had. */
  served: number;
}

/**
 * A queue in which a caller's share does not depend on how much it puts in. Small work goes before large work that came before it,
 * of the same caller too, but nothing waits for ever: each that goes before moves time on by its size.
 */
export class FairQueue<Work extends Turn> {
  readonly #callers = new Map<string, CallerQueue<Work>>();
  #time = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(work: Work): void {
    let queue = this.#callers.get(work.caller);
    if (queue === undefined) {
      // Whoever had nothing waiting has saved nothing up.
      queue = { waiting: [], time: 0, served: this.#time };
      this.#callers.set(work.caller, queue);
    }
    queue.waiting.push({ work, tag: queue.time + work.size });
    this.#length++;
  }

  /** Takes what is next. */
  shift(): Work | undefined {
    let next: { queue: CallerQueue<Work>; index: number; tag: number } | undefined;
    for (const queue of this.#callers.values()) {
      const index = indexOfExtreme(queue.waiting, (one, other) => one.tag < other.tag);
      const tag = queue.served + (queue.waiting[index] as Waiting<Work>).work.size;
      if (next === undefined || tag < next.tag) next = { queue, index, tag };
    }
    if (next === undefined) return undefined;
    const { queue, index, tag } = next;
    const { work, tag: ownTag } = queue.waiting[index] as Waiting<Work>;
    queue.time = ownTag;
    queue.served = tag;
    this.#time = tag;
    this.#remove(queue, work.caller, index);
    return work;
  }

  /**
   * Takes out what makes room for another caller's work: the last in the queue of the caller that has most in it. Nothing where
   * that is this caller itself, or where another has no more than one waiting beyond this one's.
   */
  makeRoom(caller: string): Work | undefined {
    const own = this.#callers.get(caller)?.waiting.length ?? 0;
    let most: CallerQueue<Work> | undefined;
    for (const queue of this.#callers.values()) if (queue.waiting.length > (most?.waiting.length ?? own + 1)) most = queue;
    if (most === undefined) return undefined;
    const index = indexOfExtreme(most.waiting, (one, other) => one.tag >= other.tag);
    const { work } = most.waiting[index] as Waiting<Work>;
    this.#remove(most, work.caller, index);
    return work;
  }

  /** Takes all out. */
  clear(): Work[] {
    const all = [...this.#callers.values()].flatMap(({ waiting }) => waiting.map(({ work }) => work));
    this.#callers.clear();
    this.#length = 0;
    return all;
  }

  #remove(queue: CallerQueue<Work>, caller: string, index: number): void {
    queue.waiting.splice(index, 1);
    this.#length--;
    if (queue.waiting.length === 0) this.#callers.delete(caller);
  }
}

function indexOfExtreme<Item>(items: readonly Item[], isBetter: (one: Item, other: Item) => boolean): number {
  let best = 0;
  for (let i = 1; i < items.length; i++) if (isBetter(items[i] as Item, items[best] as Item)) best = i;
  return best;
}
