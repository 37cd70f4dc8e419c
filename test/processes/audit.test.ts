// The audit trail as an operator has it: of processes that are killed, of several workers, and verified by the command.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createKeys } from '../../subgraphs/shared/create-keys';
import { composeSupergraph, type HttpSubgraph, serveSubgraph } from '../gateway/http-subgraph';
import { until } from '../gateway/until';
import { type Running, run } from './process';

let folder: string;
let subgraph: HttpSubgraph;
let environment: Record<string, string>;
const running: Running[] = [];

const sdl = 'type Query { echo(value: Int!): Int }';

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-audit-'));
  subgraph = await serveSubgraph(sdl, {
    Query: { echo: (_parent: unknown, { value }: { value: number }) => value } as Parameters<typeof serveSubgraph>[1][string],
  });
  writeFileSync(path.join(folder, 'supergraph.graphql'), composeSupergraph({ only: { url: subgraph.url, sdl } }));
  createKeys(path.join(folder, 'keys'));
  environment = {
    JIEDUI_LOG_LEVEL: 'warn',
    JIEDUI_MODE: 'production',
    JIEDUI_ACCESS: 'public',
    JIEDUI_DRAIN_MS: '0',
    JIEDUI_AUDIT_DIR: path.join(folder, 'audit'),
    JIEDUI_AUDIT_KEY_FILE: path.join(folder, 'keys/signing-key.json'),
    JIEDUI_AUDIT_ANCHOR: path.join(folder, 'anchor.jsonl'),
  };
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  await subgraph.stop();
  rmSync(folder, { recursive: true });
});

async function start(more: Record<string, string> = {}): Promise<{ gateway: Running; url: string }> {
  const gateway = run('gateway/main.ts', ['--port', '0', '--supergraph', path.join(folder, 'supergraph.graphql')], { ...environment, ...more });
  running.push(gateway);
  return { gateway, url: (await gateway.waitFor(/GraphQL +(\S+)/))[1] ?? '' };
}

async function verify(): Promise<{ code: number | null; output: string }> {
  const { JIEDUI_AUDIT_DIR = '', JIEDUI_AUDIT_ANCHOR = '' } = environment;
  const keys = path.join(folder, 'keys/trusted-keys.json');
  const command = run('cli/main.ts', ['audit', 'verify', JIEDUI_AUDIT_DIR, '--keys', keys, '--anchor', JIEDUI_AUDIT_ANCHOR]);
  return { code: await command.exited, output: command.output() };
}

/** Asks without end, several at a time, until nobody answers, which `end` sees to; gives the identifiers of what was answered. */
async function askUntilGone(url: string, prefix: string, end: () => void): Promise<string[]> {
  const answered: string[] = [];
  let gone = false;
  let asked = 0;
  const loop = async () => {
    while (!gone) {
      const id = `${prefix}-${asked++}`;
      try {
        const headers = { 'content-type': 'application/json', 'x-request-id': id };
        const response = await fetch(url, { method: 'POST', headers, body: `{"query":"{ echo(value: ${asked}) }"}` });
        if (response.status === 200 && (await response.text()).includes('"data"') && answered.push(id) === 100) end();
      } catch {
        gone = true;
      }
    }
  };
  await Promise.all(Array.from({ length: 20 }, loop));
  return answered;
}

function recordedIds(): Set<string> {
  const ids = new Set<string>();
  const dir = String(environment.JIEDUI_AUDIT_DIR);
  for (const name of readdirSync(dir)) {
    for (const line of readFileSync(path.join(dir, name), 'utf8').split('\n')) {
      const id = /"request":"([^"]+)"/.exec(line)?.[1];
      if (id !== undefined) ids.add(id);
    }
  }
  return ids;
}

describe('a gateway that is killed while it answers', () => {
  it('has every answer that went out in its trail, and goes on with the chain', async () => {
    const answered: string[] = [];
    for (const time of [1, 2, 3]) {
      const { gateway, url } = await start();
      answered.push(...(await askUntilGone(url, `run${time}`, () => gateway.child.kill('SIGKILL'))));
    }
    const { gateway } = await start();
    expect(await gateway.stop()).toBe(0);
    const recorded = recordedIds();
    expect(answered.length).toBeGreaterThanOrEqual(300);
    expect(answered.filter((id) => !recorded.has(id))).toEqual([]);
    const { code, output } = await verify();
    expect(output).toMatch(/^gateway: .* whole$/m);
    expect(code).toBe(0);
  });
});

const onLinux = existsSync('/proc/self/task') ? it : it.skip;

describe('two workers', () => {
  onLinux('write a chain each, and one that takes another’s place goes on with its chain', async () => {
    const { gateway, url } = await start({ JIEDUI_WORKERS: '2' });
    const ask = (id: string) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': id, connection: 'close' },
        body: '{"query":"{ echo(value: 1) }"}',
      });
    for (let time = 0; time < 6; time++) expect((await ask(`before-${time}`)).status).toBe(200);
    const workers = () =>
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .filter((name) => {
          try {
            return readFileSync(`/proc/${name}/status`, 'utf8').includes(`PPid:\t${gateway.child.pid}\n`);
          } catch {
            return false;
          }
        });
    const [killed] = workers();
    process.kill(Number(killed), 'SIGKILL');
    await until('there are two again', () => workers().filter((pid) => pid !== killed).length === 2);
    for (let time = 0; time < 6; time++) expect((await ask(`after-${time}`)).status).toBe(200);
    expect(await gateway.stop()).toBe(0);
    const { code, output } = await verify();
    expect(output).toMatch(/^gateway-1: .* whole$/m);
    expect(output).toMatch(/^gateway-2: .* whole$/m);
    expect(output).not.toMatch(/^gateway-3/m);
    expect(code).toBe(0);
    expect([...recordedIds()].filter((id) => /^(before|after)-/.test(id))).toHaveLength(12);
  });
});

