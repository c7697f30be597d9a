import type { Handler } from './handler.ts';

/** An admin watches a room from now on. */
export const joinRoom: Handler<'join_room'> = async (parts, session, message) => {
  const refusal = await parts.rooms.join(session, message);
  if (refusal === null) session.ack(message.id);
  else session.refuse(message.id, refusal);
};
