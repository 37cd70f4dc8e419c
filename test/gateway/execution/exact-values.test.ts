// Values and encodings that JavaScript or a careless reader would change: numbers are exact where a custom scalar or an ID carries
// them and errors where a type has none such; literals go on as they are written; what is not UTF-8 is refused.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { stripIgnoredCharacters } from 'graphql';
import { type FaultyGraph, link, sendAnswer, startFaultyGraph, type SubgraphSource } from './faulty-graph';

const sources = {
  ledger: {
    sdl: `${link}
      scalar Decimal
      input Filter { amount: Decimal amounts: [Decimal!] id: ID within: Filter }
      type Query {
        entry: Entry
        find(amount: Decimal, amounts: [Decimal], filter: Filter, id: ID, ids: [ID!], count: Int, rate: Float, name: String): String
      }
      type Entry @key(fields: "id") @key(fields: "number") { id: ID number: Decimal amount: Decimal count: Int counts: [Int] rate: Float name: String }`,
  },
  notes: { sdl: `${link} scalar Decimal type Entry @key(fields: "id") { id: ID! note: String }` },
  numbers: { sdl: `${link} scalar Decimal type Entry @key(fields: "number") { number: Decimal! remark: String }` },
} satisfies Record<string, SubgraphSource>;

let graph: FaultyGraph<keyof typeof sources>;

beforeAll(async () => {
  graph = await startFaultyGraph(sources);
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

const answerWith = (text: string) => {
  graph.subgraphs.ledger.behaviour = (response) => sendAnswer(response, text);
};

/** What the client gets for a field of `entry`, as text. */
async function askField(field: string, value: string): Promise<{ text: string; error: unknown }> {
  answerWith(`{"data":{"entry":{"${field}":${value}}}}`);
  const { text, errors } = await graph.ask(`{ entry { ${field} } }`);
  const entry = /"data":\{"entry":\{"\w+":(.*)\}\}(?:\}$|,"extensions")/.exec(text)?.[1] ?? text;
  return { text: entry, error: errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.code, extensions?.agency])[0] ?? null };
}

const wrongAt = (path: string) => [path, 'AGENCY_ERROR', 'ledger'];

describe('a number in an answer', () => {
  it.each([
    '12345678901234567890',
    '-12345678901234567890',
    '9007199254740993',
    '1e400',
    '-1E-400',
    '1.10',
    '100.0',
    '0.12345678901234567890123',
    '123456789.12345678901234',
    '-0',
    '42',
    '[1.10,[12345678901234567890],{"a":1.10,"b":"12345678901234567890"}]',
    '{"12345678901234567890":9007199254740993}',
    '"1.10"',
  ])('that a custom scalar carries is the client’s as it was written: %s', async (value) => {
    expect(await askField('amount', value)).toEqual({ text: value, error: null });
  });

  it.each([
    ['count', '2147483647', '2147483647'],
    ['count', '-2147483648', '-2147483648'],
    ['count', '1e2', '100'],
    ['count', '5.0', '5'],
    ['rate', '1.10', '1.1'],
    ['rate', '12345678901234567890', '12345678901234567000'],
    ['rate', '1e308', '1e+308'],
    ['id', '5', '"5"'],
    ['id', '12345678901234567890', '"12345678901234567890"'],
    ['id', '-9007199254740993', '"-9007199254740993"'],
    ['id', '"007"', '"007"'],
    ['name', '"12345678901234567890 1.10"', '"12345678901234567890 1.10"'],
  ])('is what its type makes of it: %s %s is %s', async (field, value, expected) => {
    expect(await askField(field, value)).toEqual({ text: expected, error: null });
  });

  it.each([
    ['count', '2147483648'],
    ['count', '-2147483649'],
    ['count', '12345678901234567890'],
    ['count', '1e400'],
    ['count', '1.5'],
    ['rate', '1e400'],
    ['rate', '-1e999'],
    ['id', '1.5'],
    ['id', '1e400'],
    ['name', '12345678901234567890'],
    ['name', '1.10'],
  ])('that its type has not is an error at the field: %s %s', async (field, value) => {
    expect(await askField(field, value)).toEqual({ text: 'null', error: wrongAt(`entry.${field}`) });
  });

  it('in a list of Int costs its own place', async () => {
    expect(await askField('counts', '[1,2147483648,3]')).toEqual({ text: '[1,null,3]', error: wrongAt('entry.counts.1') });
  });

  it.each(['{"data":{12345678901234567890:1}}', '{"data":{"entry":{"amount":012345678901234567890}}}', '{"data":{"entry":{"amount":+12345678901234567890}}}'])(
    'that is no JSON makes the answer none: %s',
    async (text) => {
      answerWith(text);
      const { data, errors } = await graph.ask('{ entry { amount } }');
      expect(data).toEqual({ entry: null });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'AGENCY_UNAVAILABLE', agency: 'ledger' });
    },
  );
});

