// Runs a compiled entry as the process an operator runs, and watches it.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packageRoot } from '../../subgraphs/shared/package-root';

export interface Running {
  child: ChildProcess;
  /** Everything it has printed so far. */
  output(): string;
  /** Resolves when the output matches; rejects when it exits or the time is over. */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Resolves with the exit code. */
  exited: Promise<number | null>;
  /** Ends it in order and resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** @param entry a source file such as `gateway/main.ts`; its compiled file is run */
export function run(entry: string, flags: string[], environment: Record<string, string> = {}): Running {
  const file = path.join(packageRoot, 'dist', entry.replace(/\.ts$/, '.js'));
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [file, ...flags], { env: { PATH, HOME, ...environment }, cwd: packageRoot });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      // A warning of a process fails the test, as one of the test's own process does.
      for (const [warning] of output.matchAll(/^\(node:\d+\) .*Warning: .*$/gm)) process.emitWarning(`${entry}: ${warning}`);
      resolve(code);
    });
  });
  let gone = false;
  exited.then(() => {
    gone = true;
  });
  return {
    child,
    output: () => output,
    async waitFor(pattern, timeoutMs = 120_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const match = pattern.exec(output);
        if (match !== null) return match;
        if (gone || Date.now() > deadline) throw new Error(`${entry} ${gone ? 'exited' : 'did not say'} before ${pattern}:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    exited,
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** A folder with copies of the lane's databases for one embedded gateway, which keeps it for itself; it goes when the file's tests end. */
export function copyDatabases(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-data-'));
  cpSync(String(process.env.TEST_SQLITE_DIR), folder, { recursive: true });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
