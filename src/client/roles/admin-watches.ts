import type {
  BookingView,
  DriverView,
  EventView,
  ServerMessageOf,
  StatsView,
} from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import type { Bbox, RoomName } from '../rooms.ts';
import { ShownVersions } from './shown-versions.ts';

/** Stops listening and leaves the room. */
export type StopWatching = () => Promise<void>;

export interface BookingsListener {
  /** A booking in full: from the state of the room, or new to it. */
  readonly booking: (booking: BookingView) => void;
  /** A step of a booking, unless something newer was shown already. */
  readonly changed: (update: ServerMessageOf<'status_update'>) => void;
}

/**
 * Rooms as a dispatcher watches them. Each begins with the state of the room, again after every
 * reconnection. Resolves once the daemon has let this client in.
 */
export interface AdminWatches {
  /** Drivers that changed, or are in the room's state. `bbox`: west, south, east, north. */
  watchFleet(
    listener: (drivers: readonly DriverView[]) => void,
    options?: { readonly bbox?: Bbox },
  ): Promise<StopWatching>;
  watchBookings(listener: BookingsListener): Promise<StopWatching>;
  watchStats(listener: (stats: StatsView) => void): Promise<StopWatching>;
  watchEvents(listener: (event: EventView) => void): Promise<StopWatching>;
}

type Stop = () => void;

export function adminWatches(client: Client, bookingsMax: number): AdminWatches {
  const stateOf = (room: RoomName, show: (page: ServerMessageOf<'room_joined'>) => void): Stop =>
    client.on('room_joined', (page) => {
      if (page.room === room) show(page);
    });

  return {
    watchFleet: (listener, options) =>
      watch(client, 'fleet', options, [
        stateOf('fleet', ({ drivers }) => drivers && listener(drivers)),
        client.on('fleet_update', ({ drivers }) => listener(drivers)),
      ]),
    watchBookings: ({ booking, changed }) => {
      const shown = new ShownVersions(bookingsMax);
      const show = (view: BookingView) => {
        shown.isNews(view.booking_id, view.version);
        booking(view);
      };
      return watch(client, 'bookings', {}, [
        client.on('authenticated', ({ epoch }) => shown.begin(epoch)),
        stateOf('bookings', ({ bookings = [] }) => bookings.forEach(show)),
        client.on('booking', (message) => show(message.booking)),
        client.on('status_update', (update) => {
          if (shown.isNews(update.booking_id, update.version)) changed(update);
        }),
      ]);
    },
    watchStats: (listener) =>
      watch(client, 'stats', {}, [
        stateOf('stats', ({ stats }) => stats && listener(stats)),
        client.on('stats', ({ stats }) => listener(stats)),
      ]),
    watchEvents: (listener) =>
      watch(client, 'events', {}, [
        stateOf('events', ({ events = [] }) => {
          for (const event of events) listener(event);
        }),
        client.on('event', ({ event }) => listener(event)),
      ]),
  };
}

/** Listens first and joins then, so that the state is not missed. */
async function watch(
  client: Client,
  room: RoomName,
  options: { readonly bbox?: Bbox } | undefined,
  stops: readonly Stop[],
): Promise<StopWatching> {
  const stopListening = () => {
    for (const stop of stops) stop();
  };
  try {
    await client.joinRoom(room, options);
  } catch (error) {
    stopListening();
    throw error;
  }
  return async () => {
    stopListening();
    await client.leaveRoom(room);
  };
}