describe('a key that came as a number', () => {
  it('goes on with all its digits, an ID as the text that it is, a custom scalar as a number', async () => {
    answerWith('{"data":{"entry":{"__typename":"Entry","id":12345678901234567891,"number":9007199254740993.10}}}');
    graph.subgraphs.notes.behaviour = (response) => sendAnswer(response, { data: { _entities: [{ note: 'found' }] } });
    graph.subgraphs.numbers.behaviour = (response) => sendAnswer(response, { data: { _entities: [{ remark: 'too' }] } });
    expect((await graph.ask('{ entry { note remark } }')).data).toEqual({ entry: { note: 'found', remark: 'too' } });
    expect(graph.subgraphs.notes.requests[0]?.body).toContain('[{"__typename":"Entry","id":"12345678901234567891"}]');
    expect(graph.subgraphs.numbers.requests[0]?.body).toContain('[{"__typename":"Entry","number":9007199254740993.10}]');
  });
});

describe('a literal', () => {
  beforeEach(() => answerWith('{"data":{"find":"found"}}'));

  it.each([
    'amount:1.10',
    'amount:12345678901234567890',
    'amount:TOKEN',
    'amount:1e400',
    'amount:-0.0',
    'amount:"1.10"',
    'amount:[1.10,TOKEN,[12345678901234567890]]',
    'amount:{a:1.10,b:{c:TOKEN},d:[true,null,"x"]}',
    'amounts:[1.10,12345678901234567890]',
    'filter:{amount:1.10,amounts:[TOKEN],id:12345678901234567890,within:{amount:12345678901234567890}}',
    'id:12345678901234567890',
    'ids:[12345678901234567890,"b"]',
  ])('of a custom scalar or an ID reaches the subgraph as it is written: %s', async (written) => {
    expect((await graph.ask(`{ find(${written}) }`)).data).toEqual({ find: 'found' });
    expect(graph.subgraphs.ledger.requests[0]?.query).toBe(stripIgnoredCharacters(`{ find(${written}) }`));
  });

  it.each([
    ['Decimal', '1.10'],
    ['Decimal', '{a:[12345678901234567890,TOKEN]}'],
  ])('as a default of a variable does too: %s %s', async (type, written) => {
    await graph.ask(`query($it: ${type} = ${written}) { find(amount: $it) }`);
    expect(graph.subgraphs.ledger.requests[0]?.query).toBe(stripIgnoredCharacters(`query($it: ${type} = ${written}) { find(amount: $it) }`));
  });

  it('that stands for a list of one does too, as that list', async () => {
    await graph.ask('{ find(amounts: 1.10) }');
    expect(graph.subgraphs.ledger.requests[0]?.query).toBe('{find(amounts:[1.10])}');
  });

  it('beside a variable does too, also twice in one operation', async () => {
    const query = '{ one: find(amount: 1.10) two: find(amount: {a: $v, b: 1.10}) three: find(amount: 1.1) }';
    await graph.ask(`query($v: Decimal) ${query}`, { v: 1 });
    for (const part of ['(amount:1.10)', '(amount:{a:$v b:1.10})', '(amount:1.1)']) expect(graph.subgraphs.ledger.requests[0]?.query).toContain(part);
  });
});

describe('a number in the variables', () => {
  beforeEach(() => answerWith('{"data":{"find":"found"}}'));

  async function send(declared: string, used: string, value: string, method = 'POST'): Promise<{ sent: string | undefined; answer: string }> {
    const query = `query($v: ${declared}) { find(${used}: $v) }`;
    const variables = `{"v":${value}}`;
    const response =
      method === 'POST'
        ? await fetch(graph.url, {
            method,
            headers: { 'content-type': 'application/json' },
            body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
          })
        : await fetch(`${graph.url}?query=${encodeURIComponent(query)}&variables=${encodeURIComponent(variables)}`, {
            headers: { 'apollo-require-preflight': 'yes' },
          });
    const sent = graph.subgraphs.ledger.requests[0]?.body;
    return { sent: sent && /"variables":\{"v":(.*)\}\}$/.exec(sent)?.[1], answer: await response.text() };
  }

  it.each([
    ['Decimal', 'amount', '1.10', '1.10'],
    ['Decimal', 'amount', '12345678901234567890', '12345678901234567890'],
    ['Decimal', 'amount', '{"a":[1e400,"x"]}', '{"a":[1e400,"x"]}'],
    ['[Decimal]', 'amounts', '[1.10,2]', '[1.10,2]'],
    [
      'Filter',
      'filter',
      '{"amount":1.10,"id":12345678901234567890,"within":{"amounts":[1.10]}}',
      '{"amount":1.10,"id":"12345678901234567890","within":{"amounts":[1.10]}}',
    ],
    ['ID', 'id', '12345678901234567890', '"12345678901234567890"'],
    ['[ID!]', 'ids', '[9007199254740993]', '["9007199254740993"]'],
    ['Int', 'count', '1e2', '100'],
    ['Float', 'rate', '1.10', '1.1'],
    ['Float', 'rate', '12345678901234567890', '12345678901234567000'],
  ])('of %s (%s) reaches the subgraph exactly where its type can: %s as %s', async (type, name, value, expected) => {
    expect(await send(type, name, value)).toMatchObject({ sent: expected });
    graph.subgraphs.ledger.requests = [];
    expect(await send(type, name, value, 'GET')).toMatchObject({ sent: expected });
  });

  it.each([
    ['Int', 'count', '12345678901234567890'],
    ['Int', 'count', '2147483648'],
    ['Float', 'rate', '1e400'],
    ['String', 'name', '12345678901234567890'],
    ['ID', 'id', '1.5'],
    ['Filter', 'filter', '12345678901234567890'],
  ])('that %s has not is refused, and nothing inner is told: %s %s', async (type, name, value) => {
    const { sent, answer } = await send(type, name, value);
    expect(sent).toBeUndefined();
    expect(JSON.parse(answer)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(answer).not.toContain('~');
  });
});

