import { requestCommand } from '../commands/booking-commands.ts';
import { submit } from './booking-command.ts';
import type { Handler } from './handler.ts';

/** A rider, or an admin for one, asks for a tricycle. */
export const requestBooking: Handler<'request_booking'> = (parts, session, message) => {
  const mapped = requestCommand(message, session.user);
  if (!mapped.ok) return session.refuse(message.id, mapped.refusal);
  return submit(parts, session, message, mapped.command);
};
