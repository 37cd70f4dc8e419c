// The settings of identity: whose tokens are accepted.
import { z } from 'zod';

export interface IdentitySettings {
  keys: KeySettings;
  /** Signature algorithms that are accepted (RFC 7518, RFC 8037); all are asymmetric. */
  algorithms: readonly string[];
  /** What `iss` must be. */
  issuer: string;
  /** What `aud` must be or contain. */
  audience: string;
  /** How far the issuer's clock and this one may differ. */
  clockSkewS: number;
}

/** Where the public keys are: a JSON Web Key Set (RFC 7517) by address or in a file, or one key in a PEM file. */
export type KeySettings = { kind: 'jwks-url'; url: string } | { kind: 'jwks-file'; file: string } | { kind: 'key-file'; file: string };

/** With a shared secret, whoever can check tokens could make them; `none` checks nothing (RFC 8725, section 3.1). */
const asymmetricAlgorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];

const algorithms = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.every((name) => asymmetricAlgorithms.includes(name)));

/** Who can change the answer of a plain http address can sign tokens; on this machine nobody else can. */
const keySetUrl = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  // As it is parsed: http://localhost:80@elsewhere is a user's name and password at another host.
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
});

const skew = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .refine((value) => value <= 300);

const text = z.string().min(1);

/** The form of each, and what it expects in words, as in `config.ts`. */
export const identitySettings = {
  JIEDUI_JWKS_URL: { form: keySetUrl.optional(), expected: 'an address that begins with https://, or with http:// on this machine, and has no user name' },
  JIEDUI_JWKS_FILE: { form: text.optional(), expected: 'a file' },
  JIEDUI_JWT_KEY_FILE: { form: text.optional(), expected: 'a file' },
  JIEDUI_JWT_ALGORITHMS: { form: algorithms.default(asymmetricAlgorithms), expected: `some of ${asymmetricAlgorithms.join(', ')}` },
  JIEDUI_JWT_ISSUER: { form: text.optional(), expected: 'the iss of the tokens' },
  JIEDUI_JWT_AUDIENCE: { form: text.optional(), expected: 'the aud of the tokens' },
  JIEDUI_JWT_CLOCK_SKEW_S: { form: skew.default(30), expected: 'a whole number of seconds from 0 to 300' },
};

type Values = { [Name in keyof typeof identitySettings]: z.output<(typeof identitySettings)[Name]['form']> };

export const tokenKeyNames = ['JIEDUI_JWKS_URL', 'JIEDUI_JWKS_FILE', 'JIEDUI_JWT_KEY_FILE'] as const;

/** Whether any keys are set. */
export function hasTokenKeys(values: Partial<Values>): boolean {
  return tokenKeyNames.some((name) => values[name] !== undefined);
}

/** What is wrong with the settings taken together: a line for each fault. */
export function findIdentityFaults(values: Partial<Values>, isMalformed: (name: string) => boolean): string[] {
  // What is malformed was named already.
  if (tokenKeyNames.some(isMalformed)) return [];
  const keys = tokenKeyNames.filter((name) => values[name] !== undefined);
  const rules = (['JIEDUI_JWT_ISSUER', 'JIEDUI_JWT_AUDIENCE'] as const).filter((name) => values[name] !== undefined);
  if (keys.length > 1) return [`${keys.join(', ')}: expected one of them`];
  if (keys.length === 1 && rules.length < 2) return [`${keys[0]}: expected JIEDUI_JWT_ISSUER and JIEDUI_JWT_AUDIENCE beside it`];
  if (keys.length === 0 && rules.length > 0) return [`${rules.join(', ')}: expected one of ${tokenKeyNames.join(', ')} beside it`];
  return [];
}

/** The settings as the gateway takes them; null where no keys are set. `file` makes a path absolute. */
export function nestIdentity(values: Values, file: (name: string) => string): IdentitySettings | null {
  const { JIEDUI_JWT_ISSUER: issuer = '', JIEDUI_JWT_AUDIENCE: audience = '' } = values;
  const keys = nestKeys(values, file);
  return keys === null ? null : { keys, algorithms: values.JIEDUI_JWT_ALGORITHMS, issuer, audience, clockSkewS: values.JIEDUI_JWT_CLOCK_SKEW_S };
}

function nestKeys({ JIEDUI_JWKS_URL: url, JIEDUI_JWKS_FILE: jwks, JIEDUI_JWT_KEY_FILE: key }: Values, file: (name: string) => string): KeySettings | null {
  if (url !== undefined) return { kind: 'jwks-url', url };
  if (jwks !== undefined) return { kind: 'jwks-file', file: file(jwks) };
  return key === undefined ? null : { kind: 'key-file', file: file(key) };
}
