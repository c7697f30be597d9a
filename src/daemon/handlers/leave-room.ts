import type { Handler } from './handler.ts';

export const leaveRoom: Handler<'leave_room'> = (parts, session, message) => {
  parts.rooms.leave(session, message.room);
  session.send({ type: 'room_left', room: message.room });
  session.ack(message.id);
};
