import { fromWireId } from '../../protocol/index.ts';
import { refuseLargeNotification } from '../commands/notification-size.ts';
import { idempotencyKey } from './booking-command.ts';
import type { Handler } from './handler.ts';

/** An admin sends a durable message of the web site's own to one user. */
export const notify: Handler<'notify'> = async (parts, session, message) => {
  const data = message.data ?? null;
  const tooLarge = refuseLargeNotification(data);
  if (tooLarge !== null) {
    session.refuse(message.id, tooLarge);
    return;
  }
  const to = { role: message.role, userId: fromWireId(message.user_id) };
  const key = idempotencyKey(session, message);
  const outcome = await parts.dispatcher.notify(to, message.event, data, key);
  if (!outcome.ok) session.refuse(message.id, outcome.refusal);
  else session.ack(message.id, { seq: outcome.seq, online: parts.sessions.isOnline(to) });
};
