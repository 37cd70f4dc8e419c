// Several workers on one port, as an operator runs them: who answers, what replaces a worker that died, how all stop.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from '../free-port';
import { composeSupergraph, createGate, type HttpSubgraph, serveSubgraph } from '../gateway/http-subgraph';
import { until } from '../gateway/until';
import { copyDatabases, type Running, run } from './process';

const dataDir = copyDatabases();

// Who is whose child is read from Linux's /proc.
const describeOnLinux = existsSync('/proc/self/task') ? describe : describe.skip;

let folder: string;
let file: string;
let gate: ReturnType<typeof createGate>;
let subgraph: HttpSubgraph;
const running: Running[] = [];

const sdl = (versions: readonly number[]) => `type Query { quick: Int slow(key: Int!): Int ${versions.map((number) => `version${number}: Int`).join(' ')} }`;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-workers-'));
  file = path.join(folder, 'supergraph.graphql');
  gate = createGate();
  subgraph = await serveSubgraph(sdl([0, 1, 2]), {
    Query: {
      quick: () => 1,
      slow: async (_parent, { key }: { key: number }) => {
        await gate.pass();
        return key;
      },
    } as Parameters<typeof serveSubgraph>[1][string],
  });
  writeFileSync(file, write(0));
});
afterEach(async () => {
  gate.open();
  await Promise.all(running.splice(0).map((each) => each.stop()));
  try {
    await until('no process is left', () => findProcesses().length === 0, 10_000);
  } finally {
    for (const pid of findProcesses()) process.kill(pid, 'SIGKILL');
    await subgraph.stop();
    rmSync(folder, { recursive: true });
  }
});

function write(version: number): string {
  return composeSupergraph({ only: { url: subgraph.url, sdl: sdl([version]) } });
}

function start(environment: Record<string, string> = {}, flags: string[] = []): Running {
  const started = run('gateway/main.ts', ['--port', '0', '--supergraph', file, ...flags], { JIEDUI_WORKERS: '2', ...environment });
  running.push(started);
  return started;
}

async function readUrl(started: Running): Promise<string> {
  return (await started.waitFor(/GraphQL +(\S+)/))[1] ?? '';
}

/** All gateways of the test: they were given its folder. */
function findProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/cmdline`).includes(folder))
    .map(Number);
}

function findWorkers({ child: { pid } }: Running): number[] {
  return findProcesses().filter((each) => Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${each}/status`))?.[1]) === pid);
}

/** What a file says; nothing where its process has ended. */
function read(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch {
    return '';
  }
}

/** Asks over a connection of its own: the first process gives connections to its workers in turn. */
function askAnew(url: string, query: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { 'content-type': 'application/json', connection: 'close' }, agent: false };
    const sent = request(url, options, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ query }));
  });
}

const right = { status: 200, body: '{"data":{"quick":1}}' };

/** Whether every worker serves the version: more connections than there are workers, one after the other. */
async function allServe(url: string, version: number): Promise<boolean> {
  for (let time = 0; time < 6; time++) {
    const { status } = await askAnew(url, `{ version${version} }`);
    if (status !== 200) return false;
  }
  return true;
}

