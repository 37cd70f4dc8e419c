// The gateways that are compared, and how each is started. Another variant is another entry of `gateways`.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../test/free-port';
import type { FloorScript } from './floor';
import type { LoopDelay } from './loop-delay';
import { type Guard, prepareGuard } from './guarded';
import { type Core, launch, readCpuSeconds, readMemory, waitUntilReady } from './processes';

/** What a gateway is started over. */
interface Site {
  /** A folder of its own. */
  folder: string;
  port: number;
  supergraphFile: string;
  subgraphUrls: ReadonlyMap<string, string>;
  /** Whether it may share answers between identical requests in flight, where it can. */
  sharing: boolean;
  floorScript: FloorScript | undefined;
  /** Settings with which everything is on, and tokens for it. */
  guard: Guard;
}

interface Command {
  /** Arguments of node. */
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** A path that answers 2xx when it is ready. */
  readyPath: string;
  /** What it prints besides when it is; of several workers, one may be ready before another. */
  readyOutput?: string;
}

const root = path.resolve(__dirname, '../..');
const compiled = (file: string) => path.join(root, 'dist', file);
const hiveProgram = path.join(root, 'bench/peers/node_modules/@graphql-hive/gateway/dist/bin.js');

/** The flags of node that `npm run start:gateway` gives: what is measured is what is used. */
const startFlags = readStartFlags();

function readStartFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return /^node (.*?)run\.mjs/.exec(scripts['start:gateway'])?.[1]?.trim().split(' ').filter(Boolean) ?? [];
}

/** Hive Gateway, with the settings that the public benchmark gives it. */
function hive({ folder, port, supergraphFile, sharing }: Site, settings: string, flags: readonly string[]): Command {
  if (!existsSync(hiveProgram)) throw new Error('it is not installed: npm ci --prefix bench/peers');
  const config = path.join(folder, 'gateway.config.mjs');
  // Where sharing is off, so is that of calls to subgraphs, which is on by default and would share between callers who differ.
  const sharingSettings = sharing
    ? 'inboundInflightRequestDeduplication: true'
    : `transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } }`;
  writeFileSync(config, `export const gatewayConfig = { landingPage: false, graphiql: false, ${sharingSettings}${settings} };\n`);
  return {
    args: [hiveProgram, 'supergraph', supergraphFile, '--host', '127.0.0.1', '--port', String(port), '--config-path', config, ...flags],
    readyPath: '/readiness',
  };
}

function server(site: Site, env: Readonly<Record<string, string>>): Command {
  return { ...ours('gateway/main.js', site), env: { JIEDUI_LOG_LEVEL: 'warn', ...env }, readyOutput: '已就绪' };
}

function ours(file: string, { port, supergraphFile, subgraphUrls }: Site): Command {
  const urls = [...subgraphUrls].map(([name, url]) => `${name}=${url}`).join(',');
  const flags = urls === '' ? [] : ['--subgraph-urls', urls];
  return {
    args: [...startFlags, compiled(file), '--supergraph', supergraphFile, '--port', String(port), ...flags],
    readyPath: '/health/ready',
  };
}

/** By name. Each gives its command for a site. */
const gateways = {
  ours: (site: Site) => server(site, {}),
  /** Our executor over node:http, without Apollo Server. */
  'ours, executor alone': (site: Site) => ours('bench/executor-alone.js', site),
  /** With tokens, limits, rates, signed requests, the audit trail and metrics. */
  'ours, guarded': (site: Site) => server(site, site.guard.env),
  /** The same program at another commit, built in the checkout that BENCH_OTHER_CHECKOUT names. */
  'ours, another checkout': (site: Site) => {
    const other = process.env.BENCH_OTHER_CHECKOUT;
    if (other === undefined) throw new Error('BENCH_OTHER_CHECKOUT names no checkout');
    const { args, ...command } = server(site, {});
    return { ...command, args: args.map((arg) => arg.replace(root, path.resolve(other))) };
  },
  'ours, two workers': (site: Site) => server(site, { JIEDUI_WORKERS: '2' }),
  stock: ({ supergraphFile, port }: Site): Command => ({
    args: [compiled('bench/stock.js'), '--supergraph', supergraphFile, '--port', String(port)],
    readyPath: stockReadyPath,
  }),
  'stock, watching': ({ supergraphFile, port }: Site): Command => ({
    args: [compiled('bench/stock.js'), '--supergraph', supergraphFile, '--port', String(port), '--watch'],
    readyPath: stockReadyPath,
  }),
  hive: (site: Site) => hive(site, ', jit: true', ['--jit']),
  'hive, Rust planner': (site: Site) => hive(site, '', ['--hive-router-runtime']),
  floor: ({ folder, port, floorScript }: Site): Command => {
    if (floorScript === undefined) throw new Error('there are no calls of stock to make');
    const script = path.join(folder, 'floor.json');
    writeFileSync(script, JSON.stringify(floorScript));
    return { args: [compiled('bench/floor.js'), '--script', script, '--port', String(port)], readyPath: '/' };
  },
} satisfies Record<string, (site: Site) => Command>;

