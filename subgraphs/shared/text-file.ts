// Reads files that settings name.
import { readFileSync } from 'node:fs';
import { OperatorError } from './operator-error';

/**
 * The text of a file.
 *
 * @param what names it in the message, such as its setting
 * @throws OperatorError where it cannot be read, with the system's code
 */
export function readTextFile(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorError(`${what} ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
