// The supergraph's file: read at the start, then watched, so that a new supergraph is served without a restart.
import { readFile, stat } from 'node:fs/promises';
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

/**
 * Watches from now on: resolves when the file's state is known, so that what is read afterwards is never older than it.
 * Calls back after every change, until the function that it gives is called.
 */
export async function watchSupergraphFile(file: string, onChange: () => void): Promise<() => void> {
  let seen = await describe(file);
  let stopped = false;
  const look = async () => {
    const now = await describe(file);
    if (stopped) return;
    if (now !== seen) {
      seen = now;
      onChange();
    }
    timer = setTimeout(look, intervalMs).unref();
  };
  let timer = setTimeout(look, intervalMs).unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function describe(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(file);
    return [ino, size, mtimeMs, ctimeMs].join(' ');
  } catch {
    return 'missing';
  }
}
