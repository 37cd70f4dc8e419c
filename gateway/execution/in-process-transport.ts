// Calls a subgraph that runs in this process: no HTTP and no JSON text, but what JSON would make of its answer.
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import { roundExact } from '../exact-json';
import type { DataObject } from './data';
import { givenUp, noAnswerWithin, SubgraphFailure } from './subgraph-failure';
import type { SubgraphRecorder } from './subgraph-state';
import type { Answer, SubgraphRequest, Transport } from './transport';

/** Time is limited here too, and how the subgraph fares is counted; it is never held back: nothing is gained by not asking it. */
export function createInProcessTransport(subgraph: Subgraph, timeoutMs: number, recorder: SubgraphRecorder): Transport {
  return {
    send(request, callback) {
      const sentAt = performance.now();
      recorder.requests++;
      recorder.sent();
      let pending = true;
      let stopListening: (() => void) | undefined;
      const controller = new AbortController();
      const finish = (answer: Answer) => {
        if (!pending) return;
        pending = false;
        clearTimeout(timer);
        stopListening?.();
        recorder.answered(performance.now() - sentAt, 'failure' in answer ? answer.failure.kind : 'ok');
        callback(answer);
      };
      const leave = (failure: SubgraphFailure) => {
        finish({ failure });
        controller.abort();
      };
      const timer = setTimeout(() => leave(noAnswerWithin(timeoutMs)), timeoutMs);
      if (request.operationKind === 'query') stopListening = request.deadline.onGivenUp(() => leave(givenUp));
      callSubgraph(subgraph, request, controller.signal).then(finish);
    },
    // The gateway closes its subgraphs itself.
    close: async () => {},
  };
}

async function callSubgraph(subgraph: Subgraph, { query, operationName, toVariables, caller }: SubgraphRequest, signal: AbortSignal): Promise<Answer> {
  try {
    // A copy here too: a resolver may write to what it is given.
    const variables = copyAsJson(toVariables()) as DataObject;
    return { body: copyAsJson(await subgraph.execute({ query, operationName, variables, trusted: true, scopes: caller.scopes, signal })) };
  } catch (error) {
    return { failure: new SubgraphFailure('answer', (error as Error).message, { cause: error }) };
  }
}

/**
 * What `JSON.parse(JSON.stringify(value))` gives, without the text. The copy is the receiver's own: a resolver may answer
 * with objects that it keeps.
 *
 * @throws TypeError as JSON.stringify does, for a BigInt or a cycle
 */
export function copyAsJson(value: unknown): unknown {
  return copy(value, '', 0);
}

/** Deeper than any answer; a cycle ends here. */
const maxDepth = 1_000;

function copy(value: unknown, key: string, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      // What the subgraph would read of a number that JavaScript has not got.
      return roundExact(value);
    case 'boolean':
      return value;
    case 'number':
      // JSON has no other zero.
      return Number.isFinite(value) ? value + 0 : null;
    case 'bigint':
      return JSON.parse(JSON.stringify(value));
    case 'object':
      return value === null ? null : copyObject(value, key, depth);
    default:
      return undefined;
  }
}

function copyObject(value: object, key: string, depth: number): unknown {
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON !== 'function') return copyMembers(value, depth);
  const json: unknown = toJSON.call(value, key);
  return typeof json === 'object' && json !== null ? copyMembers(json, depth) : copy(json, key, depth);
}

function copyMembers(value: object, depth: number): unknown {
  if (depth > maxDepth) throw new TypeError('the answer is nested too deeply, or in a circle');
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return JSON.parse(JSON.stringify(value));
  if (Array.isArray(value)) {
    const result = new Array<unknown>(value.length);
    for (let i = 0; i < value.length; i++) result[i] = copy(value[i], String(i), depth + 1) ?? null;
    return result;
  }
  const result: DataObject = {};
  for (const name of Object.keys(value)) {
    const item = copy((value as DataObject)[name], name, depth + 1);
    if (item === undefined) continue;
    // Assigning it would set the prototype.
    if (name === '__proto__') Object.defineProperty(result, name, { value: item, enumerable: true, configurable: true, writable: true });
    else result[name] = item;
  }
  return result;
}
