// Why a request is refused before it is looked at: its token does not hold (RFC 6750, section 3), or cannot be checked now.
import { refuse } from '../refusal';
import type { SentResponse } from '../request-sharing';

export class CallerRefused extends Error {
  constructor(
    message: string,
    readonly answer: { status: number; code: string; headers: Readonly<Record<string, string>> },
  ) {
    super(message);
  }
}

/** @param english of letters, digits, spaces and commas, since it goes into a header */
export function tokenRefused(english: string, chinese: string): CallerRefused {
  const challenge = `Bearer error="invalid_token", error_description="${english}"`;
  return new CallerRefused(`${english}. ${chinese}。`, { status: 401, code: 'UNAUTHENTICATED', headers: { 'www-authenticate': challenge } });
}

/** The request has credentials, but none that are understood here: the challenge gives no reason (RFC 6750, section 3.1). */
export function notBearer(): CallerRefused {
  const message = 'a caller is known here by a bearer token alone. 此处仅以 Bearer 令牌识别调用方。';
  return new CallerRefused(message, { status: 401, code: 'UNAUTHENTICATED', headers: { 'www-authenticate': 'Bearer' } });
}

/** The request has no credentials, and only callers who have some are answered here. */
export function signInRequired(): CallerRefused {
  const message = 'only callers who are signed in are answered here: send a bearer token. 此处只应答已登录的调用方：请附上 Bearer 令牌。';
  return new CallerRefused(message, { status: 401, code: 'UNAUTHENTICATED', headers: { 'www-authenticate': 'Bearer' } });
}

/** The token may well hold: the client should not throw it away. */
export function keysUnavailable(): CallerRefused {
  const message = 'tokens cannot be checked now, try again. 暂时无法验证令牌，请稍后重试。';
  return new CallerRefused(message, { status: 503, code: 'IDENTITY_UNAVAILABLE', headers: { 'retry-after': '5' } });
}

export function respondToRefused(requestId: string, { message, answer: { status, code, headers } }: CallerRefused): SentResponse {
  return refuse(requestId, status, code, message, headers);
}
