// The thread of one subgraph: SQLite's driver and long computations block it, and nobody else.
import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../../config';
import { type SubgraphName, subgraphs } from '..';
import { openSubgraph } from '../open';
import { yieldToServing } from '../shared/thread-priority';
import type { Subgraph, SubgraphRequest } from '../shared/subgraph';

/** What of the settings a subgraph is opened by. */
export type ThreadSettings = Pick<Config, 'databases' | 'protectedUnder' | 'statistics'>;

export interface ThreadData {
  name: SubgraphName;
  settings: ThreadSettings;
}

export type ToThread =
  | { kind: 'execute'; id: number; request: Omit<SubgraphRequest, 'signal'> }
  | { kind: 'abort'; id: number }
  | { kind: 'find fault'; id: number }
  | { kind: 'close'; id: number };

/** Answers travel as text: parsing it costs less than cloning. */
export type FromThread = { kind: 'answer'; id: number; text: string } | { kind: 'log'; error: string };

if (parentPort !== null) work(parentPort, workerData as ThreadData);

function work(port: NonNullable<typeof parentPort>, { name, settings }: ThreadData): void {
  yieldToServing();
  const post = (message: FromThread) => port.postMessage(message);
  const logError = (error: unknown) => post({ kind: 'log', error: describe(error) });
  const definition = subgraphs.find((each) => each.name === name);
  if (definition === undefined) throw new Error(`there is no subgraph ${name}`);
  const subgraph: Subgraph = openSubgraph(definition, settings, { info: () => {}, warn: () => {}, error: logError });
  const aborts = new Map<number, AbortController>();

  async function answer(message: Exclude<ToThread, { kind: 'abort' }>): Promise<unknown> {
    if (message.kind === 'find fault') {
      const fault = await subgraph.findFault();
      return fault === null ? null : { ...fault, cause: fault.cause && describe(fault.cause) };
    }
    if (message.kind === 'close') return subgraph.close();
    const abort = new AbortController();
    aborts.set(message.id, abort);
    try {
      return await subgraph.execute({ ...message.request, signal: abort.signal });
    } finally {
      aborts.delete(message.id);
    }
  }

  port.on('message', (message: ToThread) => {
    if (message.kind === 'abort') {
      aborts.get(message.id)?.abort();
      return;
    }
    void answer(message).then((result) => post({ kind: 'answer', id: message.id, text: JSON.stringify(result ?? null) }));
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
