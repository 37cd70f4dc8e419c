// Calls a subgraph over HTTP (GraphQL over HTTP), through a pool of kept connections.
import { type Dispatcher, Pool } from 'undici';
import type { Signer } from '../../subgraphs/shared/message-signatures';
import type { ClientTls } from '../../subgraphs/shared/tls';
import { type HttpAnswer, HttpExchange, parseAgain } from './http-exchange';
import type { Exchange, Resilience } from './resilience';
import { SubgraphFailure } from './subgraph-failure';
import type { Caller, Transport } from './transport';

export interface HttpTransportOptions {
  url: string;
  /** How long a connection may take to be made. */
  timeoutMs: number;
  /** The largest answer that is read. */
  maxAnswerBytes: number;
  resilience: Resilience;
  /** Signs each request; where absent they go unsigned. */
  signer?: Signer | undefined;
  tls?: ClientTls | undefined;
}

type Receive = (exchange: Exchange<HttpAnswer>) => void;

/** A query that has been sent, and all who wait for its answer. */
interface InFlight {
  body: string;
  receivers: Receive[];
}

const contentType = 'application/json';

/** A transport over undici. Equal queries of one caller that are in flight together are sent once; what is shared is bytes. */
export function createHttpTransport({ url, timeoutMs, maxAnswerBytes, resilience, signer, tls }: HttpTransportOptions): Transport {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  // Time is limited per call by `resilience`: undici's own limits are per part of an answer and coarse.
  const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0, maxResponseSize: maxAnswerBytes, connect: { timeout: timeoutMs, ...tls } });
  /** Queries in flight by caller: most callers have few, and those are told apart by their length already. */
  const inFlight = new Map<string, InFlight[]>();

  function dispatch(body: string | Buffer, headers: readonly string[], exchange: HttpExchange): void {
    if (exchange.ended) return;
    const options: Dispatcher.DispatchOptions = {
      path,
      method: 'POST',
      headers: ['content-type', contentType, 'accept', 'application/graphql-response+json, application/json;q=0.9', ...headers],
      body,
    };
    pool.dispatch(options, exchange);
  }

  /** Each sending is signed anew: a nonce passes once. */
  function dispatchSigned(sign: Signer, text: string, headers: readonly string[], exchange: HttpExchange): void {
    try {
      const body = Buffer.from(text);
      const signature = sign({ method: 'POST', url, headers: { 'content-type': contentType }, body });
      dispatch(body, [...headers, ...Object.entries(signature).flat()], exchange);
    } catch (error) {
      exchange.abort(new SubgraphFailure('rejected', 'not asked: the request could not be signed', { cause: error }));
    }
  }

  function call(isQuery: boolean, body: string, { headers }: Caller, receive: Receive): void {
    resilience.call<HttpAnswer>(
      isQuery,
      (finish) => {
        const exchange = new HttpExchange(finish);
        if (signer === undefined) dispatch(body, headers, exchange);
        else dispatchSigned(signer, body, headers, exchange);
        return (failure) => exchange.abort(failure);
      },
      receive,
    );
  }

  return {
    send(request, callback) {
      const body = request.toJson();
      const receive: Receive = (exchange) => callback('failure' in exchange ? exchange : exchange.value);
      const { caller } = request;
      if (request.operationKind !== 'query') {
        call(false, body, caller, receive);
        return;
      }
      const ofCaller = inFlight.get(caller.key) ?? [];
      const equal = ofCaller.find((each) => each.body === body);
      if (equal !== undefined) {
        // Each gets objects of its own.
        equal.receivers.push((exchange) => {
          if ('failure' in exchange) callback(exchange);
          else callback({ body: parseAgain(exchange.value.bytes), bytes: exchange.value.bytes });
        });
        return;
      }
      const sent: InFlight = { body, receivers: [receive] };
      if (ofCaller.push(sent) === 1) inFlight.set(caller.key, ofCaller);
      call(true, body, caller, (exchange) => {
        ofCaller.splice(ofCaller.indexOf(sent), 1);
        if (ofCaller.length === 0) inFlight.delete(caller.key);
        for (const each of sent.receivers) each(exchange);
      });
    },
    close: () => pool.close(),
  };
}
