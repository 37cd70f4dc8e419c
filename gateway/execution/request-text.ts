// The texts that subgraphs get: each fetch's own, and for entity fetches of one subgraph that become ready together one
// text for them all, with `_entities` once per fetch under an alias.
import type { FetchNode } from './plan';

/** A request's text without its variables, prepared once and kept. */
export interface RequestText {
  query: string;
  operationName: string | null;
  /** The JSON of the request up to the first variable's value: `{"query":"…","variables":{`. */
  jsonStart: string;
  /** The names under which the fetches' representations are sent, in the fetches' order. */
  representations: readonly string[];
  /** The names under which the fetches' entities come back, in the fetches' order. */
  entities: readonly string[];
  /** The client's variables that the text uses. */
  variables: readonly string[];
}

/** The text of one fetch, as the planner wrote it. */
export function textOfFetch(fetch: FetchNode): RequestText {
  return {
    ...requestText(fetch.operation, fetch.operationName),
    representations: ['representations'],
    entities: ['_entities'],
    variables: fetch.variables,
  };
}

/** One text for several entity fetches of one subgraph. */
export function textOfMergedFetches(fetches: readonly FetchNode[]): RequestText {
  const definitions = new Map<string, string>();
  const selections: string[] = [];
  const representations: string[] = [];
  const entities: string[] = [];
  fetches.forEach((fetch, index) => {
    if (fetch.entities === null) throw new Error('only entity fetches are merged');
    const name = `jd__r${index}`;
    representations.push(name);
    entities.push(`_${index}`);
    definitions.set(name, `$${name}:[_Any!]!`);
    fetch.variables.forEach((variable, at) => {
      definitions.set(variable, fetch.entities?.variableDefinitions[at] ?? '');
    });
    selections.push(`_${index}:_entities(representations:$${name})${fetch.entities.selection}`);
  });
  const variables = [...definitions.keys()].filter((name) => !representations.includes(name));
  const query = `query(${[...definitions.values()].join(',')}){${selections.join(' ')}}`;
  return { ...requestText(query, null), representations, entities, variables };
}

function requestText(query: string, operationName: string | null) {
  const name = operationName === null ? '' : `"operationName":${JSON.stringify(operationName)},`;
  return { query, operationName, jsonStart: `{"query":${JSON.stringify(query)},${name}"variables":{` };
}
