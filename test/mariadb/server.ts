// Starts a MariaDB server of the tests' own: temporary data folder, free port, unprivileged user. A server that happens
// to run on the machine is not touched.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { findFreePort } from '../free-port';

export interface MariadbServer {
  port: number;
  /** Runs one statement as the server's root. */
  query(sql: string): Promise<unknown>;
  /** Ends the process at once, as a crash would; `start` begins it again on the same port and data. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Holds the process still, as an overloaded machine would, until `resume`. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** @param extraFlags options of mariadbd besides the tests' own, such as `--innodb-buffer-pool-size=2G`; a later one of the same name holds */
export async function startMariadb(extraFlags: readonly string[] = []): Promise<MariadbServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-mariadb-'));
  const port = await findFreePort();
  const user = unprivilegedUser();
  if (user !== null) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o755);
  const asUser = user === null ? [] : [`--user=${user.name}`];
  const dataDir = path.join(folder, 'data');
  execFileSync('mariadb-install-db', ['--no-defaults', ...asUser, `--datadir=${dataDir}`, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    stdio: 'pipe',
  });

  let child: ChildProcess | undefined;
  const server: MariadbServer = {
    port,
    async query(sql) {
      const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' });
      try {
        return (await connection.query(sql))[0];
      } finally {
        await connection.end();
      }
    },
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    async kill() {
      await end(child, 'SIGKILL');
    },
    async start() {
      const flags = [
        '--no-defaults',
        ...asUser,
        `--datadir=${dataDir}`,
        `--socket=${path.join(folder, 'socket')}`,
        // Servers that start clear away what looks like temporary tables.
        `--tmpdir=${folder}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--skip-log-bin',
      ];
      // A default time zone and character set that are not ours: the connection must set its own.
      const own = ['--default-time-zone=+08:00', '--character-set-server=latin1', '--innodb-flush-log-at-trx-commit=2'];
      child = spawn('mariadbd', [...flags, ...own, ...extraFlags], { stdio: 'ignore' });
      for (let attempt = 0; ; attempt++) {
        try {
          await server.query('SELECT 1');
          return;
        } catch (error) {
          if (attempt > 150 || child.exitCode !== null) throw error;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      }
    },
    async stop() {
      await end(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

function unprivilegedUser(): { name: string; uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody']).toString());
  return { name: 'nobody', uid: id('-u'), gid: id('-g') };
}

function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
