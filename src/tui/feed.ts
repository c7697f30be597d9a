import { adminClient, type Client, type ConnectionStatus } from '../client/index.ts';
import type { Clock } from '../clock/index.ts';
import { assertNever } from '../protocol/assert-never.ts';
import { fromWireId, type ServerMessageType } from '../protocol/index.ts';
import type { Link } from './model/link.ts';
import type { RoomName } from './model/room.ts';
import type { Happening } from './model/update.ts';
import type { Store } from './store.ts';

const HEARD = [
  'authenticated',
  'room_joined',
  'stats',
  'event',
  'fleet_update',
] as const satisfies readonly ServerMessageType[];

/** Joins `rooms` and folds what the client hears into the store. The answer ends that. */
export function feedStore(
  store: Store,
  client: Client,
  rooms: readonly RoomName[],
  clock: Clock,
): () => void {
  let isOver = false;
  const fold = (happening: Happening) => {
    if (!isOver) store.fold(happening);
  };
  const foldLink = (status: ConnectionStatus) => {
    const link = linkOf(status, clock);
    if (link !== null) fold({ kind: 'link', link });
  };
  client.on('status', foldLink);
  for (const type of HEARD) client.on(type, (message) => fold({ kind: 'message', message }));
  foldLink(client.status);
  for (const room of rooms) {
    const joining = room === 'bookings' ? watchBookings(client, fold) : client.joinRoom(room);
    joining.catch((error: unknown) => {
      fold({ kind: 'room_refused', room, reason: reasonOf(error) });
    });
  }
  return () => {
    isOver = true;
  };
}

function watchBookings(client: Client, fold: (happening: Happening) => void): Promise<unknown> {
  return adminClient(client).watchBookings({
    bookings: (bookings) => fold({ kind: 'bookings', bookings }),
    changed: (_, booking) => fold({ kind: 'bookings', bookings: [booking] }),
    settled: (open) => {
      const openIds = open.map(({ booking_id }) => fromWireId(booking_id));
      fold({ kind: 'bookings_settled', openIds });
    },
  });
}

/** The client's status as the dashboard tells it; null once this side has closed. */
function linkOf(status: ConnectionStatus, clock: Clock): Link | null {
  switch (status.state) {
    case 'connecting':
      return status.attempt === 1
        ? { state: 'connecting' }
        : { state: 'reconnecting', attempt: status.attempt - 1, nextAtMs: null };
    case 'live':
    case 'stale':
      // The age of the figures says it sooner than the heartbeat does.
      return { state: 'live' };
    case 'offline':
      return { state: 'reconnecting', attempt: status.attempt, nextAtMs: nextAt(status, clock) };
    case 'refused':
      return { state: 'refused', reason: status.reason ?? 'the daemon gave no reason' };
    case 'closed':
      return null;
    default:
      return assertNever(status.state);
  }
}

/** From the wall clock to the monotonic one, so that setting the wall clock moves no countdown. */
function nextAt({ nextRetryAt }: ConnectionStatus, clock: Clock): number | null {
  return nextRetryAt === undefined ? null : clock.monotonic() + nextRetryAt - clock.now();
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
