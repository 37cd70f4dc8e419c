// What a subgraph and the gateway hold of requests before they know whether to answer them, and while they do.
import { generateKeyPairSync } from 'node:crypto';
import { type ClientRequest, createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createGateway } from '../../gateway/gateway';
import { counties } from '../../subgraphs/counties';
import { Bodies, IncompleteRequest } from '../../subgraphs/shared/bodies';
import { openDatabase } from '../../subgraphs/shared/database';
import { createSigner, createVerifier } from '../../subgraphs/shared/message-signatures';
import { serveSubgraph, type SubgraphServerOptions } from '../../subgraphs/shared/serve';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { until } from '../gateway/until';
import { defaultSettings, readerUrl, silentLog } from '../graph/graph';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const sign = createSigner(privateKey, 'key');
const isOwn = { at: '' };
const verifier = createVerifier({ findKey: (keyId) => (keyId === 'key' ? publicKey : null), isOwnAuthority: (authority) => authority === isOwn.at });
const query = JSON.stringify({ query: '{ county(code: "520204") { name } }' });
const contentType = { 'content-type': 'application/json' };
const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const request of begun.splice(0)) request.destroy();
  for (const stop of stops.splice(0)) await stop();
});

async function serve(options: Partial<SubgraphServerOptions> = {}): Promise<string> {
  const subgraph = createSubgraph(counties, { database: openDatabase(readerUrl('counties'), { role: 'reader' }), logError: () => {} });
  const server = serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, log: silentLog, verifier, ...options });
  stops.push(() => server.stop());
  const url = `http://127.0.0.1:${await server.start()}/graphql`;
  isOwn.at = new URL(url).host;
  return url;
}

async function startGateway(options: Partial<typeof defaultSettings>): Promise<string> {
  const gateway = createGateway({ ...defaultSettings, ...options, inProcess: [], log: silentLog });
  stops.push(() => gateway.stop());
  return `http://127.0.0.1:${await gateway.start()}/graphql`;
}

interface Answered {
  status: number | undefined;
  code: unknown;
  retryAfter: string | undefined;
}

const begun: ClientRequest[] = [];

/** A request whose body the test sends piece by piece. */
function begin(url: string, headers: Record<string, string | number>): { request: ClientRequest; answered: Promise<Answered>; isAnswered: () => boolean } {
  const request = httpRequest(url, { method: 'POST', headers: { ...contentType, ...headers }, agent: false });
  begun.push(request);
  let isAnswered = false;
  const answered = new Promise<Answered>((resolve, reject) => {
    request.on('error', reject).on('response', (response) => {
      isAnswered = true;
      let text = '';
      response.on('data', (chunk) => (text += chunk)).on('error', () => {});
      response.on('end', () => {
        const { errors } = JSON.parse(text) as { errors?: { extensions: { code: unknown } }[] };
        resolve({ status: response.statusCode, code: errors?.[0]?.extensions.code, retryAfter: response.headers['retry-after'] });
      });
    });
  });
  answered.catch(() => {});
  request.flushHeaders();
  return { request, answered, isAnswered: () => isAnswered };
}

const post = (url: string, headers: Record<string, string | number> = {}, body = query) => {
  const { request, answered } = begin(url, headers);
  request.end(body);
  return answered;
};

describe('a subgraph says why before it has read a body', () => {
  it.each<[string, (url: string) => Record<string, string>, string]>([
    ['of a signature that is junk', () => ({ signature: 'sig1=:AAAA:', 'signature-input': 'sig1=()' }), 'SIGNATURE_REFUSED'],
    [
      'of a key that is not trusted',
      (url) => createSigner(privateKey, 'other')({ method: 'POST', url, headers: contentType, body: Buffer.from(query) }),
      'SIGNATURE_REFUSED',
    ],
    [
      'of a signature for another address',
      () => sign({ method: 'POST', url: 'http://other/graphql', headers: contentType, body: Buffer.from(query) }),
      'SIGNATURE_REFUSED',
    ],
    ['of no signature', () => ({}), 'SIGNATURE_REQUIRED'],
  ])('%s', async (_case, headersFor, code) => {
    const url = await serve({ signedOnly: true });
    // The body never comes.
    expect(await begin(url, { ...headersFor(url), 'content-length': 1_000_000 }).answered).toMatchObject({ status: 401, code });
  });

  it('of a length that is too large', async () => {
    const url = await serve();
    expect(await begin(url, { 'content-length': 20_000_001 }).answered).toMatchObject({ status: 413, code: 'BAD_REQUEST' });
  });

  it('and answers what is signed, its body whole', async () => {
    const url = await serve({ signedOnly: true });
    const signed = sign({ method: 'POST', url, headers: contentType, body: Buffer.from(query) });
    expect(await post(url, signed)).toEqual({ status: 200, code: undefined, retryAfter: undefined });
    expect(await post(url, sign({ method: 'POST', url, headers: contentType, body: Buffer.from(query) }), query.replace('name', 'code'))).toMatchObject({
      status: 401,
    });
  });
});

