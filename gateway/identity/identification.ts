// Identifies a request's caller by its header Authorization. Without settings nobody is identified: a token is then no concern
// of the gateway, and every caller gets what is public.
import type { Log } from '../../subgraphs/shared/process';
import { notBearer } from './caller-refused';
import { type Identity, nobody } from './identity';
import type { IdentitySettings } from './settings';
import { openTokenKeys } from './token-keys';
import { createTokenVerifier } from './token-verifier';

/**
 * Gives who asks, at once where the token is known already; rejects with CallerRefused where it names somebody and does not hold.
 *
 * @param authorization the header; undefined where the request has none
 */
export type Identify = (authorization: string | undefined) => Identity | Promise<Identity>;

/** `Bearer` and a token (RFC 6750, section 2.1; the scheme in any case, RFC 9110, section 11.1). */
const bearer = /^bearer +([\w.~+/-]+=*)$/i;

/**
 * @param settings null where no identity is configured
 * @throws OperatorError where the keys cannot be read
 */
export function createIdentification(settings: IdentitySettings | null, log: Log): Identify {
  if (settings === null) return () => nobody;
  const verify = createTokenVerifier(openTokenKeys(settings.keys, { log }), settings);
  return (authorization) => {
    if (authorization === undefined) return nobody;
    const token = bearer.exec(authorization)?.[1];
    return token === undefined ? Promise.reject(notBearer()) : verify(token);
  };
}
