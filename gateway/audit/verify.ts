// Verifies audit trails: that every line is the one that the next line and the signed heads say, that none is missing, twice or
// out of order, and that no end was cut off where heads were signed beyond it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { KeyObject } from 'node:crypto';
import { type ChainFile, hashLine, listFiles, nameHeads, noLine, readLine, readFileLines } from './chain';
import { type Head, hasValidSignature, readHead } from './heads';

export interface VerifyOptions {
  /** Public keys by identifier; null where signatures cannot be checked. */
  findKey: ((keyId: string) => KeyObject | null) | null;
  /** A file of heads kept elsewhere; lines that are no heads, such as a log's, are passed over where they name none. */
  anchorFile: string | null;
  /** Whether earlier files were archived, so that a chain may begin with a later line than its first. */
  archived: boolean;
}

export interface Verdict {
  chain: string;
  files: number;
  /** Lines, and the numbers of the first and the last of them. */
  lines: number;
  first: number;
  last: number;
  heads: number;
  anchored: number;
  /** Where and what is wrong; empty where the chain is whole. */
  findings: string[];
}

/** Verifies all chains in a folder, and those of the anchor that are not there any more. @throws as reading files does */
export function verifyTrail(folder: string, options: VerifyOptions): Verdict[] {
  const files = listFiles(folder);
  // Before the anchor: a gateway that is running anchors a head before it writes it beside the trail.
  const headsOf = new Map(files.map((file) => [file, readHeads(file)]));
  const anchor = options.anchorFile === null ? { heads: [], findings: [] } : readAnchor(options.anchorFile);
  const chains = new Set([...files, ...anchor.heads].map(({ chain }) => chain));
  const verdicts = [...chains].sort().map((chain) => {
    const own = (each: { chain: string }) => each.chain === chain;
    const kept = files.filter(own);
    return new ChainVerifier(chain, options, options.archived ? (kept[0]?.firstSeq ?? 0) : 0).verify(kept, headsOf, anchor.heads.filter(own));
  });
  if (anchor.findings.length > 0)
    verdicts.push({ chain: 'the anchor', files: 1, lines: 0, first: 0, last: -1, heads: 0, anchored: anchor.heads.length, findings: anchor.findings });
  return verdicts;
}

class ChainVerifier {
  readonly #findings: string[] = [];
  /** Heads by the line that they sign. */
  readonly #headsBySeq = new Map<number, { head: Head; where: string }[]>();
  /** Lines that heads beside the trail sign. */
  readonly #signed = new Set<number>();
  #next: { seq: number; prev: string | null };
  #torn: { hash: string; where: string }[] = [];
  #last: { kind: string; where: string } | null = null;
  #lines = 0;

  constructor(
    readonly chain: string,
    readonly options: VerifyOptions,
    readonly first: number,
  ) {
    this.#next = { seq: first, prev: first === 0 ? noLine : null };
  }

  verify(files: readonly ChainFile[], headsOf: ReadonlyMap<ChainFile, FileHeads>, anchored: readonly Head[]): Verdict {
    let heads = 0;
    let number = this.first === 0 ? 0 : null;
    let newest: { head: Head; where: string } | null = null;
    for (const file of files) {
      const { found, findings } = headsOf.get(file) ?? { found: [], findings: [] };
      this.#findings.push(...findings);
      for (const { head, where } of found) {
        if (number !== null && head.number !== number) this.#findings.push(`${where}: the head is number ${head.number}, expected ${number}`);
        number = head.number + 1;
        heads++;
        this.#signed.add(head.seq);
        this.#takeHead(head, where);
        if (newest === null || head.seq > newest.head.seq) newest = { head, where };
      }
    }
    if (this.options.anchorFile !== null && newest !== null) this.#compareAnchor(newest, anchored);
    anchored.forEach((head, index) => {
      if (head.seq >= this.first) this.#takeHead(head, `anchored head ${index + 1}`);
    });
    files.forEach((file, index) => {
      this.#verifyFile(file, index === files.length - 1);
    });
    this.#judgeEnd();
    return {
      chain: this.chain,
      files: files.length,
      lines: this.#lines,
      first: this.first,
      last: this.#next.seq - 1,
      heads,
      anchored: anchored.length,
      findings: this.#findings,
    };
  }

