// Writes what was measured as Markdown: the questions asked of this gateway with what was reached, then a table for each scenario.
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packageRoot } from '../subgraphs/shared/package-root';
import type { Pace, ScenarioResult } from './results';

interface Measure {
  label: string;
  format: (value: number) => string;
  /** Whether the table also gives its ratio to stock. */
  ratio?: boolean;
}

const whole = (value: number) => value.toFixed(0);
const tenths = (value: number) => value.toFixed(1);
const percent = (value: number) => `${(value * 100).toFixed(0)} %`;
const times = (value: number) => `${value.toFixed(2)}×`;

/** Every measure of every scenario, as its column. */
const measures: Readonly<Record<string, Measure>> = {
  requestsPerSecond: { label: 'requests/s', format: whole, ratio: true },
  p50: { label: 'p50 ms', format: tenths, ratio: true },
  p95: { label: 'p95 ms', format: tenths, ratio: true },
  p99: { label: 'p99 ms', format: tenths },
  residentMb: { label: 'resident MB', format: whole, ratio: true },
  peakMb: { label: 'at most MB', format: whole },
  callsAlone: { label: 'calls of one request', format: whole },
  callsPerRequest: { label: 'under load', format: tenths },
  firstSights: { label: 'calls not from memory', format: whole },
  gatewayCpu: { label: 'core used by gateway', format: percent },
  loadCpu: { label: 'by load', format: percent },
  subgraphsCpu: { label: 'by subgraphs', format: percent },
  capacity: { label: 'known/s at most', format: whole },
  quietLoopP99: { label: 'delay p99 quiet, ms', format: tenths },
  busyLoopP99: { label: 'delay p99 busy, ms', format: tenths },
  loopP99Ratio: { label: 'busy ÷ quiet', format: times },
  quietP99: { label: 'latency p99 quiet, ms', format: tenths },
  busyP99: { label: 'latency p99 busy, ms', format: tenths },
  busyP50: { label: 'latency p50 busy, ms', format: tenths },
  newPerSecond: { label: 'new operations/s', format: tenths },
  swaps: { label: 'swaps', format: whole },
  swapMs: { label: 'until served, ms', format: whole },
  lost: { label: 'requests lost', format: whole },
  blockMs: { label: 'longest delay of a swap, median, ms', format: tenths },
  longestBlockMs: { label: 'of all swaps, ms', format: tenths },
};

interface Question {
  what: string;
  scenario: string;
  /** What is reported of the gateway's measures. */
  of: { gateway: string; measure: string; against?: { gateway: string; measure?: string } };
  format: (value: number) => string;
  must?: string;
  aim?: string;
}

const stock = { gateway: 'stock' };
const hiveRust = { gateway: 'hive, Rust planner' };

/** In the order of the table. */
const questions: readonly Question[] = [
  {
    what: 'requests/s, public workload, distinct callers, whole server, to stock',
    must: '6.5×',
    aim: '11.2×',
    scenario: 'public',
    of: { gateway: 'ours', measure: 'requestsPerSecond', against: stock },
    format: times,
  },
  {
    what: 'the same, our executor alone, to stock',
    must: '9×',
    aim: '14×',
    scenario: 'public',
    of: { gateway: 'ours, executor alone', measure: 'requestsPerSecond', against: stock },
    format: times,
  },
  {
    what: 'requests/s, public workload, distinct callers, to Hive with the Rust planner',
    must: '2.7×',
    aim: '4×',
    scenario: 'public',
    of: { gateway: 'ours', measure: 'requestsPerSecond', against: hiveRust },
    format: times,
  },
  {
    what: 'requests/s, identical callers, sharing on at both, to Hive with the Rust planner',
    must: '3×',
    aim: '7×',
    scenario: 'identical',
    of: { gateway: 'ours', measure: 'requestsPerSecond', against: hiveRust },
    format: times,
  },
  {
    what: 'p95, public workload, to stock',
    must: 'at most 0.14×',
    aim: '0.07×',
    scenario: 'public',
    of: { gateway: 'ours', measure: 'p95', against: stock },
    format: times,
  },
  {
    what: 'resident memory after load, to stock',
    must: 'at most 0.9×',
    aim: '0.6×',
    scenario: 'public',
    of: { gateway: 'ours', measure: 'residentMb', against: stock },
    format: times,
  },
  {
    what: 'main thread’s delay p99 beside a stream of new operations, to without',
    must: 'at most 2×',
    aim: '1.2×',
    scenario: 'planning',
    of: { gateway: 'ours', measure: 'loopP99Ratio' },
    format: times,
  },
  {
    what: 'requests/s with 4 ms added to each call, to stock',
    must: '5×',
    aim: '7.4×',
    scenario: 'delay',
    of: { gateway: 'ours', measure: 'requestsPerSecond', against: stock },
    format: times,
  },
  {
    what: 'p50 with one subgraph at 20 ms and the others at 2 ms, 4 connections, to stock',
    must: 'at most 0.6×',
    aim: '0.5×',
    scenario: 'slow-subgraph',
    of: { gateway: 'ours', measure: 'p50', against: stock },
    format: times,
  },
  {
    what: 'requests/s, small query, whole server, to stock',
    must: '5×',
    aim: '9×',
    scenario: 'small',
    of: { gateway: 'ours', measure: 'requestsPerSecond', against: stock },
    format: times,
  },
  {
    what: 'requests/s, public workload, with everything on that stands between a client and the agencies, to without',
    must: '0.85×',
    scenario: 'guarded',
    of: { gateway: 'ours, guarded', measure: 'requestsPerSecond', against: { gateway: 'ours' } },
    format: times,
  },
  {
    what: 'the same, a query of one field',
    must: '0.7×',
    scenario: 'guarded-field',
    of: { gateway: 'ours, guarded', measure: 'requestsPerSecond', against: { gateway: 'ours' } },
    format: times,
  },
  {
    what: 'requests/s, two workers to one, no core of their own',
    must: '1.3×',
    aim: '1.6×',
    scenario: 'workers',
    of: { gateway: 'ours, two workers', measure: 'requestsPerSecond', against: { gateway: 'ours' } },
    format: times,
  },
  { what: 'requests lost over the swaps under load', must: '0', aim: '0', scenario: 'swaps', of: { gateway: 'ours', measure: 'lost' }, format: whole },
  {
    what: 'longest delay of the main thread in a swap, ms',
    must: 'at most 50',
    aim: '10',
    scenario: 'swap-block',
    of: { gateway: 'ours', measure: 'longestBlockMs' },
    format: tenths,
  },
];

