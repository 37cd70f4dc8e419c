// Checks JSON Web Tokens (RFC 7519) and reads who asks from their claims. What was checked is remembered for a while, so that
// a caller's next request costs a look-up.
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { CallerRefused, tokenRefused } from './caller-refused';
import type { Identity } from './identity';
import type { IdentitySettings } from './settings';

/** Gives who a token stands for. @throws CallerRefused, at once or later, where it does not hold */
export type TokenVerifier = (token: string) => Identity | Promise<Identity>;

/** By number and by characters together: a token is remembered as it came, since a digest costs more than all else about a known one. */
const rememberedTokens = 20_000;
const rememberedCharacters = 20_000_000;

/** A token is checked again after this, with the keys of then: one whose key was taken away passes no longer than this. */
const rememberedMs = 60_000;

export function createTokenVerifier(findKey: JWTVerifyGetKey, { algorithms, issuer, audience, clockSkewS }: Omit<IdentitySettings, 'keys'>): TokenVerifier {
  const remembered = new LRUCache<string, Identity>({
    max: rememberedTokens,
    maxSize: rememberedCharacters,
    sizeCalculation: (_identity, token) => token.length,
  });
  const rules = { algorithms: [...algorithms], issuer, audience, clockTolerance: clockSkewS, requiredClaims: ['exp'] };

  async function verify(token: string): Promise<Identity> {
    const claims = await jwtVerify(token, findKey, rules).then(({ payload }) => payload, refuse);
    const identity = readIdentity(claims);
    const leftMs = ((claims.exp as number) + clockSkewS) * 1_000 - Date.now();
    if (leftMs >= 1) remembered.set(token, identity, { ttl: Math.min(leftMs, rememberedMs) });
    return identity;
  }

  return (token) => remembered.get(token) ?? verify(token);
}

/** Scopes by `scope`, with spaces between them (RFC 8693, section 4.2; RFC 9068, section 2.2.3), and by the list `scp`. */
function readIdentity(claims: JWTPayload): Identity {
  const { sub, azp, client_id, scope, scp } = claims;
  const listed = Array.isArray(scp) ? scp.filter((each) => typeof each === 'string') : [];
  const scopes = new Set([scope, scp].flatMap((each) => (typeof each === 'string' ? each.split(' ') : [])).concat(listed));
  scopes.delete('');
  return { authenticated: true, scopes, subject: readText(sub), client: readText(azp) ?? readText(client_id) };
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
