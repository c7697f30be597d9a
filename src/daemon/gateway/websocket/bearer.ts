import type { IncomingMessage } from 'node:http';
import { BEARER_SUBPROTOCOL_PREFIX } from '../../../protocol/index.ts';
import { bearerOfHeader } from '../../tokens/bearer-header.ts';

/** A token beside the URL, never in it: a header, or the subprotocol that browsers can set. */
export function bearerOf({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  const inHeader = bearerOfHeader(headers.authorization);
  if (inHeader !== null) return inHeader;
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const bearer = offered.find((name) => name.startsWith(BEARER_SUBPROTOCOL_PREFIX));
  return bearer?.slice(BEARER_SUBPROTOCOL_PREFIX.length) ?? null;
}
