// Load for minutes at 70 % of what the gateway can answer, with a fault a minute: what clients see, how soon it recovers, and
// whether memory grows.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKeys } from '../subgraphs/shared/create-keys';
import { packageRoot } from '../subgraphs/shared/package-root';
import { findFreePort } from '../test/free-port';
import { AnswerChecker, aim, askOnce, putClosedLoad, repeat } from './load';
import { launch, pinThisProcess, type Process, readMemory, waitUntilReady } from './processes';
import { type SoakAnswer, type SoakLoad, startSoakLoad } from './soak-load';
import { type OwnSubgraphs, readOwnQuestion, readOwnSupergraph, startOwnSubgraphs } from './workloads/own';
import { addressSupergraph, writeBody } from './workloads/workload';

export interface SoakOptions {
  minutes: number;
  /** A folder that exists. */
  folder: string;
  say: (line: string) => void;
}

interface Fault {
  what: string;
  /** Makes it, and resolves when it is mended. */
  make(site: FaultSite): Promise<void>;
}

interface FaultSite {
  subgraphs: OwnSubgraphs;
  supergraphFile: string;
  supergraphSdl: string;
}

/** One a minute, in turn. Each lasts at most some seconds. */
const faults: readonly Fault[] = [
  { what: 'the process of counties is killed, and started again after 5 s', make: ({ subgraphs }) => killFor(subgraphs, 'counties', 5_000) },
  { what: 'the process of pairings stands still for 5 s (SIGSTOP)', make: ({ subgraphs }) => freezeFor(subgraphs, 'pairings', 5_000) },
  { what: 'the process of organizations is killed, and started again at once', make: ({ subgraphs }) => killFor(subgraphs, 'organizations', 0) },
  { what: 'the process of counties stands still for 20 s, longer than it may take', make: ({ subgraphs }) => freezeFor(subgraphs, 'counties', 20_000) },
  {
    what: 'the processes of organizations and pairings are killed together, and started again after 5 s',
    make: async ({ subgraphs }) => {
      await Promise.all([killFor(subgraphs, 'organizations', 5_000), killFor(subgraphs, 'pairings', 5_000)]);
    },
  },
  { what: 'another supergraph is served', make: async ({ supergraphFile, supergraphSdl }) => writeFileSync(supergraphFile, `${supergraphSdl}\n# again\n`) },
  {
    what: 'the process of pairings stands still for 0.5 s ten times',
    make: async ({ subgraphs }) => {
      for (let time = 0; time < 10; time++) {
        await freezeFor(subgraphs, 'pairings', 500);
        await sleep(500);
      }
    },
  },
  { what: 'the process of statistics, which nobody asks, is killed and started again', make: ({ subgraphs }) => killFor(subgraphs, 'statistics', 1_000) },
];

interface FaultRecord {
  what: string;
  fromMs: number;
  toMs: number;
}

const loadShare = 0.7;

