import { type ConnectionView, toWireId, type UserKey } from '../../protocol/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { SessionDirectory, SessionFilter } from '../services.ts';
import type { BookingWatchers } from './booking-watchers.ts';
import type { Session } from './session.ts';
import type { SessionRegistry } from './session-registry.ts';

/** The live connections as operators see them. */
export function sessionDirectory(
  registry: SessionRegistry,
  watchers: BookingWatchers,
  bus: Bus,
): SessionDirectory {
  const matching = (filter: SessionFilter) =>
    [...registry.all(), ...watchers.all()].filter((session) => matches(session, filter));
  return {
    isOnline: (user: UserKey) => registry.isOnline(user),
    list: (filter) => matching(filter).map(viewOf),
    kick(filter, { reconnect, reason }) {
      const sessions = matching(filter);
      for (const session of sessions) {
        session.close(reconnect ? 'resync' : 'not_allowed', reason);
        bus.publish('kicked', { user: session.user, reason });
      }
      return sessions.length;
    },
  };
}

function matches(session: Session, filter: SessionFilter): boolean {
  return (
    (filter.session === undefined || session.id === filter.session) &&
    (filter.role === undefined || session.user.role === filter.role) &&
    (filter.userId === undefined || session.user.userId === filter.userId)
  );
}

function viewOf(session: Session): ConnectionView {
  return {
    session: session.id,
    user_id: toWireId(session.user.userId),
    role: session.user.role,
    ...(session.identity.name !== null && { name: session.identity.name }),
    address: session.address,
    ...(session.device !== null && { device: session.device }),
    ...(session.client !== null && session.client !== '' && { client: session.client }),
    since: session.openedAtMs,
    messages_in: session.messagesIn,
    messages_out: session.messagesOut,
    buffered_bytes: session.bufferedBytes,
    rooms: [...session.rooms],
  };
}
