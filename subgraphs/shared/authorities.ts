// Which hosts and ports a subgraph's process answers signed requests for: one that was signed for another is no use here.

/** Hosts on which a process listens everywhere: no client asks for them. */
const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '::', '']);

/**
 * The authorities of a process for which none are set: its own names for itself, and its subgraph's, with its port.
 *
 * @param host where it listens
 */
export function defaultAuthorities(name: string, host: string, port: number): string[] {
  const hosts = ['localhost', '127.0.0.1', '::1', name, ...(wildcards.has(host) ? [] : [host])];
  return hosts.map((each) => `${each.includes(':') ? `[${each}]` : each}:${port}`);
}

/** An authority as a request's URL has it (RFC 9421, section 2.2.3): in lower case, without the scheme's port; null where it is none. */
export function normalizeAuthority(authority: string, scheme: 'http' | 'https' = 'http'): string | null {
  if (/[/?#@\s\\]/.test(authority) || !URL.canParse(`${scheme}://${authority}`)) return null;
  return new URL(`${scheme}://${authority}`).host;
}
