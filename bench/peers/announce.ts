import type { AddressInfo } from 'node:net';

/**
 * Says that a peer is ready, in the first line of `routa serve --json`, so that all servers are
 * started alike, and ends it together with whoever started it.
 */
export function announce(address: AddressInfo | string | null, path: string): void {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `ws://127.0.0.1:${port}${path}`;
  process.stdout.write(`${JSON.stringify({ ready: true, url, data: '', pid: process.pid })}\n`);
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
}
