import type { Handler } from './handler.ts';

/**
 * The client has processed its stream up to here. A number that was never given out is refused:
 * taken as a position it would swallow the messages that get it later.
 */
export const ack: Handler<'ack'> = async (parts, session, message) => {
  const isKnown = await parts.delivery.acknowledge(session, message.seq);
  if (isKnown) session.ack(message.id);
  else {
    session.refuse(message.id, {
      code: 'invalid_message',
      message: '/seq: is beyond the newest message of this stream',
      details: { path: '/seq' },
    });
  }
};
