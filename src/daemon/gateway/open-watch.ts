import { isFinal } from '../../core/index.ts';
import { admit } from './admit.ts';
import type { AuthMessage } from './authenticate.ts';
import { greet } from './authenticated.ts';
import type { Connection } from './connection.ts';
import { makeRoom } from './make-room.ts';
import type { Parts } from './parts.ts';
import type { Session } from './session.ts';
import { snapshotOf } from './snapshot.ts';

/** Opens the session of a `--booking` token, which sees one booking and has no stream. */
export async function openWatch(
  parts: Parts,
  connection: Connection,
  session: Session,
  bookingId: string,
  message: AuthMessage,
): Promise<void> {
  const present = parts.watchers.of(bookingId);
  if (!makeRoom(session, present, parts, message.id)) return;
  parts.watchers.add(session, bookingId);
  connection.onEnd = () => parts.watchers.remove(session);
  const booking = await parts.store.booking(bookingId);
  const snapshot = await snapshotOf(parts, booking === null ? [] : [booking]);
  if (connection.isClosed) return;
  const position = { from: 0, newestSeq: 0, resumed: false };
  admit(connection, session, [...greet(parts, session, message.id, position), snapshot]);
  if (booking !== null && isFinal(booking.status)) {
    session.close('not_allowed', 'the booking has ended');
  }
}
