// Who asks, as far as a verified token says, and what follows from it.

/** What decides what a caller may read. */
export interface Rights {
  /** Whether a token was verified. */
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
}

export interface Identity extends Rights {
  /** The token's `sub`; null where it has none, and for a caller without a token. */
  readonly subject: string | null;
  /** The program that asks for the subject: `azp` (OpenID Connect) or `client_id` (RFC 9068); null where the token names none. */
  readonly client: string | null;
}

/** A caller without a token. */
export const nobody: Identity = { authenticated: false, scopes: new Set(), subject: null, client: null };
