// Signs requests between a gateway, a feed's reader and subgraphs, and checks such signatures: HTTP Message Signatures
// (RFC 9421) with Ed25519, or HMAC with a shared secret, over the method, the target and the body's Content-Digest (RFC 9530).
import { createHmac, createPrivateKey, createPublicKey, createSecretKey, hash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createVerifier as verifyWith, ExpiredError, httpbis } from 'http-message-signatures';
import { LRUCache } from 'lru-cache';
import { type InnerList, parseDictionary, serializeDictionary } from 'structured-headers';
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
export type Signer = (request: HttpRequest) => Record<string, string>;

/** What of a request is there before its body. A header's list is its lines. */
type RequestHead = Omit<HttpRequest, 'body'>;

/** Why a signed request is refused, by its head alone; null where its signature holds. Its body is then looked at by `findBodyFault`. */
export type Verifier = (head: RequestHead) => Promise<string | null>;

export interface VerifierOptions {
  /** The public key of an identifier; null where it is not trusted. */
  findKey: (keyId: string) => KeyObject | null;
  /** Whether requests to an authority, a host in lower case with its port where that is not the scheme's, are for this receiver. All are where absent. */
  isOwnAuthority?: ((authority: string) => boolean) | undefined;
}

/** How long the answer is waited for, in whole milliseconds from when the request is sent. A signed request that has it covers it. */
export const timeoutHeader = 'jiedui-timeout-ms';

/** What every signature covers. The scheme is not among them: a proxy may end TLS before the subgraph. */
const components = ['@method', '@authority', '@path', '@query', 'content-type', 'content-digest'];
const parameters = ['created', 'expires', 'nonce', 'keyid', 'alg'];
/** How long a signature holds, in seconds. */
const lifetime = 60;
/** How far two clocks may differ, in seconds. */
const skew = 30;
/** Signatures remembered against replay, each until it is too old to pass anyway. */
const rememberedNonces = 1_000_000;

/** The algorithm that a key is for, by RFC 9421's name; a key is good for no other. */
function algorithmOf(key: KeyObject): 'ed25519' | 'hmac-sha256' {
  return key.type === 'secret' ? 'hmac-sha256' : 'ed25519';
}

const privateJwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string(), kid: z.string().min(1) });

/** A secret for HMAC with SHA-256 as a JSON Web Key (RFC 7518, section 6.4), of 256 bits or more (section 3.2). */
export const secretJwk = z.object({
  kty: z.literal('oct'),
  k: z.string().refine((k) => Buffer.from(k, 'base64url').length >= 32),
  kid: z.string().min(1),
});

/**
 * The signer whose key is in a file, as a JSON Web Key with `kid`: a private Ed25519 key (RFC 8037), or a shared secret.
 *
 * @throws OperatorError where the file holds no such key; the message repeats nothing of it
 */
export function readSigner(file: string): Signer {
  const what = 'holds neither a private Ed25519 key nor a secret of 256 bits as a JSON Web Key with kid';
  return readJwk(file, what, (json) => {
    const jwk = z.union([privateJwk, secretJwk]).parse(json);
    return createSigner(jwk.kty === 'oct' ? readSecretKey(jwk.k) : createPrivateKey({ format: 'jwk', key: jwk }), jwk.kid);
  });
}

/** The private key in a file. @throws OperatorError as `readSigner` does */
export function readPrivateKey(file: string): { privateKey: KeyObject; keyId: string } {
  return readJwk(file, 'holds no private Ed25519 key as a JSON Web Key with kid', (json) => {
    const jwk = privateJwk.parse(json);
    return { privateKey: createPrivateKey({ format: 'jwk', key: jwk }), keyId: jwk.kid };
  });
}

/** A shared secret from its characters in base64url. */
export function readSecretKey(k: string): KeyObject {
  return createSecretKey(Buffer.from(k, 'base64url'));
}

function readJwk<T>(file: string, fault: string, read: (json: unknown) => T): T {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`the signing key file ${code === 'ENOENT' || code === 'EACCES' ? `cannot be read (${code})` : fault}`);
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

/** The lines of a signature base that are of the target alone, by method and address: a gateway has few subgraphs. */
const maxTargets = 200;

