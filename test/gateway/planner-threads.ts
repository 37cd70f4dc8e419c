// Watches the planner threads of this process from outside: how many there are, how many operations they planned.
import { runInThisContext } from 'node:vm';
import type { Worker } from 'node:worker_threads';
import type { PlannerMessage } from '../../gateway/execution/planning/planner-thread';

export interface PlannerThreads {
  /** How many were started since the watch began. */
  started(): number;
  living(): number;
  /** How many operations were planned since the watch began. */
  planned(): number;
  /** Ends all there are, as a fault of the machine would. */
  kill(): Promise<void>;
  stopWatching(): void;
}

/** Jest gives its tests a `process` that Node's own events do not reach. */
const nodeProcess = runInThisContext('process') as NodeJS.Process;

export function watchPlannerThreads(): PlannerThreads {
  const living = new Set<Worker>();
  let started = 0;
  let planned = 0;
  const onWorker = (thread: Worker) => {
    started++;
    living.add(thread);
    thread.on('exit', () => living.delete(thread));
    thread.on('message', ({ kind }: PlannerMessage) => {
      if (kind === 'planned') planned++;
    });
  };
  nodeProcess.on('worker', onWorker);
  return {
    started: () => started,
    living: () => living.size,
    planned: () => planned,
    async kill() {
      await Promise.all([...living].map((thread) => thread.terminate()));
    },
    stopWatching: () => nodeProcess.off('worker', onWorker),
  };
}
