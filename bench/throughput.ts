// Scenarios of one operation under load: every gateway in turn, round after round.
import type { FloorScript } from './floor';
import { type Gateway, type GatewayName, startGateway } from './gateways';
import { type GraphName, type GraphSite, startGraph } from './graph-site';
import { AnswerChecker, aim, askOnce, type Faults, putClosedLoad, repeat } from './load';
import { pinThisProcess } from './processes';
import { type Measures, type Pace, type ScenarioResult, takeMedians } from './results';
import type { SubgraphSite } from './subgraph-site';
import type { RecordedCall } from './subgraphs';
import { type Operation, writeBody } from './workloads/workload';

export interface ThroughputScenario {
  name: string;
  title: string;
  graph: GraphName;
  operation: Operation;
  /** `identical` also lets each gateway share what it can between callers. */
  callers: 'distinct' | 'identical';
  connections: number;
  /** How long calls take, by subgraph. */
  delaysMs?: Readonly<Record<string, number>>;
  gateways: readonly GatewayName[];
  /** Whether everything shares the cores, rather than the gateway having one of its own. */
  unpinned?: boolean;
}

interface Contender {
  gateway: Gateway;
  checker: AnswerChecker;
  /** The calls that one request makes when nobody else asks. */
  callsAlone: number;
  rounds: Measures[];
  faults: Faults;
}

export async function runThroughput(scenario: ThroughputScenario, pace: Pace, folder: string, say: (line: string) => void): Promise<ScenarioResult> {
  const loadCore = scenario.unpinned === true ? 'any' : 'load';
  pinThisProcess(loadCore);
  const graph = await startGraph(scenario.graph, folder, loadCore);
  const contenders: Contender[] = [];
  const faults = new Map<string, string>();
  try {
    await prepare(scenario, graph, folder, contenders, faults);
    for (const [name, fault] of faults) say(`${scenario.name} without ${name}: ${fault}`);
    await graph.subgraphs.setDelays(scenario.delaysMs ?? {});
    for (let round = 1; round <= pace.rounds; round++) {
      for (const contender of contenders) {
        if (faults.has(contender.gateway.name)) continue;
        // The first round also lets the engine compile what is hot.
        const warmupSeconds = round === 1 ? 2 * pace.warmupSeconds : pace.warmupSeconds;
        const measures = await runRound(scenario, graph.subgraphs, contender, { ...pace, warmupSeconds });
        contender.rounds.push(measures);
        const { requestsPerSecond = 0, p50 = 0, gatewayCpu = 0, loadCpu = 0, subgraphsCpu = 0 } = measures;
        const cpu = [gatewayCpu, loadCpu, subgraphsCpu].map((share) => `${(share * 100).toFixed(0)} %`).join(', ');
        say(
          `${scenario.name} ${round}/${pace.rounds} ${contender.gateway.name}: ${requestsPerSecond.toFixed(0)} rps, p50 ${p50.toFixed(1)} ms; of a core: ${cpu}`,
        );
      }
    }
  } finally {
    await Promise.all(contenders.map(({ gateway }) => gateway.stop()));
    await graph.stop();
  }
  const measured = contenders.filter(({ rounds }) => rounds.length > 0);
  for (const { gateway, faults: found } of measured) {
    const { status, wrong, connection, first } = found;
    if (status + wrong + connection > 0)
      faults.set(gateway.name, `${status} answers of another status, ${wrong} wrong, ${connection} without an answer; the first: ${first}`);
  }
  const measures = new Map(measured.map(({ gateway, rounds }) => [gateway.name, takeMedians(rounds)]));
  return { name: scenario.name, title: scenario.title, measures, faults };
}

