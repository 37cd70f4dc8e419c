// The body of a request to a subgraph: a text that was prepared, the representations, those of the client's variables that
// the text uses, and what the subgraph is told of the caller.
import { restoreNumbers } from '../exact-json';
import type { DataObject } from './data';
import type { PendingFetch } from './pending-fetch';
import type { RequestText } from './request-text';
import { clientName } from './variable-names';

/** Writes the bodies of one client's request. */
export class RequestBodies {
  readonly #variables: DataObject;
  /** `"name":value` by name; one variable often goes to several subgraphs. */
  readonly #texts = new Map<string, string>();

  readonly #end: string;

  /**
   * @param variables as the client sent them
   * @param scopes of the caller, in the request's `extensions` (GraphQL over HTTP, section 5.4), where a signature covers them
   */
  constructor(variables: DataObject, scopes: readonly string[]) {
    this.#variables = variables;
    this.#end = scopes.length === 0 ? '}}' : `},"extensions":${JSON.stringify({ scopes })}}`;
  }

  toJson(text: RequestText, pendings: readonly PendingFetch[]): string {
    let json = text.jsonStart;
    let separator = '';
    if (pendings[0]?.fetch.representations !== null) {
      for (let i = 0; i < pendings.length; i++) {
        json += `${separator}"${text.representations[i]}":[${pendings[i]?.representations.join(',')}]`;
        separator = ',';
      }
    }
    for (const name of text.variables) {
      const value = this.#variableText(name);
      if (value === '') continue;
      json += separator + value;
      separator = ',';
    }
    return restoreNumbers(json + this.#end);
  }

  /** The variables alone, as values. */
  toVariables(text: RequestText, pendings: readonly PendingFetch[]): DataObject {
    const variables: DataObject = Object.create(null);
    for (const name of text.variables) {
      const value = this.#variable(name);
      if (value !== undefined) variables[name] = value;
    }
    pendings.forEach(({ fetch, sources }, index) => {
      if (fetch.representations !== null) variables[text.representations[index] as string] = sources.map((source) => fetch.representations?.build(source));
    });
    return variables;
  }

  /** Nothing where the client gave no value. */
  #variableText(name: string): string {
    let text = this.#texts.get(name);
    if (text === undefined) {
      const value = this.#variable(name);
      text = value === undefined ? '' : `${JSON.stringify(name)}:${JSON.stringify(value)}`;
      this.#texts.set(name, text);
    }
    return text;
  }

  #variable(name: string): unknown {
    const given = clientName(name);
    return Object.hasOwn(this.#variables, given) ? this.#variables[given] : undefined;
  }
}