/** @param loadAverage the machine's before the benchmark began */
export function writeReport(results: readonly ScenarioResult[], pace: Pace, loadAverage: number): string {
  const sections = [writeHead(pace, loadAverage), writeQuestions(results), ...results.map(writeScenario)];
  return `${sections.join('\n\n')}\n`;
}

function writeHead({ rounds, seconds, warmupSeconds }: Pace, loadAverage: number): string {
  const cpus = os.cpus();
  return [
    '# Results of the benchmark',
    `Written by \`npm run bench\`. ${new Date().toISOString().slice(0, 10)}; ${cpus.length} cores (${cpus[0]?.model.trim()}), ${(os.totalmem() / 2 ** 30).toFixed(0)} GB, Linux ${os.release()}, Node ${process.versions.node}; load average ${loadAverage.toFixed(2)} before it began.`,
    `@apollo/gateway ${readVersion('@apollo/gateway')}, @apollo/server ${readVersion('@apollo/server')}, @graphql-hive/gateway ${readVersion('@graphql-hive/gateway')}, @graphql-hive/router-runtime ${readVersion('@graphql-hive/router-runtime')}.`,
    `Medians of ${rounds} rounds of ${seconds} s after ${warmupSeconds} s of warming up, the gateways in turn in each round. What the scenarios are, and what they do not show: [README](README.md).`,
  ].join('\n\n');
}

function readVersion(name: string): string {
  const file = ['node_modules', 'bench/peers/node_modules'].map((folder) => path.join(packageRoot, folder, name, 'package.json')).find(existsSync);
  return file === undefined ? 'not installed' : JSON.parse(readFileSync(file, 'utf8')).version;
}

function writeQuestions(results: readonly ScenarioResult[]): string {
  const rows = questions.map(({ what, scenario, of, format, must, aim }, index) => {
    const result = results.find(({ name }) => name === scenario);
    return [String(index + 1), what, must ?? '', aim ?? '', result === undefined ? 'not run' : answer(result, of, format), scenario];
  });
  return ['## Reached', writeTable(['', 'what', 'must', 'aim', 'reached', 'scenario'], rows)].join('\n\n');
}

function answer({ measures: all, faults }: ScenarioResult, { gateway, measure, against }: Question['of'], format: (value: number) => string): string {
  for (const name of [gateway, against?.gateway ?? gateway]) if (faults.has(name)) return `does not count: ${name}, see below`;
  const value = all.get(gateway)?.[measure];
  const base = against === undefined ? 1 : all.get(against.gateway)?.[against.measure ?? measure];
  return value === undefined || base === undefined ? 'not measured' : format(value / base);
}

function writeScenario({ name, title, measures: byGateway, faults }: ScenarioResult): string {
  const columns = Object.entries(measures).filter(([key]) => [...byGateway.values()].some((values) => key in values));
  const reference = byGateway.get('stock');
  const header = ['', ...columns.flatMap(([, { label, ratio }]) => (ratio === true && reference !== undefined ? [label, 'to stock'] : [label]))];
  const rows = [...byGateway].map(([gateway, values]) => [
    gateway,
    ...columns.flatMap(([key, { format, ratio }]) => {
      const value = values[key];
      const text = value === undefined ? '' : format(value);
      if (ratio !== true || reference === undefined) return [text];
      return [text, value === undefined ? '' : times(value / (reference[key] ?? Number.NaN))];
    }),
  ]);
  const notes = [...faults].map(([gateway, fault]) => `- ${gateway} does not count: ${fault.replace(/\s+/g, ' ').slice(0, 400)}`);
  return [
    `## ${name}`,
    `${title[0]?.toUpperCase()}${title.slice(1)}.`,
    ...(rows.length > 0 ? [writeTable(header, rows)] : []),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n');
}

function writeTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
