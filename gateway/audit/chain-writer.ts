// Writes one chain: appends lines in order, begins files anew by day and by size, signs heads. Everything here happens one after
// the other, and rejects where it cannot be done; what follows from that is for `trail.ts`.
import { fstatSync, writeSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { type ChainFile, hashLine, listFiles, nameFile, nameHeads, noLine, splitLines, writeLine } from './chain';
import { type Head, type HeadKey, readHead, signHead, writeHead } from './heads';
import { type ChainEnd, findChainEnd } from './recovery';

/** A record to be written: its time (RFC 3339, UTC), and the members that depend on its kind as JSON without braces. */
export interface NewRecord {
  time: string;
  members: string;
}

/** Where heads are kept besides. */
export type Anchor = (line: string) => Promise<void>;

export interface ChainOptions {
  folder: string;
  chain: string;
  key: HeadKey;
  /** A file that has reached this is followed by another. */
  maxBytes: number;
  /** Called for every head; must not reject. */
  anchor: Anchor;
  /**
   * Whether lines are written while everything waits. Where each answer waits for its line, handing them to another thread and
   * back takes longer than writing them; where none does, a slow disk must not hold up the process.
   */
  blocks?: boolean;
}

/** How far a chain has come: the number of its next line, and the hash of the last one. */
export interface Position {
  nextSeq: number;
  prev: string;
}

export class ChainWriter {
  #file: FileHandle | null = null;
  #heads: FileHandle | null = null;
  #day = '';
  #size = 0;
  /** A line that was cut off comes before what is written next. */
  #endsWithin = false;
  #isOnDisk = true;
  /** The hashes of the lines of the latest write. */
  #attempted: string[] = [];
  #headNumber = 0;
  #signedSeq = -1;

  private constructor(
    readonly options: ChainOptions,
    public position: Position,
  ) {}

  /**
   * Opens a chain where it ends, and names what a crash left unfinished in a line of its own.
   *
   * @param known how far it had come by memory: lines that have gone from the folder are not written anew, so that they are missed
   * @returns also the kind of the last record found, null where there was none
   */
  static async open(options: ChainOptions, known: Position | null = null): Promise<{ writer: ChainWriter; found: Position; lastKind: string | null }> {
    const end = findChainEnd(options.folder, options.chain);
    const last = end?.last ?? null;
    const found = last === null ? { nextSeq: 0, prev: noLine } : { nextSeq: last.record.seq + 1, prev: last.hash };
    const isBehind = known !== null && found.nextSeq < known.nextSeq;
    const writer = new ChainWriter(options, isBehind ? known : found);
    writer.#headNumber = await countHeads(options);
    try {
      if (end !== null && !isBehind) await writer.#goOn(end);
      if (end !== null && end.torn.length > 0 && !isBehind)
        await writer.write([{ time: new Date().toISOString(), members: `"kind":"repaired","torn":${JSON.stringify(end.torn)}` }]);
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    return { writer, found, lastKind: last?.record.kind ?? null };
  }

  /** Appends records, all of them to one file. */
  async write(records: readonly NewRecord[]): Promise<void> {
    this.#attempted = [];
    const day = (records[0] as NewRecord).time.slice(0, 10);
    if (this.#file === null || day > this.#day || this.#size >= this.options.maxBytes) await this.#beginFile(day);
    this.#checkFile();
    let { nextSeq, prev } = this.position;
    let text = this.#endsWithin ? '\n' : '';
    for (const { time, members } of records) {
      const line = writeLine(nextSeq++, prev, time, members);
      prev = hashLine(line);
      this.#attempted.push(prev);
      text += `${line}\n`;
    }
    const bytes = Buffer.from(text);
    if (this.options.blocks === true) appendAtOnce(this.#file as FileHandle | null, bytes);
    else await appendAll(this.#file as FileHandle | null, bytes);
    this.#size += bytes.length;
    this.#isOnDisk = false;
    this.#endsWithin = false;
    this.position = { nextSeq, prev };
  }

  /** Signs the last line, once it is on the disk; does nothing where that has been done. */
  async signHead(): Promise<void> {
    const { nextSeq, prev } = this.position;
    if (this.#heads === null || nextSeq - 1 === this.#signedSeq) return;
    await this.sync();
    const { chain, key, anchor } = this.options;
    const head: Head = signHead(key, { chain, number: this.#headNumber, seq: nextSeq - 1, hash: prev, time: new Date().toISOString() });
    const line = writeHead(head);
    // First: whoever verifies a trail that is being written finds every head that is beside it in the anchor.
    await anchor(line);
    await appendAll(this.#heads, Buffer.from(`${line}\n`));
    this.#headNumber++;
    this.#signedSeq = nextSeq - 1;
  }

  /** How many of the records written last are in a chain that ends with a line of this hash. */
  countWritten(last: string): number {
    return this.#attempted.indexOf(last) + 1;
  }

  /** Lines written since the last head. */
  get unsigned(): number {
    return this.position.nextSeq - 1 - this.#signedSeq;
  }

  /** Resolves when all that was written is on the disk. */
  async sync(): Promise<void> {
    if (this.#isOnDisk) return;
    const { nextSeq } = this.position;
    await this.#file?.datasync();
    // What was written meanwhile may not be there yet.
    this.#isOnDisk = this.position.nextSeq === nextSeq;
  }

  async close(): Promise<void> {
    await this.signHead();
    await this.#heads?.datasync();
    await this.abandon();
  }

  /** Closes the files as they are. */
  async abandon(): Promise<void> {
    const files = [this.#file, this.#heads];
    this.#file = null;
    this.#heads = null;
    await Promise.allSettled(files.map((file) => file?.close()));
  }

  async #beginFile(day: string): Promise<void> {
    if (this.#file !== null) await this.close();
    const { folder, chain } = this.options;
    const { nextSeq } = this.position;
    await this.#goOn({ file: { path: nameFile(folder, chain, day, nextSeq), chain, day, firstSeq: nextSeq }, unterminated: false });
    if (this.#size > 0) throw new Error('a file of the trail that is to be begun is there already');
  }

  async #goOn({ file, unterminated }: Pick<ChainEnd, 'file' | 'unterminated'>): Promise<void> {
    this.#file = await open(file.path, 'a', 0o640);
    this.#heads = await openHeads(file);
    this.#size = fstatSync(this.#file.fd).size;
    this.#day = file.day;
    this.#endsWithin = unterminated;
  }

  /** A file that was removed takes lines without complaint, and one that somebody else appends to is no chain any more. */
  #checkFile(): void {
    const { nlink, size } = fstatSync((this.#file as FileHandle).fd);
    if (nlink === 0) throw new Error('the file of the trail has been removed');
    if (size !== this.#size) throw new Error('the file of the trail is written by somebody else too; each gateway needs a chain of its own');
  }
}

/** Opens the heads beside a file. One that was cut off is left out: it is signed anew. */
async function openHeads(file: ChainFile): Promise<FileHandle> {
  const handle = await open(nameHeads(file.path), 'a+', 0o640);
  try {
    const bytes = await handle.readFile();
    const whole = bytes.lastIndexOf(10) + 1;
    if (whole < bytes.length) await handle.truncate(whole);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** How many heads a chain has, by the number of the last one. */
async function countHeads({ folder, chain }: ChainOptions): Promise<number> {
  for (const file of listFiles(folder)
    .filter((each) => each.chain === chain)
    .reverse()) {
    const bytes = await readFile(nameHeads(file.path)).catch(() => Buffer.alloc(0));
    let last: Head | null = null;
    for (const { line, terminated } of splitLines(bytes)) if (terminated) last = readHead(line) ?? last;
    if (last !== null) return last.number + 1;
  }
  return 0;
}

function appendAtOnce(file: FileHandle | null, bytes: Buffer): void {
  if (file === null) throw new Error('the file of the trail is closed');
  for (let written = 0; written < bytes.length; ) written += writeSync(file.fd, bytes, written);
}

async function appendAll(file: FileHandle | null, bytes: Buffer): Promise<void> {
  if (file === null) throw new Error('the file of the trail is closed');
  for (let written = 0; written < bytes.length; ) written += (await file.write(bytes, written)).bytesWritten;
}