/** Runs the soak. `sound` where no request went without an answer, and nothing wrong was answered. */
export async function runSoak({ minutes, folder, say }: SoakOptions): Promise<{ report: string; sound: boolean }> {
  pinThisProcess('load');
  const dataDir = path.join(folder, 'data');
  mkdirSync(dataDir);
  const subgraphs = await startOwnSubgraphs(dataDir, 'load');
  let gateway: Process | undefined;
  try {
    const supergraphSdl = addressSupergraph(readOwnSupergraph(), subgraphs.urls);
    const supergraphFile = path.join(folder, 'supergraph.graphql');
    writeFileSync(supergraphFile, supergraphSdl);
    const port = await findFreePort();
    gateway = startWatchedGateway(folder, supergraphFile, port);
    await waitUntilReady(gateway, `http://127.0.0.1:${port}/health/ready`);
    const url = `http://127.0.0.1:${port}/graphql`;
    const body = writeBody(readOwnQuestion());
    const { data } = JSON.parse((await askOnce(url, body)).toString());

    const { requestsPerSecond: capacity } = await putClosedLoad(aim(url, { bodies: repeat(body), callers: 'distinct', checker: new AnswerChecker(data) }), 16, {
      warmupSeconds: 5,
      seconds: 10,
    });
    const requestsPerSecond = capacity * loadShare;
    say(`soak: ${capacity.toFixed(0)} requests/s at most; ${minutes} minutes at ${requestsPerSecond.toFixed(0)} requests/s`);
    const load = startSoakLoad({ url, body, data, requestsPerSecond });
    const begun = performance.now();
    const memory: { atMs: number; mb: number }[] = [];
    const { pid } = gateway;
    const sampling = setInterval(() => memory.push({ atMs: performance.now() - begun, mb: readMemory(pid).residentMb }), 1_000);
    const records: FaultRecord[] = [];
    for (let minute = 0; minute < minutes; minute++) {
      await sleep(Math.max(0, begun + (minute + 0.25) * 60_000 - performance.now()));
      const fault = faults[minute % faults.length] as Fault;
      say(`minute ${minute + 1}: ${fault.what}`);
      const fromMs = performance.now() - begun;
      await fault.make({ subgraphs, supergraphFile, supergraphSdl });
      records.push({ what: fault.what, fromMs, toMs: performance.now() - begun });
    }
    await sleep(Math.max(0, begun + minutes * 60_000 - performance.now()));
    clearInterval(sampling);
    await load.stop();
    const kinds = countKinds(load.answers);
    return { report: writeReport({ minutes, capacity, requestsPerSecond, load, records, memory }), sound: kinds.none + kinds.wrong + kinds.status === 0 };
  } finally {
    await gateway?.stop();
    await subgraphs.stop();
  }
}

function startWatchedGateway(folder: string, supergraphFile: string, port: number): Process {
  const keys = path.join(folder, 'keys');
  createKeys(keys);
  return launch({
    core: 'gateway',
    args: ['--max-semi-space-size=16', path.join(packageRoot, 'dist/gateway/main.js'), '--supergraph', supergraphFile, '--port', String(port)],
    cwd: folder,
    env: {
      NODE_ENV: 'production',
      JIEDUI_LOG_LEVEL: 'fatal',
      JIEDUI_METRICS_PORT: '0',
      JIEDUI_AUDIT_DIR: path.join(folder, 'audit'),
      JIEDUI_AUDIT_KEY_FILE: path.join(keys, 'signing-key.json'),
      JIEDUI_AUDIT_ON_FAILURE: 'refuse',
    },
  });
}

async function killFor(subgraphs: OwnSubgraphs, name: string, ms: number): Promise<void> {
  subgraphs.signal(name, 'SIGKILL');
  // The port is free once the process has gone.
  await sleep(Math.max(ms, 200));
  await subgraphs.restart(name);
}

async function freezeFor(subgraphs: OwnSubgraphs, name: string, ms: number): Promise<void> {
  subgraphs.signal(name, 'SIGSTOP');
  await sleep(ms);
  subgraphs.signal(name, 'SIGCONT');
}

function countKinds(answers: readonly SoakAnswer[]): Record<SoakAnswer['kind'], number> {
  const counts = { whole: 0, partial: 0, wrong: 0, status: 0, none: 0 };
  for (const { kind } of answers) counts[kind]++;
  return counts;
}

interface Soaked {
  minutes: number;
  capacity: number;
  requestsPerSecond: number;
  load: SoakLoad;
  records: readonly FaultRecord[];
  memory: readonly { atMs: number; mb: number }[];
}

