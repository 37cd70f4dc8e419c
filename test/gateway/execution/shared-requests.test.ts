// What equal requests in flight share, at the gateway's door and towards the subgraphs, and what callers never share.
import { type ServerResponse, request as httpRequest } from 'node:http';
import { pipeline } from '../pipeline';
import { createAnswerer, type FaultyGraph, sendAnswer, startFaultyGraph } from './faulty-graph';
import { shop } from './shop';

let graph: FaultyGraph<keyof typeof shop>;

beforeAll(async () => {
  graph = await startFaultyGraph(shop, { subgraphTimeoutMs: 10_000 });
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

const callers = [1, 2, 3, 4, 5];

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Keeps a subgraph's answers back until another has had so many requests: until then all of ours are in flight together. */
function holdBack(held: keyof typeof shop, { until: other, count }: { until: keyof typeof shop; count: number }): void {
  graph.subgraphs[held].behaviour = async (response, _request, answerWell) => {
    await until(() => graph.subgraphs[other].requests.length >= count);
    sendAnswer(response, await answerWell());
  };
}

describe('queries in flight towards a subgraph', () => {
  it('that are equal are sent once, and each request gets the answer', async () => {
    // Each caller's alias makes a request of its own to stock, by which we know that it is on its way.
    holdBack('prices', { until: 'stock', count: callers.length });
    const answers = await Promise.all(callers.map((n) => graph.ask(`{ currency mark${n}: open }`)));
    expect(answers.map(({ data }) => data)).toEqual(callers.map((n) => ({ currency: 'CNY', [`mark${n}`]: true })));
    expect(graph.subgraphs.prices.requests).toHaveLength(1);
  });

  it('that are equal leave each request its own data to go on with', async () => {
    holdBack('products', { until: 'stock', count: callers.length });
    const answers = await Promise.all(callers.map((n) => graph.ask(`{ products { id left${n}: count } mark${n}: open }`)));
    expect(answers.map(({ data }) => data)).toEqual(
      callers.map((n) => ({ products: [0, 1, 2].map((id) => ({ id: `p${id}`, [`left${n}`]: id * 10 })), [`mark${n}`]: true })),
    );
    expect(graph.subgraphs.products.requests).toHaveLength(1);
  });

  it('that are equal share a failure too, and the next request is sent anew', async () => {
    graph.subgraphs.prices.behaviour = async (response) => {
      await until(() => graph.subgraphs.stock.requests.length >= callers.length);
      response.socket?.destroy();
    };
    const answers = await Promise.all(callers.map((n) => graph.ask(`{ currency mark${n}: open }`)));
    for (const { data, errors } of answers) {
      expect(data.currency).toBeNull();
      expect(errors).toEqual([expect.objectContaining({ path: ['currency'] })]);
    }
    expect(graph.subgraphs.prices.requests).toHaveLength(1);
    graph.subgraphs.prices.behaviour = null;
    expect((await graph.ask('{ currency mark1: open }')).data).toEqual({ currency: 'CNY', mark1: true });
    expect(graph.subgraphs.prices.requests).toHaveLength(2);
  });

  it.each([
    ['authorization', 'Bearer 1', 'Bearer 2'],
    ['cookie', 'session=1', 'session=2'],
    ['authorization, which one of them lacks,', 'Bearer 1', ''],
  ])('are not shared by callers whose %s differs', async (what, one, other) => {
    const [name = ''] = what.split(',');
    // Held back until both have come: one that waited for the other's answer would wait in vain.
    holdBack('prices', { until: 'prices', count: 2 });
    const answers = await Promise.all([one, other].map((value) => graph.ask('{ currency }', {}, value === '' ? {} : { [name]: value })));
    expect(answers.map(({ data }) => data)).toEqual([{ currency: 'CNY' }, { currency: 'CNY' }]);
    expect(graph.subgraphs.prices.requests).toHaveLength(2);
  });

  it('are shared by requests of one caller', async () => {
    holdBack('prices', { until: 'stock', count: 2 });
    await Promise.all([1, 2].map((n) => graph.ask(`{ currency mark${n}: open }`, {}, { authorization: 'Bearer 1', cookie: 'a=b' })));
    expect(graph.subgraphs.prices.requests).toHaveLength(1);
  });

  it('are shared by requests that differ in their identifier alone: it is for logs', async () => {
    holdBack('prices', { until: 'stock', count: 2 });
    await Promise.all([1, 2].map((n) => graph.ask(`{ currency mark${n}: open }`, {}, { 'x-request-id': `r${n}` })));
    expect(graph.subgraphs.prices.requests).toHaveLength(1);
  });

  it('with other variables are not shared', async () => {
    holdBack('products', { until: 'products', count: 2 });
    const query = 'query ($count: Int) { products(count: $count) { id } }';
    const answers = await Promise.all([1, 2].map((count) => graph.ask(query, { count })));
    expect(answers.map(({ data }) => data.products.length)).toEqual([1, 2]);
  });
});

describe('mutations in flight', () => {
  it('are each sent, though they are equal to the byte', async () => {
    holdBack('stock', { until: 'stock', count: callers.length });
    const answers = await Promise.all(callers.map(() => graph.ask('mutation { restock }')));
    expect(answers.map(({ data }) => data)).toEqual(callers.map(() => ({ restock: 1 })));
    expect(graph.subgraphs.stock.requests).toHaveLength(callers.length);
  });
});

describe('what is read after a mutation', () => {
  /** Holds back the answer to the first request to a subgraph; gives what lets it go. */
  function holdFirst(name: keyof typeof shop): () => void {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let first = true;
    graph.subgraphs[name].behaviour = async (response, _request, answerWell) => {
      if (first) {
        first = false;
        await released;
      }
      sendAnswer(response, await answerWell());
    };
    return release;
  }

  it.each([
    ['that went well', null],
    ['that was not answered', (response: ServerResponse) => response.socket?.destroy()],
  ])('%s joins no query from before it, to whichever subgraph', async (_case, fail) => {
    await graph.ask('{ currency again: open }');
    graph.reset();
    const release = holdFirst('prices');
    const before = graph.ask('{ currency }');
    await until(() => graph.subgraphs.prices.requests.length === 1);
    graph.subgraphs.stock.behaviour = fail;
    await graph.ask('mutation { restock }');
    graph.subgraphs.stock.behaviour = null;
    // The same at the door, and then only the same to the subgraph.
    expect((await graph.ask('{ currency }')).data).toEqual({ currency: 'CNY' });
    expect((await graph.ask('{ currency again: open }')).data).toEqual({ currency: 'CNY', again: true });
    expect(graph.subgraphs.prices.requests).toHaveLength(3);
    release();
    expect((await before).data).toEqual({ currency: 'CNY' });
  });

  it('within the same operation joins none either', async () => {
    const reader = '{ product { id count } }';
    const writer = 'mutation { addProduct { id count } }';
    for (const query of [reader, writer]) await graph.ask(query);
    // Equal to the byte, so that they would be shared.
    expect(new Set(graph.subgraphs.stock.requests.map(({ body }) => body)).size).toBe(1);
    graph.reset();
    const release = holdFirst('stock');
    const before = graph.ask(reader);
    await until(() => graph.subgraphs.stock.requests.length === 1);
    expect((await graph.ask(writer)).data).toEqual({ addProduct: { id: 'p0', count: 0 } });
    expect(graph.subgraphs.stock.requests).toHaveLength(2);
    release();
    await before;
  });

  it('may be shared again', async () => {
    await graph.ask('mutation { restock }');
    holdBack('prices', { until: 'stock', count: callers.length + 1 });
    await Promise.all(callers.map((n) => graph.ask(`{ currency mark${n}: open }`)));
    expect(graph.subgraphs.prices.requests).toHaveLength(1);
  });
});

describe('headers of the client', () => {
  it('reach subgraphs where they are listed, and no others do', async () => {
    const listed = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', tracestate: 'a=b', 'x-request-id': 'r1' };
    const others = { authorization: 'Bearer secret', cookie: 'session=secret', 'x-api-key': 'secret', 'x-forwarded-for': '10.0.0.1', 'accept-language': 'zh' };
    await graph.ask('{ products { count } }', {}, { ...listed, ...others });
    const received = [...graph.subgraphs.products.requests, ...graph.subgraphs.stock.requests];
    expect(received).toHaveLength(2);
    for (const { headers } of received) {
      expect(headers).toMatchObject(listed);
      expect(headers['content-type']).toBe('application/json');
      for (const name of Object.keys(others)) expect(headers).not.toHaveProperty(name);
      expect(JSON.stringify(headers)).not.toMatch(/secret/);
    }
  });

  it('that are set otherwise reach subgraphs, and tell callers apart', async () => {
    const forwarding = await startFaultyGraph(shop, { forwardedHeaders: ['x-tenant'] });
    try {
      forwarding.subgraphs.prices.behaviour = async (response, { headers }) => {
        await until(() => forwarding.subgraphs.prices.requests.length === 2);
        sendAnswer(response, { data: { currency: headers['x-tenant'] } });
      };
      const answers = await Promise.all(['one', 'two'].map((tenant) => forwarding.ask('{ currency }', {}, { 'x-tenant': tenant, 'x-request-id': 'r' })));
      expect(answers.map(({ data }) => data.currency)).toEqual(['one', 'two']);
      expect(forwarding.subgraphs.prices.requests[0]?.headers).not.toHaveProperty('x-request-id');
    } finally {
      await forwarding.stop();
    }
  });
});

describe('the door', () => {
  const { prices, ...others } = shop;
  const answer = createAnswerer(prices);
  let executions = 0;
  let release = () => {};
  let released: Promise<void>;
  // In process, for there nothing is shared behind the door.
  const inProcess = [
    {
      name: 'prices',
      async execute(request: Parameters<typeof answer>[0]) {
        executions++;
        await released;
        return (await answer(request)) as never;
      },
      findFault: async () => null,
      close: async () => {},
    },
  ];
  let door: FaultyGraph<keyof typeof shop>;

  beforeAll(async () => {
    door = await startFaultyGraph({ ...others, prices }, { inProcess });
  });
  afterAll(() => door.stop());
  beforeEach(() => {
    executions = 0;
    door.reset();
    released = new Promise((resolve) => (release = resolve));
  });

  const askTogether = async (requests: Parameters<typeof pipeline>[1]) => (await pipeline(door.url, requests)).map(({ body }) => body);

  /** Lets the held subgraph answer when a request that was sent after all others has gone through the gateway. */
  async function releaseAfterMark(): Promise<void> {
    await until(() => door.subgraphs.stock.requests.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    release();
  }

  const same = { body: '{"query":"{ currency }"}' };
  const mark = { body: '{"query":"{ open }"}' };

  it('executes requests once that are equal to the byte', async () => {
    // Planned before, so that the mark does not wait for a plan.
    release();
    await door.ask('{ currency }');
    await door.ask('{ open }');
    door.reset();
    executions = 0;
    released = new Promise((resolve) => (release = resolve));
    const [answers] = await Promise.all([askTogether([same, same, same, same, mark]), releaseAfterMark()]);
    expect(answers.slice(0, 4)).toEqual(Array(4).fill({ data: { currency: 'CNY' } }));
    expect(executions).toBe(1);
  });

  it.each([
    ['authorization', { authorization: 'Bearer 2' }],
    ['any header', { 'x-other': '2' }],
  ])('executes each request whose %s differs', async (_name, headers) => {
    const [answers] = await Promise.all([askTogether([same, { ...same, headers }, mark]), releaseAfterMark()]);
    expect(answers.slice(0, 2)).toEqual(Array(2).fill({ data: { currency: 'CNY' } }));
    expect(executions).toBe(2);
  });

  it('executes a request again that comes when the first is answered', async () => {
    release();
    await door.ask('{ currency }');
    await door.ask('{ currency }');
    expect(executions).toBe(2);
  });

  it('answers who joined a client that has gone away', async () => {
    const headers = { host: 'x', 'content-type': 'application/json', 'content-length': '24', connection: 'keep-alive' };
    const leader = httpRequest(door.url, { method: 'POST', headers });
    leader.on('error', () => {});
    leader.end(same.body);
    await until(() => executions === 1);
    const [[joined]] = await Promise.all([
      askTogether([{ ...same, headers: { connection: 'keep-alive' } }, mark]),
      (async () => {
        await until(() => door.subgraphs.stock.requests.length > 0);
        leader.destroy();
        await releaseAfterMark();
      })(),
    ]);
    expect(joined).toEqual({ data: { currency: 'CNY' } });
    expect(executions).toBe(1);
  });

  it('shares a failure as an answer, and forgets it', async () => {
    release();
    // It is refused after it was planned, which takes a moment: what is refused at once has nobody to share with.
    const bad = { body: '{"query":"query ($count: Int!) { products(count: $count) { id } }"}' };
    const answers = await askTogether([bad, bad]);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.errors).toEqual([expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) } })]);
    expect((await door.ask('{ currency }')).data).toEqual({ currency: 'CNY' });
  });
});
