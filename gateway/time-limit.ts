// No request goes without an answer for longer than its time limit, and nobody works for one that nobody waits for.

/** Until when the work for a request is of use: a time, or whenever nobody waits for the answer any more. */
export class Deadline {
  #givenUp = false;
  readonly #listeners = new Set<() => void>();

  #at: number;

  /** @param at in milliseconds of `performance.now()` */
  constructor(at: number = Number.POSITIVE_INFINITY) {
    this.#at = at;
  }

  static after(ms: number): Deadline {
    return new Deadline(performance.now() + ms);
  }

  get at(): number {
    return this.#at;
  }

  get passed(): boolean {
    return this.#givenUp || performance.now() >= this.at;
  }

  /** Milliseconds; infinite where there is no limit. */
  get leftMs(): number {
    return this.#givenUp ? 0 : Math.max(0, this.at - performance.now());
  }

  /** Somebody waits longer. */
  prolong(at: number): void {
    this.#at = Math.max(this.#at, at);
  }

  /** Nobody waits any more, because the time is over or the client has gone: whoever works is told once. */
  giveUp(): void {
    if (this.#givenUp) return;
    this.#givenUp = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  /** @returns what ends the listening */
  onGivenUp(listener: () => void): () => void {
    if (this.#givenUp) listener();
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/**
 * Gives what the work gives, or what `onLate` gives where the work takes longer than the deadline. Then the deadline is given up,
 * and what the work comes to is dropped.
 */
export function finishWithin<T>(deadline: Deadline, work: () => Promise<T>, onLate: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve(onLate());
      deadline.giveUp();
    }, deadline.leftMs);
    work().then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
