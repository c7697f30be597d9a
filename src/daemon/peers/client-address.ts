import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

type Request = Pick<IncomingMessage, 'headers'> & {
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/** Proxies in front of proxies; a header with more of them was not made by any of them. */
const HOPS_MAX = 16;
const BITS = { ipv4: 32, ipv6: 128 };

/** An address, or a range of them such as `10.0.0.0/8`. */
export function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = familyOf(address);
  if (family === null || rest.length > 0 || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= BITS[family]);
}

/**
 * Where a request comes from: the peer of its socket, or, where that is a trusted proxy, whom the
 * proxy names. `X-Forwarded-For` is read from its end: what stands further left than the first
 * address that no trusted proxy has, that stranger may have written.
 */
export function clientAddress({ socket, headers }: Request, trusted: readonly string[]): string {
  let address = plainAddress(socket.remoteAddress ?? '') ?? 'unknown';
  if (trusted.length === 0) return address;
  const proxies = rangesOf(trusted);
  for (const hop of hopsOf(headers['x-forwarded-for'])) {
    if (!isWithin(proxies, address)) break;
    const next = plainAddress(hop);
    if (next === null) break;
    address = next;
  }
  return address;
}

/** Nearest proxy first. Several headers of the name come as one, separated by commas. */
function hopsOf(header: string | readonly string[] | undefined): readonly string[] {
  return String(header ?? '')
    .split(',')
    .slice(-HOPS_MAX)
    .reverse();
}

/** Without a port, a zone, or the form that IPv4 takes on a socket for both; null: no address. */
function plainAddress(text: string): string | null {
  const bare = text.trim().replace(/^\[(.*)\](?::\d+)?$/, '$1');
  const address = /^[\d.]+:\d+$/.test(bare) ? bare.slice(0, bare.indexOf(':')) : bare;
  const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=[\d.]+$)/i, '');
  return familyOf(plain) === null ? null : plain.toLowerCase();
}

/** Lists are replaced as a whole when the configuration is read again. */
const known = new WeakMap<readonly string[], BlockList>();

function rangesOf(list: readonly string[]): BlockList {
  const ranges = known.get(list) ?? new BlockList();
  if (known.has(list)) return ranges;
  for (const item of list) {
    const [address = '', bits] = item.split('/');
    const family = familyOf(address);
    if (family === null) continue;
    ranges.addSubnet(address, bits === undefined ? BITS[family] : Number(bits), family);
  }
  known.set(list, ranges);
  return ranges;
}

function isWithin(ranges: BlockList, address: string): boolean {
  const family = familyOf(address);
  return family !== null && ranges.check(address, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 4 ? 'ipv4' : 'ipv6';
}
