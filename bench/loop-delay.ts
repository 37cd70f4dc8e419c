// Preloaded into a gateway (node --require) to measure how late its main thread is, without code in the gateway. The first SIGUSR2 begins;
// the second ends and writes what was measured to the file that BENCH_LOOP_DELAY_FILE names, and so on.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/** In milliseconds. A timer of 1 ms is what is late: an idle loop shows a little over 1. */
export interface LoopDelay {
  p50: number;
  p99: number;
  max: number;
}

const file = process.env.BENCH_LOOP_DELAY_FILE;

if (file !== undefined && isMainThread) {
  let histogram: ReturnType<typeof monitorEventLoopDelay> | undefined;
  process.on('SIGUSR2', () => {
    if (histogram === undefined) {
      histogram = monitorEventLoopDelay({ resolution: 1 });
      histogram.enable();
      return;
    }
    histogram.disable();
    const ms = (nanoseconds: number) => nanoseconds / 1e6;
    const delay: LoopDelay = { p50: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) };
    histogram = undefined;
    writeFileSync(`${file}.part`, JSON.stringify(delay));
    renameSync(`${file}.part`, file);
  });
}