/**
 * Signs with a key: a private Ed25519 key, or a shared secret. The request's headers must have `content-type`. The signature
 * base is RFC 9421's, section 2.5; it is put together here, since a library takes longer for it than for the signature.
 */
export function createSigner(key: KeyObject, keyId: string): Signer {
  const targets = new LRUCache<string, string>({ max: maxTargets });
  const listOf = (names: readonly string[]) => `(${names.map((name) => `"${name}"`).join(' ')})`;
  const [list, listWithTimeout] = [listOf(components), listOf([...components, timeoutHeader])];
  const signText =
    key.type === 'secret'
      ? (base: string) => createHmac('sha256', key).update(base).digest('base64')
      : (base: string) => sign(null, Buffer.from(base), key).toString('base64');
  const tail = `keyid=${JSON.stringify(keyId)};alg="${algorithmOf(key)}"`;

  return ({ method, url, headers, body }) => {
    const digest = digestOf(body);
    const created = Math.floor(Date.now() / 1_000);
    const timeout = headers[timeoutHeader];
    const input = `${timeout === undefined ? list : listWithTimeout};created=${created};expires=${created + lifetime};nonce="${nextNonce()}";${tail}`;
    const address = `${method} ${url}`;
    let target = targets.get(address);
    if (target === undefined) {
      target = describeTarget(method, new URL(url));
      targets.set(address, target);
    }
    const ofTimeout = timeout === undefined ? '' : `"${timeoutHeader}": ${String(timeout)}\n`;
    const base = `${target}"content-type": ${String(headers['content-type'])}\n"content-digest": ${digest}\n${ofTimeout}"@signature-params": ${input}`;
    return { 'content-digest': digest, signature: `sig1=:${signText(base)}:`, 'signature-input': `sig1=${input}` };
  };
}

/** `@method`, `@authority`, `@path` and `@query` (RFC 9421, section 2.2). */
function describeTarget(method: string, { host, pathname, search }: URL): string {
  return `"@method": ${method}\n"@authority": ${host}\n"@path": ${pathname}\n"@query": ${search === '' ? '?' : search}\n`;
}

const nonceBytes = 16;
/** Random bytes for the nonces to come: asked for one by one they cost more than the hash of a body. */
let randomPool = Buffer.alloc(0);
let taken = 0;

function nextNonce(): string {
  if (taken + nonceBytes > randomPool.length) {
    randomPool = randomBytes(nonceBytes * 256);
    taken = 0;
  }
  taken += nonceBytes;
  return randomPool.toString('base64url', taken - nonceBytes, taken);
}

/** Whether a request claims to be signed. */
export function carriesSignature(headers: HttpRequest['headers']): boolean {
  return headers.signature !== undefined || headers['signature-input'] !== undefined;
}

/** Checks signatures, in the order of what a check costs. A nonce passes once in each process. */
export function createVerifier({ findKey, isOwnAuthority = () => true }: VerifierOptions): Verifier {
  const nonces = new LRUCache<string, true>({ max: rememberedNonces, ttl: (lifetime + 2 * skew) * 1_000 });

  return async (head) => {
    const claim = readClaim(head);
    if (typeof claim === 'string') return claim;
    const { keyId, nonce, algorithm } = claim;
    const key = findKey(keyId);
    if (key === null) return 'the key is not trusted';
    if (algorithm !== algorithmOf(key)) return 'the algorithm is not the key’s';
    if (!URL.canParse(head.url)) return malformed;
    const { host } = new URL(head.url);
    if (!isOwnAuthority(host)) return `it is for ${JSON.stringify(host.slice(0, 100))}, which is no address of this subgraph`;
    const used = `${keyId} ${nonce}`;
    if (nonces.has(used)) return 'the signature was used before';
    try {
      const holds = await httpbis.verifyMessage(
        {
          keyLookup: async () => ({ algs: [algorithm], verify: verifyWith(key, algorithm) }),
          requiredParams: parameters,
          requiredFields: requiredIn(head),
          // The library takes the tolerance off the age that is allowed.
          maxAge: lifetime + 2 * skew,
          tolerance: skew,
        },
        { method: head.method, url: head.url, headers: defined(head.headers) },
      );
      if (holds !== true) return 'the signature does not hold';
    } catch (error) {
      return error instanceof ExpiredError ? 'the signature is too old, or its clock is ahead' : malformed;
    }
    // Of several that arrived together one passes.
    if (nonces.has(used)) return 'the signature was used before';
    nonces.set(used, true);
    return null;
  };
}

