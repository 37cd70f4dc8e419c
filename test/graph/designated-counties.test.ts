// The counts that must come out of the real reference data.
import { type Graph, startGraph } from './graph';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

describe('designated counties', () => {
  it.each([
    ['150000', 10],
    ['450000', 20],
    ['500000', 4],
    ['510000', 25],
    ['520000', 20],
    ['530000', 27],
    ['610000', 11],
    ['620000', 23],
    ['630000', 15],
    ['640000', 5],
  ])('of province %s are %i', async (province, total) => {
    const { data } = await graph.ask(
      'query ($province: ID!) { province(code: $province) { counties(filter: { designation: {} }, first: 500) { totalCount nodes { code } } } }',
      { province },
    );
    expect(data.province.counties.totalCount).toBe(total);
    expect(data.province.counties.nodes).toHaveLength(total);
  });

  it('are 160 on any day from 2021-08-27 to 2025-12-31 and none before or after', async () => {
    const counts: Record<string, number> = {};
    for (const asOf of ['2021-08-26', '2021-08-27', '2025-12-31', '2026-01-01']) {
      const { data } = await graph.ask('query ($asOf: Date!) { countySearch(filter: { designation: { asOf: $asOf } }) { totalCount } }', { asOf });
      counts[asOf] = data.countySearch.totalCount;
    }
    expect(counts).toEqual({ '2021-08-26': 0, '2021-08-27': 160, '2025-12-31': 160, '2026-01-01': 0 });
  });

  it('keep the confidence and the sources of their rows', async () => {
    const { data } = await graph.ask(
      '{ county(code: "530621") { name designations(list: NATIONAL_KEY) { source { agency dataset asOf loadedAt confidence references } } } }',
    );
    const [designation] = data.county.designations;
    expect(designation.source.confidence).toBe('SOURCED');
    expect(designation.source.references).toEqual(['S1']);
    expect(designation.source.loadedAt).toBe('2026-07-01T00:00:00.000Z');
    const all = await graph.ask(
      '{ countySearch(filter: { designation: {} }, first: 500) { nodes { designations(list: NATIONAL_KEY) { source { confidence } } } } }',
    );
    const counts = new Map<string, number>();
    for (const county of all.data.countySearch.nodes) {
      const { confidence } = county.designations[0].source;
      counts.set(confidence, (counts.get(confidence) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ SOURCED: 92, RECONSTRUCTED_HIGH: 20, RECONSTRUCTED_MEDIUM: 43, RECONSTRUCTED_LOW: 5 });
  });
});

describe('divisions', () => {
  it('are 2,844 counties, none without a province', async () => {
    const provinces = new Set<string>();
    let after: string | null = null;
    let total = 0;
    do {
      const { data }: Awaited<ReturnType<Graph['ask']>> = await graph.ask(
        'query ($after: String) { countySearch(first: 500, after: $after) { totalCount nodes { code province { code } } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      expect(data.countySearch.totalCount).toBe(2844);
      for (const county of data.countySearch.nodes) provinces.add(county.province.code);
      total += data.countySearch.nodes.length;
      after = data.countySearch.pageInfo.hasNextPage ? data.countySearch.pageInfo.endCursor : null;
    } while (after !== null);
    expect(total).toBe(2844);
    expect(provinces.size).toBe(31);
  });

  it('have eleven east–west pairs, found from either side', async () => {
    const { data } = await graph.ask(`{
      eastWestPartnerships { east { code } west { code } }
      shandong: province(code: "370000") { partnerships { west { name } } }
      gansu: province(code: "620000") { partnerships(asOf: "2023-12-31") { east { name } } }
    }`);
    expect(data.eastWestPartnerships).toHaveLength(11);
    expect(data.shandong.partnerships.map((pair: { west: { name: string } }) => pair.west.name)).toEqual(['重庆市', '甘肃省']);
    expect(data.gansu.partnerships.map((pair: { east: { name: string } }) => pair.east.name)).toEqual(['天津市', '山东省']);
  });

  it('leave the prefecture null where the province governs a county directly', async () => {
    const { data } = await graph.ask('{ counties(codes: ["110101", "429004", "460301"]) { name prefecture { name } province { name } } }');
    expect(data.counties).toEqual([
      { name: '东城区', prefecture: null, province: { name: '北京市' } },
      { name: '仙桃市', prefecture: null, province: { name: '湖北省' } },
      { name: '西沙区', prefecture: { name: '三沙市' }, province: { name: '海南省' } },
    ]);
  });
});
