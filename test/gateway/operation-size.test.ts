// A small document can stand for more fields than can be planned; it is refused at once.
import { getIntrospectionQuery } from 'graphql';
import { type Graph, startGraph } from '../graph/graph';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

/** Fragments that each spread the next one twice: 2^depth fields. */
function doubling(depth: number): string {
  const fragments = Array.from(
    { length: depth },
    (_, i) =>
      `fragment F${i} on County { a: province { counties(first: 1) { nodes { ...F${i + 1} } } } b: province { counties(first: 1) { nodes { ...F${i + 1} } } } }`,
  );
  return `{ county(code: "520204") { ...F0 } } ${fragments.join(' ')} fragment F${depth} on County { name }`;
}

describe('an operation', () => {
  it('that stands for a thousand fields is answered', async () => {
    expect((await graph.ask(doubling(6))).errors).toBeUndefined();
  });

  it.each([12, 20, 200])('whose fragments double %i times is refused before it is planned', async (depth) => {
    const { status, errors } = await graph.ask(doubling(depth));
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toMatch(/^the operation asks for \S+ fields; at most 5000 are answered/);
  });

  it('whose fragments go round in a circle is refused', async () => {
    const { status, errors } = await graph.ask('{ county(code: "520204") { ...A } } fragment A on County { ...B } fragment B on County { ...A }');
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toMatch(/Cannot spread fragment/);
  });

  it('of introspection is answered', async () => {
    expect((await graph.ask(getIntrospectionQuery())).errors).toBeUndefined();
  });
});
