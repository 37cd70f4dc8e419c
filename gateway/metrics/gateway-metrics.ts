// What is measured of a gateway, for Prometheus. What is counted elsewhere anyway is read when it is asked for, and costs
// requests nothing.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Trail } from '../audit/trail';
import type { Execution } from '../execution';
import type { ExecutionObserver } from '../execution/execution-observer';
import type { BreakerState, SubgraphObserver } from '../execution/subgraph-state';

/** Told of every request to the graph. */
export interface RequestObserver {
  /** @param ms from the request's beginning until its answer was handed over */
  onRequest(status: number, ms: number): void;
  /** @param ownMs what an executed request took, without the time that it waited for subgraphs */
  onExecuted(ownMs: number): void;
}

export interface GatewayMetrics extends RequestObserver, ExecutionObserver, Required<SubgraphObserver> {
  registry: Registry;
  /** Counts an error as a client sees it. */
  onError(code: string, agency: string | null): void;
}

export interface MetricsSources {
  execution: () => Execution | undefined;
  trail: Trail | null;
}

const breakerValues: Record<BreakerState, number> = { closed: 0, 'half-open': 1, open: 2 };

/** In seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

export function createGatewayMetrics({ execution, trail }: MetricsSources): GatewayMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'jiedui_request_seconds',
    help: 'Time of requests to the graph, by status.',
    labelNames: ['status'],
    buckets,
    registers,
  });
  const overhead = new Histogram({
    name: 'jiedui_gateway_overhead_seconds',
    help: 'Time of executed requests, without the time that they waited for subgraphs.',
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  });
  const errors = new Counter({ name: 'jiedui_errors_total', help: 'Errors in answers, by code and agency.', labelNames: ['code', 'agency'], registers });
  const subgraphs = new Histogram({
    name: 'jiedui_subgraph_seconds',
    help: 'Time of requests to subgraphs, by outcome.',
    labelNames: ['subgraph', 'outcome'],
    buckets,
    registers,
  });
  const breakers = new Gauge({ name: 'jiedui_breaker_state', help: 'Circuit breakers: 0 closed, 1 half open, 2 open.', labelNames: ['subgraph'], registers });
  const retries = new Counter({
    name: 'jiedui_subgraph_retries_total',
    help: 'Requests to subgraphs that were sent again.',
    labelNames: ['subgraph'],
    registers,
  });
  const stale = new Counter({
    name: 'jiedui_stale_answers_total',
    help: 'Requests to subgraphs that were given the last good answer, since there was none.',
    labelNames: ['subgraph'],
    registers,
  });
  const planning = new Histogram({ name: 'jiedui_planning_seconds', help: 'Time until a new operation was planned, its wait included.', buckets, registers });

  new Gauge({
    name: 'jiedui_prepared_operations',
    help: 'Operations that are planned and kept.',
    registers,
    collect() {
      this.set(execution()?.figures()?.prepared ?? 0);
    },
  });
  readCounter(registry, 'jiedui_operations_known_total', 'Requests whose operation was prepared already.', () => execution()?.figures()?.known ?? 0);
  readCounter(registry, 'jiedui_operations_new_total', 'Requests whose operation had to be planned.', () => execution()?.figures()?.new ?? 0);
  if (trail !== null) watchTrail(registry, trail);

  return {
    registry,
    onRequest: (status, ms) => requests.observe({ status }, ms / 1_000),
    onExecuted: (ownMs) => overhead.observe(Math.max(0, ownMs) / 1_000),
    onAnswer: (subgraph, ms, outcome) => subgraphs.observe({ subgraph, outcome }, ms / 1_000),
    onPlanned: (ms) => planning.observe(ms / 1_000),
    onError: (code, agency) => errors.inc({ code, agency: agency ?? '' }),
    onBreaker: (subgraph, state) => breakers.set({ subgraph }, breakerValues[state]),
    onRetry: (subgraph) => retries.inc({ subgraph }),
    onStale: (subgraph) => stale.inc({ subgraph }),
  };
}

function watchTrail(registry: Registry, trail: Trail): void {
  const { counts } = trail;
  new Gauge({
    name: 'jiedui_audit_writable',
    help: 'Whether the audit trail can be written: 1 or 0.',
    registers: [registry],
    aggregator: 'min',
    collect() {
      this.set(trail.works() ? 1 : 0);
    },
  });
  readCounter(registry, 'jiedui_audit_lines_total', 'Lines written to the audit trail.', () => counts.lines);
  readCounter(registry, 'jiedui_audit_failures_total', 'Failures to write the audit trail.', () => counts.failures);
  readCounter(registry, 'jiedui_audit_refused_total', 'Requests refused for want of an audit trail.', () => counts.refused);
  readCounter(registry, 'jiedui_audit_lost_total', 'Requests answered whose line was lost.', () => counts.lost);
  readCounter(registry, 'jiedui_audit_unanchored_total', 'Signed heads that could not be kept elsewhere.', () => counts.unanchored);
}

/** A counter whose value is kept elsewhere. */
function readCounter(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
