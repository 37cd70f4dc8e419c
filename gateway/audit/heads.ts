// Signed heads: who holds the key says which line a chain had reached. Kept beside the trail, and at an anchor that whoever
// can write the trail should not be able to write.
import { type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';

export interface Head {
  chain: string;
  /** Counts the chain's heads from 0. */
  number: number;
  /** The line that it signs, and that line's hash. */
  seq: number;
  hash: string;
  /** In UTC (RFC 3339). */
  time: string;
  /** The signing key's identifier. */
  key: string;
  /** Ed25519 (RFC 8032) over `signedText`, in base64url. */
  signature: string;
}

export interface HeadKey {
  privateKey: KeyObject;
  keyId: string;
}

const form = z.strictObject({
  chain: z.string(),
  number: z.int().min(0),
  seq: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  time: z.string(),
  key: z.string(),
  // One text for each signature: base64url has unused bits at its end.
  signature: z.string().refine((text) => Buffer.from(text, 'base64url').toString('base64url') === text),
});

export function signHead({ privateKey, keyId }: HeadKey, unsigned: Omit<Head, 'key' | 'signature'>): Head {
  const head = { ...unsigned, key: keyId };
  return { ...head, signature: sign(null, signedText(head), privateKey).toString('base64url') };
}

export function hasValidSignature(head: Head, publicKey: KeyObject): boolean {
  return verify(null, signedText(head), publicKey, Buffer.from(head.signature, 'base64url'));
}

/** A head's line; equal heads have equal lines. */
export function writeHead({ chain, number, seq, hash, time, key, signature }: Head): string {
  return JSON.stringify({ chain, number, seq, hash, time, key, signature });
}

/** A line as a head; null where it is not what `writeHead` gives, byte by byte. */
export function readHead(line: Buffer): Head | null {
  try {
    const head = form.parse(JSON.parse(line.toString()));
    return Buffer.from(writeHead(head)).equals(line) ? head : null;
  } catch {
    return null;
  }
}

function signedText({ chain, number, seq, hash, time, key }: Omit<Head, 'signature'>): Buffer {
  return Buffer.from(['jiedui audit head 1', chain, number, seq, hash, time, key].join('\n'));
}
