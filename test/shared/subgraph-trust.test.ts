// Whom a subgraph answers in production: its gateway, by signature or by certificate, and nobody else but who asks for its
// health. Certificates are made by openssl for the test alone.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Agent, fetch } from 'undici';
import { createKeys } from '../../subgraphs/shared/create-keys';
import { createGateway, type Gateway } from '../../gateway/gateway';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { createVerifier, openSigner, readSigner, type Signer } from '../../subgraphs/shared/message-signatures';
import { serveSubgraph, type SubgraphServer } from '../../subgraphs/shared/serve';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { type ClientTls, readClientTls, readServerTls, type ServerTls } from '../../subgraphs/shared/tls';
import { openTrustedKeys } from '../../subgraphs/shared/trusted-keys';
import { ask, defaultSettings, readerUrl, silentLog } from '../graph/graph';
import { run } from '../processes/process';

const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-trust-'));
const file = (name: string) => path.join(folder, name);
const query = '{ county(code: "520204") { name } }';
const found = { county: { name: '水城区' } };
const stops: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  for (const name of ['gateway', 'next', 'stranger']) createKeys(file(name));
  for (const ca of ['ca', 'other-ca'])
    openssl('req', '-x509', ...newKey, '-keyout', file(`${ca}.key`), '-out', file(`${ca}.crt`), '-subj', `/CN=${ca}`, '-days', '2');
  issue('subgraph', 'ca');
  issue('gateway', 'ca');
  issue('stranger', 'other-ca');
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
function openssl(...flags: string[]): void {
  execFileSync('openssl', flags, { stdio: 'pipe' });
}
function issue(name: string, ca: string): void {
  writeFileSync(file('extensions'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  openssl('req', ...newKey, '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`), '-subj', `/CN=${name}`);
  const signer = ['-CA', file(`${ca}.crt`), '-CAkey', file(`${ca}.key`), '-CAcreateserial', '-extfile', file('extensions'), '-days', '2'];
  openssl('x509', '-req', '-in', file(`${name}.csr`), '-out', file(`${name}.crt`), ...signer);
}
const garbage = (what: string) => `-----BEGIN ${what}-----\nTUlJgarbage\n-----END ${what}-----\n`;
const clientTls = (name: string | null): ClientTls =>
  readClientTls({ certFile: name && file(`${name}.crt`), keyFile: name && file(`${name}.key`), caFile: file('ca.crt') });
const serverTls = (): ServerTls => readServerTls({ certFile: file('subgraph.crt'), keyFile: file('subgraph.key'), clientCaFile: file('ca.crt') });
const signerOf = (name: string) => readSigner(path.join(file(name), 'signing-key.json'));
const trust = (keys = path.join(file('gateway'), 'trusted-keys.json')) => createVerifier({ findKey: openTrustedKeys(keys, () => {}) });

/** The address of a subgraph as it is in production. */
async function serve(options: { verifier?: ReturnType<typeof createVerifier>; tls?: ServerTls } = {}): Promise<string> {
  const subgraph = createSubgraph(counties, { database: openDatabase(readerUrl('counties'), { role: 'reader' }), logError: () => {} });
  const server: SubgraphServer = serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, log: silentLog, signedOnly: true, ...options });
  stops.push(() => server.stop());
  return `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${await server.start()}`;
}

async function startGateway(url: string, trusted: { signer?: Signer; clientTls?: ClientTls }, execution: 'jiedui' | 'stock' = 'jiedui'): Promise<string> {
  const subgraphUrls = new Map([['counties', `${url}/graphql`]]);
  const gateway: Gateway = createGateway({ ...defaultSettings, ...trusted, execution, subgraphUrls, inProcess: [], log: silentLog });
  stops.push(() => gateway.stop());
  return `http://127.0.0.1:${await gateway.start()}/graphql`;
}

async function post(url: string, tls?: ClientTls): Promise<{ status: number; code: unknown }> {
  const dispatcher = new Agent({ connect: { ...tls } });
  stops.push(() => dispatcher.close());
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }), dispatcher };
  const response = await fetch(`${url}/graphql`, request);
  const { errors } = (await response.json()) as { errors?: { extensions?: { code?: unknown } }[] };
  return { status: response.status, code: errors?.[0]?.extensions?.code };
}

