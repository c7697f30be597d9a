/** Groups of an IPv6 address that say whose network it is in; RFC 4291 §2.5.1 leaves four of 8. */
const NETWORK_GROUPS = 4;

/**
 * What counts as one address where something is counted per address: an IPv4 address, or all of an
 * IPv6 network (/64). One subscriber has a whole one, and could otherwise come from a new address
 * each time.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const first = groupsOf(head);
  // `::` stands for as many zeros as are missing.
  const zeros = tail === undefined ? 0 : 8 - first.length - groupsOf(tail).length;
  const groups = [
    ...first,
    ...Array<string>(Math.max(0, zeros)).fill('0'),
    ...groupsOf(tail ?? ''),
  ];
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
