import { ClientError } from '../client-error.ts';
import type { Address } from './socket.ts';

const PROTOCOLS = new Set(['ws:', 'wss:', 'http:', 'https:']);

/** Throws `invalid_url` at once, where the caller can see it, rather than at the first attempt. */
export function checkAddress(address: Address): void {
  if (typeof address !== 'string') return;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && PROTOCOLS.has(url.protocol) && url.hash === '') return;
  const shown = url === null ? `"${address}"` : `"${url.protocol}" with "${url.hash}"`;
  throw new ClientError('invalid_url', `${shown} is no address; it looks like ws://host:8282`);
}
