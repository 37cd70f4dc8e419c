// The SDL of a subgraph, as committed in schema/.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DocumentNode, parse } from 'graphql';
import { packageRoot } from './package-root';

export function readSdl(name: string): DocumentNode {
  return parse(readFileSync(path.join(packageRoot, 'schema', `${name}.graphql`), 'utf8'));
}
