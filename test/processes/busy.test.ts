// The embedded gateway while one caller asks for the dearest statistics: health and everybody else are answered meanwhile.
import { copyDatabases, type Running, run } from './process';

const measures = 'counties covered atRisk organizations pairings projects pledged spent beneficiaries needsStated needsMet';
const orderBy = ['NEEDS_MET', 'NEEDS_STATED', 'PAIRINGS', 'COVERED', 'ORGANIZATIONS', 'PROJECTS', 'PLEDGED', 'SPENT', 'BENEFICIARIES'].map(
  (by) => `{ by: ${by} }`,
);
const dear = [
  `{ coverage(population: ALL, groupBy: [COUNTY, KIND], orderBy: [${orderBy.join(' ')}], first: 1) { rowCount } }`,
  `{ coverageTrend(population: ALL, from: "2022-01-01", to: "2026-03-31", interval: MONTH, groupBy: [KIND, GRADE]) { rowCount rows { ${measures} } } }`,
];

const dataDir = copyDatabases();
let gateway: Running;
let url: string;

beforeAll(async () => {
  gateway = run('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: dataDir });
  [, url = ''] = await gateway.waitFor(/GraphQL\s+(http:\S+)\/graphql/);
});
afterAll(() => gateway.stop());

// biome-ignore lint/suspicious/noExplicitAny: JSON that each question shapes
async function ask(query: string): Promise<any> {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  return response.json();
}

const lookup = '{ county(code: "520204") { name } }';
const small = '{ coverage { totals { covered } } }';

describe('while the dearest statistics are computed', () => {
  it('health and a lookup are answered before any of them, and a small question of the statistics before all of them are', async () => {
    // Planned beforehand: planning is another queue.
    for (const query of [lookup, small, ...dear]) await ask(query);
    const answered: string[] = [];
    const note = (name: string) => () => answered.push(name);
    const computing = [...dear, ...dear].map((query, i) => ask(`${query} # ${i}`).then(note('dear')));
    // The gateway has taken the dear ones by then.
    await fetch(`${url}/health/live`);
    const others = [fetch(`${url}/health/live`).then(note('health')), ask(lookup).then(note('county')), ask(small).then(note('coverage'))];
    await Promise.all([...computing, ...others]);
    expect(answered.slice(0, 2).sort()).toEqual(['county', 'health']);
    expect(answered.at(-1)).toBe('dear');
    expect(answered).toHaveLength(7);
  });
});
