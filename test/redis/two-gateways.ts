// Two gateways that share a Redis server of a test's own, and what they log.
import { type Graph, startGraph } from '../graph/graph';
import { createRedis, type RedisServer } from './server';

export interface TwoGateways {
  redis: RedisServer;
  graphs: readonly Graph[];
  /** What both have logged. */
  logged: string[];
  stop(): Promise<void>;
}

export async function startTwoGateways(settings: Parameters<typeof startGraph>[1] = {}): Promise<TwoGateways> {
  const redis = await createRedis();
  await redis.start();
  const logged: string[] = [];
  const log = {
    info: (message: string) => logged.push(message),
    warn: (message: string) => logged.push(message),
    error: (error: unknown) => logged.push(String(error)),
  };
  const start = () => startGraph('sqlite', { ...settings, redisUrl: redis.url, log });
  const graphs = [await start(), await start()];
  return {
    redis,
    graphs,
    logged,
    async stop() {
      await Promise.all(graphs.map((graph) => graph.stop()));
      await redis.stop();
    },
  };
}
