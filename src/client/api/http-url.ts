/** The HTTP address beside a socket's: both are served on one port. */
export function httpUrl(address: string, path: string): URL {
  const url = new URL(path, address);
  url.protocol = url.protocol.replace('ws', 'http');
  return url;
}
