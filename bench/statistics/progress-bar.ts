// A progress bar on standard error: one line that is written over, or now and then a new one where the output is no terminal.

export interface ProgressBar {
  /** @param expected about how many; the bar stays under the whole until `finish` */
  show(done: number, expected: number): void;
  finish(done: number): void;
}

const width = 30;
const everyMs = { terminal: 200, log: 10_000 };

/** A bar of rows: share done, rows, rows per second since it was created. */
export function createProgressBar(label: string, output: NodeJS.WriteStream = process.stderr): ProgressBar {
  const startedAt = Date.now();
  let shownAt = 0;
  const write = (share: number, done: number): void => {
    const filled = Math.round(share * width);
    const perSecond = Math.round(done / Math.max(0.001, (Date.now() - startedAt) / 1_000));
    const percent = String(Math.floor(share * 100)).padStart(3);
    const line = `${label} [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${percent}% ${done.toLocaleString('en')} rows, ${perSecond.toLocaleString('en')} rows/s`;
    output.write(output.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
  };
  return {
    show(done, expected) {
      if (Date.now() - shownAt < (output.isTTY ? everyMs.terminal : everyMs.log)) return;
      shownAt = Date.now();
      write(Math.min(0.99, done / Math.max(1, expected)), done);
    },
    finish(done) {
      write(1, done);
      if (output.isTTY) output.write('\n');
    },
  };
}
