// The transports to subgraphs. Connections outlive a swap of supergraphs: each supergraph borrows the transports that it
// needs, and one that nobody has borrowed is closed.
import type { Signer } from '../../subgraphs/shared/message-signatures';
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import type { ClientTls } from '../../subgraphs/shared/tls';
import { createHttpTransport } from './http-transport';
import { createInProcessTransport } from './in-process-transport';
import { type LastGoodLimits, LastGoodStore } from './last-good-store';
import { keepLastGood } from './last-good-transport';
import { createResilience, type ResilienceOptions } from './resilience';
import { createSubgraphStates, type SubgraphStates } from './subgraph-state';
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
  subgraphTimeoutMs: number;
  resilience: ResilienceOptions;
  maxAnswerBytes: number;
  /** What is kept to answer for subgraphs that cannot be reached; nothing where it is not set. */
  lastGood?: LastGoodLimits | null | undefined;
  /** Counts how the subgraphs fare. */
  states?: SubgraphStates | undefined;
  /** Signs requests over HTTP. */
  signer?: Signer | undefined;
  /** What is shown to subgraphs over HTTPS, and whom of them to trust. */
  tls?: ClientTls | undefined;
  /** Whether callers may have spans. */
  traces?: boolean | undefined;
}

export function createTransportRegistry(options: TransportOptions): TransportRegistry {
  const { inProcess, subgraphUrls, subgraphTimeoutMs: timeoutMs, resilience, maxAnswerBytes, states = createSubgraphStates(), signer, tls } = options;
  const store = options.lastGood == null ? null : new LastGoodStore(options.lastGood);
  const local = new Map(
    inProcess.map((subgraph) => {
      const { name } = subgraph;
      return [name, wrap(name, name, createInProcessTransport(subgraph, timeoutMs, states.of(name)))];
    }),
  );
  const remote = new Map<string, { transport: Transport; borrowers: number }>();
  const sharing = new Set<() => void>();

  function borrow(name: string, url: string): { transport: Transport; giveBack: () => Promise<void> } {
    const inThisProcess = local.get(name);
    if (inThisProcess !== undefined) return { transport: inThisProcess, giveBack: async () => {} };
    const key = `${name} ${url}`;
    const entry = remote.get(key) ?? { transport: wrap(name, key, openHttp(name, url)), borrowers: 0 };
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

  /** @param address the subgraph's name, and where it is */
  function wrap(name: string, address: string, transport: Transport): Transport {
    const changing = announceChanges(transport);
    const traced = options.traces === true ? traceTransport(name, changing) : changing;
    return store === null ? traced : keepLastGood(address, traced, store, states.of(name));
  }

  function openHttp(name: string, url: string): Transport {
    const transport = createHttpTransport({
      url,
      timeoutMs,
      maxAnswerBytes,
      resilience: createResilience(timeoutMs, resilience, states.of(name)),
      signer,
      tls,
    });
    sharing.add(transport.closeSharing);
    return {
      ...transport,
      close() {
        sharing.delete(transport.closeSharing);
        return transport.close();
      },
    };
  }

  /** After a mutation, whether it went well or not, no query joins one that was sent before: to any subgraph, which may tell of it. */
  function announceChanges(transport: Transport): Transport {
    return {
      ...transport,
      send(request, callback) {
        if (request.operationKind === 'query') return transport.send(request, callback);
        transport.send(request, (answer) => {
          for (const closeSharing of sharing) closeSharing();
          callback(answer);
        });
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
