// No request goes without an answer for longer than its time limit.

/** Told to whatever works for a request: once it has passed, nobody waits for the result. */
export interface Deadline {
  passed: boolean;
}

/**
 * Gives what the work gives, or what `onLate` gives where the work takes longer than `ms`. Then the deadline has passed, and what
 * the work comes to is dropped.
 */
export function finishWithin<T>(ms: number, work: (deadline: Deadline) => Promise<T>, onLate: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const deadline: Deadline = { passed: false };
    const timer = setTimeout(() => {
      deadline.passed = true;
      resolve(onLate());
    }, ms);
    work(deadline).then(
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
