// Limits how many requests a caller may make in a window of time, in this process's memory or, for several gateways together,
// in Redis. A Redis that does not answer takes no request down: until it does again, each gateway counts by itself.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type Asker, nameSharer } from './caller';
import type { SharedRedis } from './redis';
import { refuse } from './refusal';
import type { SentResponse } from './request-sharing';
import { Deadline, finishWithin } from './time-limit';

export interface RateLimit {
  requests: number;
  windowS: number;
}

export interface RateLimiterOptions {
  limit: RateLimit;
  /** Null for this process's memory. */
  redis: SharedRedis | null;
  /** Proxies that every request passes. */
  trustedProxies: number;
  /** How long a request may go without an answer: a token that cannot be checked within that is nobody's. */
  requestTimeoutMs: number;
}

/** Why a request is not answered. */
interface OverRate {
  response: SentResponse;
  /** Whether it is the caller's first in the window. */
  isFirst: boolean;
}

export interface RateLimiter {
  /** Counts a request, and says in the response's headers what is left; null where it is within the limit. */
  check(request: IncomingMessage, response: ServerResponse, asker: Asker): Promise<OverRate | null>;
}

/**
 * Counts the requests of a token's subject together; of others, and of tokens that do not hold, those of an address. It says so in
 * `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10); a request over the limit is refused with 429,
 * Retry-After and code RATE_LIMITED.
 */
export function createRateLimiter({ limit: { requests, windowS }, redis, trustedProxies, requestTimeoutMs }: RateLimiterOptions): RateLimiter {
  const counting = { points: requests, duration: windowS, keyPrefix: 'jiedui:rate' };
  const memory = new RateLimiterMemory(counting);
  const shared = redis === null ? null : new RateLimiterRedis({ ...counting, storeClient: redis.client, useRedisPackage: true });
  const policy = `"caller";q=${requests};w=${windowS}`;

  return {
    async check(request, response, asker) {
      if (asker.identity instanceof Promise) await settleWithin(requestTimeoutMs, asker.identity);
      const key = nameSharer(request, asker.known, trustedProxies);
      const result = (shared === null ? null : await redis?.ask(() => count(shared, key))) ?? (await count(memory, key));
      const resetS = Math.max(0, Math.ceil(result.msBeforeNext / 1_000));
      response.setHeader('ratelimit-policy', policy);
      response.setHeader('ratelimit', `"caller";r=${result.remainingPoints};t=${resetS}`);
      if (result.consumedPoints <= requests) return null;
      const message = `more than ${requests} requests within ${windowS} s; try again in ${resetS} s. ${windowS} 秒内请求超过 ${requests} 次，请于 ${resetS} 秒后重试。`;
      const retryAfter = { 'retry-after': String(Math.max(1, resetS)) };
      return { response: refuse(asker.requestId, 429, 'RATE_LIMITED', message, retryAfter), isFirst: result.consumedPoints === requests + 1 };
    },
  };
}

/** Waits until it is known who asks, or that this will not be known in time. */
function settleWithin(ms: number, identity: Promise<unknown>): Promise<void> {
  const done = () => {};
  return finishWithin(Deadline.after(ms), () => identity.then(done, done), done);
}

/** The library rejects with its result where the limit is passed. */
async function count(limiter: RateLimiterMemory | RateLimiterRedis, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key);
  } catch (result) {
    if (result instanceof RateLimiterRes) return result;
    throw result;
  }
}
