import { statusCommand } from '../commands/booking-commands.ts';
import { submit } from './booking-command.ts';
import type { Handler } from './handler.ts';

/** Somebody asks for the next status of a booking. */
export const statusUpdate: Handler<'status_update'> = (parts, session, message) =>
  submit(parts, session, message, statusCommand(message));
