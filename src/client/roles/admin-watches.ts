import type {
  DriverView,
  EventView,
  ServerMessageOf,
  StatsView,
  WireId,
} from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import type { Bbox, RoomName } from '../rooms.ts';
import { BookingsBoard, type BookingsListener } from './bookings-board.ts';

/** Stops listening, and leaves the room unless others still watch it. */
export type StopWatching = () => Promise<void>;

/**
 * Rooms as a dispatcher watches them. Each begins with the state of the room, again after every
 * reconnection. Resolves once the daemon has let this client in.
 */
export interface AdminWatches {
  /**
   * Drivers that changed, or are in the room's state, and those who do not exist any more.
   * `bbox`: west, south, east, north.
   */
  watchFleet(
    listener: (drivers: readonly DriverView[], gone: readonly WireId[]) => void,
    options?: { readonly bbox?: Bbox },
  ): Promise<StopWatching>;
  /** Open bookings, merged: nothing that is older than what was shown. */
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
        stateOf('fleet', ({ drivers }) => drivers && listener(drivers, [])),
        client.on('fleet_update', ({ drivers, gone = [] }) => listener(drivers, gone)),
      ]),
    watchBookings: (listener) => {
      const board = new BookingsBoard(bookingsMax, listener);
      return watch(client, 'bookings', {}, [
        client.on('authenticated', ({ epoch }) => board.begin(epoch)),
        client.on('status', ({ state }) => state === 'offline' && board.interrupt()),
        stateOf('bookings', ({ bookings = [] }) => board.show(bookings)),
        stateOf('bookings', ({ more }) => more || board.settle()),
        client.on('booking', ({ booking }) => board.show([booking])),
        client.on('status_update', (step) => board.change(step)),
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
  let isOver = false;
  return async () => {
    if (isOver) return;
    isOver = true;
    stopListening();
    await client.leaveRoom(room).catch((error: unknown) => {
      // Whoever is gone is in no room, which is all that was asked for.
      if (!hasEnded(client)) throw error;
    });
  };
}

function hasEnded({ status: { state } }: Client): boolean {
  return state === 'closed' || state === 'refused';
}
