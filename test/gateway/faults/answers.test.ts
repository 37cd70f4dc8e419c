// A subgraph that answers wrongly, late, or not at all, while a client asks steadily.
import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type Behaviour, type FaultyGraph, sendAnswer, startFaultyGraph } from '../execution/faulty-graph';
import { shop } from '../execution/shop';
import { endure, faultTable, limits } from './endure';

const query = '{ currency warehouse { city } products { id name count price } }';
const products = (count: (n: number) => number | null) => [0, 1, 2].map((n) => ({ id: `p${n}`, name: `product ${n}`, count: count(n), price: n + 1 }));
const whole = { currency: 'CNY', warehouse: { city: 'Guiyang' }, products: products((n) => n * 10) };
const broken = { currency: 'CNY', warehouse: null, products: products(() => null) };

let graph: FaultyGraph<'products' | 'stock' | 'prices'>;
beforeAll(async () => {
  graph = await startFaultyGraph(shop, { ...limits, maxAnswerBytes: 100_000 });
});
afterEach(() => graph.reset());
afterAll(async () => {
  await graph.stop();
  console.log(faultTable());
});

const unavailable = ['AGENCY_UNAVAILABLE'];
/** Once the breaker is open the agency is unavailable, whatever opened it. */
const timeout = ['AGENCY_TIMEOUT', 'AGENCY_UNAVAILABLE'];
const error = ['AGENCY_ERROR'];

const leak = "ER_NO_SUCH_TABLE: Table 'civil.org_secret' doesn't exist at 10.0.0.3:3306, SELECT * FROM org_secret WHERE id = 7";
const nested = `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

const faults: [fault: string, codes: string[], behaviour: Behaviour][] = [
  ['answers 500 with a page', unavailable, (response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<html>at 10.0.0.3</html>')],
  ['answers 502 as a proxy does', unavailable, (response) => response.writeHead(502).end('Bad Gateway')],
  ['answers 503 with Retry-After', unavailable, (response) => response.writeHead(503, { 'retry-after': '30' }).end()],
  ['resets connections before headers', unavailable, (response) => response.socket?.resetAndDestroy()],
  ['closes connections without an answer', unavailable, (response) => response.socket?.end()],
  [
    'resets connections in the middle of the answer',
    unavailable,
    async (response, _request, answerWell) => {
      const text = JSON.stringify(await answerWell());
      response.writeHead(200, { 'content-length': String(text.length) }).write(text.slice(0, 20));
      await setTimeout(10);
      response.socket?.resetAndDestroy();
    },
  ],
  [
    'says a length that is too long',
    timeout,
    async (response, _request, answerWell) => {
      const text = JSON.stringify(await answerWell());
      response.socket?.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length + 100}\r\n\r\n${text}`);
    },
  ],
  [
    'says a length that is too short',
    unavailable,
    async (response, _request, answerWell) => {
      const text = JSON.stringify(await answerWell());
      response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length - 9}\r\n\r\n${text}`);
    },
  ],
  [
    'trickles bytes',
    timeout,
    async (response) => {
      response.writeHead(200);
      while (!response.destroyed) {
        response.write(' ');
        await setTimeout(30);
      }
    },
  ],
  ['sends headers slowly', timeout, (response) => response.socket?.write('HTTP/1.1 200 OK\r\ncontent-type: appli')],
  ['takes requests and is silent', timeout, () => {}],
  [
    'answers after the time limit',
    timeout,
    async (response, _request, answerWell) => {
      await setTimeout(limits.subgraphTimeoutMs * 1.5);
      sendAnswer(response, await answerWell());
    },
  ],
  ['truncates JSON', unavailable, async (response, _request, answerWell) => sendAnswer(response, JSON.stringify(await answerWell()).slice(0, -3))],
  ['answers 200 with HTML', unavailable, (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>')],
  ['speaks another protocol', unavailable, (response) => response.socket?.end('220 mail.internal ESMTP\r\n')],
  ['sends more bytes than are read', unavailable, async (response) => sendAnswer(response, `{"data":{"pad":"${'x'.repeat(200_000)}"}}`)],
  ['nests its answer 100,000 deep', [...error, ...unavailable], (response) => sendAnswer(response, nested)],
  ['answers without data and errors', error, (response) => sendAnswer(response, {})],
  ['answers with a list', error, (response) => sendAnswer(response, [])],
  [
    'answers with too few entities',
    error,
    async (response, { query: asked }, answerWell) => {
      const answer = await answerWell();
      sendAnswer(
        response,
        asked.includes('_entities')
          ? { data: { _entities: answer.data._entities.slice(1) } }
          : { data: { warehouse: null }, errors: [{ message: leak, path: ['warehouse'] }] },
      );
    },
  ],
  ['answers with a driver’s words as its errors', error, (response) => sendAnswer(response, { data: null, errors: [{ message: leak }] })],
  [
    'answers with a driver’s words under a client’s code',
    ['BAD_USER_INPUT'],
    (response) => sendAnswer(response, { data: null, errors: [{ message: leak, extensions: { code: 'BAD_USER_INPUT' } }] }),
  ],
];

describe('a subgraph that', () => {
  it.each(faults)('%s costs its own fields alone, until it is mended', async (fault, codes, behaviour) => {
    await endure({
      fault: `a subgraph ${fault}`,
      url: graph.url,
      query,
      whole,
      broken,
      codes,
      begin: () => {
        graph.subgraphs.stock.behaviour = behaviour;
      },
      end: () => {
        graph.subgraphs.stock.behaviour = null;
      },
    });
  });

  it('answers with another content type but rightly costs nothing', async () => {
    await endure({
      fault: 'a subgraph says text/plain of a right answer',
      url: graph.url,
      query,
      whole,
      broken,
      codes: [],
      begin: () => {
        graph.subgraphs.stock.behaviour = async (response, _request, answerWell) =>
          response.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(await answerWell()));
      },
      end: () => {
        graph.subgraphs.stock.behaviour = null;
      },
    });
  });

  it.each<[string, string[], (response: ServerResponse) => unknown]>([
    ['resets one connection in ten', unavailable, (response) => response.socket?.resetAndDestroy()],
    ['refuses one request in ten with 503 and Retry-After', [], (response) => response.writeHead(503, { 'retry-after': '0' }).end()],
  ])('%s', async (fault, codes, refuse) => {
    let requests = 0;
    await endure({
      fault: `a subgraph ${fault}`,
      url: graph.url,
      query,
      whole,
      broken,
      codes,
      begin: () => {
        graph.subgraphs.stock.behaviour = async (response, _request, answerWell) => {
          if (++requests % 10 === 0) refuse(response);
          else sendAnswer(response, await answerWell());
        };
      },
      end: () => {
        graph.subgraphs.stock.behaviour = null;
      },
    });
  });
});
