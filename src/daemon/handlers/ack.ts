import type { Handler } from './handler.ts';

/**
 * The client has processed its stream up to here. A number that was never given out is refused:
 * taken as a position it would swallow the messages that get it later.
 */
export const ack: Handler<'ack'> = ({ delivery }, session, { id, seq }) => {
  if (!delivery.acknowledge(session, seq)) {
    return session.refuse(id, {
      code: 'invalid_message',
      message: '/seq: is beyond the newest message of this stream',
      details: { path: '/seq' },
    });
  }
  // Mostly nobody waits until it is durable.
  return id === undefined ? undefined : delivery.acknowledged().then(() => session.ack(id));
};