/** Whether nobody listens. A connection that was taken in the moment of stopping may wait for an answer in vain: it is given up. */
function isRefused(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

const listPids = (pids: readonly number[]) => [...pids].sort((one, other) => one - other);

describeOnLinux('two workers', () => {
  it('both answer, each over a connection of its own to the subgraph', async () => {
    const first = start();
    const url = await readUrl(first);
    expect(findWorkers(first)).toHaveLength(2);
    for (let time = 0; time < 8; time++) expect(await askAnew(url, '{ quick }')).toEqual(right);
    expect(subgraph.accepted()).toBe(2);
    const health = await fetch(new URL('/health/ready', url));
    expect(health.status).toBe(200);
  });

  it('serve the embedded subgraphs too', async () => {
    const first = run('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_WORKERS: '2', JIEDUI_DATA_DIR: dataDir });
    running.push(first);
    const url = await readUrl(first);
    for (let time = 0; time < 4; time++) {
      expect(await askAnew(url, '{ county(code: "520204") { name } }')).toMatchObject({ status: 200, body: expect.stringContaining('水城区') });
    }
    expect(await first.stop()).toBe(0);
  });

  it('have another take the place of one that is killed, and answer meanwhile', async () => {
    const first = start();
    const url = await readUrl(first);
    const before = findWorkers(first);
    const [killed = 0, left] = before;
    process.kill(killed, 'SIGKILL');
    await first.waitFor(/a worker has ended \(SIGKILL\)/);
    await until('there are two again, and all requests are answered meanwhile', async () => {
      expect(await askAnew(url, '{ quick }')).toEqual(right);
      return findWorkers(first).length === 2;
    });
    const after = findWorkers(first);
    expect(after).toContain(left);
    expect(after).not.toContain(killed);
    const accepted = subgraph.accepted();
    await until('the new one answers too', async () => {
      expect(await askAnew(url, '{ quick }')).toEqual(right);
      return subgraph.accepted() > accepted;
    });
  });

  it('are there again when both were killed at once', async () => {
    const first = start({}, ['--port', String(await findFreePort())]);
    const url = await readUrl(first);
    const before = findWorkers(first);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await until('there are two others', () => findWorkers(first).filter((pid) => !before.includes(pid)).length === 2);
    await until('they answer', () =>
      askAnew(url, '{ quick }').then(
        ({ body }) => body === right.body,
        () => false,
      ),
    );
  });

  it('are two again when one is killed while the file does not load, once it does', async () => {
    const first = start();
    const url = await readUrl(first);
    writeFileSync(file, 'hello');
    await first.waitFor(/the newest supergraph is not served/);
    const [killed = 0, left] = findWorkers(first);
    process.kill(killed, 'SIGKILL');
    // The other one goes on with what it has, while the new one cannot start.
    await first.waitFor(/supergraph \S+ does not load: .*hello/);
    expect(await askAnew(url, '{ version0 }')).toMatchObject({ status: 200 });
    writeFileSync(file, write(1));
    await until('there are two', () => findWorkers(first).length === 2, 15_000);
    expect(findWorkers(first)).toContain(left);
    await until('both serve the file', () => allServe(url, 1));
  });

  it('all serve a changed file, also one that has just taken the place of another', async () => {
    const first = start();
    const url = await readUrl(first);
    expect(await allServe(url, 0)).toBe(true);
    writeFileSync(file, write(1));
    await until('both serve the change', () => allServe(url, 1));

    const [killed = 0] = findWorkers(first);
    process.kill(killed, 'SIGKILL');
    await until('the other one loads the file', () => findWorkers(first).filter((pid) => pid !== killed && hasPlanner(pid)).length === 2);
    writeFileSync(file, write(2));
    await until('both serve the next change', () => allServe(url, 2));
  });

  it('all serve a file that changed while they started', async () => {
    const first = start();
    await until('they have started to load it', () => findWorkers(first).filter(hasPlanner).length === 2);
    writeFileSync(file, write(1));
    const url = await readUrl(first);
    await until('both serve the change', () => allServe(url, 1), 15_000);
  });
});

/** The planner's thread yields to the others: it is the one with a lower priority (proc(5), stat's field 19). */
function hasPlanner(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).some(
      (thread) =>
        Number(
          read(`/proc/${pid}/task/${thread}/stat`)
            .replace(/^.*\) /, '')
            .split(' ')[16],
        ) > 0,
    );
  } catch {
    return false;
  }
}