/** Starts the gateways and asks each once: what does not answer, or answers otherwise than stock, is not measured. */
async function prepare(scenario: ThroughputScenario, graph: GraphSite, folder: string, contenders: Contender[], faults: Map<string, string>): Promise<void> {
  const body = writeBody(scenario.operation);
  let expected: { data: unknown } | undefined;
  let floorScript: FloorScript | undefined;
  // Stock first: its data is what is expected, and its calls are the floor's plan.
  const names = [...scenario.gateways].sort((a, b) => Number(b === 'stock') - Number(a === 'stock'));
  for (const name of names) {
    const { supergraphSdl, subgraphs } = graph;
    const sharing = scenario.callers === 'identical';
    const core = scenario.unpinned === true ? 'any' : 'gateway';
    try {
      const gateway = await startGateway(name, { folder, supergraphSdl, subgraphUrls: subgraphs.urls, sharing, floorScript, core });
      const contender: Contender = {
        gateway,
        checker: new AnswerChecker(expected?.data),
        callsAlone: Number.NaN,
        rounds: [],
        faults: { status: 0, wrong: 0, connection: 0 },
      };
      contenders.push(contender);
      const ask = () => askOnce(gateway.url, body, `Bearer ${gateway.tokens?.[0] ?? 'bench'}`);
      const answer = await ask();
      if (!contender.checker.isRight(answer)) throw new Error(`answers otherwise than stock: ${answer.subarray(0, 1_000)}`);
      if (expected === undefined) {
        expected = { data: JSON.parse(answer.toString()).data };
        contender.checker = new AnswerChecker(expected.data);
      }
      contender.callsAlone = (await subgraphs.record(ask)).length;
      if (name === 'stock') floorScript = { steps: await recordSteps(subgraphs, ask), answer: answer.toString() };
    } catch (error) {
      faults.set(name, (error as Error).message);
    }
  }
  contenders.sort((a, b) => scenario.gateways.indexOf(a.gateway.name) - scenario.gateways.indexOf(b.gateway.name));
}

/** The calls that answer a request, in steps: with calls that take long, those of one step come together. */
async function recordSteps(subgraphs: SubgraphSite, ask: () => Promise<unknown>): Promise<FloorScript['steps']> {
  const delayMs = 200;
  await subgraphs.setDelays(Object.fromEntries([...subgraphs.urls.keys()].map((name) => [name, delayMs])));
  const calls = await subgraphs.record(ask);
  const steps: { url: string; body: string }[][] = [];
  let last: RecordedCall | undefined;
  for (const call of calls) {
    if (last === undefined || call.atMs - last.atMs > delayMs / 2) steps.push([]);
    steps.at(-1)?.push({ url: subgraphs.urls.get(call.subgraph) ?? '', body: call.body });
    last = call;
  }
  return steps;
}

async function runRound(scenario: ThroughputScenario, subgraphs: SubgraphSite, contender: Contender, pace: Pace): Promise<Measures> {
  const { gateway, checker, faults } = contender;
  const target = aim(gateway.url, { bodies: repeat(writeBody(scenario.operation)), callers: scenario.callers, tokens: gateway.tokens, checker });
  let before = await readTotals(gateway, subgraphs);
  let after = before;
  const load = await putClosedLoad(target, scenario.connections, {
    ...pace,
    onMeasure: {
      begin: async () => {
        before = await readTotals(gateway, subgraphs);
      },
      end: async () => {
        after = await readTotals(gateway, subgraphs);
      },
    },
  });
  for (const kind of ['status', 'wrong', 'connection'] as const) faults[kind] += load.faults[kind];
  if (load.faults.first !== undefined) faults.first ??= load.faults.first;
  const { residentMb, peakMb } = gateway.readMemory();
  const seconds = (after.atMs - before.atMs) / 1_000;
  return {
    requestsPerSecond: load.requestsPerSecond,
    p50: load.p50,
    p95: load.p95,
    p99: load.p99,
    residentMb,
    peakMb,
    callsAlone: contender.callsAlone,
    callsPerRequest: (after.calls - before.calls) / load.answers,
    firstSights: after.firstSights - before.firstSights,
    gatewayCpu: (after.gatewayCpu - before.gatewayCpu) / seconds,
    loadCpu: (after.loadCpu - before.loadCpu) / seconds,
    subgraphsCpu: (after.subgraphsCpu - before.subgraphsCpu) / seconds,
  };
}

/** What has been counted so far; processor time in seconds. */
async function readTotals(gateway: Gateway, subgraphs: SubgraphSite) {
  const { user, system } = process.cpuUsage();
  const { calls, firstSights } = await subgraphs.readCounters();
  return {
    atMs: performance.now(),
    calls,
    firstSights,
    gatewayCpu: gateway.readCpuSeconds(),
    subgraphsCpu: subgraphs.readCpuSeconds(),
    loadCpu: (user + system) / 1e6,
  };
}
