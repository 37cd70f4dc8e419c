// Tells whether a file has changed.
import { statSync } from 'node:fs';

/** Differs where the file does; empty where there is none. */
export function readVersion(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}