function writeReport({ minutes, capacity, requestsPerSecond, load, records, memory }: Soaked): string {
  const { answers, errors, first } = load;
  const kinds = countKinds(answers);
  const took = (of: readonly SoakAnswer[], fraction: number) =>
    percentile(
      of.map(({ tookMs }) => tookMs),
      fraction,
    ).toFixed(1);
  const calm = answers.filter(({ dueMs }) => !records.some(({ fromMs, toMs }) => dueMs >= fromMs - 100 && dueMs <= toMs + 10_000));
  // What is compiled and cached in the first minute is no leak.
  const settled = memory.filter(({ atMs }) => atMs > Math.min(60_000, (minutes * 60_000) / 4));
  const slope = slopeOf(settled) * 60_000;
  const cpus = os.cpus();
  const lines = [
    '# Results of the soak',
    `Written by \`npm run bench -- soak\`. ${new Date().toISOString().slice(0, 10)}; ${cpus.length} cores (${cpus[0]?.model.trim()}), Node ${process.versions.node}.`,
    `${minutes} minutes at ${requestsPerSecond.toFixed(0)} requests/s, 70 % of the ${capacity.toFixed(0)} measured just before; our own question over the real subgraphs as processes, distinct callers, audit trail and metrics on. What is done: [README](README.md#the-soak).`,
    '## What clients saw',
    table(
      ['', ''],
      [
        ['requests', String(answers.length)],
        ['answered whole', String(kinds.whole)],
        ['answered in part, with errors that say why, all else right', String(kinds.partial)],
        ['answered with another status than 200', String(kinds.status)],
        ['answered with wrong data', String(kinds.wrong)],
        ['without an answer', String(kinds.none)],
        ['p50, ms', took(answers, 0.5)],
        ['p99, ms', took(answers, 0.99)],
        ['longest, ms', took(answers, 1)],
        ['p50 away from faults, ms', took(calm, 0.5)],
        ['p99 away from faults, ms', took(calm, 0.99)],
        ['resident memory at the end, MB', (memory.at(-1)?.mb ?? Number.NaN).toFixed(0)],
        ['slope of memory after the first minute, MB a minute', slope.toFixed(2)],
      ],
    ),
    ...(first === null ? [] : [`The first answer that was not right: \`${first.replace(/[`\n]/g, ' ').slice(0, 300)}\``]),
    '## Errors by code',
    errors.size === 0
      ? 'None.'
      : table(
          ['code', 'errors'],
          [...errors].map(([code, count]) => [code, String(count)]),
        ),
    '## Faults',
    table(
      ['minute', 'fault', 'lasted, s', 'answers in part', 'without an answer', 'p99, ms', 'recovered after, s'],
      records.map((record, index) => describeFault(record, index, records[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY, answers)),
    ),
    'A fault lasts until what was made is undone: a process started again is ready. Recovered: when, after that, the last answer that was not whole was given.',
  ];
  return `${lines.join('\n\n')}\n`;
}

function describeFault({ what, fromMs, toMs }: FaultRecord, index: number, untilMs: number, answers: readonly SoakAnswer[]): string[] {
  const during = answers.filter(({ dueMs, tookMs }) => dueMs + tookMs >= fromMs && dueMs < untilMs);
  // What was under way when the next fault began is the next one's.
  const notWhole = during.filter(({ kind, dueMs, tookMs }) => kind !== 'whole' && dueMs + tookMs < untilMs);
  const lastMs = Math.max(...notWhole.map(({ dueMs, tookMs }) => dueMs + tookMs), toMs);
  const p99 = percentile(
    during.filter(({ dueMs }) => dueMs <= toMs).map(({ tookMs }) => tookMs),
    0.99,
  );
  const lost = during.filter(({ kind }) => kind === 'none').length;
  const seconds = (ms: number) => (ms / 1_000).toFixed(1);
  return [String(index + 1), what, seconds(toMs - fromMs), String(notWhole.length), String(lost), p99.toFixed(1), seconds(lastMs - toMs)];
}

/** By least squares. */
function slopeOf(samples: readonly { atMs: number; mb: number }[]): number {
  const meanX = samples.reduce((total, { atMs }) => total + atMs, 0) / samples.length;
  const meanY = samples.reduce((total, { mb }) => total + mb, 0) / samples.length;
  let covariance = 0;
  let variance = 0;
  for (const { atMs, mb } of samples) {
    covariance += (atMs - meanX) * (mb - meanY);
    variance += (atMs - meanX) ** 2;
  }
  return covariance / variance;
}

function percentile(values: readonly number[], fraction: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? Number.NaN;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
