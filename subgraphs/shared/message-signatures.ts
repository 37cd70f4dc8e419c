// Signs requests between a gateway, a feed's reader and subgraphs, and checks such signatures: HTTP Message Signatures
// (RFC 9421) with Ed25519 over the method, the target and the body's Content-Digest (RFC 9530).
import { createHash, createPrivateKey, createPublicKey, randomBytes, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSigner as signWith, createVerifier as verifyWith, ExpiredError, httpbis, type SigningKey } from 'http-message-signatures';
import { LRUCache } from 'lru-cache';
import { parseDictionary } from 'structured-headers';
import { z } from 'zod';
import { readVersion } from './file-version';
import { OperatorError } from './operator-error';

/** A request as it goes over the wire; `url` is absolute. */
export interface HttpRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Uint8Array;
}

/** Headers to add to a request. */
export type Signer = (request: HttpRequest) => Promise<Record<string, string>>;

/** Why a signed request is refused; null where its signature holds. */
export type Verifier = (request: HttpRequest) => Promise<string | null>;

export interface VerifierOptions {
  /** The public key of an identifier; null where it is not trusted. */
  findKey: (keyId: string) => KeyObject | null;
}

/** What every signature covers. The scheme is not among them: a proxy may end TLS before the subgraph. */
const components = ['@method', '@authority', '@path', '@query', 'content-type', 'content-digest'];
const parameters = ['created', 'expires', 'nonce', 'keyid', 'alg'];
const algorithm = 'ed25519';
/** How long a signature holds, in seconds. */
const lifetime = 60;
/** How far two clocks may differ, in seconds. */
const skew = 30;
/** Signatures remembered against replay, each until it is too old to pass anyway. */
const rememberedNonces = 1_000_000;

const privateJwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string(), kid: z.string().min(1) });

/**
 * The signer whose private key is in a file, as a JSON Web Key with `kid` (RFC 8037).
 *
 * @throws OperatorError where the file holds no such key; the message repeats nothing of it
 */
export function readSigner(file: string): Signer {
  const { privateKey, keyId } = readPrivateKey(file);
  return createSigner(privateKey, keyId);
}

/** The private key in a file. @throws OperatorError as `readSigner` does */
export function readPrivateKey(file: string): { privateKey: KeyObject; keyId: string } {
  try {
    const jwk = privateJwk.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { privateKey: createPrivateKey({ format: 'jwk', key: jwk }), keyId: jwk.kid };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' || code === 'EACCES' ? `cannot be read (${code})` : 'holds no private Ed25519 key as a JSON Web Key with kid';
    throw new OperatorError(`the signing key file ${why}`);
  }
}

/** How long a signing key may be used on after its file has changed. */
const keyCheckMs = 1_000;

/**
 * A signer whose key file is read again when it changes, so that the key is changed without a restart.
 *
 * @param logError told where a change of the file cannot be read: the key before it stays in use
 * @throws OperatorError as `readSigner`
 */
export function openSigner(file: string, logError: (error: unknown) => void): Signer {
  let signer = readSigner(file);
  let version = readVersion(file);
  let checkedAt = performance.now();
  return (request) => {
    if (performance.now() - checkedAt >= keyCheckMs) {
      checkedAt = performance.now();
      const present = readVersion(file);
      if (present !== version) {
        version = present;
        try {
          signer = readSigner(file);
        } catch (error) {
          logError(error);
        }
      }
    }
    return signer(request);
  };
}

/** Signs with an Ed25519 key. The request's headers must have `content-type`. */
export function createSigner(privateKey: KeyObject, keyId: string): Signer {
  const key: SigningKey = signWith(privateKey, algorithm, keyId);
  return async ({ method, url, headers, body }) => {
    const created = new Date();
    const signed = await httpbis.signMessage(
      {
        key,
        name: 'sig1',
        fields: components,
        params: parameters,
        paramValues: { created, expires: new Date(created.getTime() + lifetime * 1_000), nonce: randomBytes(16).toString('base64url') },
      },
      { method, url, headers: { ...defined(headers), 'content-digest': digestOf(body) } },
    );
    const { 'content-digest': digest, Signature: signature, 'Signature-Input': input } = signed.headers as Record<string, string>;
    return { 'content-digest': digest ?? '', signature: signature ?? '', 'signature-input': input ?? '' };
  };
}

/** Whether a request claims to be signed. */
export function carriesSignature(headers: HttpRequest['headers']): boolean {
  return headers.signature !== undefined || headers['signature-input'] !== undefined;
}

/** Checks signatures. A nonce passes once in each process. */
export function createVerifier({ findKey }: VerifierOptions): Verifier {
  const nonces = new LRUCache<string, true>({ max: rememberedNonces, ttl: (lifetime + 2 * skew) * 1_000 });

  return async (request) => {
    const fault = findDigestFault(request) ?? (hasOneSignature(request) ? null : 'a request carries one signature');
    if (fault !== null) return fault;
    let seen: { keyid?: string; nonce?: string } = {};
    let keyFound = false;
    try {
      const holds = await httpbis.verifyMessage(
        {
          async keyLookup(found) {
            seen = found as typeof seen;
            const key = typeof found.keyid === 'string' ? findKey(found.keyid) : null;
            keyFound = key !== null;
            return key === null ? null : { algs: [algorithm], verify: verifyWith(key, algorithm) };
          },
          requiredParams: parameters,
          requiredFields: components,
          // The library takes the tolerance off the age that is allowed.
          maxAge: lifetime + 2 * skew,
          tolerance: skew,
        },
        { method: request.method, url: request.url, headers: defined(request.headers) },
      );
      if (holds !== true) return keyFound ? 'the signature does not hold' : 'the key is not trusted';
    } catch (error) {
      return error instanceof ExpiredError ? 'the signature is too old, or its clock is ahead' : 'the signature is incomplete or malformed';
    }
    const nonce = `${seen.keyid} ${seen.nonce}`;
    if (nonces.has(nonce)) return 'the signature was used before';
    nonces.set(nonce, true);
    return null;
  };
}

/** With several, it would be open whose nonce counts. */
function hasOneSignature({ headers }: HttpRequest): boolean {
  try {
    return parseDictionary(String(headers['signature-input'])).size === 1;
  } catch {
    return false;
  }
}

/** A public key from a JSON Web Key. @throws where it is none */
export function readPublicKey(jwk: Record<string, unknown>): KeyObject {
  return createPublicKey({ format: 'jwk', key: jwk });
}

/** `Content-Digest` of a body (RFC 9530, section 2). */
function digestOf(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

function findDigestFault({ headers, body }: HttpRequest): string | null {
  const header = headers['content-digest'];
  if (typeof header !== 'string') return 'the header Content-Digest is missing';
  try {
    const digest = parseDictionary(header).get('sha-256')?.[0];
    if (!(digest instanceof ArrayBuffer)) return 'Content-Digest has no sha-256';
    return Buffer.from(digest).equals(createHash('sha256').update(body).digest()) ? null : 'the body is not what Content-Digest says';
  } catch {
    return 'Content-Digest is malformed';
  }
}

function defined(headers: HttpRequest['headers']): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}
