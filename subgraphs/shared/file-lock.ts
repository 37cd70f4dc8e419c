// Keeps a second process from what one process alone may write.
import { closeSync, openSync } from 'node:fs';

interface LibsqlDatabase {
  exec(sql: string): void;
  close(): void;
}

/** What is collected as garbage is closed, and frees its lock. */
const held = new Set<LibsqlDatabase>();

/**
 * Takes the lock of a file, which is made where it is missing, and stays. It is SQLite's lock (https://sqlite.org/lockingv3.html):
 * it ends with the process that holds it, however that ends, and it holds between containers that share a folder.
 *
 * @returns a function that frees it; null where it is held, by this process or another
 * @throws as opening files does
 */
export function lockFile(file: string): (() => void) | null {
  createFile(file);
  // Native code of 11 MB: loaded where something is locked.
  const Libsql = require('libsql') as new (file: string) => LibsqlDatabase;
  const database = new Libsql(file);
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as NodeJS.ErrnoException).code === 'SQLITE_BUSY') return null;
    throw error;
  }
  held.add(database);
  return () => {
    if (held.delete(database)) database.close();
  };
}

/** One that is there is not opened: closing it again would end a lock that this process holds (fcntl(2)). */
function createFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
