// The address that a request comes from, behind as many proxies as the operator says there are.
import type { IncomingMessage } from 'node:http';

/**
 * The client's address. Each trusted proxy has added the address it was called from at the end of X-Forwarded-For; what stands
 * before those, anybody may have written.
 *
 * @param trustedProxies how many proxies every request passes; with 0 the header is not read
 * @returns an IPv4 address, or the /64 of an IPv6 address: one subscriber has all of that
 */
export function readClientAddress({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const direct = socket.remoteAddress ?? '';
  if (trustedProxies === 0) return shorten(direct);
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().flatMap((value) => value.split(',').map((address) => address.trim()));
  return shorten(forwarded.at(-trustedProxies) ?? direct);
}

function shorten(written: string): string {
  // Some proxies add the port, which differs from request to request.
  const [, address = written] = /^\[(.*)\](?::\d+)?$/.exec(written) ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(written) ?? [];
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  return [...groups, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':');
}
