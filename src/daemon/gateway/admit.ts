import type { AnyServerMessage } from '../../protocol/index.ts';
import type { Connection } from './connection.ts';
import type { Session } from './session.ts';

/** Says the first messages of a session, which is open from then on. */
export function admit(
  connection: Connection,
  session: Session,
  messages: readonly AnyServerMessage[],
): void {
  session.begin(messages);
  // They may have been too much for its socket, and then it is closed already.
  if (!connection.isClosed) connection.state = { kind: 'open', session };
}
