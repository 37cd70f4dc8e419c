// Starts the processes of a benchmark on a core each is pinned to, reads what the kernel says of them, and ends every one of them, also when
// the benchmark fails or is interrupted.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const startWithinMs = 60_000;
const stopWithinMs = 5_000;
/** USER_HZ, which is 100 on Linux whatever the kernel's own rate. */
const ticksPerSecond = 100;

/** Where a process runs: the gateway has a core of its own, load and subgraphs share the other. */
export type Core = 'gateway' | 'load' | 'any';

export interface Launch {
  core: Core;
  /** Arguments of node. */
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Whether it talks with this process over `process.send`. */
  ipc?: boolean;
}

export interface Process {
  pid: number;
  child: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Ends what is left when this process ends, however it does: nothing waits then. */
export function endChildrenOnExit(): void {
  process.on('exit', () => {
    for (const { pid } of running) if (pid !== undefined) for (const each of [...readDescendants(pid), pid]) kill(each);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
}

export function launch({ core, args, env = {}, cwd = process.cwd(), ipc = false }: Launch): Process {
  const child = spawn('taskset', ['-c', coreList(core), process.execPath, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc' as const] : [])],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('taskset, of util-linux, could not be started: the benchmark pins processes to cores with it');
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000);
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      running.delete(child);
      resolve();
    });
  });
  return {
    pid,
    child,
    output: () => output,
    async stop() {
      const processes = [...readDescendants(pid), pid];
      child.kill('SIGTERM');
      const timer = setTimeout(() => processes.forEach(kill), stopWithinMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/**
 * Resolves when the address answers with 2xx, and the process has printed `output` where that is given.
 *
 * @throws Error with what the process printed where it ends or is not ready within a minute; it is stopped then
 */
export async function waitUntilReady(started: Process, url: string, output = ''): Promise<void> {
  const deadline = Date.now() + startWithinMs;
  let fault = `is not ready after ${startWithinMs / 1_000} s`;
  while (Date.now() < deadline) {
    if (started.child.exitCode !== null || started.child.signalCode !== null) {
      fault = 'ended at its start';
      break;
    }
    const response = await fetch(url, { headers: { 'apollo-require-preflight': 'true' }, signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    if (response?.ok && started.output().includes(output)) return;
    await sleep(100);
  }
  await started.stop();
  throw new Error(`${started.child.spawnargs.slice(3).join(' ')} ${fault}:\n${started.output()}`);
}

/** Moves this process, with all its threads. */
export function pinThisProcess(core: Core): void {
  spawnSync('taskset', ['-apc', coreList(core), String(process.pid)]);
}

/** Resident memory of a process and its descendants, now and at most (the latter summed over processes). */
export function readMemory(pid: number): { residentMb: number; peakMb: number } {
  const total = { residentMb: 0, peakMb: 0 };
  for (const each of [pid, ...readDescendants(pid)]) {
    const status = readProc(`${each}/status`);
    total.residentMb += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    total.peakMb += Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }
  return total;
}

/** Seconds of processor time that a process and its descendants have used. */
export function readCpuSeconds(pid: number): number {
  let ticks = 0;
  for (const each of [pid, ...readDescendants(pid)]) {
    // What follows the program's name; utime and stime are the 14th and 15th of all fields (proc(5)).
    const fields = readProc(`${each}/stat`).split(') ')[1]?.split(' ') ?? [];
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks / ticksPerSecond;
}

function coreList(core: Core): string {
  const cores = os.cpus().length;
  if (core === 'any' || cores === 1) return `0-${cores - 1}`;
  return core === 'gateway' ? '0' : '1';
}

function readDescendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The name of the program, in parentheses, may hold spaces.
    const parent = /\) \S (\d+)/.exec(readProc(`${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const found: number[] = [];
  for (let generation = [pid]; generation.length > 0; ) {
    generation = [...parents].filter(([, parent]) => generation.includes(parent)).map(([child]) => child);
    found.push(...generation);
  }
  return found;
}

function readProc(name: string): string {
  try {
    return readFileSync(`/proc/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}