describe('a subgraph in production', () => {
  it('answers its gateway’s signed requests, and says to others that it needs a signature', async () => {
    const url = await serve({ verifier: trust() });
    expect(await post(url)).toEqual({ status: 401, code: 'SIGNATURE_REQUIRED' });
    expect((await ask(await startGateway(url, { signer: signerOf('gateway') }), query)).data).toEqual(found);
  });

  it('answers a signed gateway that executes by stock too', async () => {
    const gateway = await startGateway(await serve({ verifier: trust() }), { signer: signerOf('gateway') }, 'stock');
    expect(await ask(gateway, query)).toEqual({ status: 200, data: found });
  });

  it.each([
    ['does not sign', () => ({})],
    ['signs with a key that is not trusted', () => ({ signer: signerOf('stranger') })],
  ])('answers nothing to a gateway that %s, which tells its client no more than that', async (_case, trusted) => {
    const answer = await ask(await startGateway(await serve({ verifier: trust() }), trusted()), query);
    expect(answer.data).toEqual({ county: null });
    expect(answer.errors).toEqual([expect.objectContaining({ extensions: { code: 'AGENCY_UNAVAILABLE', agency: 'counties', requestId: 'test' } })]);
    expect(JSON.stringify(answer)).not.toMatch(/sign|key/i);
  });

  it('tells everyone its health', async () => {
    const url = await serve({ verifier: trust() });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect([200, 503]).toContain((await fetch(`${url}/health/ready`)).status);
  });

  it('accepts the old key and the new one while its file has both, as the gateway’s file changes without a restart', async () => {
    const keysOf = (name: string) => JSON.parse(readFileSync(path.join(file(name), 'trusted-keys.json'), 'utf8')).keys;
    const trustOnly = (...names: string[]) => writeFileSync(file('set.json'), JSON.stringify({ keys: names.flatMap(keysOf) }));
    const use = (name: string) => copyFileSync(path.join(file(name), 'signing-key.json'), file('in-use.json'));
    trustOnly('gateway');
    use('gateway');
    const url = await serve({ verifier: trust(file('set.json')) });
    const gateway = await startGateway(url, { signer: openSigner(file('in-use.json'), () => {}) });
    const isAnswered = async () => (await ask(gateway, query)).errors === undefined;
    expect(await isAnswered()).toBe(true);
    trustOnly('gateway', 'next');
    expect(await isAnswered()).toBe(true);
    use('next');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await isAnswered()).toBe(true);
    trustOnly('next');
    expect(await isAnswered()).toBe(true);
    trustOnly('gateway');
    expect(await isAnswered()).toBe(false);
  });
});