export type GatewayName = keyof typeof gateways;

const stockReadyPath = '/?query=%7B__typename%7D';

export interface Gateway {
  name: GatewayName;
  url: string;
  supergraphFile: string;
  readMemory(): { residentMb: number; peakMb: number };
  readCpuSeconds(): number;
  /** How late its main thread is while `run` does; only where it was started with `loopDelay`. */
  measureLoopDelay<Result>(run: () => Promise<Result>): Promise<[LoopDelay, Result]>;
  /** Tokens of callers that it accepts; undefined where it looks at none. */
  tokens: readonly string[] | undefined;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** A folder that exists. */
  folder: string;
  supergraphSdl: string;
  subgraphUrls: ReadonlyMap<string, string>;
  sharing?: boolean;
  floorScript?: FloorScript | undefined;
  core?: Core;
  /** Whether its main thread's delay will be measured. */
  loopDelay?: boolean;
  /** Whether to let clients read its schema, which Apollo Server does not where NODE_ENV is production. */
  introspection?: boolean;
}

/** @throws Error where it cannot be started, with what it printed */
export async function startGateway(name: GatewayName, options: StartOptions): Promise<Gateway> {
  const folder = path.join(options.folder, name.replace(/\W+/g, '-'));
  mkdirSync(folder);
  const supergraphFile = path.join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, options.supergraphSdl);
  const port = await findFreePort();
  const guard = await prepareGuard(folder);
  const { subgraphUrls, sharing = false, floorScript, core = 'gateway' } = options;
  const { args, env, readyPath, readyOutput }: Command = gateways[name]({ folder, port, supergraphFile, subgraphUrls, sharing, floorScript, guard });
  const delayFile = path.join(folder, 'loop-delay.json');
  const preload = options.loopDelay === true ? ['--require', compiled('bench/loop-delay.js')] : [];
  const started = launch({
    core,
    args: [...preload, ...args],
    cwd: folder,
    env: { ...(options.introspection === true ? {} : { NODE_ENV: 'production' }), BENCH_LOOP_DELAY_FILE: delayFile, ...env },
  });
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilReady(started, `${origin}${readyPath}`, readyOutput);
  if (started.output().includes('Could not load the @graphql-hive/router-runtime')) {
    await started.stop();
    throw new Error(`${name} fell back to the planner in JavaScript:\n${started.output()}`);
  }
  return {
    name,
    url: `${origin}${name.startsWith('stock') ? '/' : '/graphql'}`,
    supergraphFile,
    readMemory: () => readMemory(started.pid),
    readCpuSeconds: () => readCpuSeconds(started.pid),
    async measureLoopDelay(run) {
      rmSync(delayFile, { force: true });
      started.child.kill('SIGUSR2');
      const result = await run();
      started.child.kill('SIGUSR2');
      return [await readWhenWritten(delayFile), result];
    },
    tokens: name === 'ours, guarded' ? guard.tokens : undefined,
    stop: started.stop,
  };
}

async function readWhenWritten(file: string): Promise<LoopDelay> {
  for (let tries = 0; tries < 200; tries++) {
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    await sleep(50);
  }
  throw new Error(`the gateway has not written ${file}`);
}
