// The form of an audit trail: JSON lines, each of which holds the SHA-256 of the line before it, in files that are named by
// chain, day and number of the first line. One gateway's process writes one chain.
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What the first line of a chain holds in place of a hash. */
export const noLine = '0'.repeat(64);

/** What every line has; the rest depends on its kind. */
export interface ChainRecord {
  /** Counts the chain's lines from 0, over all its files. */
  seq: number;
  /** SHA-256 of the bytes of the line before, without its line feed, in hexadecimal. */
  prev: string;
  /** When it was written, in UTC (RFC 3339). */
  time: string;
  kind: string;
  [member: string]: unknown;
}

/** A file of a chain. */
export interface ChainFile {
  path: string;
  chain: string;
  /** In UTC, such as 2026-03-01. */
  day: string;
  firstSeq: number;
}

const fileName = /^([a-z0-9][a-z0-9-]*)\.(\d{4}-\d{2}-\d{2})\.(\d{12})\.jsonl$/;

/** @param line the bytes of a line without its line feed, or their text */
export function hashLine(line: string | Buffer): string {
  return hash('sha256', line, 'hex');
}

/** @param members the members that depend on the kind, as JSON without braces */
export function writeLine(seq: number, prev: string, time: string, members: string): string {
  return `{"seq":${seq},"prev":"${prev}","time":"${time}",${members}}`;
}

/** A line as a record; null where it is none. */
export function readLine(line: Buffer): ChainRecord | null {
  try {
    const record = JSON.parse(line.toString()) as ChainRecord;
    const whole = Number.isSafeInteger(record.seq) && /^[0-9a-f]{64}$/.test(record.prev) && typeof record.time === 'string' && typeof record.kind === 'string';
    return whole ? record : null;
  } catch {
    return null;
  }
}

export function nameFile(folder: string, chain: string, day: string, firstSeq: number): string {
  return path.join(folder, `${chain}.${day}.${String(firstSeq).padStart(12, '0')}.jsonl`);
}

/** Where the signed heads of a file's lines are: beside it. */
export function nameHeads(file: string): string {
  return file.replace(/\.jsonl$/, '.heads.jsonl');
}

/** The files of all chains in a folder, in the order of their lines. */
export function listFiles(folder: string): ChainFile[] {
  const files: ChainFile[] = [];
  for (const name of readdirSync(folder)) {
    const [, chain = '', day = '', firstSeq = ''] = fileName.exec(name) ?? [];
    if (chain !== '') files.push({ path: path.join(folder, name), chain, day, firstSeq: Number(firstSeq) });
  }
  return files.sort((one, other) => one.firstSeq - other.firstSeq || one.path.localeCompare(other.path));
}

/** The lines of a file's bytes; the last one may lack its line feed. */
export function* splitLines(bytes: Buffer): Generator<{ line: Buffer; terminated: boolean }> {
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(10, from);
    yield to < 0 ? { line: bytes.subarray(from), terminated: false } : { line: bytes.subarray(from, to), terminated: true };
    from = to < 0 ? bytes.length : to + 1;
  }
}

/** The lines of a file. @throws as reading files does, with the path also where Node leaves it out: of a folder in a file's place */
export function readFileLines(file: string): Generator<{ line: Buffer; terminated: boolean }> {
  try {
    return splitLines(readFileSync(file));
  } catch (error) {
    throw Object.assign(error as Error, { path: file });
  }
}