const malformed = 'the signature is incomplete or malformed';

/** Nonces are remembered: they may not be of any length. */
const maxNonceLength = 200;

/** Any number from 0 to some ten thousand years: seconds since 1970. */
const maxTime = 2 ** 38;

interface Claim {
  keyId: string;
  nonce: string;
  algorithm: 'ed25519' | 'hmac-sha256';
}

function requiredIn({ headers }: RequestHead): string[] {
  return headers[timeoutHeader] === undefined ? components : [...components, timeoutHeader];
}

/**
 * What a signature says of itself, where it says it in the one form that is accepted: so that no two readers of a request
 * understand it differently.
 *
 * @returns why it is refused, otherwise
 */
function readClaim(head: RequestHead): Claim | string {
  const { headers } = head;
  for (const name of ['host', 'signature', 'signature-input', ...requiredIn(head)]) {
    const value = headers[name];
    if (Array.isArray(value) && value.length > 1) return `the header ${name} is there more than once`;
  }
  if (readOne(headers['content-digest']) === undefined) return 'the header Content-Digest is missing';
  if (readDigest(head) === null) return 'Content-Digest is malformed, or has no sha-256';
  const text = readOne(headers['signature-input']) ?? '';
  try {
    const inputs = parseDictionary(text);
    const signatures = parseDictionary(readOne(headers.signature) ?? '');
    const [label] = inputs.keys();
    if (inputs.size !== 1 || signatures.size !== 1 || label === undefined) return 'a request carries one signature';
    const input = inputs.get(label);
    if (!(signatures.get(label)?.[0] instanceof ArrayBuffer) || input === undefined || !Array.isArray(input[0])) return malformed;
    // Any other spelling, such as a parameter twice, spaces, or a time with a decimal point.
    if (serializeDictionary(inputs) !== text.trim()) return malformed;
    const [items, details] = input as InnerList;
    const names = items.map(([name]) => name);
    if (items.some(([name, options]) => typeof name !== 'string' || options.size > 0)) return malformed;
    if (new Set(names).size !== names.length) return 'the signature covers a component twice';
    if (!requiredIn(head).every((name) => names.includes(name))) return malformed;
    const [created, expires, nonce, keyId, algorithm] = ['created', 'expires', 'nonce', 'keyid', 'alg'].map((name) => details.get(name));
    if (![created, expires].every((time) => Number.isInteger(time) && (time as number) >= 0 && (time as number) < maxTime)) return malformed;
    if (typeof nonce !== 'string' || nonce === '' || nonce.length > maxNonceLength) return malformed;
    if (typeof keyId !== 'string' || keyId === '' || (algorithm !== 'ed25519' && algorithm !== 'hmac-sha256')) return malformed;
    return { keyId, nonce, algorithm };
  } catch {
    return malformed;
  }
}

function readOne(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** A public key from a JSON Web Key. @throws where it is none */
export function readPublicKey(jwk: Record<string, unknown>): KeyObject {
  return createPublicKey({ format: 'jwk', key: jwk });
}

/** `Content-Digest` of a body (RFC 9530, section 2). */
function digestOf(body: Uint8Array): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`;
}

/** Why a body is not the one that was signed; null where it is. */
export function findBodyFault(head: RequestHead, body: Uint8Array): string | null {
  return readDigest(head)?.equals(hash('sha256', body, 'buffer')) ? null : 'the body is not what Content-Digest says';
}

function readDigest({ headers }: RequestHead): Buffer | null {
  const header = readOne(headers['content-digest']) ?? '';
  try {
    const digest = parseDictionary(header).get('sha-256')?.[0];
    const isOnce = header.split('sha-256=').length === 2;
    return digest instanceof ArrayBuffer && digest.byteLength === 32 && isOnce ? Buffer.from(digest) : null;
  } catch {
    return null;
  }
}

function defined(headers: HttpRequest['headers']): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}
