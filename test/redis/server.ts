// Starts a Redis server of a test's own: temporary folder, free port, nothing kept. One that happens to run on the machine is
// not touched.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from '../free-port';
import { until } from '../gateway/until';

export interface RedisServer {
  url: string;
  start(): Promise<void>;
  /** Ends the process at once, as a crash would; `start` begins it again on the same port. */
  kill(): Promise<void>;
  /** Lets it take connections and answer nothing, until `resume`. */
  suspend(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** @param flags of redis-server besides */
export async function createRedis(flags: readonly string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-redis-'));
  const port = await findFreePort();
  let child: ChildProcess | undefined;

  const kill = async () => {
    if (child === undefined) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    child = undefined;
  };

  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const own = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
      child = spawn('redis-server', [...own, ...flags], { stdio: 'ignore' });
      await until('Redis listens', () => listens(port));
    },
    kill,
    suspend: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
