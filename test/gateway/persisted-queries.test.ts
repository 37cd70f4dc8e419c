// Automatic persisted queries of one gateway by itself, which has no Redis.
import { createPersistedQueries } from '../../gateway/persisted-queries';
import { loadTrustedDocuments } from '../../gateway/trusted-documents';
import { type Graph, startGraph } from '../graph/graph';
import { askByHash, extensions, get, post, register, sha256, unknown } from './persisted-queries';

const graphs: Graph[] = [];

beforeAll(async () => {
  graphs.push(await startGraph('sqlite'), await startGraph('sqlite'));
});
afterAll(() => Promise.all(graphs.map((graph) => graph.stop())));

const countyAs = (name: string) => `{ ${name}: county(code: "520204") { name } }`;

describe('a gateway without Redis', () => {
  it('asks for a text once, and knows it by its hash from then on, by POST and GET', async () => {
    const text = countyAs('one');
    expect(await askByHash(graphs[0]?.url, text)).toEqual(unknown);
    const answer = [200, { one: { name: '水城区' } }];
    expect(await register(graphs[0]?.url, text)).toEqual(answer);
    expect(await askByHash(graphs[0]?.url, text)).toEqual(answer);
    expect(await get(graphs[0]?.url, sha256(text))).toEqual(answer);
    expect(await askByHash(graphs[1]?.url, text)).toEqual(unknown);
  });

  it('keeps no text under the hash of another, nor one that is not valid', async () => {
    const [text, wrong] = [countyAs('another'), '{ nosuch }'];
    expect(await post(graphs[0]?.url, { query: text, extensions: extensions(sha256(wrong)) })).toEqual([400, 'BAD_REQUEST']);
    expect(await register(graphs[0]?.url, wrong)).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    for (const each of [text, wrong]) expect(await askByHash(graphs[0]?.url, each)).toEqual(unknown);
  });

  it('knows nothing by what is no hash', async () => {
    const text = countyAs('known');
    await register(graphs[0]?.url, text);
    for (const hash of ['', sha256(text).toUpperCase(), ` ${sha256(text)}`, 'a'.repeat(100_000), 1, [], {}])
      expect(await post(graphs[0]?.url, { extensions: extensions(hash) })).toEqual(unknown);
  });
});

describe('the texts in memory', () => {
  it('are bounded in bytes: the least used go first', async () => {
    const kept = createPersistedQueries(null, loadTrustedDocuments('off', ''));
    const text = '水'.repeat(333_000);
    const keys = Array.from({ length: 40 }, (_, index) => `apq:${sha256(String(index))}`);
    for (const key of keys) {
      await kept.set(key, text);
      await kept.get(keys[0] ?? '');
    }
    const found = await Promise.all(keys.map((key) => kept.get(key)));
    expect(found.map((each) => each !== undefined)).toEqual(keys.map((_, index) => index === 0 || index >= 10));
  });
});
