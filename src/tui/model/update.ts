import { assertNever } from '../../protocol/assert-never.ts';
import type { AnyServerMessage, BookingView, ServerMessageOf } from '../../protocol/index.ts';
import { withBookings, withOpen, withoutEnded } from './bookings.ts';
import { withDrivers, withoutDrivers } from './drivers.ts';
import { withEvents } from './events.ts';
import { joinRoom, withRoom } from './join-room.ts';
import type { Link } from './link.ts';
import type { Model } from './model.ts';
import { NO_ROOMS, type RoomName } from './room.ts';
import { withStats } from './stats.ts';

/** What can happen to the model. */
export type Happening =
  | { readonly kind: 'message'; readonly message: AnyServerMessage }
  /** Bookings as they are now, merged by the client library. */
  | { readonly kind: 'bookings'; readonly bookings: readonly BookingView[] }
  /** The state of the room is complete: no others are open. */
  | { readonly kind: 'bookings_settled'; readonly openIds: readonly string[] }
  | { readonly kind: 'link'; readonly link: Link }
  | { readonly kind: 'room_refused'; readonly room: RoomName; readonly reason: string }
  /** Time passes: what only lingered goes. */
  | { readonly kind: 'tick' };

/** The model after something happened at `atMs` (monotonic). */
export function update(model: Model, happening: Happening, atMs: number): Model {
  switch (happening.kind) {
    case 'message':
      return receive(model, happening.message, atMs);
    case 'bookings':
      return { ...model, bookings: withBookings(model.bookings, happening.bookings, atMs) };
    case 'bookings_settled':
      return { ...model, bookings: withOpen(model.bookings, happening.openIds) };
    case 'link':
      return changeLink(model, happening.link);
    case 'room_refused':
      return withRoom(model, happening.room, { state: 'refused', reason: happening.reason });
    case 'tick':
      return { ...model, bookings: withoutEnded(model.bookings, atMs) };
    default:
      return assertNever(happening);
  }
}

function receive(model: Model, message: AnyServerMessage, atMs: number): Model {
  switch (message.type) {
    case 'authenticated':
      return { ...model, daemonTimeMs: message.server_time };
    case 'room_joined':
      return joinRoom(model, message, atMs);
    case 'stats':
      return withStats(model, message.stats, atMs);
    case 'event':
      return { ...model, events: withEvents(model.events, [message.event]) };
    case 'fleet_update':
      return changeFleet(model, message);
    default:
      // The other messages belong to drivers, riders and the client library.
      return model;
  }
}

function changeFleet(model: Model, { drivers, gone = [] }: ServerMessageOf<'fleet_update'>): Model {
  return { ...model, drivers: withoutDrivers(withDrivers(model.drivers, drivers), gone) };
}

/** Without a link the rooms are gone; what they showed stays until they begin again. */
function changeLink(model: Model, link: Link): Model {
  if (link.state === 'live' && model.link.state === 'live') return model;
  return { ...model, link, rooms: NO_ROOMS };
}
