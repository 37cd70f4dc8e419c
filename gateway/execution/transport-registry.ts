// The transports to subgraphs. Connections outlive a swap of supergraphs: each supergraph borrows the transports that it
// needs, and one that nobody has borrowed is closed.
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import { type ExecutionObserver, observeTransport } from './execution-observer';
import { createHttpTransport } from './http-transport';
import { createInProcessTransport } from './in-process-transport';
import { traceTransport } from './traced-transport';
import type { Transport } from './transport';

export interface TransportRegistry {
  /** @throws Error where a subgraph has no address of use; then nothing is lent */
  lend(subgraphs: readonly { name: string; url: string | undefined }[]): { transports: ReadonlyMap<string, Transport>; giveBack(): Promise<void> };
}

export interface TransportOptions {
  inProcess: readonly Subgraph[];
  /** Addresses that replace those in the supergraph, by subgraph. */
  subgraphUrls: ReadonlyMap<string, string>;
  timeoutMs: number;
  maxAnswerBytes: number;
  observer?: ExecutionObserver | undefined;
  /** Whether callers may have spans. */
  traces?: boolean | undefined;
}

export function createTransportRegistry({ inProcess, subgraphUrls, timeoutMs, maxAnswerBytes, observer, traces = false }: TransportOptions): TransportRegistry {
  const observe = (name: string, transport: Transport) => {
    const observed = observer === undefined ? transport : observeTransport(name, transport, observer);
    return traces ? traceTransport(name, observed) : observed;
  };
  const local = new Map(inProcess.map((subgraph) => [subgraph.name, observe(subgraph.name, createInProcessTransport(subgraph, timeoutMs))]));
  const remote = new Map<string, { transport: Transport; borrowers: number }>();

  function borrow(name: string, url: string): { transport: Transport; giveBack: () => Promise<void> } {
    const inThisProcess = local.get(name);
    if (inThisProcess !== undefined) return { transport: inThisProcess, giveBack: async () => {} };
    const key = `${name} ${url}`;
    const entry = remote.get(key) ?? { transport: observe(name, createHttpTransport({ url, timeoutMs, maxAnswerBytes })), borrowers: 0 };
    remote.set(key, entry);
    entry.borrowers++;
    return {
      transport: entry.transport,
      async giveBack() {
        if (--entry.borrowers > 0) return;
        remote.delete(key);
        await entry.transport.close();
      },
    };
  }

  return {
    lend(subgraphs) {
      for (const { name, url } of subgraphs) {
        const address = subgraphUrls.get(name) ?? url ?? '';
        if (!local.has(name) && !/^https?:\/\/./.test(address))
          throw new Error(`the supergraph has no address for ${name} that begins with http:// or https://`);
        if (!local.has(name) && !URL.canParse(address)) throw new Error(`the address of ${name} is no URL`);
      }
      const borrowed = subgraphs.map(({ name, url }) => ({ name, ...borrow(name, subgraphUrls.get(name) ?? url ?? '') }));
      return {
        transports: new Map(borrowed.map(({ name, transport }) => [name, transport])),
        async giveBack() {
          await Promise.all(borrowed.map(({ giveBack }) => giveBack()));
        },
      };
    },
  };
}
