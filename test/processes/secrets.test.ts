// Secrets come from the environment or from files, and are in nothing that a process prints, whatever goes wrong.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createKeys } from '../../subgraphs/shared/create-keys';
import { ask } from '../graph/graph';
import { type Running, run } from './process';

let folder: string;
const running: Running[] = [];
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-secrets-'));
});
afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()));
  rmSync(folder, { recursive: true });
});

const marker = 'hunter2-7f3a';
const agencies = ['ORGANIZATIONS', 'COUNTIES', 'PAIRINGS', 'STATISTICS'];
/** Every setting with a password, in a form that is right, at a port that nobody listens on. */
const databases = Object.fromEntries(
  agencies.flatMap((agency) => [
    [`JIEDUI_${agency}_DB`, `mysql://reader:${marker}@127.0.0.1:9/x`],
    [`JIEDUI_${agency}_OWNER_DB`, `mysql://owner:${marker}@127.0.0.1:9/x`],
  ]),
);

describe('secrets', () => {
  it('in every setting and header are in no output of a gateway that cannot reach its databases', async () => {
    createKeys(path.join(folder, 'keys'));
    const keyFile = path.join(folder, 'keys/signing-key.json');
    const { d } = JSON.parse(readFileSync(keyFile, 'utf8'));
    const gateway = run('gateway/main.ts', ['--embedded', '--port', '0'], {
      ...databases,
      JIEDUI_LOG_LEVEL: 'trace',
      JIEDUI_SIGNING_KEY_FILE: keyFile,
      JIEDUI_AUDIT_DIR: path.join(folder, 'audit'),
      JIEDUI_AUDIT_KEY_FILE: keyFile,
      JIEDUI_AUDIT_ANCHOR: 'log',
    });
    running.push(gateway);
    const [, port] = await gateway.waitFor(/listens on port (\d+)/);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${marker}`, cookie: `session=${marker}`, 'x-api-key': marker };
    for (const query of ['{ county(code: "520204") { name } }', '{ organizationSearch { totalCount } }', '{']) {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
      expect(await response.text()).not.toContain(marker);
    }
    await gateway.waitFor(/ECONNREFUSED/);
    expect(await (await fetch(`http://127.0.0.1:${port}/health/ready`)).text()).not.toContain(marker);
    await gateway.stop();
    expect(gateway.output()).not.toContain(marker);
    expect(gateway.output()).not.toContain(d);
  });

  it.each([
    ['malformed', Object.fromEntries(Object.keys(databases).map((name) => [name, `postgres://u:${marker}@h/x`]))],
    ['in files that are malformed', 'files'],
    ['both in a file and beside it', 'both'],
  ])('that are %s stop the start by name and not by value', async (_name, given) => {
    const file = path.join(folder, 'secret');
    writeFileSync(file, `postgres://u:${marker}@h/x\n`);
    const files = Object.fromEntries(Object.keys(databases).map((name) => [`${name}_FILE`, file]));
    const environment = given === 'files' ? files : given === 'both' ? { ...databases, ...files } : (given as Record<string, string>);
    const failed = run('gateway/main.ts', ['--port', '0'], environment);
    expect(await failed.exited).toBe(1);
    for (const name of Object.keys(databases)) expect(failed.output()).toContain(name);
    expect(failed.output()).not.toContain(marker);
  });

  it.each([['migrate'], ['load-sample']])('of an owner are in no output of %s', async (command) => {
    const failed = run('cli/main.ts', [command, 'counties'], databases);
    expect(await failed.exited).toBe(1);
    expect(failed.output()).not.toContain(marker);
  });

  it('from a file name a database as the environment does', async () => {
    const file = path.join(folder, 'counties-db');
    writeFileSync(file, `sqlite:${path.join(String(process.env.TEST_SQLITE_DIR), 'counties.sqlite')}\n`);
    const subgraph = run('subgraphs/main.ts', ['counties', '--port', '0'], { JIEDUI_COUNTIES_DB_FILE: file, JIEDUI_DATA_DIR: path.join(folder, 'unused') });
    running.push(subgraph);
    const [, url = ''] = await subgraph.waitFor(/listens at (\S+)/);
    expect((await ask(url, '{ county(code: "520204") { name } }')).data).toEqual({ county: { name: '水城区' } });
  });

  it('from a file that is not there stop the start', async () => {
    const failed = run('subgraphs/main.ts', ['counties', '--port', '0'], { JIEDUI_COUNTIES_DB_FILE: path.join(folder, 'nosuch') });
    expect(await failed.exited).toBe(1);
    expect(failed.output()).toMatch(/JIEDUI_COUNTIES_DB_FILE: the file cannot be read \(ENOENT\)/);
  });
});
