// Traces requests to a subgraph, each as a span within its client's request, and carries the trace on to the subgraph.
import { type SubgraphRequest, type Transport, traceHeaders, withoutHeaders } from './transport';

const carried: ReadonlySet<string> = new Set(traceHeaders);

/** A transport for callers that have a span; others pass as they are. */
export function traceTransport(subgraph: string, transport: Transport): Transport {
  return {
    send(request, callback) {
      const span = request.caller.span?.begin(`subgraph ${subgraph}`, 'client', { 'graphql.subgraph': subgraph });
      if (span === undefined) {
        transport.send(request, callback);
        return;
      }
      span.run(() =>
        transport.send(withHeaders(request, span.headers()), (answer) => {
          span.end('failure' in answer ? 'no answer' : undefined);
          callback(answer);
        }),
      );
    },
    close: () => transport.close(),
  };
}

function withHeaders(request: SubgraphRequest, headers: readonly string[]): SubgraphRequest {
  return { ...request, caller: { ...request.caller, headers: [...withoutHeaders(request.caller.headers, carried), ...headers] } };
}
