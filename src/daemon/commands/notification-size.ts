import { PROTOCOL_LIMITS, type Refusal } from '../../protocol/index.ts';

/** Null: what is to be sent is small enough to be kept for its user. */
export function refuseLargeNotification(data: unknown): Refusal | null {
  const { notificationDataBytesMax } = PROTOCOL_LIMITS;
  if (Buffer.byteLength(JSON.stringify(data)) <= notificationDataBytesMax) return null;
  const message = `/data: must not be larger than ${notificationDataBytesMax} bytes of JSON`;
  return { code: 'payload_too_large', message, details: { path: '/data' } };
}
