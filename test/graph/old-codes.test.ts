// A county whose code changed: records that another agency keeps under the old code are found from today's county and
// lead to it. 水城县 520221 became 水城区 520204.
import { type Graph, startGraph } from './graph';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

interface PairingAnswer {
  id: string;
  counties: { code: string; recordedCode: string; name: string }[];
  consents: { recordedCode: string; county: { code: string; name: string } }[];
}

describe('a county by a code of any date', () => {
  it('is the county of today and says which code was asked for', async () => {
    const { data, errors } = await graph.ask('{ county(code: "520221") { code name recordedCode codes formerCodes { code name } } }');
    expect(errors).toBeUndefined();
    expect(data.county).toEqual({
      code: '520204',
      name: '水城区',
      recordedCode: '520221',
      codes: ['520204', '520221'],
      formerCodes: [{ code: '520221', name: '水城县' }],
    });
  });

  it('names today’s code where that was asked for', async () => {
    const { data } = await graph.ask('{ county(code: "520204") { code recordedCode } }');
    expect(data.county).toEqual({ code: '520204', recordedCode: '520204' });
  });

  it('keeps the order asked and tells the two codes of one county apart', async () => {
    const { data } = await graph.ask('{ counties(codes: ["520221", "999999", "520204"]) { code recordedCode } }');
    expect(data.counties).toEqual([{ code: '520204', recordedCode: '520221' }, null, { code: '520204', recordedCode: '520204' }]);
  });
});

describe('a record under an old code', () => {
  const pairings = 'pairings(first: 500) { totalCount nodes { id counties { code recordedCode name } consents { recordedCode county { code name } } } }';

  it.each(['520204', '520221'])('is found from the county asked for by %s, and so is its project', async (code) => {
    const { data, errors } = await graph.ask(
      `query ($code: ID!) { county(code: $code) { ${pairings} projects(first: 500) { nodes { recordedCode county { code name } } } } }`,
      { code },
    );
    expect(errors).toBeUndefined();
    const nodes: PairingAnswer[] = data.county.pairings.nodes;
    const recordedUnderOldCode = nodes.filter((pairing) => pairing.consents.some((consent) => consent.recordedCode === '520221'));
    // One was normalised when it was loaded, the other could not be: both lead to today's county.
    expect(recordedUnderOldCode).toHaveLength(2);
    expect(data.county.pairings.totalCount).toBe(nodes.length);
    for (const pairing of recordedUnderOldCode) {
      expect(pairing.counties).toContainEqual({ code: '520204', recordedCode: '520221', name: '水城区' });
      expect(pairing.consents).toContainEqual({ recordedCode: '520221', county: { code: '520204', name: '水城区' } });
    }
    const projects = data.county.projects.nodes.filter((project: { recordedCode: string }) => project.recordedCode === '520221');
    expect(projects.length).toBeGreaterThan(0);
    for (const project of projects) expect(project.county).toEqual({ code: '520204', name: '水城区' });
  });

  it('leads on from the pairing to the county’s other pairings', async () => {
    const direct = await graph.ask('{ county(code: "520204") { pairings(first: 500) { nodes { id } } } }');
    const ids = direct.data.county.pairings.nodes.map((pairing: { id: string }) => pairing.id);
    const around = await graph.ask('query ($id: ID!) { pairing(id: $id) { counties { code pairings(first: 500) { nodes { id } } } } }', { id: ids[0] });
    expect(around.errors).toBeUndefined();
    const county = around.data.pairing.counties.find(({ code }: { code: string }) => code === '520204');
    expect(county.pairings.nodes.map((pairing: { id: string }) => pairing.id)).toEqual(ids);
  });

  it('is found by a filter on either code', async () => {
    const { data } = await graph.ask(
      '{ byToday: pairings(filter: { counties: ["520204"] }) { nodes { id } } byOld: pairings(filter: { counties: ["520221"] }) { nodes { id } } }',
    );
    expect(data.byOld.nodes).toHaveLength(2);
    expect(data.byToday.nodes.length).toBeGreaterThan(0);
  });
});
