// Reads a whole connection of the graph, page by page.
import type { Answer, Graph } from './graph';

export async function readAllNodes<Node>(graph: Graph, field: string, selection: string): Promise<Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const { data, errors }: Answer = await graph.ask(
      `query ($after: String) { ${field}(first: 500, after: $after) { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    nodes.push(...data[field].nodes);
    after = data[field].pageInfo.hasNextPage ? data[field].pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}
