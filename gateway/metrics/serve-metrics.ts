// Serves /metrics on a port of its own: what is measured is for operators, and the graph's port may be public. With several
// workers the first process asks all of them and adds their figures up.
import { createServer } from 'node:http';
import { AggregatorRegistry, Registry } from 'prom-client';
import type { Config } from '../../config';
import { OperatorError } from '../../subgraphs/shared/operator-error';
import type { Log } from '../../subgraphs/shared/process';

/** For a worker: gives its figures to the first process. */
export function joinMetrics(registry: Registry): void {
  AggregatorRegistry.setRegistries([registry]);
  new AggregatorRegistry();
}

/**
 * Listens where the settings say; does nothing where they name no port.
 *
 * @param registry this process's figures; null for those of all workers together
 */
export async function serveMetrics({ metrics }: Pick<Config, 'metrics'>, registry: Registry | null, log: Log): Promise<{ stop(): Promise<void> }> {
  if (metrics === null) return { stop: () => Promise.resolve() };
  const workers = registry === null ? new AggregatorRegistry() : null;
  const read = () => (workers === null ? (registry as Registry).metrics() : workers.clusterMetrics());
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    read().then(
      (text) => response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE, 'cache-control': 'no-store' }).end(text),
      (error: unknown) => {
        log.error(error);
        response.writeHead(503).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(metrics.port, metrics.host, resolve)).catch(
    (error: NodeJS.ErrnoException) => {
      throw new OperatorError(
        `metrics cannot be served on port ${metrics.port} of ${metrics.host} (${error.code}); set JIEDUI_METRICS_PORT and JIEDUI_METRICS_HOST`,
      );
    },
  );
  const address = server.address();
  log.info(`metrics are served on port ${typeof address === 'object' ? address?.port : metrics.port}`);
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
