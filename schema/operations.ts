// The saved operations: each file of schema/operations/ holds one, and a header that says whose it is and what for.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../subgraphs/shared/package-root';

export interface SavedOperation {
  /** The file's name without its ending. */
  name: string;
  owner: string;
  purpose: { english: string; chinese: string };
  /** Variables with which the operation makes sense. */
  variables: Record<string, unknown>;
  /** The document without its header. */
  text: string;
}

/**
 * Reads every saved operation, in the order of their names.
 *
 * @throws Error naming the file whose header lacks a line
 */
export function readSavedOperations(): SavedOperation[] {
  const folder = path.join(packageRoot, 'schema', 'operations');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => readSavedOperation(file, readFileSync(path.join(folder, file), 'utf8')));
}

function readSavedOperation(file: string, content: string): SavedOperation {
  const header = (label: string): string => {
    const line = content.split('\n').find((candidate) => candidate.startsWith(`# ${label}`));
    if (line === undefined) throw new Error(`schema/operations/${file} lacks the header line "# ${label}"`);
    return line.slice(`# ${label}`.length).trim();
  };
  return {
    name: path.basename(file, '.graphql'),
    owner: header('owner:'),
    purpose: { english: header('purpose:'), chinese: header('用途：') },
    variables: JSON.parse(header('variables:')) as Record<string, unknown>,
    text: content.replace(/^#.*\n/gm, ''),
  };
}
