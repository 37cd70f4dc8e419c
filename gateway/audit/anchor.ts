// Keeps signed heads elsewhere: in a file on another disk, or in the log. Only there can it be seen that somebody cut off the
// end of a trail together with its heads.
import { open } from 'node:fs/promises';
import type { Log } from '../../subgraphs/shared/process';
import type { Anchor } from './chain-writer';

export interface AnchorOptions {
  /** A file, `log`, or null for no anchor. */
  to: { file: string } | 'log' | null;
  log: Log;
  /** Called where a head could not be kept; the next one stands for it too. */
  onFailure: () => void;
}

export function createAnchor({ to, log, onFailure }: AnchorOptions): Anchor {
  if (to === null) return () => Promise.resolve();
  if (to === 'log') return async (line) => log.info(`audit head ${line}`);
  return async (line) => {
    try {
      const file = await open(to.file, 'a', 0o640);
      try {
        await file.write(`${line}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch (error) {
      onFailure();
      log.error(new Error(`a head of the audit trail could not be anchored (${(error as NodeJS.ErrnoException).code})`));
    }
  };
}
