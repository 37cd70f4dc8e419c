// Redis, through which several gateways share what each can do alone. One that does not answer takes no request down: it is left
// alone for a while, and each gateway goes on by itself.
import { createClient, ErrorReply } from '@redis/client';
import type { Log } from '../subgraphs/shared/process';
import { Deadline, finishWithin } from './time-limit';

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

/** @param url may hold a password, and errors' messages may name it: neither is logged */
export function openRedis(url: string, log: Log): SharedRedis {
  const client = createSharedClient(url);
  /** The code that was logged while it does not answer, empty where there was none; null while it answers. */
  let said: string | null = null;
  let restsUntil = 0;

  /** Each failed attempt is an error of its own and is said once, and again only where Redis itself gives another reason. */
  function sayDown(error: unknown): void {
    const code = readCode(error);
    if (said !== null && !(error instanceof ErrorReply && code !== said)) return;
    said = code;
    const why = code === '' ? '' : ` (${code})`;
    log.warn(`Redis does not answer${why}: until it does, each gateway counts its callers’ requests and keeps persisted queries by itself`);
  }

  // One without a code says no more than that the connection was lost: the next attempt tells why, or mends it.
  client.on('error', (error: unknown) => {
    if (readCode(error) !== '') sayDown(error);
  });
  void client.connect().catch(() => {});

  return {
    client,
    async ask<Answer>(question: (client: RedisClient) => Promise<Answer>): Promise<Answer | null> {
      if (Date.now() < restsUntil) return null;
      // While it is down one question at a time finds out whether it answers again.
      const isTrial = said !== null;
      if (isTrial) restsUntil = Date.now() + restMs;
      try {
        const answer = await finishWithin<Answer | typeof late>(
          Deadline.after(timeoutMs),
          () => question(client),
          () => late,
        );
        if (answer === late) throw new Error(`no answer within ${timeoutMs} ms`);
        if (isTrial) {
          log.info('Redis answers again: gateways count requests together and share persisted queries');
          said = null;
          restsUntil = 0;
        }
        return answer;
      } catch (error) {
        restsUntil = Date.now() + restMs;
        sayDown(error);
        return null;
      }
    },
    stop() {
      if (client.isOpen) client.destroy();
    },
  };
}

/** The code of an error: Redis's own, such as WRONGPASS, with which its replies begin, or Node's, such as ECONNREFUSED; empty where it has none. */
function readCode(error: unknown): string {
  if (error instanceof ErrorReply) return /^[A-Z]+(?= |$)/.exec(error.message)?.[0] ?? '';
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && /^[A-Z][A-Z_]+$/.test(code) ? code : '';
}

function createSharedClient(url: string) {
  return createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: 2_000, reconnectStrategy: restMs } });
}
