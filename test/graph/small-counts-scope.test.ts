// Small counts of people are shown to callers with the scope, over every way to the subgraphs, and to nobody who only says so.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createGateway } from '../../gateway/gateway';
import { subgraphs } from '../../subgraphs';
import { createKeys } from '../../subgraphs/shared/create-keys';
import { openDatabase } from '../../subgraphs/shared/database';
import { createVerifier, readSigner, type Signer } from '../../subgraphs/shared/message-signatures';
import { serveSubgraph } from '../../subgraphs/shared/serve';
import { smallCountsScope } from '../../subgraphs/shared/small-counts';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { openTrustedKeys } from '../../subgraphs/shared/trusted-keys';
import { type Issuer, startIssuer } from '../gateway/identity/issuer';
import { type Answer, ask, defaultSettings, readerUrl, silentLog, startGraph } from './graph';

const query = `{
  coverage(population: ALL, asOf: "2026-06-30", first: 1) { totals { beneficiaries protectedCells } }
  projects(first: 500) { nodes { id beneficiaries volunteersTrained protectedCells progressReports { beneficiaries } } }
  evaluation(year: 2025, of: PROVINCE, population: ALL) { nodes { indicators { indicator english } } }
}`;

/** Whether something is protected in each agency's part of an answer, and how many different small counts it shows. */
interface Seen {
  coverage: boolean;
  projects: boolean;
  evaluation: boolean;
  smallCounts: number;
}

function look({ data, errors }: Answer): Seen {
  expect(errors).toBeUndefined();
  const projects: { protectedCells: number; volunteersTrained: number | null }[] = data.projects.nodes;
  return {
    coverage: data.coverage.totals.protectedCells > 0,
    projects: projects.some(({ protectedCells }) => protectedCells > 0),
    evaluation: /with [1-9]\d* protected counts/.test(JSON.stringify(data.evaluation)),
    smallCounts: new Set(projects.map(({ volunteersTrained }) => volunteersTrained ?? 0).filter((count) => count > 0 && count < 10)).size,
  };
}

/** All that is small is one number, half the threshold. */
const hidden: Seen = { coverage: true, projects: true, evaluation: true, smallCounts: 1 };
/** The sample's projects have every count from 1 to 9. */
const shown: Seen = { coverage: false, projects: false, evaluation: false, smallCounts: 9 };

let folder: string;
let issuer: Issuer;
let addresses: Map<string, string>;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-small-counts-'));
  createKeys(path.join(folder, 'keys'));
  issuer = startIssuer();
  const verifier = createVerifier({ findKey: openTrustedKeys(path.join(folder, 'keys', 'trusted-keys.json'), () => {}) });
  const served = subgraphs.map(async (definition) => {
    const database = openDatabase(readerUrl(definition.name), { role: 'reader' });
    const server = serveSubgraph(createSubgraph(definition, { database, logError: () => {} }), { host: '127.0.0.1', port: 0, log: silentLog, verifier });
    stops.push(() => server.stop());
    return [definition.name, `http://127.0.0.1:${await server.start()}/graphql`] as const;
  });
  addresses = new Map(await Promise.all(served));
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  issuer.stop();
  rmSync(folder, { recursive: true });
});

type Settings = Partial<typeof defaultSettings>;

/** A gateway over HTTP to the subgraphs; gives what asks it. */
async function startRemote(settings: Settings & { signer?: Signer }) {
  const gateway = createGateway({ ...defaultSettings, identity: issuer.settings, subgraphUrls: addresses, inProcess: [], log: silentLog, ...settings });
  stops.push(() => gateway.stop());
  const url = `http://127.0.0.1:${await gateway.start()}/graphql`;
  return (headers: Record<string, string>) => ask(url, query, {}, headers);
}

async function startLocal(settings: Settings) {
  const graph = await startGraph(undefined, { identity: issuer.settings, ...settings });
  stops.push(() => graph.stop());
  return (headers: Record<string, string>) => graph.ask(query, {}, headers);
}

const signer = () => readSigner(path.join(folder, 'keys', 'signing-key.json'));

describe.each<[string, () => ReturnType<typeof startLocal>]>([
  ['in process', () => startLocal({})],
  ['in process, executed by stock', () => startLocal({ execution: 'stock' })],
  ['over signed HTTP', () => startRemote({ signer: signer() })],
  ['over signed HTTP, executed by stock', () => startRemote({ signer: signer(), execution: 'stock' })],
])('%s', (_way, start) => {
  it('a caller with the scope sees every count, and those who ask at the same time without it see none that is small', async () => {
    const askAs = await start();
    const callers = [
      {},
      await issuer.bearer(smallCountsScope),
      await issuer.bearer('people:small organization:contact'),
      await issuer.bearer(`a ${smallCountsScope}`),
    ];
    const answers = await Promise.all(callers.map(askAs));
    expect(answers.map(look)).toEqual([hidden, shown, hidden, shown]);
  });
});

describe('the scope counts for nothing', () => {
  it('where the gateway does not tell it', async () => {
    const askAs = await startLocal({ forwardedScopes: ['another'] });
    expect(look(await askAs(await issuer.bearer(smallCountsScope)))).toEqual(hidden);
  });

  it('where the gateway does not sign', async () => {
    const askAs = await startRemote({});
    expect(look(await askAs(await issuer.bearer(smallCountsScope)))).toEqual(hidden);
  });

  it.each<[string, unknown]>([
    ['a list', [smallCountsScope]],
    ['a text', smallCountsScope],
    ['an object', { [smallCountsScope]: true, includes: true }],
  ])('where a client says it of itself, as %s, to the gateway or to a subgraph', async (_form, scopes) => {
    const graph = await startGraph(undefined, { identity: issuer.settings });
    stops.push(() => graph.stop());
    const coverage = '{ coverage(population: ALL, asOf: "2026-06-30", first: 1) { totals { protectedCells } } }';
    for (const url of [`${graph.url}/graphql`, String(addresses.get('statistics'))]) {
      const body = JSON.stringify({ query: coverage, extensions: { scopes } });
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      expect(((await response.json()) as Answer).data.coverage.totals.protectedCells).toBeGreaterThan(0);
    }
  });

  it('where a signed request tells it in another form than a list', async () => {
    const url = String(addresses.get('statistics'));
    const body = Buffer.from(
      JSON.stringify({ query: '{ coverage(population: ALL, first: 1) { totals { protectedCells } } }', extensions: { scopes: smallCountsScope } }),
    );
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers: { ...headers, ...signer()({ method: 'POST', url, headers, body }) }, body });
    expect(((await response.json()) as Answer).data.coverage.totals.protectedCells).toBeGreaterThan(0);
  });
});
