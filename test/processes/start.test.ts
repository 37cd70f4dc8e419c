// The processes as an operator runs them: the embedded default, the same as separate processes, and what stops a start.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, chmodSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readSavedOperations } from '../../schema/operations';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { until } from '../gateway/until';
import { type Answer, ask } from '../graph/graph';
import { copyDatabases, type Running, run } from './process';

const copied = copyDatabases();

let folder: string;
const running: Running[] = [];
const onLinux = existsSync('/proc/self') ? it : it.skip;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-start-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(entry: string, flags: string[], environment?: Record<string, string>): Running {
  const started = run(entry, flags, environment);
  running.push(started);
  return started;
}

async function readUrl(started: Running): Promise<string> {
  const [, url] = await started.waitFor(/GraphQL +(\S+)/);
  return url ?? '';
}

const databases = ['counties.sqlite', 'organizations.sqlite', 'pairings.sqlite', 'statistics.sqlite'];

/** The databases and whatever else is in a data folder but the key for tokens and the lock; SQLite keeps two more beside a file that is written while others read. */
function filesIn(dataDir: string): string[] {
  return readdirSync(dataDir)
    .filter((name) => !/-(shm|wal)$/.test(name) && name !== 'token-keys' && name !== 'embedded.lock')
    .sort();
}

