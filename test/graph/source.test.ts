// Every entity says where it comes from, and what is synthetic says so.
import { type Graph, startGraph } from './graph';
import { readAllNodes } from './read-all';

const source = 'source { agency dataset asOf loadedAt confidence references }';
let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

interface Sourced {
  name?: string | null;
  source: { agency: string; dataset: string; asOf: string; loadedAt: string; confidence: string };
}

describe('source', () => {
  it.each([
    ['organizationSearch', /民政/],
    ['countySearch', /乡村振兴/],
    ['pairings', /台账/],
    ['projects', /台账/],
  ])('is on every row of %s, with its agency', async (field, agency) => {
    const rows = await readAllNodes<Sourced>(graph, field, source);
    for (const { source } of rows) {
      expect(source.agency).toMatch(agency);
      expect(source.loadedAt).toBe('2026-07-01T00:00:00.000Z');
      expect(source.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it('says synthetic in dataset and confidence of every synthetic organization, whose name says so too; of no real one', async () => {
    const rows = await readAllNodes<Sourced & { name: string }>(graph, 'organizationSearch', `name ${source}`);
    const synthetic = rows.filter(({ source }) => source.confidence === 'SYNTHETIC');
    expect(rows.length - synthetic.length).toBe(5);
    for (const row of rows) {
      const isSynthetic = row.source.confidence === 'SYNTHETIC';
      expect({ name: row.name, marked: /合成/.test(row.name), dataset: /合成.*synthetic/.test(row.source.dataset) }).toEqual({
        name: row.name,
        marked: isSynthetic,
        dataset: isSynthetic,
      });
    }
  });

  it('is on provinces, cooperation pairs, former codes, years, needs and liaison offices', async () => {
    const { data, errors } = await graph.ask(`{
      provinces { name ${source} liaisonOffice { name ${source} } }
      eastWestPartnerships { ${source} }
      county(code: "520204") { formerCodes { ${source} } years { ${source} } needs { nodes { ${source} } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.provinces).toHaveLength(34);
    for (const { liaisonOffice } of data.provinces) if (liaisonOffice !== null) expect(liaisonOffice.source.confidence).toBe('SYNTHETIC');
    for (const row of [...data.county.years, ...data.county.needs.nodes]) expect(row.source.confidence).toBe('SYNTHETIC');
    for (const row of data.eastWestPartnerships)
      expect(row.source).toMatchObject({ confidence: 'SOURCED', references: expect.arrayContaining([expect.any(String)]) });
  });
});
