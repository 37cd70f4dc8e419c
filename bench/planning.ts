// What a stream of operations that nobody has seen before does to those that everybody asks: the main thread's delay, and their latency.
import { type Gateway, type GatewayName, startGateway } from './gateways';
import { startGraph } from './graph-site';
import { AnswerChecker, aim, askOnce, putClosedLoad, putOpenLoad, repeat, type Target } from './load';
import { pinThisProcess } from './processes';
import { type Measures, type Pace, type ScenarioResult, takeMedians } from './results';
import { newOperations, smallQuery } from './workloads/public';
import { type Operation, writeBody } from './workloads/workload';

const contenders: GatewayName[] = ['ours', 'stock', 'hive, Rust planner'];
const shareOfCapacity = 0.3;
/** New operations in flight: enough that the planner never waits for the next one. */
const planningConnections = 4;

export async function runPlanning(pace: Pace, folder: string, say: (line: string) => void): Promise<ScenarioResult> {
  pinThisProcess('load');
  const graph = await startGraph('public', folder, 'load');
  const faults = new Map<string, string>();
  const started: { gateway: Gateway; known: Target; rounds: Measures[]; capacity: number }[] = [];
  try {
    for (const name of contenders) {
      const gateway = await startGateway(name, { folder, supergraphSdl: graph.supergraphSdl, subgraphUrls: graph.subgraphs.urls, loopDelay: true });
      const checker = new AnswerChecker(JSON.parse((await askOnce(gateway.url, writeBody(smallQuery))).toString()).data);
      started.push({
        gateway,
        known: aim(gateway.url, { bodies: repeat(writeBody(smallQuery)), callers: 'distinct', checker }),
        rounds: [],
        capacity: Number.NaN,
      });
    }
    for (const contender of started) {
      const { requestsPerSecond } = await putClosedLoad(contender.known, 50, { ...pace, warmupSeconds: 3 * pace.warmupSeconds });
      contender.capacity = requestsPerSecond;
      say(`planning: ${contender.gateway.name} answers ${requestsPerSecond.toFixed(0)} known operations a second`);
    }
    let seed = 0;
    for (let round = 1; round <= pace.rounds; round++) {
      for (const { gateway, known, rounds, capacity } of started) {
        const rate = capacity * shareOfCapacity;
        const [quiet, quietLoad] = await gateway.measureLoopDelay(() => putOpenLoad(known, rate, pace));
        const fresh: Target = { ...known, bodies: writeBodies(newOperations(seed)), checker: new AnswerChecker() };
        seed += 1_000_000;
        const [busy, [busyLoad, planned]] = await gateway.measureLoopDelay(() =>
          Promise.all([putOpenLoad(known, rate, pace), putClosedLoad(fresh, planningConnections, pace)]),
        );
        for (const { faults: found } of [quietLoad, busyLoad]) if (found.first !== undefined) faults.set(gateway.name, found.first);
        // New operations ask for nobody: `data` is `{ user: null }`, which the checker takes.
        if (planned.faults.first !== undefined) faults.set(gateway.name, `a new operation: ${planned.faults.first}`);
        rounds.push({
          capacity,
          quietLoopP99: quiet.p99,
          busyLoopP99: busy.p99,
          loopP99Ratio: busy.p99 / quiet.p99,
          quietP99: quietLoad.p99,
          busyP99: busyLoad.p99,
          busyP50: busyLoad.p50,
          newPerSecond: planned.requestsPerSecond,
        });
        say(
          `planning ${round}/${pace.rounds} ${gateway.name}: delay p99 ${quiet.p99.toFixed(1)} → ${busy.p99.toFixed(1)} ms at ${planned.requestsPerSecond.toFixed(0)} new operations a second`,
        );
      }
    }
  } finally {
    await Promise.all(started.map(({ gateway }) => gateway.stop()));
    await graph.stop();
  }
  return {
    name: 'planning',
    title: `the small query at ${shareOfCapacity * 100} % of what the gateway can answer, first alone (quiet) and then beside a stream of new operations of depth 12 (busy)`,
    measures: new Map(started.map(({ gateway, rounds }) => [gateway.name, takeMedians(rounds)])),
    faults,
  };
}

function* writeBodies(operations: Iterable<Operation>): Generator<string> {
  for (const operation of operations) yield writeBody(operation);
}