  #takeHead(head: Head, where: string): void {
    const { findKey } = this.options;
    if (head.chain !== this.chain) this.#findings.push(`${where}: the head is of the chain ${head.chain}`);
    if (findKey !== null) {
      const key = findKey(head.key);
      if (key === null) this.#findings.push(`${where}: the key ${head.key} is not trusted`);
      else if (!hasValidSignature(head, key)) this.#findings.push(`${where}: the signature does not hold`);
    }
    const same = this.#headsBySeq.get(head.seq) ?? [];
    same.push({ head, where });
    this.#headsBySeq.set(head.seq, same);
  }

  /** A head stands for those before it: one that could not be anchored is made good by the next, the newest by none. */
  #compareAnchor(newest: { head: Head; where: string }, anchored: readonly Head[]): void {
    const reached = Math.max(-1, ...anchored.map(({ seq }) => seq));
    if (reached >= newest.head.seq) return;
    const has = reached < 0 ? 'has no head of this chain' : `ends with the head of line ${reached}`;
    this.#findings.push(`the anchor ${has}, but ${newest.where} signs line ${newest.head.seq}: the anchor lacks heads`);
  }

  #verifyFile(file: ChainFile, isLast: boolean): void {
    const name = path.basename(file.path);
    if (file.firstSeq !== this.#next.seq) this.#findings.push(`${name}: the file begins with line ${file.firstSeq}, expected ${this.#next.seq}`);
    let number = 0;
    for (const { line, terminated } of readFileLines(file.path)) {
      const where = `${name} line ${++number}`;
      this.#verifyLine(line, where);
      if (!terminated && this.#torn.length === 0) this.#findings.push(`${where}: the line is cut off`);
    }
    // A file is left with its last line signed.
    if (!isLast && !this.#signed.has(this.#next.seq - 1)) this.#findings.push(`${name}: its last line is not signed, though another file follows`);
  }

  #verifyLine(line: Buffer, where: string): void {
    this.#lines++;
    const hash = hashLine(line);
    const record = readLine(line);
    if (record === null) {
      this.#torn.push({ hash, where });
      return;
    }
    if (record.kind === 'repaired' || this.#torn.length > 0) this.#verifyRepair(record.kind === 'repaired' ? record.torn : [], where);
    const { seq, prev } = this.#next;
    if (record.seq > seq)
      this.#findings.push(`${where}: this is line ${record.seq}; ${seq}${record.seq > seq + 1 ? ` to ${record.seq - 1}` : ''} missing before it`);
    else if (record.seq < seq) this.#findings.push(`${where}: this is line ${record.seq}, twice or out of order: expected ${seq}`);
    else if (prev !== null && record.prev !== prev)
      this.#findings.push(`${this.#last?.where ?? where}: this line was changed, or what the line after it says of it`);
    for (const { head, where: headWhere } of this.#headsBySeq.get(record.seq) ?? []) {
      if (head.hash !== hash) this.#findings.push(`${where}: this is not the line ${record.seq} that ${headWhere} signs`);
    }
    this.#next = { seq: record.seq + 1, prev: hash };
    this.#last = { kind: record.kind, where };
  }

  /** Lines that a crash cut off are named by the record after them, and by no other. */
  #verifyRepair(named: unknown, where: string): void {
    const hashes = Array.isArray(named) ? named : [];
    const same = hashes.length === this.#torn.length && this.#torn.every(({ hash }, index) => hash === hashes[index]);
    if (!same)
      this.#findings.push(
        `${this.#torn[0]?.where ?? where}: ${this.#torn.length === 0 ? 'a line cut off by a crash is missing before it' : 'this is no record'}`,
      );
    this.#torn = [];
  }

  #judgeEnd(): void {
    const [torn] = this.#torn;
    if (torn !== undefined) this.#findings.push(`${torn.where}: this is no record: changed, or cut off by a crash after which the gateway has not run again`);
    const reached = this.#next.seq - 1;
    const beyond = [...this.#headsBySeq.keys()].filter((seq) => seq > reached);
    if (beyond.length > 0) {
      const [first] = this.#headsBySeq.get(Math.max(...beyond)) ?? [];
      this.#findings.push(`the trail ends with line ${reached}, but ${first?.where} signs line ${first?.head.seq}: its end is missing`);
    }
    if (this.#last?.kind === 'stop' && !this.#signed.has(reached))
      this.#findings.push(`${this.#last.where}: the chain was ended in order, and its last line is not signed`);
  }
}

interface FileHeads {
  found: { head: Head; where: string }[];
  findings: string[];
}

/** The heads beside a file of the trail. */
function readHeads(file: ChainFile): FileHeads {
  const name = nameHeads(file.path);
  if (!existsSync(name)) return { found: [], findings: [`${path.basename(name)} is missing`] };
  const found: FileHeads['found'] = [];
  const findings: string[] = [];
  let number = 0;
  for (const { line, terminated } of readFileLines(name)) {
    const where = `${path.basename(name)} line ${++number}`;
    const head = readHead(line);
    if (head === null) findings.push(`${where}: this is no head`);
    else found.push({ head, where });
    if (!terminated) findings.push(`${where}: the line is cut off`);
  }
  return { found, findings };
}

/** The heads of an anchor: lines that are heads, or a log's whose message ends with one. */
function readAnchor(file: string): { heads: Head[]; findings: string[] } {
  const heads: Head[] = [];
  const findings: string[] = [];
  let number = 0;
  for (const { line } of readFileLines(file)) {
    number++;
    const text = readLogMessage(line) ?? line;
    const head = readHead(text);
    if (head !== null) heads.push(head);
    else if (text === line) findings.push(`${path.basename(file)} line ${number}: this is no head`);
  }
  return { heads, findings };
}

const logPrefix = 'audit head ';

/** The head in a line of our log, an empty text for a log's other lines; null for what is no line of a log. */
function readLogMessage(line: Buffer): Buffer | null {
  try {
    const { msg, level } = JSON.parse(line.toString()) as { msg?: unknown; level?: unknown };
    if (typeof level !== 'number') return null;
    return typeof msg === 'string' && msg.startsWith(logPrefix) ? Buffer.from(msg.slice(logPrefix.length)) : Buffer.alloc(0);
  } catch {
    return null;
  }
}
