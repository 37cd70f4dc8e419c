// OpenTelemetry's traces, from the gateway through subgraphs to SQL. Its packages are loaded only where an exporter's address is set;
// otherwise there is no tracing, and whoever would use it has null.
import type { IncomingHttpHeaders } from 'node:http';
import type { Context, Span as OtelSpan } from '@opentelemetry/api';
import type { Knex } from 'knex';

type Attributes = Readonly<Record<string, string | number>>;

export interface Tracing {
  /** Begins the span of a request that came in, within the trace that its `traceparent` names (W3C Trace Context). */
  serve(name: string, headers: IncomingHttpHeaders, attributes?: Attributes): Span;
  /** Spans of a database's statements, within whatever runs when they are sent. Texts have no values in them. */
  traceDatabase(database: Knex, name: string): void;
  /** Sends what is left. */
  stop(): Promise<void>;
}

export interface Span {
  /** Begins a span within this one. */
  begin(name: string, kind: 'internal' | 'client', attributes?: Attributes): Span;
  /** Runs what belongs to the span: SQL that it sends is within it. */
  run<Result>(work: () => Result): Result;
  /** The headers that carry it on: name, value, name, value. */
  headers(): string[];
  end(failure?: string): void;
}

/** A receiver that is down holds up a stop for so long. */
const exportWithinMs = 5_000;

/** @param endpoint the base address of an OTLP/HTTP receiver; null for no tracing */
export function openTracing(endpoint: string | null, serviceName: string): Tracing | null {
  if (endpoint === null) return null;
  const { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api') as typeof import('@opentelemetry/api');
  const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node') as typeof import('@opentelemetry/sdk-trace-node');
  const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http') as typeof import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes } = require('@opentelemetry/resources') as typeof import('@opentelemetry/resources');
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: exportWithinMs });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  // Sets the context's manager and the W3C propagator too.
  provider.register();
  const tracer = trace.getTracer('jiedui');

  function begin(name: string, kind: 'server' | 'client' | 'internal', parent: Context, attributes: Attributes = {}): Span {
    const span: OtelSpan = tracer.startSpan(name, { kind: SpanKind[kind.toUpperCase() as 'SERVER' | 'CLIENT' | 'INTERNAL'], attributes }, parent);
    const own = trace.setSpan(parent, span);
    return {
      begin: (inner, innerKind, innerAttributes) => begin(inner, innerKind, own, innerAttributes),
      run: (work) => context.with(own, work),
      headers() {
        const carrier: Record<string, string> = {};
        propagation.inject(own, carrier);
        return Object.entries(carrier).flat();
      },
      end(failure) {
        if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
        span.end();
      },
    };
  }

  return {
    serve: (name, headers, attributes) => begin(name, 'server', propagation.extract(ROOT_CONTEXT, headers), attributes),
    traceDatabase(database, name) {
      const running = new Map<string, Span>();
      const end = (uid: string, failure?: string) => {
        running.get(uid)?.end(failure);
        running.delete(uid);
      };
      database.on('query', ({ __knexQueryUid: uid, sql }: { __knexQueryUid: string; sql: string }) => {
        running.set(uid, begin(`SQL ${name}`, 'client', context.active(), { 'db.namespace': name, 'db.query.text': sql }));
      });
      database.on('query-response', (_response: unknown, { __knexQueryUid: uid }: { __knexQueryUid: string }) => end(uid));
      // A driver's message may hold bound values: its code says enough.
      database.on('query-error', ({ code = 'error' }: { code?: string }, { __knexQueryUid: uid }: { __knexQueryUid: string }) => end(uid, String(code)));
    },
    // A receiver that is down costs its spans, not the stop.
    stop: () => provider.shutdown().catch(() => {}),
  };
}