describe.each([
  ['a subgraph', (options: Record<string, number>) => serve(options), 'SUBGRAPH_BUSY'],
  ['the gateway', (options: Record<string, number>) => startGateway({ ...options, maxBodyBytes: 1_000_000 }), 'GATEWAY_BUSY'],
])('%s', (_what, start, code) => {
  it('holds no more bodies than it may: of those arriving the largest is refused, and small ones are answered', async () => {
    const url = await start({ maxHeldBodyBytes: 300_000 });
    const flood = Array.from({ length: 6 }, (_, number) => begin(url, { 'content-length': 900_000 + number }));
    for (const { request } of flood) request.write(Buffer.alloc(100_000, 32));
    await until('some were refused', () => flood.filter(({ isAnswered }) => isAnswered()).length >= 3);
    expect(await post(url)).toMatchObject({ status: 200 });
    const refused = flood.filter(({ isAnswered }) => isAnswered());
    for (const { answered } of refused) expect(await answered).toEqual({ status: 503, code, retryAfter: '1' });
    expect(refused.length).toBeLessThan(6);
    // What was held is free again once its connections are gone.
    for (const { request } of flood) request.destroy();
    const padded = query.padEnd(250_000);
    await until('there is room', async () => (await post(url, {}, padded)).status === 200);
  });

  it('says 408 to a request that does not arrive in its time', async () => {
    const url = await start({ arrivalMs: 300, requestTimeoutMs: 300 });
    expect(
      await new Promise((resolve) => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1');
        let text = '';
        socket
          .on('data', (chunk) => (text += chunk))
          .on('close', () => resolve(text.split('\r\n')[0]))
          .on('error', () => {});
        socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{');
      }),
    ).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('refuses a request with two hosts', async () => {
    const url = await start({});
    const first = await new Promise((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.on('data', (chunk) => resolve(String(chunk).split('\r\n')[0])).on('error', () => {});
      socket.write('GET /graphql?query={__typename} HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n');
    });
    expect(first).toMatch(/^HTTP\/1\.1 400 /);
  });
});

it('a subgraph takes so many requests at one time, those that are arriving among them', async () => {
  const url = await serve({ maxConcurrent: 3 });
  const arriving = [1, 2, 3].map(() => begin(url, { 'content-length': query.length }));
  await until('they are taken', async () => (await post(url)).status === 503);
  expect(await post(url)).toEqual({ status: 503, code: 'SUBGRAPH_BUSY', retryAfter: '1' });
  for (const { request } of arriving) request.end(query);
  for (const { answered } of arriving) expect(await answered).toMatchObject({ status: 200 });
  await until('there is room', async () => (await post(url)).status === 200);
});

it('a client that has gone before its body was begun with is waited for no longer', async () => {
  const bodies = new Bodies();
  let gone: () => void = () => {};
  const whenGone = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const read = new Promise<unknown>((resolve) => {
    const server = createServer(async (request, response) => {
      request.on('close', gone);
      await whenGone;
      bodies.read(request, response, 1_000).then(resolve, resolve);
    });
    server.listen(0, '127.0.0.1', () => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf', () => setTimeout(() => socket.destroy(), 50));
      });
    });
    stops.push(() => new Promise((done) => server.close(done)));
  });
  expect(await read).toBeInstanceOf(IncompleteRequest);
});

describe('a body that is not UTF-8', () => {
  const post = async (url: string, body: BodyInit) => {
    const response = await fetch(url, { method: 'POST', headers: contentType, body });
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it('is refused by a subgraph, and one with a byte order mark is not', async () => {
    const url = await serve();
    const marked = await post(url, new Uint8Array([0xef, 0xbb, 0xbf, ...Buffer.from('{"query":"{ __typename }"}')]));
    expect(marked).toEqual({ status: 200, body: { data: { __typename: 'Query' } } });
    const latin = await post(url, new Uint8Array(Buffer.from('{"query":"{ county(code: \\"\xe9\\") { name } }"}', 'latin1')));
    expect(latin).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] } });
  });
});
