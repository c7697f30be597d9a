import type { RawClient } from './raw-client.ts';

/** The statuses that a client was told of a booking, in the order in which they came. */
export function statusesOf(client: RawClient, bookingId: number): string[] {
  return client
    .all('status_update')
    .filter((update) => update.booking_id === bookingId)
    .map((update) => update.status);
}

/** The numbers of the durable messages, in the order in which they came. */
export function seqs(client: RawClient): number[] {
  return client.received.flatMap((message) => {
    const isDurable = 'seq' in message && message.type !== 'authenticated';
    return isDurable && message.seq !== undefined ? [message.seq] : [];
  });
}
