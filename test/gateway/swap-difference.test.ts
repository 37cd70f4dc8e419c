// What a swap of supergraphs takes from clients: said in the log, with the registered operations that use it, and refused where it must be.
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createGateway, type Gateway } from '../../gateway/gateway';
import { ask, defaultSettings } from '../graph/graph';
import { composeSupergraph, type HttpSubgraph, serveSubgraph } from './http-subgraph';

const whole = `type Query { books(first: Int): [Book] found(where: Filter): [Book] } input Filter { title: String }
  type Book { title: String pages: Int isbn: ID language: Language } enum Language { ZH EN }`;
const supergraphs = {
  whole,
  wider: `${whole} extend type Book { price: Int format: String }`,
  withoutPages: whole.replace('pages: Int', ''),
  withoutIsbn: whole.replace('isbn: ID', 'number: ID'),
  withoutFirst: whole.replace('(first: Int)', ''),
  otherTitle: whole.replace('title: String pages', 'title: Int pages'),
  otherFilter: whole.replace('input Filter { title: String }', 'input Filter { title: Int }'),
  otherLanguage: whole.replace('enum Language { ZH EN }', 'enum Language { ZH }'),
  required: whole.replace('input Filter { title: String }', 'input Filter { title: String page: Int! }'),
};
const registered = {
  Languages: 'query Languages { books { language } }',
  Found: 'query Found($where: Filter) { found(where: $where) { __typename } }',
  Titles: 'query Titles { books(first: 1) { title } }',
  Pages: 'query Pages { books { pages } }',
  Gone: 'query Gone { nosuch }',
  Malformed: 'query Malformed {',
};

let folder: string;
let subgraph: HttpSubgraph;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-difference-'));
  subgraph = await serveSubgraph(whole, { Query: { books: () => [{ title: 'Pairing', pages: 5, isbn: '1' }] } });
  const operations = Object.entries(registered).map(([name, body]) => ({ id: hash('sha256', body, 'hex'), name, type: 'query', body }));
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
});
afterAll(async () => {
  await subgraph.stop();
  rmSync(folder, { recursive: true });
});

describe.each(['jiedui', 'stock'] as const)('a swap (%s)', (execution) => {
  let gateway: Gateway;
  let url: string;
  const logged: string[] = [];

  const write = (version: keyof typeof supergraphs) =>
    writeFileSync(path.join(folder, 'supergraph.graphql'), composeSupergraph({ books: { url: subgraph.url, sdl: supergraphs[version] } }));

  async function start(supergraphSwaps: 'any' | 'unbroken'): Promise<void> {
    write('whole');
    gateway = createGateway({
      ...defaultSettings,
      execution,
      supergraphSwaps,
      trustedDocuments: { mode: 'off', file: path.join(folder, 'manifest.json') },
      supergraphFile: path.join(folder, 'supergraph.graphql'),
      inProcess: [],
      log: {
        info: (message) => logged.push(`info ${message}`),
        warn: (message) => logged.push(`warn ${message}`),
        error: (error) => logged.push(`error ${(error as Error).message}`),
      },
    });
    url = `http://127.0.0.1:${await gateway.start()}/graphql`;
    logged.length = 0;
  }

  /** What the log says of the swap to a version. */
  async function swapTo(version: keyof typeof supergraphs): Promise<string> {
    write(version);
    await gateway.reloadSupergraph();
    return logged.splice(0).join('\n');
  }

  afterEach(() => gateway.stop());

  it('is logged in words: fields gone, with the registered operations that use them, and how many are new', async () => {
    await start('any');
    expect(await swapTo('wider')).toBe('info another supergraph is served. Nothing that clients can ask for has gone. New fields: 2.');
    const said = await swapTo('withoutPages');
    expect(said).toMatch(/^warn another supergraph is served\. /);
    const losses = said
      .split('. ')
      .slice(1)
      .map((each) => each.replace(/\.$/, ''));
    expect(losses.sort()).toEqual(['Book.format was removed', 'Book.pages was removed, which the registered Pages uses', 'Book.price was removed']);
    expect(await swapTo('withoutPages')).toBe('');
    expect(await swapTo('withoutFirst')).toBe(
      'warn another supergraph is served. Query.books arg first was removed, which the registered Titles uses. New fields: 1.',
    );
  });

  it('that breaks a registered operation is refused where that is set, and any other is not', async () => {
    await start('unbroken');
    expect(await swapTo('withoutPages')).toMatch(
      /^error the newest supergraph is not served, the one before it is: it breaks registered operations, .*: Pages \(Cannot query field "pages" on type "Book"\.\)$/,
    );
    expect(await ask(url, '{ books { pages } }')).toMatchObject({ data: { books: [{ pages: 5 }] } });
    const health = (await (await fetch(new URL('/health/ready', url))).json()) as { faults: string[] };
    expect(health).toMatchObject({ ready: true, faults: [expect.stringMatching(/it breaks registered operations/)] });
    // Those below are valid still, and answer otherwise, or refuse the variables that they took.
    expect(await swapTo('otherTitle')).toMatch(/^error .*: Titles \(Book\.title changed type from String to Int\.\)$/);
    expect(await swapTo('otherFilter')).toMatch(/^error .*: Found \(Filter\.title changed type from String to Int\.\)$/);
    expect(await swapTo('otherLanguage')).toMatch(/^error .*: Languages \(EN was removed from enum type Language\.\)$/);
    expect(await swapTo('required')).toMatch(/^error .*: Found \(A required field page on input type Filter was added\.\)$/);
    // Nobody registered an operation with it, nor is one broken that was not valid before.
    expect(await swapTo('withoutIsbn')).toMatch(/warn .*Book\.isbn was removed\. New fields: 1\.$/);
    expect((await ask(url, '{ books { isbn } }')).errors?.[0]?.message).toMatch(/Cannot query field "isbn"/);
  });
});
