// Starts Hive Gateway as a process of its own over a supergraph: any free port, a temporary folder, nothing reported anywhere.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { findFreePort } from '../free-port';

const program = path.join(packageRoot, 'bench/peers/node_modules/@graphql-hive/gateway/dist/bin.js');
const startTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;

export interface HiveGateway {
  /** Where it answers GraphQL. */
  url: string;
  stop(): Promise<void>;
}

/**
 * @param supergraphSdl a supergraph whose `@join__graph` URLs are the subgraphs' addresses
 * @throws Error where the peers are not installed, or with its log where it does not start within a minute
 */
export async function startHiveGateway(supergraphSdl: string): Promise<HiveGateway> {
  if (!existsSync(program)) throw new Error('Hive Gateway is not installed; run npm ci --prefix bench/peers');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-hive-'));
  writeFileSync(path.join(folder, 'supergraph.graphql'), supergraphSdl);
  // A supergraph file is watched, not polled. Without a token in the environment there is no usage reporting and no tracing.
  writeFileSync(path.join(folder, 'gateway.config.mjs'), 'export const gatewayConfig = { landingPage: false, graphiql: false };\n');
  const port = await findFreePort();
  const child = spawn(
    process.execPath,
    [program, 'supergraph', 'supergraph.graphql', '--host', '127.0.0.1', '--port', String(port), '--config-path', 'gateway.config.mjs'],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (log += text));

  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(child, `http://127.0.0.1:${port}/readiness`);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}; its log:\n${log}`);
  }
  return { url: `http://127.0.0.1:${port}/graphql`, stop };
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new Error(`Hive Gateway ended at start with ${child.signalCode ?? child.exitCode}`);
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Hive Gateway is not ready after ${startTimeoutMs / 1_000} s`);
}

function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
