// Queries in flight towards one subgraph. Equal ones of one caller are sent once; each who waits gets an answer of its own, and
// the query is given up once nobody waits.
import { type HttpAnswer, parseAgain } from './http-exchange';
import type { Exchange } from './resilience';
import { givenUp } from './subgraph-failure';
import type { Answer, SubgraphRequest } from './transport';

type Receive = (answer: Exchange<HttpAnswer>) => void;

/** Sends a query. Gives what gives it up. */
type SendQuery = (request: SubgraphRequest, body: string, receive: Receive) => () => void;

/** A query may be joined that the subgraph works for by so much less than the joining request waits. */
const bearableShare = 0.1;

interface InFlight {
  body: string;
  /** Until when the subgraph works, in milliseconds of `performance.now()`. */
  until: number;
  /** Until when a subgraph would work that is given the whole time. */
  wholeTime: number;
  waiting: Set<Receive>;
  giveUp: () => void;
}

export interface SharedQueries {
  send(request: SubgraphRequest, body: string, callback: (answer: Answer) => void): void;
  /** Lets nobody join what is in flight now: it may have been read before a change that has just been answered. */
  closeAll(): void;
}

/** @param timeoutMs how long a subgraph may take */
export function shareQueries(timeoutMs: number, sendQuery: SendQuery): SharedQueries {
  /** By caller: most have few, and those are told apart by their length already. */
  const inFlight = new Map<string, InFlight[]>();

  function remove(key: string, query: InFlight): void {
    const left = inFlight.get(key)?.filter((each) => each !== query) ?? [];
    if (left.length === 0) inFlight.delete(key);
    else inFlight.set(key, left);
  }

  function wait(query: InFlight, { deadline, caller }: SubgraphRequest, callback: Receive): void {
    const receive: Receive = (exchange) => {
      stopListening();
      callback(exchange);
    };
    query.waiting.add(receive);
    const stopListening = deadline.onGivenUp(() => {
      query.waiting.delete(receive);
      if (query.waiting.size === 0) {
        remove(caller.key, query);
        query.giveUp();
      }
      callback({ failure: givenUp });
    });
  }

  return {
    send(request, body, callback) {
      const { caller, deadline } = request;
      const bearable = Math.min(deadline.leftMs, timeoutMs) * bearableShare;
      const equal = inFlight.get(caller.key)?.find((each) => each.body === body && each.until >= Math.min(deadline.at, each.wholeTime) - bearable);
      if (equal !== undefined) {
        // Each gets objects of its own.
        wait(equal, request, (exchange) =>
          callback('failure' in exchange ? exchange : { body: parseAgain(exchange.value.bytes), bytes: exchange.value.bytes }),
        );
        return;
      }
      const wholeTime = performance.now() + timeoutMs;
      const query: InFlight = { body, until: Math.min(deadline.at, wholeTime), wholeTime, waiting: new Set(), giveUp: () => {} };
      wait(query, request, (exchange) => callback('failure' in exchange ? exchange : exchange.value));
      const ofCaller = inFlight.get(caller.key);
      if (ofCaller === undefined) inFlight.set(caller.key, [query]);
      else ofCaller.push(query);
      query.giveUp = sendQuery(request, body, (exchange) => {
        remove(caller.key, query);
        for (const receive of query.waiting) receive(exchange);
      });
    },
    closeAll: () => inFlight.clear(),
  };
}
