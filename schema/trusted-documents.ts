// The saved operations as trusted documents: a persisted query manifest, version 1, as Apollo's tools write and read it.
import { hash } from 'node:crypto';
import { type OperationDefinitionNode, parse } from 'graphql';
import { readSavedOperations } from './operations';

/** The manifest's file: each operation under the SHA-256 of its text, in hexadecimal. */
export function writeManifest(): string {
  const operations = readSavedOperations().map(({ text }) => {
    const { name, operation } = parse(text).definitions[0] as OperationDefinitionNode;
    return { id: hash('sha256', text, 'hex'), name: name?.value, type: operation, body: text };
  });
  return `${JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }, null, 2)}\n`;
}
