import { fromWireId } from '../../../protocol/index.ts';
import { refuseLargeNotification } from '../../commands/notification-size.ts';
import { answer, type OperationHandler } from '../operation.ts';

export const notify: OperationHandler<'notify'> = async ({ services, body, key }) => {
  const data = body.data ?? null;
  const tooLarge = refuseLargeNotification(data);
  if (tooLarge !== null) return { ok: false, refusal: tooLarge };
  const to = { role: body.role, userId: fromWireId(body.user_id) };
  const outcome = await services.dispatcher.notify(to, body.event, data, key);
  if (!outcome.ok) return outcome;
  return answer({ seq: outcome.seq, online: services.sessions.isOnline(to) });
};
