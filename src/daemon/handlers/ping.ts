import type { Handler } from './handler.ts';

export const ping: Handler<'ping'> = (parts, session, message) => {
  session.beat({ type: 'pong', server_time: parts.clock.now() });
  session.ack(message.id);
};

/** Any frame proves life, and hearing it was already noted; there is nothing to answer. */
export const pong: Handler<'pong'> = (_parts, session, message) => {
  session.ack(message.id);
};