describe('an answer’s encoding', () => {
  const good = Buffer.from('{"data":{"entry":{"name":"贵州"}}}');
  const respond = (body: Buffer, headers: Record<string, string> = {}) => {
    graph.subgraphs.ledger.behaviour = (response) => response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
  };
  const askName = () => graph.ask('{ entry { name } }');

  it('is asked for as none', async () => {
    respond(good);
    await askName();
    expect(graph.subgraphs.ledger.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it.each([
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), good]), {}],
    ['an empty Content-Encoding', good, { 'content-encoding': '' }],
    ['identity', good, { 'content-encoding': 'Identity' }],
    ['gzip unasked for', gzipSync(good), { 'content-encoding': 'gzip' }],
    ['deflate unasked for', deflateSync(good), { 'content-encoding': 'deflate' }],
    ['brotli unasked for', brotliCompressSync(good), { 'content-encoding': 'br' }],
  ])('may be %s', async (_name, body, headers: Record<string, string>) => {
    respond(body, headers);
    expect((await askName()).data).toEqual({ entry: { name: '贵州' } });
  });

  it.each([
    ['Latin-1', Buffer.from('{"data":{"entry":{"name":"caf\xe9"}}}', 'latin1'), {}],
    ['a cut character', Buffer.concat([Buffer.from('{"data":{"entry":{"name":"'), Buffer.from('贵').subarray(0, 2), Buffer.from('"}}}')]), {}],
    ['a surrogate in UTF-8', Buffer.concat([Buffer.from('{"data":{"entry":{"name":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}}}')]), {}],
    ['gzip that is none', good, { 'content-encoding': 'gzip' }],
    ['gzip that is larger than may be', gzipSync(Buffer.alloc(200_000_000, ' ')), { 'content-encoding': 'gzip' }],
    ['of an unknown name', good, { 'content-encoding': 'constructor' }],
  ])('that is %s makes the answer none', async (_name, body, headers: Record<string, string>) => {
    respond(body, headers);
    const { data, text, errors } = await askName();
    expect(data).toEqual({ entry: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'AGENCY_UNAVAILABLE', agency: 'ledger' });
    expect(text).not.toContain('�');
  });
});

describe('a client’s encoding', () => {
  const post = async (body: Buffer, headers: Record<string, string> = {}) => {
    answerWith('{"data":{"find":"found"}}');
    const response = await fetch(graph.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: new Uint8Array(body) });
    return { status: response.status, text: await response.text() };
  };
  const bodyOf = (name: Buffer) => Buffer.concat([Buffer.from('{"query":"{ find(name: \\"'), name, Buffer.from('\\") }"}')]);

  it.each([
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bodyOf(Buffer.from('贵'))]), {}],
    ['an empty Content-Encoding', bodyOf(Buffer.from('贵')), { 'content-encoding': '' }],
  ])('may be %s', async (_name, body, headers: Record<string, string>) => {
    expect(await post(body, headers)).toEqual({ status: 200, text: '{"data":{"find":"found"}}' });
    expect(graph.subgraphs.ledger.requests[0]?.query).toBe('{find(name:"贵")}');
  });

  it.each([
    ['Latin-1', Buffer.from([0xe9])],
    ['a cut character', Buffer.from('贵').subarray(0, 2)],
  ])('that is %s is refused, and no subgraph asked', async (_name, name) => {
    expect(await post(bodyOf(name))).toMatchObject({ status: 400, text: expect.stringContaining('BAD_REQUEST') });
    const response = await fetch(
      `${graph.url}?query=${encodeURIComponent('{ find(name: "NAME") }').replace('NAME', name.toString('hex').replace(/../g, '%$&'))}`,
      {
        headers: { 'apollo-require-preflight': 'yes' },
      },
    );
    expect(response.status).toBe(400);
    expect(graph.subgraphs.ledger.requests).toEqual([]);
  });
});
