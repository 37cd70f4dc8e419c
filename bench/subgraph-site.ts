// The process of `subgraphs.ts`, as the benchmark holds it.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Core, launch, type Process, readCpuSeconds } from './processes';
import type { Counters, FromSubgraphs, RecordedCall, ToSubgraphs } from './subgraphs';

export interface SubgraphSite {
  urls: ReadonlyMap<string, string>;
  /** How long each call takes from now on, by subgraph; 0 for those not named. */
  setDelays(ms: Record<string, number>): Promise<void>;
  readCounters(): Promise<Counters>;
  readCpuSeconds(): number;
  /** The calls made while `ask` runs. */
  record(ask: () => Promise<unknown>): Promise<RecordedCall[]>;
  stop(): Promise<void>;
}

/** @param sources what `subgraphs.ts` takes: `public`, or `name=url` of servers to pass calls on to */
export async function startSubgraphs(sources: readonly string[], core: Core): Promise<SubgraphSite> {
  const started = launch({ core, args: [path.join(__dirname, 'subgraphs.js'), ...sources], ipc: true, env: { NODE_ENV: 'production' } });
  const { ports } = await receive(started, 'listening');
  const request = <Kind extends ToSubgraphs['kind']>(message: ToSubgraphs & { kind: Kind }) => {
    const answer = receive(started, message.kind);
    started.child.send(message);
    return answer;
  };
  return {
    urls: new Map(Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}/graphql`])),
    async setDelays(ms) {
      await request({ kind: 'delays', ms });
    },
    readCounters: () => request({ kind: 'counters' }),
    readCpuSeconds: () => readCpuSeconds(started.pid),
    async record(ask) {
      await request({ kind: 'record' });
      await ask();
      await sleep(20);
      return (await request({ kind: 'recorded' })).calls;
    },
    stop: started.stop,
  };
}

function receive<Kind extends FromSubgraphs['kind']>({ child, output }: Process, kind: Kind): Promise<FromSubgraphs & { kind: Kind }> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      if ((message as FromSubgraphs).kind !== kind) return;
      leave();
      resolve(message as FromSubgraphs & { kind: Kind });
    };
    const onExit = () => {
      leave();
      reject(new Error(`the subgraphs have ended:\n${output()}`));
    };
    const leave = () => child.off('message', onMessage).off('exit', onExit);
    child.on('message', onMessage).on('exit', onExit);
  });
}