describe('jiedui audit', () => {
  it('names the line that was changed and ends with 1; shows an agency its part', async () => {
    const { gateway, url } = await start();
    for (let time = 0; time < 5; time++) {
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"query":"query Q($v: Int!) { echo(value: $v) }","variables":{"v":${time}}}`,
      });
    }
    await gateway.stop();
    const dir = String(environment.JIEDUI_AUDIT_DIR);
    const read = run('cli/main.ts', ['audit', 'read', '--agency', 'only', '--since', '2026-01-01'], { JIEDUI_AUDIT_DIR: dir });
    expect(await read.exited).toBe(0);
    const seen = read
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(seen.map(({ variables }) => variables.v)).toEqual([0, 1, 2, 3, 4]);
    expect(seen[0]).toMatchObject({ chain: 'gateway', operation: 'Q', fields: ['Query.echo'], entities: 0, decision: 'answered' });

    const file = path.join(dir, readdirSync(dir).find((name) => /\d\.jsonl$/.test(name)) ?? '');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"v":2', '"v":9'));
    const { code, output } = await verify();
    expect(code).toBe(1);
    expect(output).toMatch(/^gateway: .* NOT WHOLE\n {2}\S+\.jsonl line 4: this line was changed, or what the line after it says of it$/m);
  });

  it('reads on past a damaged line, names it, and ends with 1', async () => {
    const { gateway, url } = await start();
    for (const value of [1, 2, 3])
      await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"query":"{ echo(value: ${value}) }"}` });
    await gateway.stop();
    const dir = String(environment.JIEDUI_AUDIT_DIR);
    const name = readdirSync(dir).find((each) => /\d\.jsonl$/.test(each)) ?? '';
    const lines = readFileSync(path.join(dir, name), 'utf8').split('\n');
    lines[2] = String(lines[2]).replace(/"variables":\{\}/, '"variables":3');
    writeFileSync(path.join(dir, name), lines.join('\n'));
    const read = run('cli/main.ts', ['audit', 'read', dir, '--agency', 'only']);
    expect(await read.exited).toBe(1);
    expect(read.output().match(/"chain":"gateway"/g)).toHaveLength(2);
    expect(read.output()).toContain(`${name} line 3: this is no record of a request: damaged or changed\n`);
    expect(read.output()).not.toMatch(/TypeError| at .*\.js/);
  });

  it.each([
    ['read', '--agency', 'only'],
    ['verify', '--archived'],
  ])('%s names a folder that has a file’s name', async (...args) => {
    const name = path.join(folder, 'gateway.2026-01-01.000000000000.jsonl');
    mkdirSync(name);
    writeFileSync(name.replace('.jsonl', '.heads.jsonl'), '');
    const command = run('cli/main.ts', ['audit', ...args, folder]);
    expect(await command.exited).toBe(1);
    expect(command.output()).toBe(`${name} cannot be read (EISDIR)\n`);
  });

  it('names a missing file of keys', async () => {
    const command = run('cli/main.ts', ['audit', 'verify', folder, '--keys', path.join(folder, 'nowhere.json')]);
    expect(await command.exited).toBe(1);
    expect(command.output()).toMatch(/^the file of trusted keys \S+nowhere\.json cannot be read \(ENOENT\)\n$/);
  });

  it.each([
    [['audit'], /^usage:\n {2}jiedui audit verify/],
    [['audit', 'verify'], /^name the folder of the trail, or set JIEDUI_AUDIT_DIR\n$/],
    [['audit', 'verify', '/nosuch'], /^\/nosuch cannot be read \(ENOENT\)\n$/],
    [['audit', 'read', '/tmp'], /^name the agency/],
    [['audit', 'read', '/tmp', '--agency', 'counties', '--since', 'yesterday'], /^--since: expected a date/],
  ])('%j says what is missing and ends with 1', async (args, sentence) => {
    const command = run('cli/main.ts', args);
    expect(await command.exited).toBe(1);
    expect(command.output()).toMatch(sentence);
    expect(command.output()).not.toMatch(/ at .*\.js/);
  });
});

describe('a start', () => {
  it('without a key to sign with says so in one sentence and exits with 1', async () => {
    const failed = run('gateway/main.ts', ['--port', '0'], { JIEDUI_AUDIT_DIR: path.join(folder, 'audit') });
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim()).toMatch(/^JIEDUI_AUDIT_DIR is set, and JIEDUI_AUDIT_KEY_FILE is not: [^\n]*$/);
  });

  it('in production with a trail that cannot be written says so in one sentence and exits with 1', async () => {
    writeFileSync(path.join(folder, 'audit'), 'no folder');
    const failed = run('gateway/main.ts', ['--port', '0', '--supergraph', path.join(folder, 'supergraph.graphql')], environment);
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim()).toMatch(/^the audit trail cannot be written \(E\w+\); see JIEDUI_AUDIT_DIR$/);
  });

  onLinux('in production with a folder that cannot be made says so and exits with 1', async () => {
    const failed = run('gateway/main.ts', ['--port', '0', '--supergraph', path.join(folder, 'supergraph.graphql')], {
      ...environment,
      JIEDUI_AUDIT_DIR: '/proc/nowhere',
    });
    running.push(failed);
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim()).toMatch(/^the audit trail cannot be written \(ENOENT\); see JIEDUI_AUDIT_DIR$/);
  });

  it('in production without a trail says that there is none', async () => {
    const { gateway } = await start({ JIEDUI_AUDIT_DIR: '' });
    expect(gateway.output()).toContain('no audit trail is written');
  });
});
