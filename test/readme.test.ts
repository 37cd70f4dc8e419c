// The README tells the truth: its questions have the answers it shows, its scripts exist, and CI runs its test line.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../subgraphs/shared/package-root';
import { type Graph, startGraph } from './graph/graph';

const read = (file: string) => readFileSync(path.join(packageRoot, file), 'utf8');
const readme = read('README.md');
let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

describe('the README', () => {
  const questions = [...readme.matchAll(/```graphql\n(.*?)```\n\n```json\n(.*?)```/gs)].map(([, query, answer]) => [query ?? '', answer ?? ''] as const);

  it('asks three questions of the registers, and three of the statistics', () => {
    expect(questions).toHaveLength(6);
  });

  it.each(questions)('shows the graph’s own answer to %s', async (query, shown) => {
    const { data } = await graph.ask(query);
    expect({ data }).toEqual(JSON.parse(shown));
  });

  it('names scripts and files that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, script] of readme.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, file] of readme.matchAll(/\]\((?!http)([^)]+)\)/g)) expect(existsSync(path.join(packageRoot, file ?? ''))).toBe(true);
    expect(Object.keys(scripts).length).toBeLessThanOrEqual(16);
  });

  it('has a test line that CI runs as it stands', () => {
    expect(readme).toContain('```sh\nnpm ci && npm test\n```');
    expect(read('.ci/run')).toMatch(/^npm ci && npm test$/m);
  });
});
