import { fromWireId } from '../../../protocol/index.ts';
import type { SessionFilter } from '../../services.ts';
import { noteOperation } from '../note-operation.ts';
import { answer, type OperationCall, type OperationHandler, refuse } from '../operation.ts';

export const listConnections: OperationHandler<'listConnections'> = ({ services, query }) =>
  answer({ connections: [...services.sessions.list(filterOf(query))] });

export const closeConnections: OperationHandler<'closeConnections'> = ({
  services,
  user,
  query,
}) => {
  const isNamed =
    query.session !== undefined || (query.role !== undefined && query.user_id !== undefined);
  if (!isNamed) {
    const message = 'query: say whose, by session or by role and user_id';
    return refuse('invalid_message', message, { path: '/session' });
  }
  const options = { reconnect: query.reconnect ?? false, reason: 'closed by an administrator' };
  const closed = services.sessions.kick(filterOf(query), options);
  const fields = { ...query, closed };
  noteOperation({ services, user }, 'operator.kicked', `closed ${closed} connections`, fields);
  return answer({ closed });
};

function filterOf(query: OperationCall<'listConnections'>['query']): SessionFilter {
  const { session, role, user_id } = query;
  return {
    ...(session === undefined ? {} : { session }),
    ...(role === undefined ? {} : { role }),
    ...(user_id === undefined ? {} : { userId: fromWireId(user_id) }),
  };
}
