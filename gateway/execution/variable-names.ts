// The names of variables on the way to subgraphs. The planner has a variable of its own, merged requests have others, and
// JavaScript's objects lose one name: a client's variable of such a name gets another one before the operation is planned.
import { type DocumentNode, Kind, type NameNode, visit } from 'graphql';
import type { DataObject } from './data';
import { internalPrefix, publicName } from './internal-names';

/** Given to `_entities` by the planner, and set by JavaScript as a prototype where a subgraph reads its variables into an object. */
const taken = new Set(['representations', '__proto__']);

const prefix = `${internalPrefix}v_`;

/** The variable's own name, or one that nothing else has. */
function sentName(name: string): string {
  return taken.has(name) || name.startsWith(internalPrefix) ? prefix + name : name;
}

/** The client's name for a variable that subgraphs are sent. */
export function clientName(sent: string): string {
  return sent.startsWith(prefix) ? sent.slice(prefix.length) : sent;
}

/** The document with its variables named as subgraphs are sent them; the same one where none needs another name. */
export function renameVariables(document: DocumentNode): DocumentNode {
  return visit(document, {
    Variable(node) {
      const value = sentName(node.name.value);
      const name: NameNode = { kind: Kind.NAME, value };
      return value === node.name.value ? undefined : { ...node, name };
    },
  });
}

/** The client's variables under the names that `renameVariables` gives them. */
export function renameValues(variables: DataObject): DataObject {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [sentName(name), value]));
}

const internalNames = new RegExp(`(\\$?)\\b(${internalPrefix}\\w+)`, 'g');

/** A text with the client's names for those that subgraphs are sent: variables, and the names under which data is kept. */
export function clientText(text: string): string {
  return text.replaceAll(internalNames, (_match, dollar: string, name: string) => dollar + (dollar === '' ? publicName(name) : clientName(name)));
}
