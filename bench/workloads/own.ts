// Our own question: the first of the README, over our three subgraphs as processes on the sample data.
import { readFileSync } from 'node:fs';
import path from 'node:path';
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
  stop(): Promise<void>;
}

/** Starts the three, on SQLite databases that are filled in `dataDir` first. */
export async function startOwnSubgraphs(dataDir: string, core: Core): Promise<OwnSubgraphs> {
  const urls = new Map<string, string>();
  const started: Process[] = [];
  for (const { name } of subgraphs) {
    const port = await findFreePort();
    const args = [path.join(packageRoot, 'dist/subgraphs/main.js'), name, '--port', String(port)];
    const each = launch({ core, args, cwd: packageRoot, env: { JIEDUI_DATA_DIR: dataDir } });
    await waitUntilReady(each, `http://127.0.0.1:${port}/health/ready`);
    started.push(each);
    urls.set(name, `http://127.0.0.1:${port}/graphql`);
  }
  return {
    urls,
    async stop() {
      await Promise.all(started.map((each) => each.stop()));
    },
  };
}
