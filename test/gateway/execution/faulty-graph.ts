// A small graph over subgraphs that misbehave when told to: real HTTP servers behind a real gateway. Until a test gives a
// subgraph a behaviour of its own it answers as its resolvers say.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, parse, validate } from 'graphql';
import type { Registry } from 'prom-client';
import { createGateway, type GatewayOptions } from '../../../gateway/gateway';
import type { Subgraph } from '../../../subgraphs/shared/subgraph';
import { type Answer, defaultSettings, silentLog } from '../../graph/graph';

/** What every subgraph's SDL begins with. */
export const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requires", "@external"])';

export interface SubgraphSource {
  sdl: string;
  resolvers?: object;
}

/** A request as a subgraph got it. */
interface Received {
  query: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON that each test knows
  variables: any;
  headers: IncomingHttpHeaders;
  /** The body as it came. */
  body: string;
}

/** Answers one request of the gateway, or fails to. `answerWell` gives what the resolvers say. */
export type Behaviour = (response: ServerResponse, received: Received, answerWell: () => Promise<GoodAnswer>) => unknown;

/** The body of a good answer, which a test spoils. */
export interface GoodAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: JSON that each test knows
  data?: any;
  errors?: unknown;
}

interface FaultySubgraph {
  /** All requests since the last `reset`. */
  requests: Received[];
  behaviour: Behaviour | null;
}

/** A gateway's answer with its bytes. */
export interface WholeAnswer extends Answer {
  text: string;
  extensions?: Record<string, unknown>;
}

export interface FaultyGraph<Name extends string> {
  url: string;
  supergraphSdl: string;
  /** What is measured, where it was asked for. */
  registry: Registry | null;
  subgraphs: Record<Name, FaultySubgraph>;
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<WholeAnswer>;
  /** The errors that the gateway has logged. */
  errors(): readonly unknown[];
  /** What it has logged as errors, their causes included. */
  logged(): string;
  /** Forgets requests, behaviours and what was logged. */
  reset(): void;
  stop(): Promise<void>;
}

export interface FaultyGraphOptions extends Partial<typeof defaultSettings>, Pick<GatewayOptions, 'trail' | 'measures'> {
  /** Subgraphs that run in the gateway's process, and do not misbehave. */
  inProcess?: readonly Subgraph[];
  /** Addresses of subgraphs that the test serves itself. */
  elsewhere?: ReadonlyMap<string, string>;
  /** Changes the supergraph that the subgraphs compose to. */
  edit?: (supergraphSdl: string) => string;
}

export async function startFaultyGraph<Name extends string>(
  sources: Record<Name, SubgraphSource>,
  { inProcess = [], elsewhere = new Map(), edit = (sdl) => sdl, ...settings }: FaultyGraphOptions = {},
): Promise<FaultyGraph<Name>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-faulty-'));
  const supergraphFile = path.join(folder, 'supergraph.graphql');
  const supergraphSdl = edit(compose(sources));
  writeFileSync(supergraphFile, supergraphSdl);
  const names = (Object.keys(sources) as Name[]).filter((name) => !elsewhere.has(name) && !inProcess.some((subgraph) => subgraph.name === name));
  const served = await Promise.all(names.map((name) => serveFaulty(sources[name])));
  const logged: unknown[] = [];
  const gateway = createGateway({
    ...defaultSettings,
    // What is sent again or held back is tested on its own.
    resilience: { ...defaultSettings.resilience, retries: 0, breakerPercent: 100 },
    ...settings,
    supergraphFile,
    subgraphUrls: new Map<string, string>([...elsewhere, ...names.map((name, index) => [name, served[index]?.url ?? ''] as const)]),
    inProcess,
    log: { ...silentLog, error: (error) => logged.push(error) },
  });
  const url = `http://127.0.0.1:${await gateway.start()}/graphql`;
  return {
    url,
    supergraphSdl,
    registry: gateway.registry,
    subgraphs: Object.fromEntries(names.map((name, index) => [name, served[index]?.subgraph])) as Record<Name, FaultySubgraph>,
    ask: (query, variables, headers) => ask(url, query, variables, headers),
    errors: () => [...logged],
    logged: () => logged.map(String).join('\n'),
    reset() {
      logged.length = 0;
      for (const { subgraph } of served) Object.assign(subgraph, { requests: [], behaviour: null });
    },
    async stop() {
      // First, for the gateway would wait for what they never answer.
      for (const { stop } of served) stop();
      await gateway.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function compose(sources: Record<string, SubgraphSource>): string {
  const services = Object.entries(sources).map(([name, { sdl }]) => ({ name, url: `http://${name}.invalid/`, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(`expected subgraphs that compose; got ${errors?.join('; ')}`);
  return supergraphSdl;
}

/** A subgraph's resolvers as a function from requests to answers. */
export function createAnswerer({ sdl, resolvers = {} }: SubgraphSource): (request: { query: string; variables?: unknown }) => Promise<GoodAnswer> {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers } as Parameters<typeof buildSubgraphSchema>[0]);
  return async ({ query, variables }) => {
    const document: DocumentNode = parse(query);
    const refusals = validate(schema, document);
    if (refusals.length > 0) return { errors: refusals.map((error) => error.toJSON()) };
    const { data, errors } = await execute({ schema, document, variableValues: variables as Record<string, unknown> });
    return { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors: errors.map((error) => error.toJSON()) }) };
  };
}

export function sendAnswer(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
}

export async function ask(url: string, query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<WholeAnswer> {
  const body = JSON.stringify({ query, variables });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-request-id': 'test', ...headers }, body });
  const answered = await response.text();
  return { ...(JSON.parse(answered) as Omit<WholeAnswer, 'status' | 'text'>), status: response.status, text: answered };
}

async function serveFaulty(source: SubgraphSource) {
  const subgraph: FaultySubgraph = { requests: [], behaviour: null };
  const answer = createAnswerer(source);
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { query, variables } = JSON.parse(body) as { query: string; variables?: unknown };
    const received = { query, variables, headers: request.headers, body };
    subgraph.requests.push(received);
    const answerWell = async () => JSON.parse(JSON.stringify(await answer(received))) as GoodAnswer;
    if (subgraph.behaviour === null) sendAnswer(response, await answerWell());
    else await subgraph.behaviour(response, received, answerWell);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    subgraph,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
