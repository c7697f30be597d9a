import { CLOSES, type ServerMessageOf } from '../protocol/index.ts';
import { ClientError, fromWireError } from './client-error.ts';
import type { ConnectionStatus } from './connection/connection-status.ts';

/** Why nothing can be asked any more; null while it can. */
export function refusalOf(
  status: ConnectionStatus,
  lastError: ServerMessageOf<'error'> | null,
): ClientError | null {
  if (status.state === 'closed') return new ClientError('closed', 'the client is closed');
  if (status.state !== 'refused') return null;
  if (lastError !== null) return fromWireError(lastError);
  const entry = Object.entries(CLOSES).find(([, { code }]) => code === status.code);
  return new ClientError(entry?.[0] ?? 'not_allowed', status.reason || 'the daemon refused');
}

export function unreachable(status: ConnectionStatus): ClientError {
  const text = status.reason || 'no connection';
  return new ClientError('unreachable', text, { temporary: true });
}
