// Redis, through which several gateways share what each can do alone. One that does not answer takes no request down: it is left
// alone for a while, and each gateway goes on by itself.
import { createClient } from '@redis/client';
import type { Log } from '../subgraphs/shared/process';
import { finishWithin } from './time-limit';

type RedisClient = ReturnType<typeof createSharedClient>;

export interface SharedRedis {
  client: RedisClient;
  /** What Redis answers; null where it does not within its time, or did not a moment ago. */
  ask<Answer>(question: (client: RedisClient) => Promise<Answer>): Promise<Answer | null>;
  stop(): void;
}

/** How long Redis may take for one answer, and how long it is left alone after it has not given one. */
const timeoutMs = 250;
const restMs = 1_000;

const late = Symbol('late');

/** @param url may hold a password, and errors may name it: neither is logged */
export function openRedis(url: string, log: Log): SharedRedis {
  const client = createSharedClient(url);
  // Each failed attempt to connect is an error of its own; what matters is whether it answers.
  client.on('error', () => {});
  void client.connect().catch(() => {});
  let isDown = false;
  let restsUntil = 0;

  return {
    client,
    async ask<Answer>(question: (client: RedisClient) => Promise<Answer>): Promise<Answer | null> {
      if (Date.now() < restsUntil) return null;
      // While it is down one question at a time finds out whether it answers again.
      const isTrial = isDown;
      if (isTrial) restsUntil = Date.now() + restMs;
      try {
        const answer = await finishWithin<Answer | typeof late>(
          timeoutMs,
          () => question(client),
          () => late,
        );
        if (answer === late) throw new Error(`no answer within ${timeoutMs} ms`);
        if (isTrial) {
          log.info('Redis answers again: gateways count requests together and share persisted queries');
          isDown = false;
          restsUntil = 0;
        }
        return answer;
      } catch {
        restsUntil = Date.now() + restMs;
        if (!isDown) log.warn('Redis does not answer: until it does, each gateway counts its callers’ requests and keeps persisted queries by itself');
        isDown = true;
        return null;
      }
    },
    stop() {
      if (client.isOpen) client.destroy();
    },
  };
}

function createSharedClient(url: string) {
  return createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: 2_000, reconnectStrategy: restMs } });
}
