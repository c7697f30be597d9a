import type { Conversation } from './conversation.ts';

/** The statuses that a client was told of a booking, in the order in which they came. */
export function statusesOf(client: Conversation, bookingId: number): string[] {
  return client
    .all('status_update')
    .filter((update) => update.booking_id === bookingId)
    .map((update) => update.status);
}

/** The numbers of the durable messages, in the order in which they came. */
export function seqs(client: Conversation): number[] {
  return client.received.flatMap((message) => {
    const isDurable = 'seq' in message && message.type !== 'authenticated';
    return isDurable && message.seq !== undefined ? [message.seq] : [];
  });
}
