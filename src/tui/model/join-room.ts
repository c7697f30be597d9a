import { assertNever } from '../../client/assert-never.ts';
import type { ServerMessageOf } from '../../protocol/index.ts';
import { heardSince, withBookings, withStatus } from './bookings.ts';
import { withDrivers } from './drivers.ts';
import { withEvents } from './events.ts';
import type { Model } from './model.ts';
import { isRoomName, type RoomName, type RoomState } from './room.ts';
import { withStats } from './stats.ts';

type RoomPage = ServerMessageOf<'room_joined'>;

/** The first page replaces what an earlier connection showed, the following ones add to it. */
export function joinRoom(model: Model, page: RoomPage, atMs: number): Model {
  if (!isRoomName(page.room)) return model;
  const isFirst = model.rooms[page.room].state !== 'paging';
  const joined = withRoom(model, page.room, { state: page.more ? 'paging' : 'joined' });
  switch (page.room) {
    case 'stats':
      return page.stats === undefined ? joined : withStats(joined, page.stats, atMs);
    case 'bookings':
      return pageBookings(joined, page, isFirst, atMs);
    case 'events':
      return { ...joined, events: withEvents(isFirst ? [] : model.events, page.events ?? []) };
    case 'fleet': {
      const before = isFirst ? new Map() : model.drivers;
      return { ...joined, drivers: withDrivers(before, page.drivers ?? []) };
    }
    default:
      return assertNever(page.room);
  }
}

export function withRoom(model: Model, room: RoomName, state: RoomState): Model {
  return { ...model, rooms: { ...model.rooms, [room]: state } };
}

/** What was heard live in this connection is newer than the page, and stays. */
function pageBookings(model: Model, page: RoomPage, isFirst: boolean, atMs: number): Model {
  const before = isFirst ? heardSince(model.bookings, model.liveSinceMs) : model.bookings;
  const paged = withBookings(before, page.bookings ?? [], atMs);
  const bookings = [...model.earlyUpdates.values()].reduce(
    (each, early) => withStatus(each, early, atMs),
    paged,
  );
  return { ...model, bookings, earlyUpdates: page.more ? model.earlyUpdates : new Map() };
}
