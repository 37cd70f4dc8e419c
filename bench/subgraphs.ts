// Serves a workload's subgraphs in one process, a port for each: what a body asks is executed on first sight and answered from memory from
// then on. The parent process says over IPC how long each call takes, and asks what was called.
//   node subgraphs.js public
//   node subgraphs.js counties=http://127.0.0.1:4002/graphql …     passes what it has not seen on to other servers
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { createResponder, frameResponse } from './responder';
import { publicSubgraphs } from './workloads/public';

/** What the parent sends; each is answered by one `FromSubgraphs` of the same `kind`. */
export type ToSubgraphs = { kind: 'delays'; ms: Record<string, number> } | { kind: 'counters' } | { kind: 'record' } | { kind: 'recorded' };

export type FromSubgraphs =
  | { kind: 'listening'; ports: Record<string, number> }
  | { kind: 'delays' }
  | ({ kind: 'counters' } & Counters)
  | { kind: 'record' }
  | { kind: 'recorded'; calls: RecordedCall[] };

/** Since the start of the process. */
export interface Counters {
  calls: number;
  /** Calls that were not answered from memory. */
  firstSights: number;
}

export interface RecordedCall {
  subgraph: string;
  body: string;
  atMs: number;
}

type Execute = (body: Buffer) => Promise<Buffer>;

/** Streams of new operations would otherwise fill the memory. */
const maxRemembered = 50_000;

const delaysMs = new Map<string, number>();
const counters: Counters = { calls: 0, firstSights: 0 };
let recording: RecordedCall[] | undefined;

async function main(sources: readonly string[]): Promise<void> {
  const ports: Record<string, number> = {};
  for (const [name, execute] of readSources(sources)) ports[name] = await serve(name, execute);
  process.on('message', (message) => send(reply(message as ToSubgraphs)));
  process.on('disconnect', () => process.exit(0));
  send({ kind: 'listening', ports });
}

function readSources(sources: readonly string[]): [string, Execute][] {
  if (sources.length === 1 && sources[0] === 'public') return Object.keys(publicSubgraphs).map((name) => [name, executePublic(name)]);
  return sources.map((source) => {
    const [name = '', url = ''] = source.split(/=(.*)/s);
    if (!URL.canParse(url)) throw new Error(`expected public, or subgraph=url …; got ${source}`);
    return [name, passOn(url)];
  });
}

function executePublic(name: string): Execute {
  const definition = publicSubgraphs[name];
  if (definition === undefined) throw new Error(`the public benchmark has no subgraph ${name}`);
  const schema = buildSubgraphSchema({ typeDefs: parse(definition.typeDefs), resolvers: definition.resolvers } as Parameters<typeof buildSubgraphSchema>[0]);
  return async (body) => {
    const { query, variables, operationName } = JSON.parse(body.toString());
    const result = await graphql({ schema, source: query, variableValues: variables, operationName });
    return frameResponse(200, 'application/json', Buffer.from(JSON.stringify(result)));
  };
}

function passOn(url: string): Execute {
  return async (body) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: body as Uint8Array<ArrayBuffer>,
    });
    const answer = Buffer.from(await response.arrayBuffer());
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${answer}`);
    return frameResponse(200, 'application/json', answer);
  };
}

function serve(name: string, execute: Execute): Promise<number> {
  const remembered = new Map<string, Buffer>();

  const respond = (body: Buffer): Buffer | Promise<Buffer> => {
    counters.calls++;
    if (recording !== undefined) recording.push({ subgraph: name, body: body.toString(), atMs: performance.now() });
    // Characters as bytes: the cheapest faithful key.
    const key = body.toString('latin1');
    const known = remembered.get(key);
    const delayMs = delaysMs.get(name) ?? 0;
    if (known !== undefined) return delayMs === 0 ? known : sleep(delayMs, known);
    counters.firstSights++;
    return executeFirst(key, Buffer.from(body), delayMs);
  };

  async function executeFirst(key: string, body: Buffer, delayMs: number): Promise<Buffer> {
    const [response] = await Promise.all([execute(body), delayMs === 0 ? undefined : sleep(delayMs)]);
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(key, response);
    return response;
  }

  const server = createResponder(respond, (fault) => console.error(`${name}:`, fault));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', 1024, () => resolve((server.address() as AddressInfo).port)));
}

function reply(message: ToSubgraphs): FromSubgraphs {
  switch (message.kind) {
    case 'delays':
      delaysMs.clear();
      for (const [name, ms] of Object.entries(message.ms)) delaysMs.set(name, ms);
      return { kind: 'delays' };
    case 'counters':
      return { kind: 'counters', ...counters };
    case 'record':
      recording = [];
      return { kind: 'record' };
    case 'recorded': {
      const calls = recording ?? [];
      recording = undefined;
      return { kind: 'recorded', calls };
    }
  }
}

function send(message: FromSubgraphs): void {
  process.send?.(message);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
