// A graph to measure gateways over: its subgraphs, running, and its supergraph with their addresses.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Core } from './processes';
import { startSubgraphs, type SubgraphSite } from './subgraph-site';
import { readOwnSupergraph, startOwnSubgraphs } from './workloads/own';
import { publicSubgraphs } from './workloads/public';
import { addressSupergraph, compose } from './workloads/workload';

export type GraphName = 'public' | 'own';

export interface GraphSite {
  subgraphs: SubgraphSite;
  supergraphSdl: string;
  stop(): Promise<void>;
}

export async function startGraph(name: GraphName, folder: string, core: Core): Promise<GraphSite> {
  if (name === 'public') {
    const subgraphs = await startSubgraphs(['public'], core);
    const supergraphSdl = compose(Object.fromEntries(Object.entries(publicSubgraphs).map(([subgraph, { typeDefs }]) => [subgraph, typeDefs])));
    return { subgraphs, supergraphSdl: addressSupergraph(supergraphSdl, subgraphs.urls), stop: subgraphs.stop };
  }
  const dataDir = path.join(folder, 'data');
  mkdirSync(dataDir);
  const own = await startOwnSubgraphs(dataDir, core);
  // They would be what is measured; the process in front of them answers from memory what they have answered once.
  const subgraphs = await startSubgraphs(
    [...own.urls].map(([subgraph, url]) => `${subgraph}=${url}`),
    core,
  );
  return {
    subgraphs,
    supergraphSdl: addressSupergraph(readOwnSupergraph(), subgraphs.urls),
    async stop() {
      await Promise.all([subgraphs.stop(), own.stop()]);
    },
  };
}
