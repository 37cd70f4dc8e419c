// The gateway with everything on that stands between a client and the agencies: tokens, limits, rates, registered operations,
// signed requests to subgraphs, last good answers, the audit trail and the metrics.
import path from 'node:path';
import { createSharedKeys } from '../subgraphs/shared/create-keys';
import { prepareLocalKeys, signLocalToken } from '../gateway/identity/local-keys';
import { findFreePort } from '../test/free-port';

/** More than are ever under way at once: no two requests at a time are of one caller. */
const callers = 500;

export interface Guard {
  env: Readonly<Record<string, string>>;
  /** One of each caller. */
  tokens: readonly string[];
}

/** @param folder a folder of its own, for keys and the trail */
export async function prepareGuard(folder: string): Promise<Guard> {
  const { issuer, audience } = prepareLocalKeys(folder);
  const [sharedKey = ''] = createSharedKeys(path.join(folder, 'request-keys'));
  const file = (name: string) => path.join(folder, 'token-keys', name);
  const tokens = await Promise.all(
    Array.from({ length: callers }, (_caller, i) => signLocalToken(folder, { subject: `caller-${i}`, scope: 'organization:contact', minutes: 600 })),
  );
  return {
    tokens,
    env: {
      JIEDUI_MODE: 'production',
      JIEDUI_ACCESS: 'signed-in',
      JIEDUI_JWKS_FILE: file('trusted-keys.json'),
      JIEDUI_JWT_ISSUER: issuer,
      JIEDUI_JWT_AUDIENCE: audience,
      JIEDUI_LIMITS: 'enforce',
      JIEDUI_RATE_LIMIT: '9999999/60',
      JIEDUI_TRUSTED_DOCUMENTS: 'prefer',
      JIEDUI_TRUSTED_DOCUMENTS_FILE: path.resolve(__dirname, '../../schema/trusted-documents.json'),
      JIEDUI_SIGNING_KEY_FILE: sharedKey,
      JIEDUI_AUDIT_DIR: path.join(folder, 'audit'),
      JIEDUI_AUDIT_KEY_FILE: file('signing-key.json'),
      JIEDUI_METRICS_PORT: String(await findFreePort()),
      JIEDUI_LAST_GOOD_BYTES: '67108864',
      JIEDUI_DRAIN_MS: '0',
    },
  };
}
