// Whatever comes in is answered: by a status of 4xx or by GraphQL errors, within the time limit, by no word about what is behind
// the gateway; and whoever asks next is answered as ever.
import { Agent, request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import os from 'node:os';
import fc from 'fast-check';
import { createGateway, type Gateway } from '../../gateway/gateway';
import { subgraphs } from '../../subgraphs';
import { openDatabase } from '../../subgraphs/shared/database';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { findFreePort } from '../free-port';
import { generated } from '../generated';
import { defaultSettings, type Graph, inBothLanguages, readerUrl, silentLog, startGraph } from '../graph/graph';
import { corpus } from './hostile-corpus';
import { type GeneratedRequest, generatedBytes, generatedRequest } from './malformed-requests';

const requestTimeoutMs = 10_000;
const requestCases = generated('hostile requests', 5_000, 20_261_126);
const byteCases = generated('hostile bytes', 1_000, 20_261_126);

interface Received {
  status: number;
  text: string;
  headers: string;
  ms: number;
}

let graph: Graph;
let deserted: Gateway;
let desertedUrl: string;
let internalNames: RegExp;
let page: string;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

beforeAll(async () => {
  graph = await startGraph('sqlite', { requestTimeoutMs });
  const ports = await Promise.all(subgraphs.map(() => findFreePort()));
  const subgraphUrls = new Map(subgraphs.map(({ name }, index) => [name as string, `http://127.0.0.1:${ports[index]}/internal-path`]));
  deserted = createGateway({ ...defaultSettings, subgraphUrls, inProcess: [], log: silentLog });
  desertedUrl = `http://127.0.0.1:${await deserted.start()}`;
  internalNames = await readInternalNames(ports);
  page = await (await fetch(`${graph.url}/`)).text();
});
afterAll(async () => {
  agent.destroy();
  await Promise.all([graph.stop(), deserted.stop()]);
});

/** What no answer may say: hosts, ports, paths of files, tables, columns, SQL, and traces of calls. */
async function readInternalNames(ports: readonly number[]): Promise<RegExp> {
  const names = new Set<string>();
  for (const { name, relations } of subgraphs) {
    const database = openDatabase(readerUrl(name), { role: 'reader' });
    for (const relation of relations) {
      names.add(relation);
      for (const column of Object.keys(await database(relation).columnInfo())) names.add(column);
    }
    await database.destroy();
  }
  // The graph has no name with an underscore within; a table that is called as a field is told by the SQL around it.
  const unlike = [...names].filter((name) => name.includes('_'));
  expect(unlike.length).toBeGreaterThan(requestCases.numRuns / 100);
  const paths = [packageRoot, os.tmpdir(), 'node_modules', 'internal-path', '\\.sqlite', '\\.[jt]s\\b'].map((each) => each.replaceAll('/', '\\/'));
  const addresses = ['127\\.0\\.0\\.1', 'localhost', os.hostname(), 'ECONN', 'ENOTFOUND', ...ports.map((port) => `:${port}\\b`)];
  const sql = [
    'SQLITE',
    '\\bER_[A-Z]',
    'no such (table|column)',
    '\\b(select|insert|update|delete)\\b[^"]*\\b(from|into|where)\\b',
    'knex',
    'stack(trace)?"',
    '    at ',
  ];
  return new RegExp([...unlike.map((name) => `\\b${name}\\b`), ...paths, ...addresses, ...sql].join('|'), 'i');
}

function send(url: string, { method, path, headers, body }: GeneratedRequest): Promise<Received> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const outgoing = sendRequest({ host: '127.0.0.1', port, method, path, headers: { ...headers, 'content-length': body.length }, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          headers: JSON.stringify(response.headers),
          ms: performance.now() - begun,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const post = (url: string, value: unknown) =>
  send(url, { method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) });

/** What is wrong with an answer; null where nothing is. */
function findFault({ status, text, headers, ms }: Received, sent: string, method = 'POST'): string | null {
  if (ms > requestTimeoutMs + 1_000) return `it took ${ms} ms`;
  // Who would have a page is shown it.
  if (method === 'GET' && status === 200 && text === page) return null;
  // A client may be told what it said itself.
  const leaked = internalNames.exec(text) ?? internalNames.exec(headers);
  if (leaked !== null && !sent.toLowerCase().includes(leaked[0].toLowerCase()))
    return `it says ${leaked[0]}: ${text.slice(Math.max(0, leaked.index - 60), leaked.index + 60)}`;
  if (method === 'HEAD') return status < 500 ? null : `the status ${status}`;
  let answer: { data?: unknown; errors?: { message?: unknown; extensions?: { code?: unknown; requestId?: unknown } }[] };
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    return `the status ${status} with what is not JSON: ${text.slice(0, 200)}`;
  }
  const requestId = (JSON.parse(headers) as Record<string, unknown>)['x-request-id'];
  for (const { message, extensions } of answer.errors ?? []) {
    if (typeof message !== 'string' || typeof extensions?.code !== 'string') return `an error without a message or a code: ${text.slice(0, 200)}`;
    if (extensions.requestId !== requestId) return `an error without the request's identifier: ${text.slice(0, 200)}`;
    if (extensions.code === 'INTERNAL_SERVER_ERROR') return 'an internal error';
    if (extensions.code === 'BAD_REQUEST' && !inBothLanguages.test(message)) return `a refusal in one language: ${message}`;
  }
  if (status === 200) return answer.data !== undefined || answer.errors !== undefined ? null : 'neither data nor errors';
  if (status < 400 || (status >= 500 && status !== 503)) return `the status ${status}`;
  return (answer.errors?.length ?? 0) > 0 ? null : `the status ${status} without errors`;
}

async function expectAnswers(): Promise<void> {
  expect((await graph.ask('{ county(code: "520204") { name } }')).data).toEqual({ county: { name: '水城区' } });
}

describe('a hostile operation', () => {
  afterEach(expectAnswers);

  it.each(corpus)('is answered: %s', async (_name, operation) => {
    expect(findFault(await post(graph.url, operation), JSON.stringify(operation))).toBeNull();
  });

  it('is answered without a name also by a gateway whose subgraphs are all away', async () => {
    const faults: string[] = [];
    let unavailable = 0;
    for (const [name, operation] of corpus) {
      const received = await post(desertedUrl, operation);
      const fault = findFault(received, JSON.stringify(operation));
      if (fault !== null) faults.push(`${name}: ${fault}`);
      if (received.text.includes('AGENCY_UNAVAILABLE')) unavailable++;
    }
    expect(faults).toEqual([]);
    expect(unavailable).toBeGreaterThan(100);
  });
});

describe('generated requests', () => {
  afterEach(expectAnswers);

  it('are all answered', async () => {
    const requests = fc.sample(generatedRequest, requestCases);
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    let next = 0;
    const work = async () => {
      for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
        const sent = `${decodeLeniently(request.path)} ${JSON.stringify(request.headers)} ${request.body}`;
        const received = await send(graph.url, request);
        statuses.set(received.status, (statuses.get(received.status) ?? 0) + 1);
        const fault = findFault(received, sent, request.method);
        if (fault !== null) faults.push(`${fault} after ${request.method} ${sent.slice(0, 300)}`);
      }
    };
    await Promise.all(Array.from({ length: 16 }, work));
    console.log(
      `generated requests by status: ${[...statuses]
        .sort()
        .map(([status, count]) => `${status}: ${count}`)
        .join(', ')}`,
    );
    expect(faults).toEqual([]);
    // Some are right by chance, and so they should: what is nearly right is the most hostile.
    expect(statuses.get(200)).toBeGreaterThan(requestCases.numRuns / 100);
    expect(statuses.get(400)).toBeGreaterThan(requestCases.numRuns * 0.4);
  });

  it('are all answered, or their connection is closed, where HTTP itself is wrong', async () => {
    const faults: string[] = [];
    const all = fc.sample(generatedBytes, byteCases);
    let next = 0;
    const work = async () => {
      for (let bytes = all[next++]; bytes !== undefined; bytes = all[next++]) {
        const text = await sendBytes(bytes);
        const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
        if (statuses.some((status) => status >= 500 && status !== 503) || (text !== '' && statuses.length === 0)) faults.push(text.slice(0, 200));
        const leaked = internalNames.exec(text);
        if (leaked !== null) faults.push(leaked[0]);
      }
    };
    await Promise.all(Array.from({ length: 16 }, work));
    expect(faults).toEqual([]);
  });
});

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Sends bytes, ends, and gives what comes back until the connection is closed. */
function sendBytes(bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(graph.url).port), '127.0.0.1');
    let text = '';
    const timer = setTimeout(() => reject(new Error(`the connection stays open after ${bytes.toString('latin1').slice(0, 300)}`)), requestTimeoutMs + 1_000);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    // A server that refuses need not read to the end.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
    socket.end(bytes);
  });
}
