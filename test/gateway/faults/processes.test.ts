// Processes, addresses and databases that go and come back, while a client asks steadily: real processes, real sockets.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createGateway, type Gateway } from '../../../gateway/gateway';
import { findFreePort } from '../../free-port';
import { defaultSettings, silentLog } from '../../graph/graph';
import { type Running, run } from '../../processes/process';
import { composeSupergraph, type HttpSubgraph, serveSubgraph } from '../http-subgraph';
import { endure, faultTable, processLimits } from './endure';

const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-faults-'));
const query = '{ county(code: "520204") { name } organization(code: "53100000500019795A") { name } }';
const whole = { county: { name: '水城区' }, organization: { name: '中国社会福利基金会' } };
const unavailable = ['AGENCY_UNAVAILABLE'];
const unanswered = ['AGENCY_UNAVAILABLE', 'AGENCY_TIMEOUT'];

const timeoutMs = processLimits.subgraphTimeoutMs;

afterAll(() => {
  rmSync(folder, { recursive: true });
  console.log(faultTable());
});

describe('the process of a subgraph', () => {
  const environment = { JIEDUI_DATA_DIR: folder, JIEDUI_LOG_LEVEL: 'silent' };
  const running = new Map<string, Running>();
  const ports = new Map<string, number>();
  let gateway: Gateway;
  let url: string;

  async function startProcess(name: string): Promise<void> {
    const started = run('subgraphs/main.ts', [name, '--port', String(ports.get(name))], environment);
    running.set(name, started);
    await started.waitFor(/listens at/);
  }
  const signal = (name: string, kind: NodeJS.Signals) => running.get(name)?.child.kill(kind);
  const broken = { county: null, organization: whole.organization };

  beforeAll(async () => {
    for (const name of ['organizations', 'counties', 'pairings'])
      copyFileSync(path.join(String(process.env.TEST_SQLITE_DIR), `${name}.sqlite`), path.join(folder, `${name}.sqlite`));
    for (const name of ['organizations', 'counties']) ports.set(name, await findFreePort());
    await Promise.all([...ports.keys()].map(startProcess));
    const subgraphUrls = new Map([...ports].map(([name, port]) => [name, `http://127.0.0.1:${port}/graphql`]));
    gateway = createGateway({ ...defaultSettings, ...processLimits, subgraphUrls, inProcess: [], log: silentLog });
    url = `http://127.0.0.1:${await gateway.start()}/graphql`;
  });
  afterAll(async () => {
    for (const { child } of running.values()) child.kill('SIGKILL');
    await Promise.all([...running.values()].map(({ exited }) => exited));
    await gateway.stop();
  });

  it.each<[fault: string, codes: string[], begin: () => unknown, end: () => unknown]>([
    ['is killed (SIGKILL) and started again', unavailable, () => signal('counties', 'SIGKILL'), () => startProcess('counties')],
    ['ends in order (SIGTERM) and is started again', unavailable, () => signal('counties', 'SIGTERM'), () => startProcess('counties')],
    ['is stopped (SIGSTOP) and goes on', unanswered, () => signal('counties', 'SIGSTOP'), () => signal('counties', 'SIGCONT')],
  ])('%s', async (fault, codes, begin, end) => {
    await endure({ timeoutMs, fault: `a subgraph’s process ${fault}`, url, query, whole, broken, codes, begin, end });
  });

  it('is stopped for moments that are shorter than the time limit, and costs nothing', async () => {
    const moments = setInterval(() => {
      signal('counties', 'SIGSTOP');
      setTimeout(() => signal('counties', 'SIGCONT'), 60);
    }, 200);
    const end = () => {
      clearInterval(moments);
      return new Promise((resolve) => setTimeout(resolve, 100)).then(() => signal('counties', 'SIGCONT'));
    };
    await endure({
      timeoutMs,
      fault: 'a subgraph’s process is slowed: stopped for 60 of each 200 ms',
      url,
      query,
      whole,
      broken,
      codes: [],
      begin: () => {},
      end,
    });
  });

  it('is killed together with all others', async () => {
    await endure({
      timeoutMs,
      fault: 'the processes of all subgraphs are killed and started again',
      url,
      query,
      whole,
      broken: { county: null, organization: null },
      codes: unavailable,
      begin: () => ['counties', 'organizations'].map((name) => signal(name, 'SIGKILL')),
      end: () => Promise.all(['counties', 'organizations'].map(startProcess)),
    });
  });
});

describe('the address of a subgraph', () => {
  const sdl = {
    books: 'type Query { books: [Book!] } type Book @key(fields: "isbn") { isbn: ID! title: String }',
    reviews: 'type Query { best: Int } type Book @key(fields: "isbn") { isbn: ID! stars: Int }',
  };
  const shelf = { query: '{ best books { isbn title stars } }', whole: { best: 5, books: [{ isbn: '1', title: 'Pairing', stars: 5 }] } };
  const broken = { best: null, books: [{ isbn: '1', title: 'Pairing', stars: null }] };
  const served: HttpSubgraph[] = [];
  const file = path.join(folder, 'supergraph.graphql');
  let gateway: Gateway;
  let url: string;

  const place = (reviews: string) =>
    writeFileSync(file, composeSupergraph({ books: { url: served[0]?.url ?? '', sdl: sdl.books }, reviews: { url: reviews, sdl: sdl.reviews } }));
  const move = (reviews: string) => {
    place(reviews);
    return gateway.reloadSupergraph();
  };
  const good = () => served[1]?.url ?? '';

  beforeAll(async () => {
    served.push(
      await serveSubgraph(sdl.books, { Query: { books: () => [{ isbn: '1', title: 'Pairing' }] } }),
      await serveSubgraph(sdl.reviews, { Query: { best: () => 5 }, Book: { __resolveReference: (key: object) => ({ ...key, stars: 5 }) } }),
    );
    place(good());
    gateway = createGateway({ ...defaultSettings, ...processLimits, supergraphFile: file, inProcess: [], log: silentLog });
    url = `http://127.0.0.1:${await gateway.start()}/graphql`;
  });
  afterAll(async () => {
    for (const { stop } of served) await stop();
    await gateway.stop();
  });

  it('is a host that is not known, until it is mended', async () => {
    const begin = () => move('http://reviews.invalid/');
    await endure({ timeoutMs, fault: 'a subgraph’s host is not known (DNS)', url, ...shelf, broken, codes: unanswered, begin, end: () => move(good()) });
  });

  it('refuses connections, until it is mended', async () => {
    const port = await findFreePort();
    const begin = () => move(`http://127.0.0.1:${port}/`);
    await endure({ timeoutMs, fault: 'a subgraph refuses connections', url, ...shelf, broken, codes: unavailable, begin, end: () => move(good()) });
  });

  it('accepts connections and never reads from them, until it is mended', async () => {
    const server: Server = createServer((socket) => {
      socket.pause();
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const begin = () => move(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
    await endure({
      timeoutMs,
      fault: 'a subgraph accepts connections and reads nothing',
      url,
      ...shelf,
      broken,
      codes: unanswered,
      begin,
      end: () => move(good()),
    });
    server.close();
  });

  it('cannot be routed to, until it is mended', async () => {
    // TEST-NET-1 (RFC 5737): nobody answers there.
    const begin = () => move('http://192.0.2.1:9/');
    await endure({ timeoutMs, fault: 'a subgraph’s address cannot be reached', url, ...shelf, broken, codes: unanswered, begin, end: () => move(good()) });
  });
});
