// Finds where a chain ends, also after a crash in the middle of a line: what was begun and not finished is found, and is
// named in the next line, so that nothing is dropped and the chain can still be verified.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type ChainFile, type ChainRecord, hashLine, listFiles, readLine, splitLines } from './chain';

export interface ChainEnd {
  /** The file to go on with. */
  file: ChainFile;
  size: number;
  /** The last whole record; null where the chain has none. */
  last: { record: ChainRecord; hash: string } | null;
  /** Hashes of the lines after it that are no records, in their order. */
  torn: string[];
  /** Whether the file's last line lacks its line feed. */
  unterminated: boolean;
}

const firstWindow = 1 << 20;

/** The end of a chain; null where the folder has none of its files. @throws as reading files does */
export function findChainEnd(folder: string, chain: string): ChainEnd | null {
  const files = listFiles(folder).filter((file) => file.chain === chain);
  const newest = files.at(-1);
  if (newest === undefined) return null;
  const end = readEnd(newest);
  // A file that was begun and has no whole line yet follows the one before it.
  for (let at = files.length - 2; end.last === null && at >= 0; at--) end.last = readEnd(files[at] as ChainFile).last;
  return end;
}

function readEnd(file: ChainFile): ChainEnd {
  const descriptor = openSync(file.path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    for (let window = firstWindow; ; window *= 2) {
      const from = Math.max(0, size - window);
      const bytes = Buffer.alloc(size - from);
      readSync(descriptor, bytes, 0, bytes.length, from);
      const end = readLines(bytes, from > 0);
      if (end.last !== null || from === 0) return { file, size, ...end };
    }
  } finally {
    closeSync(descriptor);
  }
}

/** @param beginsWithin whether the first line may lack its beginning */
function readLines(bytes: Buffer, beginsWithin: boolean): Omit<ChainEnd, 'file' | 'size'> {
  let last: ChainEnd['last'] = null;
  let torn: string[] = [];
  let unterminated = false;
  let first = true;
  for (const { line, terminated } of splitLines(bytes)) {
    const record = first && beginsWithin ? null : readLine(line);
    first = false;
    unterminated = !terminated;
    if (record === null) {
      torn.push(hashLine(line));
    } else {
      last = { record, hash: hashLine(line) };
      torn = [];
    }
  }
  return { last, torn, unterminated };
}
