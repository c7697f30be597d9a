import { ClientError } from '../client-error.ts';
import type { Address } from './socket.ts';

const PROTOCOLS = new Set(['ws:', 'wss:', 'http:', 'https:']);

/** Throws `invalid_url` at once, where the caller can see it, rather than at the first attempt. */
export function checkAddress(address: Address): void {
  if (typeof address !== 'string') return;
  const problem = problemOf(address);
  if (problem === null) return;
  throw new ClientError('invalid_url', `${problem}; a daemon's address is like ws://host:8282`);
}

/** Shows no more of an address than it must: people put secrets into them. */
function problemOf(address: string): string | null {
  if (!URL.canParse(address)) return `"${address}" is no URL`;
  const { protocol, hash } = new URL(address);
  if (!PROTOCOLS.has(protocol)) return `a URL cannot begin with "${protocol}" here`;
  return hash === '' ? null : 'a URL cannot have a # here';
}
