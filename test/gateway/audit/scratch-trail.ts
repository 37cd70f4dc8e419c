// An audit trail in a folder of its own, signed by a key of its own.
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createAnchor } from '../../../gateway/audit/anchor';
import { type AgencyRecord, readForAgency } from '../../../gateway/audit/read';
import { createTrail, type Trail, type TrailOptions } from '../../../gateway/audit/trail';
import { type Verdict, verifyTrail } from '../../../gateway/audit/verify';
import { silentLog } from '../../graph/graph';

export interface Scratch {
  root: string;
  folder: string;
  anchorFile: string;
  key: TrailOptions['key'];
  findKey(keyId: string): KeyObject | null;
  create(options?: Partial<TrailOptions>): Trail;
  open(options?: Partial<TrailOptions>): Promise<Trail>;
  verify(options?: { anchored?: boolean; archived?: boolean }): Verdict[];
  /** All that is wrong, in one list. */
  findings(options?: { anchored?: boolean; archived?: boolean }): string[];
  /** The records of all files, in order. */
  records(): Record<string, unknown>[];
  /** What an agency may see from a time on; throws where a line is damaged. */
  seenBy(agency: string, since?: number): AgencyRecord[];
  files(): string[];
  remove(): void;
}

export function createScratch(): Scratch {
  const root = mkdtempSync(path.join(os.tmpdir(), 'jiedui-audit-'));
  const folder = path.join(root, 'trail');
  mkdirSync(folder);
  const anchorFile = path.join(root, 'anchor.jsonl');
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = { privateKey, keyId: 'key-1' };
  const findKey = (keyId: string) => (keyId === key.keyId ? createPublicKey(privateKey) : null);
  const verify: Scratch['verify'] = ({ anchored = false, archived = false } = {}) =>
    verifyTrail(folder, { findKey, anchorFile: anchored ? anchorFile : null, archived });
  const files = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl') && !name.endsWith('.heads.jsonl'))
      .sort()
      .map((name) => path.join(folder, name));
  const create: Scratch['create'] = (options = {}) => {
    const trail = createTrail({
      folder,
      chain: 'gateway',
      key,
      maxBytes: 1_000_000,
      onFailure: 'refuse',
      syncMs: 1_000,
      headEveryMs: 600_000,
      anchor: createAnchor({ to: { file: anchorFile }, log: silentLog, onFailure: () => trail.countUnanchored() }),
      log: silentLog,
      ...options,
    });
    return trail;
  };
  return {
    root,
    folder,
    anchorFile,
    key,
    findKey,
    create,
    async open(options) {
      const trail = create(options);
      await trail.open();
      return trail;
    },
    verify,
    findings: (options) => verify(options).flatMap((verdict) => verdict.findings),
    records: () =>
      files().flatMap((file) =>
        readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .flatMap((line) => {
            try {
              return [JSON.parse(line)];
            } catch {
              return [];
            }
          }),
      ),
    seenBy(agency, since = 0) {
      const onDamage = (finding: string) => {
        throw new Error(finding);
      };
      return [...readForAgency(folder, { agency, since, until: Number.POSITIVE_INFINITY, onDamage })];
    },
    files,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Adds records that are told apart by a number. */
export function addNumbered(trail: Trail, from: number, to: number): Promise<boolean[]> {
  return Promise.all(
    Array.from({ length: to - from }, (_, index) => trail.add(`"kind":"request","number":${from + index},"text":"结对 ${'x'.repeat(index % 50)}"`)),
  );
}
