// The scenarios, in the order they run.
import type { GatewayName } from './gateways';
import { runPlanning } from './planning';
import type { Pace, ScenarioResult } from './results';
import { runSwapBlock, runSwaps } from './swaps';
import { runThroughput, type ThroughputScenario } from './throughput';
import { readOwnQuestion } from './workloads/own';
import { oneFieldQuery, smallQuery, testQuery } from './workloads/public';

export interface Scenario {
  name: string;
  run(pace: Pace, folder: string, say: (line: string) => void): Promise<ScenarioResult>;
}

/** The same program at another commit, where one is named. */
const elsewhere: GatewayName[] = process.env.BENCH_OTHER_CHECKOUT === undefined ? [] : ['ours, another checkout'];

/** The connections of the public benchmark. */
const connections = 50;
const allDelayed = (ms: number) => ({ accounts: ms, inventory: ms, products: ms, reviews: ms });

const throughput: ThroughputScenario[] = [
  {
    name: 'public',
    title: 'TestQuery of the public benchmark; 50 connections, every request of another caller',
    graph: 'public',
    operation: testQuery,
    callers: 'distinct',
    connections,
    gateways: ['ours', 'ours, executor alone', 'stock', 'hive', 'hive, Rust planner', 'floor'],
  },
  {
    name: 'identical',
    title: 'TestQuery; 50 connections, all of one caller, and every gateway shares what it can',
    graph: 'public',
    operation: testQuery,
    callers: 'identical',
    connections,
    gateways: ['ours', 'stock', 'hive', 'hive, Rust planner'],
  },
  {
    name: 'delay',
    title: 'TestQuery with 4 ms added to each call; 50 connections, every request of another caller',
    graph: 'public',
    operation: testQuery,
    callers: 'distinct',
    connections,
    delaysMs: allDelayed(4),
    gateways: ['ours', 'stock', 'hive', 'hive, Rust planner', 'floor'],
  },
  {
    name: 'slow-subgraph',
    title: 'TestQuery with calls to inventory taking 20 ms and all others 2 ms; 4 connections, every request of another caller',
    graph: 'public',
    operation: testQuery,
    callers: 'distinct',
    connections: 4,
    delaysMs: { ...allDelayed(2), inventory: 20 },
    // Without the floor, whose steps wait for one another where branches of a plan do not.
    gateways: ['ours', 'stock', 'hive, Rust planner'],
  },
  {
    name: 'small',
    title: 'a small query of two calls, one after the other; 50 connections, every request of another caller',
    graph: 'public',
    operation: smallQuery,
    callers: 'distinct',
    connections,
    gateways: ['ours', 'ours, executor alone', 'stock', 'hive, Rust planner', 'floor'],
  },
  {
    name: 'guarded',
    title: 'TestQuery with everything on that stands between a client and the agencies, and without; 50 connections, every request of another caller',
    graph: 'public',
    operation: testQuery,
    callers: 'distinct',
    connections,
    gateways: ['ours', 'ours, guarded', ...elsewhere],
  },
  {
    name: 'guarded-field',
    title: 'a query of one field with everything on, and without; 50 connections, every request of another caller',
    graph: 'public',
    operation: oneFieldQuery,
    callers: 'distinct',
    connections,
    gateways: ['ours', 'ours, guarded', ...elsewhere],
  },
  {
    name: 'own',
    title: 'the first question of the README over our three subgraphs; 50 connections, every request of another caller',
    graph: 'own',
    operation: readOwnQuestion(),
    callers: 'distinct',
    connections,
    gateways: ['ours', 'stock', 'hive', 'hive, Rust planner', 'floor'],
  },
  {
    name: 'workers',
    title: 'TestQuery against two workers and against one, all processes on all cores; 50 connections, every request of another caller',
    graph: 'public',
    operation: testQuery,
    callers: 'distinct',
    connections,
    gateways: ['ours', 'ours, two workers'],
    unpinned: true,
  },
];

export const scenarios: readonly Scenario[] = [
  ...throughput.map((scenario): Scenario => ({ name: scenario.name, run: (pace, folder, say) => runThroughput(scenario, pace, folder, say) })),
  { name: 'planning', run: runPlanning },
  { name: 'swaps', run: runSwaps },
  { name: 'swap-block', run: runSwapBlock },
];
