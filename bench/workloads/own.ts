// Our own question: the first of the README, over our three subgraphs as processes on the sample data.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../../config';
import { prepareEmbeddedData } from '../../sample/prepare';
import { subgraphs } from '../../subgraphs';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { findFreePort } from '../../test/free-port';
import { type Core, launch, type Process, waitUntilReady } from '../processes';
import type { Operation } from './workload';

export function readOwnQuestion(): Operation {
  const query = /```graphql\n([^`]+)```/.exec(readFileSync(path.join(packageRoot, 'README.md'), 'utf8'))?.[1];
  if (query === undefined) throw new Error('the README has no question');
  return { name: 'Question', query: query.replace('query {', 'query Question {') };
}

export function readOwnSupergraph(): string {
  return readFileSync(path.join(packageRoot, 'schema/supergraph.graphql'), 'utf8');
}

export interface OwnSubgraphs {
  urls: ReadonlyMap<string, string>;
  /** Sends a signal to a subgraph's process. */
  signal(name: string, signal: NodeJS.Signals): void;
  /** Starts a subgraph that has ended, on its port; resolves when it is ready. */
  restart(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts them, on SQLite databases that are filled in `dataDir` first. */
export async function startOwnSubgraphs(dataDir: string, core: Core): Promise<OwnSubgraphs> {
  const urls = new Map<string, string>();
  const started = new Map<string, Process>();
  const start = async (name: string) => {
    const { port } = new URL(urls.get(name) ?? '');
    const args = [path.join(packageRoot, 'dist/subgraphs/main.js'), name, '--port', port];
    const each = launch({ core, args, cwd: packageRoot, env: { JIEDUI_DATA_DIR: dataDir } });
    started.set(name, each);
    await waitUntilReady(each, `http://127.0.0.1:${port}/health/ready`);
  };
  // All at once: the statistics are built from the registers.
  await prepareEmbeddedData(readConfig({ JIEDUI_DATA_DIR: dataDir }, packageRoot), () => {});
  for (const { name } of subgraphs) {
    urls.set(name, `http://127.0.0.1:${await findFreePort()}/graphql`);
    await start(name);
  }
  return {
    urls,
    signal: (name, signal) => void started.get(name)?.child.kill(signal),
    restart: start,
    async stop() {
      await Promise.all([...started.values()].map((each) => each.stop()));
    },
  };
}