describe('the embedded default', () => {
  it('builds its databases with progress lines, answers, stops in order; and uses them again the second time', async () => {
    const dataDir = path.join(folder, 'data');
    const first = start('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir });
    const answer = await ask(await readUrl(first), '{ countySearch(filter: { designation: {} }) { totalCount } organizationSearch { totalCount } }');
    expect(answer.data).toEqual({ countySearch: { totalCount: 160 }, organizationSearch: { totalCount: 3000 } });
    expect(first.output()).toMatch(/^building the database of organizations in .* 正在建立数据库\n/);
    expect(first.output()).toMatch(/counties: \d+ of \d+ rows/);
    for (const name of readdirSync(dataDir).filter((each) => each.includes('.sqlite')))
      expect([name, statSync(path.join(dataDir, name)).mode & 0o777]).toEqual([name, 0o600]);
    expect(filesIn(dataDir)).toEqual(databases);
    expect(await first.stop()).toBe(0);

    // As an earlier version left it.
    chmodSync(path.join(dataDir, 'counties.sqlite'), 0o644);
    const builtAt = statSync(path.join(dataDir, 'counties.sqlite')).mtimeMs;
    const second = start('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir });
    expect((await ask(await readUrl(second), '{ countySearch { totalCount } }')).data).toEqual({ countySearch: { totalCount: 2844 } });
    expect(second.output()).not.toMatch(/rows/);
    expect(statSync(path.join(dataDir, 'counties.sqlite'))).toMatchObject({ mtimeMs: builtAt, mode: 0o100600 });
  });

  it('started twice on one data folder starts once, and the other says so and stops', async () => {
    const dataDir = path.join(folder, 'twice');
    const both = [0, 1].map(() => start('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir }));
    const refused = await Promise.race(both.map((each) => each.exited.then(() => each)));
    const serving = both.find((each) => each !== refused) as Running;
    expect(await refused.exited).toBe(1);
    expect(refused.output().trim()).toBe(
      `another embedded gateway runs on the data directory ${dataDir}: stop it, or set JIEDUI_DATA_DIR to a folder of this one's own`,
    );
    expect((await ask(await readUrl(serving), '{ pairings { totalCount } }')).data.pairings.totalCount).toBeGreaterThan(400);
    expect(filesIn(dataDir)).toEqual(databases);
    // A lock ends with its process, however that ends.
    serving.child.kill('SIGKILL');
    await serving.exited;
    expect(
      (await ask(await readUrl(start('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir })), '{ __typename }')).data,
    ).toBeTruthy();
  });

  it('that was cut off while it built a database builds that one anew', async () => {
    const dataDir = path.join(folder, 'cut-off');
    const cutOff = start('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir });
    await cutOff.waitFor(/counties: \d+ of/);
    cutOff.child.kill('SIGKILL');
    await cutOff.exited;
    expect(existsSync(path.join(dataDir, 'pairings.sqlite'))).toBe(false);
    // A process that is gone left half a database: its number is that of the one just killed.
    for (const rest of ['', '-journal', '-wal', '-shm'])
      writeFileSync(path.join(dataDir, `pairings.sqlite.${cutOff.child.pid}.building${rest}`), 'half a database');
    // So is one of a database that was built since.
    writeFileSync(path.join(dataDir, `organizations.sqlite.${cutOff.child.pid}.building`), 'half a database');
    const again = start('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir });
    expect((await ask(await readUrl(again), '{ pairings { totalCount } }')).data.pairings.totalCount).toBeGreaterThan(400);
    expect(filesIn(dataDir)).toEqual(databases);
  });
});

describe('npm start', () => {
  it('ended by SIGTERM leaves nothing behind that holds the port', async () => {
    const { PATH, HOME } = process.env;
    const npm = spawn('npm', ['start', '--silent'], { cwd: packageRoot, env: { PATH, HOME, PORT: '0', JIEDUI_DATA_DIR: copied } });
    const url = await new Promise<string>((resolve) => {
      let output = '';
      npm.stdout.on('data', (chunk) => {
        output += chunk;
        const [, found] = /GraphQL +(\S+)/.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    expect((await ask(url, '{ __typename }')).data).toEqual({ __typename: 'Query' });
    npm.kill('SIGTERM');
    for (let attempt = 0; attempt < 100; attempt++) {
      const gone = await fetch(url).then(
        () => false,
        () => true,
      );
      if (gone) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the gateway still answers');
  });
});

describe('a database file named by a setting', () => {
  it('is built where the setting puts it', async () => {
    const file = path.join(folder, 'elsewhere', 'my-counties.sqlite');
    const subgraph = start('subgraphs/main.ts', ['counties', '--port', '0'], { JIEDUI_COUNTIES_DB: `sqlite:${file}` });
    const [, url] = await subgraph.waitFor(/listens at (\S+)/);
    expect((await ask(url ?? '', '{ county(code: "520221") { code } }')).data).toEqual({ county: { code: '520204' } });
    expect(existsSync(file)).toBe(true);
  });
});

describe('the same as processes over HTTP', () => {
  it('answers every saved operation as the embedded default does', async () => {
    const environment = { JIEDUI_DATA_DIR: copied };
    const embedded = start('gateway/main.ts', ['--embedded', '--port', '0'], environment);
    const addresses: string[] = [];
    for (const name of ['organizations', 'counties', 'pairings', 'statistics']) {
      const subgraph = start('subgraphs/main.ts', [name, '--port', '0'], environment);
      const [, url] = await subgraph.waitFor(/listens at (\S+)/);
      addresses.push(`${name}=${url}`);
      await until(`${name} is ready`, async () => (await fetch(new URL('/health/ready', url))).status === 200);
    }
    const gateway = start('gateway/main.ts', ['--port', '0'], { ...environment, JIEDUI_SUBGRAPH_URLS: addresses.join(',') });
    const [embeddedUrl, gatewayUrl] = [await readUrl(embedded), await readUrl(gateway)];
    for (const { name, text, variables } of readSavedOperations()) {
      const answers: Answer[] = await Promise.all([ask(embeddedUrl, text, variables), ask(gatewayUrl, text, variables)]);
      expect({ name, answer: answers[1] }).toEqual({ name, answer: answers[0] });
      expect(answers[0]?.errors).toBeUndefined();
    }
    // Refusals keep their codes, details and paths over HTTP too.
    const bad = '{ organization(code: "53100000500019795B") { name } county(code: "520204") { name pairings(first: 0) { totalCount } } }';
    const [here, there] = await Promise.all([ask(embeddedUrl, bad), ask(gatewayUrl, bad)]);
    const order = (answer: Answer) => ({
      ...answer,
      errors: answer.errors
        ?.map(({ message, path: place, extensions }) => ({ message, path: place, extensions }))
        .sort((a, b) => a.message.localeCompare(b.message)),
    });
    expect(order(there)).toEqual(order(here));
    expect(here.errors).toHaveLength(2);
  });

  it('loses only the fields of an agency whose process is gone, and has them again when it is back', async () => {
    const environment = { JIEDUI_DATA_DIR: copied };
    const addresses: string[] = [];
    const started = new Map<string, Running>();
    for (const name of ['organizations', 'counties', 'pairings']) {
      const subgraph = start('subgraphs/main.ts', [name, '--port', '0'], environment);
      started.set(name, subgraph);
      addresses.push(`${name}=${(await subgraph.waitFor(/listens at (\S+)/))[1]}`);
    }
    const url = await readUrl(start('gateway/main.ts', ['--port', '0'], { JIEDUI_SUBGRAPH_URLS: addresses.join(',') }));
    const question = '{ county(code: "520204") { name pairings { nodes { id organizations { code name } } } } }';
    await started.get('organizations')?.stop();
    const { data, errors } = await ask(url, question);
    expect(data.county.name).toBe('水城区');
    expect(data.county.pairings.nodes.length).toBeGreaterThan(0);
    for (const { organizations } of data.county.pairings.nodes)
      expect(organizations).toEqual(organizations.map(({ code }: { code: string }) => ({ code, name: null })));
    expect(errors?.[0]?.extensions).toEqual({ code: 'AGENCY_UNAVAILABLE', agency: 'organizations', requestId: 'test' });
    const port = new URL(addresses[0]?.split('=')[1] ?? '').port;
    await start('subgraphs/main.ts', ['organizations', '--port', port], environment).waitFor(/listens at/);
    expect((await ask(url, question)).errors).toBeUndefined();
  });
});

describe('a start that cannot be', () => {
  it.each([[['--embedded']], [[]]])('in production, where nobody has chosen who is answered, says so and exits with 1 (%j)', async (flags) => {
    const dataDir = path.join(folder, 'nothing');
    const failed = start('gateway/main.ts', ['--port', '0', ...flags], { JIEDUI_MODE: 'production', JIEDUI_DATA_DIR: dataDir });
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim().split('\n')).toEqual(['the settings are wrong:', expect.stringMatching(/^ {2}JIEDUI_ACCESS: expected public or signed-in/)]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('for wrong settings names them all at once and exits with 1', async () => {
    const failed = start('gateway/main.ts', ['--embedded', '--port', '99999'], { JIEDUI_LOG_LEVEL: 'loud', JIEDUI_NOSUCH: '1' });
    expect(await failed.exited).toBe(1);
    expect(failed.output()).toMatch(/PORT: expected a port/);
    expect(failed.output()).toMatch(/JIEDUI_LOG_LEVEL: expected one of/);
    expect(failed.output()).toMatch(/JIEDUI_NOSUCH: there is no such setting/);
    expect(failed.output()).not.toMatch(/ at .*\.js/);
  });

  it.each([
    ['gateway/main.ts', ['--embedded', '--port', '0']],
    ['subgraphs/main.ts', ['counties', '--port', '0']],
  ])('for a data directory that cannot be written says so in one sentence and exits with 1 (%s)', async (entry, flags) => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    const failed = start(entry, flags, { JIEDUI_DATA_DIR: path.join(file, 'data') });
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim().split('\n')).toEqual([expect.stringMatching(/^the data directory .* cannot be written \(ENOTDIR\)/)]);
  });

  onLinux('for a data directory where none can be made says so and exits with 1', async () => {
    const failed = start('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: '/proc/nowhere/data' });
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim().split('\n')).toEqual([expect.stringMatching(/^the data directory \/proc\/nowhere\/data cannot be written \(ENOENT\)/)]);
  });

  it('for a file that is no database says which one and exits with 1', async () => {
    const dataDir = path.join(folder, 'damaged');
    const prepared = start('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir });
    await readUrl(prepared);
    await prepared.stop();
    writeFileSync(path.join(dataDir, 'counties.sqlite'), 'this is text and no database at all, though it is long enough to be read as the first page');
    const failed = start('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir });
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim().split('\n')).toEqual([expect.stringMatching(/counties\.sqlite cannot be used as the database of counties; move it away/)]);
  });

  it('for a supergraph that is missing says so in one sentence and exits with 1', async () => {
    const failed = start('gateway/main.ts', ['--supergraph', path.join(folder, 'none.graphql'), '--port', '0']);
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim()).toMatch(/^the supergraph .* cannot be read$/);
  });

  it('for an address of a subgraph that the supergraph does not have names it and exits with 1', async () => {
    const failed = start('gateway/main.ts', ['--port', '0', '--subgraph-urls', 'county=http://127.0.0.1:9/graphql']);
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim()).toBe('JIEDUI_SUBGRAPH_URLS names county, which the supergraph does not have');
  });

  it('for a host that is not known says so in one sentence and exits with 1', async () => {
    const failed = start('gateway/main.ts', ['--port', '0', '--host', 'nosuch.invalid']);
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim()).toMatch(/^the host to listen on is not known/);
  });

  it('for a port in use says so in one sentence and exits with 1', async () => {
    const first = start('gateway/main.ts', ['--port', '0']);
    const url = new URL(await readUrl(first));
    const failed = start('gateway/main.ts', ['--port', url.port]);
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim()).toMatch(/^port \d+ .* is in use/);
  });

  it('for a port in use touches no database', async () => {
    const url = new URL(await readUrl(start('gateway/main.ts', ['--port', '0'])));
    const dataDir = path.join(folder, 'untouched');
    const failed = start('gateway/main.ts', ['--embedded', '--port', url.port], { JIEDUI_DATA_DIR: dataDir });
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim().split('\n')).toEqual([expect.stringMatching(/^port \d+ .* is in use/)]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each([[[]], [['nosuch']], [['counties', 'pairings']]])('for the subgraphs %j names those there are and exits with 1', async (names) => {
    const failed = start('subgraphs/main.ts', names);
    expect(await failed.exited).toBe(1);
    expect(failed.output().trim()).toBe('name one subgraph: organizations, counties, pairings, statistics');
  });

  it('for an unknown flag says which and exits with 1', async () => {
    const failed = start('gateway/main.ts', ['--prot', '1']);
    expect(await failed.exited).toBe(1);
    expect(failed.output()).toMatch(/^Unknown option '--prot'/);
    expect(failed.output()).not.toMatch(/ at .*\.js/);
  });
});

describe('a database that is down at start', () => {
  it('is named, and asked again, while the process lives and is not ready', async () => {
    const dataDir = path.join(folder, 'partly');
    const waiting = start('gateway/main.ts', ['--embedded', '--port', '0'], {
      JIEDUI_DATA_DIR: dataDir,
      JIEDUI_COUNTIES_DB: 'mysql://reader:hunter2@127.0.0.1:9/counties',
    });
    await waiting.waitFor(/the database of counties cannot be reached; trying again/);
    const [, port] = await waiting.waitFor(/listens on port (\d+)/);
    await until(
      'each database was asked',
      async () => !(await (await fetch(`http://127.0.0.1:${port}/health/ready`)).text()).includes('has not been asked yet'),
    );
    const health = await fetch(`http://127.0.0.1:${port}/health/ready`);
    expect(health.status).toBe(503);
    expect(await health.json()).toEqual({
      ready: false,
      supergraphLoaded: true,
      faults: [
        'the database of counties cannot be reached',
        'the database of statistics holds no data yet; the sync fills it once every register has answered',
      ],
      subgraphs: {},
    });
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
    expect(waiting.output()).not.toMatch(/hunter2|is ready/);
    expect(await waiting.stop()).toBe(0);
  });
});
