// Every saved operation answers whole, on each database, with equal answers.
import { readSavedOperations } from '../../schema/operations';
import { type Graph, laneDatabase, startGraph } from './graph';

const operations = readSavedOperations();
const graphs: Graph[] = [];

beforeAll(async () => {
  graphs.push(await startGraph('sqlite'));
  if (laneDatabase === 'mariadb') graphs.push(await startGraph('mariadb'));
});
afterAll(() => Promise.all(graphs.map((graph) => graph.stop())));

describe.each(operations.map((operation) => [operation.name, operation] as const))('the saved operation %s', (_name, { text, variables, purpose }) => {
  it(`answers without an error${laneDatabase === 'mariadb' ? ', the same on SQLite and MariaDB' : ''}`, async () => {
    const [first, ...others] = await Promise.all(graphs.map((graph) => graph.ask(text, variables)));
    expect(first?.errors).toBeUndefined();
    for (const root of Object.values(first?.data as object)) expect(root).not.toBeNull();
    for (const other of others) expect(other).toEqual(first);
  });

  it('says its purpose in English and Chinese', () => {
    expect(purpose.english).toMatch(/^[A-Z].*\.$/);
    expect(purpose.chinese).toMatch(/\p{Script=Han}.*。$/u);
  });
});
