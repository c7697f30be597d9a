import { CLOSES, type ServerMessageOf } from '../protocol/index.ts';
import { ClientError, fromWireError } from './client-error.ts';
import { closeMeaning, closeName } from './connection/close-reason.ts';
import type { ConnectionStatus } from './connection/connection-status.ts';

/** Why nothing can be asked any more; null while it can. */
export function refusalOf(
  status: ConnectionStatus,
  lastError: ServerMessageOf<'error'> | null,
): ClientError | null {
  if (status.state === 'closed') return new ClientError('closed', 'the client is closed');
  if (status.state !== 'refused') return null;
  // Whatever it was, nothing that this client asks will succeed later.
  if (lastError !== null) return fromWireError({ ...lastError, temporary: false });
  const { code = CLOSES.not_allowed.code, reason = closeMeaning(code) } = status;
  return new ClientError(closeName(code) ?? 'not_allowed', reason);
}

export function unreachable(status: ConnectionStatus): ClientError {
  const { reason = 'no connection' } = status;
  return new ClientError('unreachable', reason, { temporary: true });
}
