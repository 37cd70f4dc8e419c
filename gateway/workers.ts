// Serves from several processes on one port. The first process listens to nobody itself: it holds the port, watches the
// supergraph's file for all, starts a worker anew that has died, and stops them together.
import cluster, { type Worker } from 'node:cluster';
import { createServer } from 'node:net';
import { OperatorError } from '../subgraphs/shared/operator-error';
import { describeFailure, type Log } from '../subgraphs/shared/process';
import { workerSlotName } from './audit/open-audit';
import type { Gateway } from './gateway';
import { watchSupergraphFile } from './supergraph-file';

/** What the processes tell each other. */
type ToWorker = 'reload the supergraph' | 'stop';
type FromWorker = { port: number } | { failure: string };
// The metrics' own messages, of prom-client, go over the same channel.

/** A worker that dies is not started anew more often than this. */
const restartDelayMs = 1_000;

export interface Workers {
  /** Starts the workers; gives the port when all of them serve. Rejects with the first worker's failure to start. */
  start(): Promise<number>;
  /** Stops the workers in order: each answers what it has begun. */
  stop(): Promise<void>;
}

export interface WorkersOptions {
  count: number;
  supergraphFile: string;
  log: Log;
}

/** For the first process: manages workers, each of which runs this same program. */
export function createWorkers({ count, supergraphFile, log }: WorkersOptions): Workers {
  const running = new Set<Worker>();
  let serving = false;
  let stopping = false;
  let stopWatching = () => {};

  function startWorker(slot: number): Promise<number> {
    const worker = cluster.fork({ [workerSlotName]: String(slot) });
    running.add(worker);
    // A message to a worker that has just died.
    worker.on('error', (error) => log.warn(`a worker was not told: ${error.message}`));
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if ('failure' in message) reject(new OperatorError(message.failure));
        else if ('port' in message) resolve(message.port);
      });
      worker.on('exit', (code, signal) => {
        running.delete(worker);
        if (stopping) return;
        const reason = signal ?? `code ${code}`;
        reject(new OperatorError(`a worker ended while it started (${reason})`));
        if (!serving) return;
        log.error(new Error(`a worker has ended (${reason}); another one takes its place`));
        setTimeout(() => replaceWorker(slot), restartDelayMs);
      });
    });
  }

  function replaceWorker(slot: number): void {
    // Where it fails to start it exits, and the next one is tried.
    if (!stopping) startWorker(slot).catch((error: Error) => log.error(error));
  }

  async function stop(): Promise<void> {
    stopping = true;
    stopWatching();
    await Promise.all([...running].map(stopWorker));
  }

  return {
    async start() {
      stopWatching = await watchSupergraphFile(supergraphFile, () => {
        for (const worker of running) tellWorker(worker, 'reload the supergraph');
      });
      try {
        const ports = await Promise.all(Array.from({ length: count }, (_, index) => startWorker(index + 1)));
        serving = true;
        return ports[0] as number;
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
  };
}

/** Listens for a moment. Rejects as listening does: before anything else is begun, and not by every worker in no order. */
export function checkAddress(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

function tellWorker(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message);
}

async function stopWorker(worker: Worker): Promise<void> {
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  if (worker.isDead()) return;
  if (worker.isConnected()) tellWorker(worker, 'stop');
  else worker.kill();
  await exited;
}

/** For a worker: serves by `gateway` as the first process tells it. */
export async function serveAsWorker(gateway: Gateway, log: Log): Promise<void> {
  const tell = (message: FromWorker) => new Promise<void>((resolve) => (process.connected ? process.send?.(message, () => resolve()) : resolve()));
  const stop = () => {
    // What follows a stop is no failure of the first process, so what is in flight may end.
    if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
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
    else if (message === 'reload the supergraph') void gateway.reloadSupergraph();
  });
  // A terminal sends its signals to every process; the first one passes them on in order.
  process.on('SIGINT', () => {}).on('SIGTERM', () => {});
  try {
    const port = await gateway.start();
    await gateway.ready();
    await tell({ port });
  } catch (error) {
    await tell({ failure: String(describeFailure(error)) });
    process.exit(1);
  }
}
