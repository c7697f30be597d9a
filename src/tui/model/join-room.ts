import { assertNever } from '../../protocol/assert-never.ts';
import type { ServerMessageOf } from '../../protocol/index.ts';
import { withDrivers } from './drivers.ts';
import { withEvents } from './events.ts';
import type { Model } from './model.ts';
import { isRoomName, type RoomName, type RoomState } from './room.ts';
import { withStats } from './stats.ts';

type RoomPage = ServerMessageOf<'room_joined'>;

/**
 * The first page replaces what an earlier connection showed, the following ones add to it. Those
 * of `bookings` come merged with their steps, from the client library.
 */
export function joinRoom(model: Model, page: RoomPage, atMs: number): Model {
  if (!isRoomName(page.room)) return model;
  const isFirst = model.rooms[page.room].state !== 'paging';
  const joined = withRoom(model, page.room, { state: page.more ? 'paging' : 'joined' });
  switch (page.room) {
    case 'stats':
      return page.stats === undefined ? joined : withStats(joined, page.stats, atMs);
    case 'bookings':
      return joined;
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
