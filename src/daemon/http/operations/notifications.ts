import { fromWireId, PROTOCOL_LIMITS } from '../../../protocol/index.ts';
import { answer, type OperationHandler, refuse } from '../operation.ts';

export const notify: OperationHandler<'notify'> = async ({ services, body, key }) => {
  const data = body.data ?? null;
  const { notificationDataBytesMax } = PROTOCOL_LIMITS;
  if (Buffer.byteLength(JSON.stringify(data)) > notificationDataBytesMax) {
    const message = `/data: must not be larger than ${notificationDataBytesMax} bytes of JSON`;
    return refuse('payload_too_large', message, { path: '/data' });
  }
  const to = { role: body.role, userId: fromWireId(body.user_id) };
  const outcome = await services.dispatcher.notify(to, body.event, data, key);
  if (!outcome.ok) return outcome;
  return answer({ seq: outcome.seq, online: services.sessions.isOnline(to) });
};