describe('mutual TLS', () => {
  it('stands in for signatures, so that another gateway can too', async () => {
    const url = await serve({ tls: serverTls() });
    expect(await post(url, clientTls('gateway'))).toEqual({ status: 200, code: undefined });
    for (const execution of ['jiedui', 'stock'] as const)
      expect((await ask(await startGateway(url, { clientTls: clientTls('gateway') }, execution), query)).data).toEqual(found);
  });

  it.each([
    ['without a certificate', null],
    ['with a certificate of another CA', 'stranger'],
  ])('is none %s', async (_case, name) => {
    const url = await serve({ tls: serverTls() });
    expect(await post(url, clientTls(name))).toEqual({ status: 401, code: 'SIGNATURE_REQUIRED' });
    expect((await fetch(`${url}/health/live`, { dispatcher: new Agent({ connect: { ...clientTls(name) } }) })).status).toBe(200);
  });

  it('lets signed requests pass without a certificate', async () => {
    const gateway = await startGateway(await serve({ tls: serverTls(), verifier: trust() }), { signer: signerOf('gateway'), clientTls: clientTls(null) });
    expect((await ask(gateway, query)).data).toEqual(found);
  });

  it('has the gateway refuse a subgraph whose certificate its CA has not issued', async () => {
    const other = readClientTls({ certFile: null, keyFile: null, caFile: file('other-ca.crt') });
    const answer = await ask(
      await startGateway(await serve({ tls: serverTls(), verifier: trust() }), { signer: signerOf('gateway'), clientTls: other }),
      query,
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('AGENCY_UNAVAILABLE');
  });

  const holders = ['cert', 'key', 'ca'] as const;
  const whole = { cert: 'gateway.crt', key: 'gateway.key', ca: 'ca.crt' };
  const broken: [string, () => string | null, RegExp][] = [
    ['is missing', () => null, /cannot be read \(ENOENT\)/],
    ['is empty', () => '', /holds no (certificate|private key) \(PEM\)/],
    ['is no PEM', () => 'nothing of the kind\n', /holds no (certificate|private key) \(PEM\)/],
    ['holds garbage in its frame', () => garbage('CERTIFICATE') + garbage('PRIVATE KEY'), /holds (no private key|a certificate) \(PEM\)/],
    [
      'holds garbage after what is sound',
      () => garbage('PRIVATE KEY') + readFileSync(file('ca.crt')) + garbage('CERTIFICATE'),
      /holds (no private key|a certificate)/,
    ],
    ['is cut off', () => `${readFileSync(file('ca.crt'))}-----BEGIN CERTIFICATE-----\nTUlJ`, /holds (no private key|a certificate)/],
  ];

  it.each(broken)('stops the start where a file %s: it is named by its setting, and nothing of it is repeated', (_case, content, message) => {
    const text = content();
    rmSync(file('broken.pem'), { force: true });
    if (text !== null) writeFileSync(file('broken.pem'), text);
    for (const holder of holders) {
      const { cert, key, ca }: typeof whole = { ...whole, ...{ [holder]: 'broken.pem' } };
      const asServer = () => readServerTls({ certFile: file(cert), keyFile: file(key), clientCaFile: file(ca) });
      const asClient = () => readClientTls({ certFile: file(cert), keyFile: file(key), caFile: file(ca) });
      const name = holder.toUpperCase();
      expect(asServer).toThrow(new RegExp(`^JIEDUI_TLS_${holder === 'ca' ? 'CLIENT_CA' : name}_FILE: .*${message.source}`));
      expect(asClient).toThrow(new RegExp(`^JIEDUI_SUBGRAPH_TLS_${name}_FILE: .*${message.source}`));
      for (const read of [asServer, asClient]) expect(read).not.toThrow(/BEGIN|TUlJ|nothing of/);
    }
  });

  it.each([
    ['holds a key and no certificate', 'gateway.key', 'gateway.key', /JIEDUI_TLS_CERT_FILE: .* holds no certificate/],
    ['belongs to another key', 'subgraph.crt', 'gateway.key', /the private key that belongs to them/],
    ['belongs to a key of another kind', 'gateway.crt', 'rsa.key', /the private key that belongs to them/],
  ])('stops the start where the certificate’s file %s', (_case, cert, key, message) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(file('rsa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(() => readServerTls({ certFile: file(cert), keyFile: file(key), clientCaFile: null })).toThrow(message);
  });

  it('takes files that hold several certificates, and comments between them', async () => {
    writeFileSync(file('both.crt'), `the first\n${readFileSync(file('other-ca.crt'))}\nthe second\n${readFileSync(file('ca.crt'))}`);
    const tls = readServerTls({ certFile: file('subgraph.crt'), keyFile: file('subgraph.key'), clientCaFile: file('both.crt') });
    const url = await serve({ tls });
    for (const name of ['gateway', 'stranger']) expect((await post(url, clientTls(name))).status).toBe(200);
  });
});

describe('the process of a subgraph in production', () => {
  const environment = { JIEDUI_MODE: 'production', JIEDUI_DATA_DIR: String(process.env.TEST_SQLITE_DIR), JIEDUI_LOG_LEVEL: 'silent' };
  const start = (settings: Record<string, string>) => {
    const started = run('subgraphs/main.ts', ['counties', '--port', '0'], { ...environment, ...settings });
    stops.push(() => started.stop());
    return started;
  };

  it('does not start without a way to know its gateway', async () => {
    for (const settings of [{}, { JIEDUI_TLS_CERT_FILE: file('subgraph.crt'), JIEDUI_TLS_KEY_FILE: file('subgraph.key') }]) {
      const started = start(settings as Record<string, string>);
      expect(await started.exited).toBe(1);
      expect(started.output()).toMatch(/^in production a subgraph answers trusted callers alone: set JIEDUI_TRUSTED_KEYS_FILE .+\n$/);
    }
  });

  it('does not start with an empty file of CAs: a client whom only Node’s own CAs know would be trusted', async () => {
    writeFileSync(file('empty.crt'), '');
    // What Node trusts besides what it is told: a certificate that a public CA has issued, so to say.
    const publicCa = { NODE_EXTRA_CA_CERTS: file('other-ca.crt') };
    const own = { JIEDUI_TLS_CERT_FILE: file('subgraph.crt'), JIEDUI_TLS_KEY_FILE: file('subgraph.key') };
    const open = start({ ...publicCa, ...own, JIEDUI_TLS_CLIENT_CA_FILE: file('empty.crt') });
    const [, url] = await open.waitFor(/listens at (\S+)\/graphql/).catch(() => ['', null]);
    expect(url === null ? null : (await post(String(url), clientTls('stranger'))).status).toBe(null);
    expect(await open.exited).toBe(1);
    expect(open.output()).toMatch(/^JIEDUI_TLS_CLIENT_CA_FILE: \S+ holds no certificate \(PEM\)\n$/);

    const closed = start({ ...publicCa, ...own, JIEDUI_TLS_CLIENT_CA_FILE: file('ca.crt') });
    const [, address] = await closed.waitFor(/listens at (\S+)\/graphql/);
    expect((await post(String(address), clientTls('stranger'))).status).toBe(401);
    expect((await post(String(address), clientTls('gateway'))).status).toBe(200);
  });

  it('serves with trusted keys, and with mutual TLS, and a gateway’s process reaches it by its settings', async () => {
    const signed = start({ JIEDUI_TRUSTED_KEYS_FILE: path.join(file('gateway'), 'trusted-keys.json') });
    const certified = start({
      JIEDUI_TLS_CERT_FILE: file('subgraph.crt'),
      JIEDUI_TLS_KEY_FILE: file('subgraph.key'),
      JIEDUI_TLS_CLIENT_CA_FILE: file('ca.crt'),
    });
    const byKey = { JIEDUI_SIGNING_KEY_FILE: path.join(file('gateway'), 'signing-key.json') };
    const byCertificate = {
      JIEDUI_SUBGRAPH_TLS_CERT_FILE: file('gateway.crt'),
      JIEDUI_SUBGRAPH_TLS_KEY_FILE: file('gateway.key'),
      JIEDUI_SUBGRAPH_TLS_CA_FILE: file('ca.crt'),
    };
    for (const [subgraph, settings] of [
      [signed, byKey],
      [certified, byCertificate],
    ] as const) {
      const url = (await subgraph.waitFor(/listens at (\S+)/))[1];
      const gateway = run('gateway/main.ts', ['--port', '0'], { JIEDUI_LOG_LEVEL: 'silent', JIEDUI_SUBGRAPH_URLS: `counties=${url}`, ...settings });
      stops.push(() => gateway.stop());
      const [, address] = await gateway.waitFor(/GraphQL\s+(\S+)/);
      expect((await ask(String(address), query)).data).toEqual(found);
    }
  });
});
