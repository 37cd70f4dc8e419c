// Serves from several processes on one port. The first process listens to nobody itself: it holds the port, watches the
// supergraph's file for all, starts a worker anew that has died, and stops them together.
import cluster, { type Worker } from 'node:cluster';
import type { Log } from '../subgraphs/shared/process';
import type { Gateway } from './gateway';
import { watchSupergraphFile } from './supergraph-file';

/** What the processes tell each other. */
type ToWorker = 'reload the supergraph' | 'stop';
type FromWorker = { port: number } | { failure: string };

/** A worker that dies is not started anew more often than this. */
const restartDelayMs = 1_000;

export interface Workers {
  /** Starts the workers; gives the port when all of them serve. Rejects with the first worker's failure to start. */
  start(): Promise<number>;
  /** Stops the workers in order: each answers what it has begun. */
  stop(): Promise<void>;
}

/** For the first process: manages `count` workers, each of which runs this same program. */
export function createWorkers(count: number, supergraphFile: string, log: Log): Workers {
  const running = new Set<Worker>();
  let stopping = false;
  let stopWatching = () => {};

  function startWorker(): Promise<number> {
    const worker = cluster.fork();
    running.add(worker);
    let serving = false;
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if ('failure' in message) reject(new Error(message.failure));
        else {
          serving = true;
          resolve(message.port);
        }
      });
      worker.on('exit', (code, signal) => {
        running.delete(worker);
        reject(new Error(`a worker ended while it started (${signal ?? code})`));
        if (stopping || !serving) return;
        log.error(new Error(`a worker has ended (${signal ?? code}); another one takes its place`));
        setTimeout(() => {
          if (!stopping) startWorker().catch((error: unknown) => log.error(error));
        }, restartDelayMs);
      });
    });
  }

  return {
    async start() {
      const ports = await Promise.all(Array.from({ length: count }, startWorker));
      stopWatching = watchSupergraphFile(supergraphFile, () => {
        for (const worker of running) worker.send('reload the supergraph' satisfies ToWorker);
      });
      return ports[0] as number;
    },
    async stop() {
      stopping = true;
      stopWatching();
      await Promise.all([...running].map(stopWorker));
    },
  };
}

async function stopWorker(worker: Worker): Promise<void> {
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  if (worker.isConnected()) worker.send('stop' satisfies ToWorker);
  else worker.kill();
  await exited;
}

/** For a worker: serves by `gateway` as the first process tells it. */
export async function serveAsWorker(gateway: Gateway, log: Log): Promise<void> {
  const tell = (message: FromWorker) => process.send?.(message);
  const stop = () => {
    gateway.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(error);
        process.exit(1);
      },
    );
  };
  process.on('message', (message: ToWorker) => {
    if (message === 'stop') stop();
    else void gateway.reloadSupergraph();
  });
  // A terminal sends its signals to every process; the first one passes them on in order. Without it there is no reason to stay.
  process
    .on('SIGINT', () => {})
    .on('SIGTERM', () => {})
    .on('disconnect', stop);
  try {
    const port = await gateway.start();
    await gateway.ready();
    tell({ port });
  } catch (error) {
    tell({ failure: (error as Error).message });
    throw error;
  }
}
