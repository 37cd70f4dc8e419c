// Checks JSON Web Tokens (RFC 7519) and reads who asks from their claims. What was checked is remembered for a while, so that
// a caller's next request costs a look-up.
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { CallerRefused, tokenRefused } from './caller-refused';
import type { Identity } from './identity';
import type { IdentitySettings } from './settings';
import type { TokenKeys } from './token-keys';

/** Gives who a token stands for. @throws CallerRefused, at once or later, where it does not hold */
export type TokenVerifier = (token: string) => Identity | Promise<Identity>;

/** By number and by characters together: a token is remembered as it came, since a digest costs more than all else about a known one. */
const rememberedTokens = 20_000;
const rememberedCharacters = 20_000_000;

/** A token is checked again after this, with the keys of then: one whose key was taken away passes no longer than this. */
const rememberedMs = 60_000;

export function createTokenVerifier(keys: TokenKeys, { algorithms, issuer, audience, clockSkewS }: Omit<IdentitySettings, 'keys'>): TokenVerifier {
  const remembered = new LRUCache<string, Identity>({
    max: rememberedTokens,
    maxSize: rememberedCharacters,
    sizeCalculation: (_identity, token) => token.length,
  });
  const rules = { algorithms: [...algorithms], issuer, audience, clockTolerance: clockSkewS, requiredClaims: ['exp'] };

  async function verify(token: string): Promise<Identity> {
    const claims = await checkByNewestKeys(token).catch(refuse);
    const identity = readIdentity(claims);
    const leftMs = ((claims.exp as number) + clockSkewS) * 1_000 - Date.now();
    if (leftMs >= 1) remembered.set(token, identity, { ttl: Math.min(leftMs, rememberedMs) });
    return identity;
  }

  /** A token that names its key is known by that key or not at all; of one that names none nobody can say so before the keys are the newest. */
  async function checkByNewestKeys(token: string): Promise<JWTPayload> {
    try {
      return await check(token);
    } catch (error) {
      const isUnknown = error instanceof errors.JWSSignatureVerificationFailed && decodeProtectedHeader(token).kid === undefined;
      if (isUnknown && (await keys.renew())) return await check(token);
      throw error;
    }
  }

  async function check(token: string): Promise<JWTPayload> {
    try {
      return (await jwtVerify(token, keys.find, rules)).payload;
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return await checkByEach(token, error);
      throw error;
    }
  }

  /** Without a `kid`, or with one that several keys have, any of the keys that fit the algorithm may be the one (RFC 7515, section 4.1.4). */
  async function checkByEach(token: string, fitting: errors.JWKSMultipleMatchingKeys): Promise<JWTPayload> {
    for await (const key of fitting) {
      try {
        return (await jwtVerify(token, key, rules)).payload;
      } catch (error) {
        // The signature holds, so this is the key; another's failure says nothing of the next one.
        if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) throw error;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }

  return (token) => remembered.get(token) ?? verify(token);
}

function readIdentity(claims: JWTPayload): Identity {
  const { sub, azp, client_id, scope, scp } = claims;
  const scopes = new Set([...readScopes(scope), ...readScopes(scp)]);
  return { authenticated: true, scopes, subject: readText(sub), client: readText(azp) ?? readText(client_id) };
}

/** With spaces between them (RFC 8693, section 4.2; RFC 9068, section 2.2.3), or as a list of such texts, as several issuers write them. */
function readScopes(claim: unknown): string[] {
  const texts: unknown[] = Array.isArray(claim) ? claim : [claim];
  return texts.flatMap((text) => (typeof text === 'string' ? text.split(' ').filter((scope) => scope !== '') : []));
}

function readText(claim: unknown): string | null {
  return typeof claim === 'string' && claim !== '' ? claim : null;
}

/** Says what is wrong in words of our own: the library's may quote the token. */
function refuse(error: unknown): never {
  if (error instanceof CallerRefused) throw error;
  if (error instanceof errors.JWTExpired) throw tokenRefused('the token has expired', '令牌已过期');
  if (error instanceof errors.JWTClaimValidationFailed) throw refuseClaim(error.claim);
  if (error instanceof errors.JOSEAlgNotAllowed) throw tokenRefused('the algorithm of the token is not accepted', '不接受该令牌的签名算法');
  if (error instanceof errors.JWKSNoMatchingKey) throw tokenRefused('the key of the token is not known', '令牌所用密钥未知');
  if (error instanceof errors.JWSSignatureVerificationFailed) throw tokenRefused('the signature of the token does not hold', '令牌签名无效');
  throw tokenRefused('the token is malformed', '令牌格式有误');
}

function refuseClaim(claim: string): CallerRefused {
  if (claim === 'nbf') return tokenRefused('the token is not valid yet', '令牌尚未生效');
  if (claim === 'iss') return tokenRefused('the token is from another issuer', '令牌签发方不符');
  if (claim === 'aud') return tokenRefused('the token is for another audience', '令牌受众不符');
  return tokenRefused('the token lacks a claim, or has a malformed one', '令牌缺少声明或声明有误');
}
