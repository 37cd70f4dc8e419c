// The question this project exists for, across both ministries in one request.
import { readSavedOperations } from '../../schema/operations';
import { type Graph, startGraph } from './graph';

const question = readSavedOperations().find(({ name }) => name === 'province-pairings');
let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

describe('designated counties, their pairings, and the organizations paired', () => {
  it.each([
    ['640000', 5],
    ['530000', 27],
  ])('answers for province %s with %i counties in at most 12 statements', async (province, total) => {
    graph.takeStatements();
    const { data, errors } = await graph.ask(question?.text ?? '', { province, asOf: '2023-12-31' });
    const statements = graph.takeStatements();
    expect(errors).toBeUndefined();
    expect(data.province.counties.totalCount).toBe(total);
    expect(data.province.counties.nodes).toHaveLength(total);
    expect(statements.length).toBeLessThanOrEqual(12);
    const organizations = data.province.counties.nodes.flatMap((county: { pairings: { nodes: { organizations: unknown[] }[] } }) =>
      county.pairings.nodes.flatMap((pairing) => pairing.organizations),
    );
    expect(organizations.length).toBeGreaterThan(total / 2);
    for (const organization of organizations) expect(organization.standing.status).toMatch(/GOOD|AT_RISK|BARRED/);
  });

  it('needs as many statements for ten provinces as for one, but for those that name a province', async () => {
    const count = async (province: string) => {
      graph.takeStatements();
      await graph.ask(question?.text ?? '', { province, asOf: '2023-12-31' });
      return graph.takeStatements().length;
    };
    expect(await count('530000')).toBe(await count('640000'));
  });
});
