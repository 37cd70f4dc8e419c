// The supergraph's file: read at the start, then watched, so that a new supergraph is served without a restart.
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { OperatorError } from '../subgraphs/shared/operator-error';

/** How often the file is looked at. Its times are compared, which also holds for files that are swapped by a link or over a network. */
const intervalMs = 500;

/** @throws OperatorError where the file cannot be read */
export async function readSupergraphFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new OperatorError(`the supergraph ${file} cannot be read`);
  }
}

/** Calls back after every change of the file, until the function that it gives is called. */
export function watchSupergraphFile(file: string, onChange: () => void): () => void {
  const listener = () => onChange();
  watchFile(file, { interval: intervalMs, persistent: false }, listener);
  return () => unwatchFile(file, listener);
}
