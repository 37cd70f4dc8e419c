// Opens the audit trail as the settings say.
import cluster from 'node:cluster';
import type { Config } from '../../config';
import { readPrivateKey } from '../../subgraphs/shared/message-signatures';
import { OperatorError } from '../../subgraphs/shared/operator-error';
import type { Log } from '../../subgraphs/shared/process';
import { createAnchor } from './anchor';
import { createTrail, type Trail } from './trail';

/** The environment's name for which of the workers a process is: one that takes another's place goes on with its chain. */
export const workerSlotName = 'WORKER_SLOT';

/**
 * The trail of this process, not opened yet; null where the settings name no folder.
 *
 * @throws OperatorError where there is no key to sign with
 */
export function configureTrail({ audit, mode }: Pick<Config, 'audit' | 'mode'>, log: Log): Trail | null {
  const { folder, chain, keyFile, anchor, onFailure, syncMs, maxBytes, headEveryMs } = audit;
  if (folder === null) {
    if (mode === 'production' && cluster.isPrimary) log.warn('no audit trail is written: JIEDUI_AUDIT_DIR is not set');
    return null;
  }
  if (keyFile === null)
    throw new OperatorError('JIEDUI_AUDIT_DIR is set, and JIEDUI_AUDIT_KEY_FILE is not: the trail is signed by a key that create-keys makes');
  const slot = process.env[workerSlotName];
  const trail = createTrail({
    folder,
    chain: cluster.isWorker && slot !== undefined ? `${chain}-${slot}` : chain,
    key: readPrivateKey(keyFile),
    maxBytes,
    onFailure,
    syncMs,
    headEveryMs,
    anchor: createAnchor({ to: anchor, log, onFailure: () => trail.countUnanchored() }),
    log,
  });
  return trail;
}
