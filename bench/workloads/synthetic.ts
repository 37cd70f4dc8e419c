// A supergraph of about 75 kB: four subgraphs of 60 types. Nothing is asked of its subgraphs; it is there to be loaded.
import { compose } from './workload';

const typesPerSubgraph = 60;
const names = ['alpha', 'beta', 'gamma', 'delta'];

export function composeSynthetic(): string {
  return compose(Object.fromEntries(names.map((name, index) => [name, writeSubgraph(name, names[(index + 1) % names.length] ?? name)])));
}

/** Types of its own, half of them entities, and fields on the entities of the next subgraph. */
function writeSubgraph(name: string, next: string): string {
  const types = Array.from({ length: typesPerSubgraph }, (_, number) => writeType(name, number));
  const extensions = Array.from(
    { length: typesPerSubgraph / 6 },
    (_, number) => `type ${typeName(next, number * 6)} @key(fields: "id") { id: ID! ${name}Count: Int }`,
  );
  return `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
    type Query { ${name}(id: ID!): ${typeName(name, 0)} }
    ${types.join('\n')}
    ${extensions.join('\n')}`;
}

function writeType(name: string, number: number): string {
  const key = number % 2 === 0 ? ' @key(fields: "id")' : '';
  const other = typeName(name, (number + 1) % typesPerSubgraph);
  const scalars = ['summary', 'region', 'grade', 'registered', 'updated'].map((field) => `${field}${number}: String`).join(' ');
  return `type ${typeName(name, number)}${key} { id: ID! name: String ${scalars} count(atLeast: Int, asOf: String = "2025-12-31"): Int other: ${other} }`;
}

function typeName(name: string, number: number): string {
  return `${name[0]?.toUpperCase()}${name.slice(1)}${number}`;
}