describeOnLinux('stopping', () => {
  it.each([
    ['SIGTERM to the first process', (first: Running) => first.child.kill('SIGTERM')],
    [
      'SIGINT to every process, as a terminal sends it',
      (first: Running) => {
        for (const pid of [first.child.pid ?? 0, ...findWorkers(first)]) process.kill(pid, 'SIGINT');
      },
    ],
  ])('by %s answers what is in flight, leaves no process and exits with 0', async (_name, stop) => {
    const first = start();
    const url = await readUrl(first);
    const keys = [1, 2, 3, 4];
    const slow = keys.map((key) => askAnew(url, `{ slow(key: ${key}) }`));
    await until('the subgraph holds them', () => gate.waiting() === keys.length);
    expect(subgraph.accepted()).toBe(keys.length);
    stop(first);
    await until('no more connections are taken', () => isRefused(url));
    gate.open();
    expect(await Promise.all(slow)).toEqual(keys.map((key) => ({ status: 200, body: `{"data":{"slow":${key}}}` })));
    expect(await first.exited).toBe(0);
    expect(findProcesses()).toEqual([]);
    // Nothing is said of workers that ended: they were told to.
    expect(first.output()).not.toMatch(/"level":50|Error| at .*\.js/);
  });

  it('while the workers start exits with 0 too, without an error', async () => {
    const first = start();
    await until('there are two', () => findWorkers(first).length === 2);
    expect(await first.stop()).toBe(0);
    expect(findProcesses()).toEqual([]);
    expect(first.output()).not.toMatch(/Error| at .*\.js/);
  });

  it('while a killed worker is to be replaced starts no other', async () => {
    const first = start();
    await readUrl(first);
    process.kill(findWorkers(first)[0] ?? 0, 'SIGKILL');
    await first.waitFor(/a worker has ended/);
    expect(await first.stop()).toBe(0);
    expect(findProcesses()).toEqual([]);
  });

  it('a worker alone, by a signal to it, does not stop it: the first process decides', async () => {
    const first = start();
    const url = await readUrl(first);
    const workers = listPids(findWorkers(first));
    for (const pid of workers) process.kill(pid, 'SIGTERM');
    for (let time = 0; time < 4; time++) expect(await askAnew(url, '{ quick }')).toEqual(right);
    expect(listPids(findWorkers(first))).toEqual(workers);
  });

  it('by a SIGKILL to the first process leaves no worker', async () => {
    const first = start();
    const url = await readUrl(first);
    expect(await askAnew(url, '{ quick }')).toEqual(right);
    first.child.kill('SIGKILL');
    await until('no process is left', () => findProcesses().length === 0);
    expect(await isRefused(url)).toBe(true);
  });
});

describeOnLinux('a start that cannot be', () => {
  it.each(['0', 'abc', '-1', '1.5', '257'])('with JIEDUI_WORKERS=%s is refused with what is expected', async (count) => {
    const failed = start({ JIEDUI_WORKERS: count });
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim().split('\n')).toEqual(['the settings are wrong:', '  JIEDUI_WORKERS: expected a whole number from 1 to 256']);
  });

  it('on a port in use says so in one sentence, exits with 1 and leaves no worker', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    const failed = start({}, ['--port', String(port)]);
    expect(await failed.exited).toBe(1);
    await new Promise((resolve) => holder.close(resolve));
    await until('no process is left', () => findProcesses().length === 0, 10_000);
    expect(failed.output().trim().split('\n')).toEqual([`port ${port} of 127.0.0.1 is in use; choose another with --port`]);
  });

  it.each([
    ['is missing', null, /^the supergraph \S+ cannot be read$/],
    ['does not load', 'hello', /^the supergraph \S+ does not load: .*hello/],
  ])('with a supergraph that %s says so in one sentence, exits with 1 and leaves no worker', async (_name, text, sentence) => {
    if (text === null) rmSync(file);
    else writeFileSync(file, text);
    const failed = start();
    expect(await failed.exited).toBe(1);
    await until('no process is left', () => findProcesses().length === 0, 10_000);
    expect(failed.output().trim().split('\n')).toEqual([expect.stringMatching(sentence)]);
  });
});
