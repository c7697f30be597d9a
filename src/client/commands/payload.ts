import { PROTOCOL_LIMITS } from '../../protocol/index.ts';
import { ClientError } from '../client-error.ts';

const UTF8_BYTES_PER_UNIT_MAX = 3;

/**
 * The daemon closes a connection over a frame that is too large, and the same frame would follow on
 * the next one, for ever. So it is refused here.
 */
export function refuseLarge(text: string): ClientError | null {
  const { payloadBytesMax } = PROTOCOL_LIMITS;
  if (text.length * UTF8_BYTES_PER_UNIT_MAX <= payloadBytesMax) return null;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= payloadBytesMax) return null;
  return new ClientError('payload_too_large', `${bytes} bytes; the limit is ${payloadBytesMax}`);
}
