// Calls a subgraph over HTTP (GraphQL over HTTP), through a pool of kept connections.
import { type Dispatcher, Pool } from 'undici';
import { type Signer, timeoutHeader } from '../../subgraphs/shared/message-signatures';
import type { ClientTls } from '../../subgraphs/shared/tls';
import { type HttpAnswer, HttpExchange } from './http-exchange';
import type { Exchange, Resilience } from './resilience';
import { shareQueries } from './shared-queries';
import { SubgraphFailure } from './subgraph-failure';
import type { SubgraphRequest, Transport } from './transport';

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

const contentType = 'application/json';

interface SharingTransport extends Transport {
  /** Lets no query join one that is in flight now. */
  closeSharing(): void;
}

/** A transport over undici. Equal queries of one caller that are in flight together are sent once; what is shared is bytes. */
export function createHttpTransport({ url, timeoutMs, maxAnswerBytes, resilience, signer, tls }: HttpTransportOptions): SharingTransport {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  // Time is limited per call by `resilience`: undici's own limits are per part of an answer and coarse.
  const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0, maxResponseSize: maxAnswerBytes, connect: { timeout: timeoutMs, ...tls } });
  const queries = shareQueries(timeoutMs, call);

  function dispatch(body: string | Buffer, headers: readonly string[], exchange: HttpExchange): void {
    if (exchange.ended) return;
    const options: Dispatcher.DispatchOptions = {
      path,
      method: 'POST',
      headers: ['content-type', contentType, 'accept', 'application/graphql-response+json, application/json;q=0.9', 'accept-encoding', 'identity', ...headers],
      body,
    };
    pool.dispatch(options, exchange);
  }

  /** Each sending is signed anew: a nonce passes once. */
  function dispatchSigned(sign: Signer, text: string, timeout: string, headers: readonly string[], exchange: HttpExchange): void {
    try {
      const body = Buffer.from(text);
      const signature = sign({ method: 'POST', url, headers: { 'content-type': contentType, [timeoutHeader]: timeout }, body });
      dispatch(body, [...headers, ...Object.entries(signature).flat()], exchange);
    } catch (error) {
      exchange.abort(new SubgraphFailure('rejected', 'not asked: the request could not be signed', { cause: error }));
    }
  }

  function call({ operationKind, deadline, caller }: SubgraphRequest, body: string, receive: (exchange: Exchange<HttpAnswer>) => void): () => void {
    const isQuery = operationKind === 'query';
    return resilience.call<HttpAnswer>(
      isQuery,
      (finish, leftMs) => {
        const exchange = new HttpExchange(finish, maxAnswerBytes);
        // A mutation that has begun goes on to its end: a half of it would be worse.
        const timeout = String(Math.max(1, Math.ceil(isQuery ? Math.min(leftMs, deadline.leftMs) : leftMs)));
        const headers = [...caller.headers, timeoutHeader, timeout];
        if (signer === undefined) dispatch(body, headers, exchange);
        else dispatchSigned(signer, body, timeout, headers, exchange);
        return (failure) => exchange.abort(failure);
      },
      receive,
    );
  }

  return {
    send(request, callback) {
      const body = request.toJson();
      if (request.operationKind === 'query') queries.send(request, body, callback);
      else call(request, body, (exchange) => callback('failure' in exchange ? exchange : exchange.value));
    },
    closeSharing: queries.closeAll,
    close: () => pool.close(),
  };
}
