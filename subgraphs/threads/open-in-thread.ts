// A subgraph in a thread of its own: whatever it computes, the process that asks it goes on. A thread that runs out of memory
// costs the requests in it, and another one takes its place.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FormattedExecutionResult } from 'graphql';
import type { SubgraphName } from '..';
import { packageRoot } from '../shared/package-root';
import type { Log } from '../shared/process';
import { AgencyUnavailable } from '../shared/errors';
import type { Subgraph } from '../shared/subgraph';
import type { FromThread, ThreadData, ThreadSettings, ToThread } from './subgraph-thread';

const threadFile = path.join(packageRoot, 'dist/subgraphs/threads/subgraph-thread.js');

/** What one thread's objects may take; one that needs more is ended, not the process. */
const maxOldGenerationSizeMb = 400;

/** @param agency as people know it, for the errors */
export function openInThread(name: SubgraphName, agency: string, { databases, protectedUnder, statistics }: ThreadSettings, log: Log): Subgraph {
  const settings = { databases, protectedUnder, statistics };
  const waiting = new Map<number, (text: string | null) => void>();
  let thread: Worker | null = null;
  let nextId = 0;

  function start(): Worker {
    const started = new Worker(threadFile, { workerData: { name, settings } satisfies ThreadData, resourceLimits: { maxOldGenerationSizeMb } });
    started.on('message', (message: FromThread) => {
      if (message.kind === 'log') log.error(message.error);
      else settle(message.id, message.text);
    });
    started.on('error', (error) => log.error(new Error(`the thread of ${name} ended: ${error.message}`)));
    started.on('exit', () => {
      if (thread === started) thread = null;
      for (const id of [...waiting.keys()]) settle(id, null);
    });
    return started;
  }

  function settle(id: number, text: string | null): void {
    waiting.get(id)?.(text);
    waiting.delete(id);
  }

  /** @throws ThreadEnded where the thread ended meanwhile */
  async function ask<Result>(message: ToThread): Promise<Result> {
    thread ??= start();
    const asked = thread;
    const answer = new Promise<string | null>((resolve) => waiting.set(message.id, resolve));
    asked.postMessage(message);
    const text = await answer;
    if (text === null) throw new ThreadEnded();
    return JSON.parse(text) as Result;
  }

  return {
    name,
    async execute({ signal, ...request }) {
      const id = nextId++;
      const abort = () => thread?.postMessage({ kind: 'abort', id } satisfies ToThread);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        return await ask<FormattedExecutionResult>({ kind: 'execute', id, request });
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error;
        return { errors: [new AgencyUnavailable(name, agency).toJSON()] };
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },
    async findFault() {
      try {
        return await ask<Awaited<ReturnType<Subgraph['findFault']>>>({ kind: 'find fault', id: nextId++ });
      } catch (error) {
        return { sentence: `the thread of ${name} ended`, cause: error };
      }
    },
    async close() {
      if (thread === null) return;
      await ask({ kind: 'close', id: nextId++ }).catch(() => {});
      await thread?.terminate();
    },
  };
}

class ThreadEnded extends Error {}
