// Answers for a subgraph that cannot be reached now with what it last answered to the same request, where this caller could
// have been given that answer. Nobody else gets it, and nothing that a subgraph answered is papered over.
import { hash } from 'node:crypto';
import { requestIdHeader } from '../request-id';
import { isObject } from './data';
import { parseAgain } from './http-exchange';
import type { LastGoodStore } from './last-good-store';
import { SubgraphFailure } from './subgraph-failure';
import type { SubgraphRecorder } from './subgraph-state';
import { type Answer, type Caller, type Transport, traceHeaders, withoutHeaders } from './transport';

/** Headers that tell requests apart, but no callers. */
const ofRequest: ReadonlySet<string> = new Set([requestIdHeader, ...traceHeaders]);

/**
 * A transport that keeps good answers to queries, and gives them where there is none. Whatever else a subgraph answers takes a
 * kept answer's place: an agency that has come to withhold something is not overruled.
 *
 * @param address names the subgraph and where it is
 */
export function keepLastGood(address: string, transport: Transport, store: LastGoodStore, recorder: SubgraphRecorder): Transport {
  function settle(answer: Answer, key: string, caller: Caller, askedAt: number): Answer {
    if ('failure' in answer && answer.failure.kind === 'given-up') return answer;
    const failure = findOutage(answer);
    if (failure === null) {
      if (isGood(answer)) store.keep(key, answer.bytes ?? Buffer.from(JSON.stringify(answer.body)), askedAt);
      else store.forget(key);
      return answer;
    }
    const kept = store.find(key, whoChanges(caller));
    if (kept === null) return answer;
    recorder.serveStale();
    return { body: parseAgain(kept.bytes), stale: { answeredAt: kept.answeredAt, failure } };
  }

  return {
    send(request, callback) {
      if (request.operationKind !== 'query') {
        transport.send(request, (answer) => {
          store.markChange(whoChanges(request.caller));
          callback(answer);
        });
        return;
      }
      const body = request.toJson();
      const askedAt = store.now();
      const { caller } = request;
      transport.send({ ...request, toJson: () => body }, (answer) => callback(settle(answer, writeKey(address, body, caller), caller, askedAt)));
    },
    close: () => transport.close(),
  };
}

/** Whose own change it is: where nobody is known, anybody's. */
function whoChanges({ identity }: Caller): string {
  return identity.subject ?? '';
}

/**
 * Equal for requests that the subgraph could not tell apart, of callers with equal rights. A caller's subject is in it as far as
 * the subgraph is told of it: what it is not told, no answer can depend on. A digest, so that nobody's credentials are kept.
 */
function writeKey(address: string, body: string, { headers, identity }: Caller): string {
  const caller = [withoutHeaders(headers, ofRequest), identity.authenticated, [...identity.scopes].sort()];
  return hash('sha256', JSON.stringify([address, caller]) + body, 'base64');
}

/** Why the subgraph, or the database behind it, cannot be reached now; null where it has answered, however wrongly. */
function findOutage(answer: Answer): SubgraphFailure | null {
  if ('failure' in answer) return answer.failure.kind === 'answer' ? null : answer.failure;
  const errors = isObject(answer.body) ? answer.body.errors : undefined;
  if (!Array.isArray(errors) || errors.length === 0 || !errors.every(saysUnavailable)) return null;
  return new SubgraphFailure('answer', 'answered that its data cannot be read now');
}

function saysUnavailable(error: unknown): boolean {
  return isObject(error) && isObject(error.extensions) && error.extensions.code === 'AGENCY_UNAVAILABLE';
}

/** Whether an answer is whole: it has data, and nothing went wrong. */
function isGood(answer: Answer): answer is Extract<Answer, { body: unknown }> {
  return 'body' in answer && isObject(answer.body) && isObject(answer.body.data) && answer.body.errors === undefined;
}
