import { assertNever } from '../../client/assert-never.ts';
import { type AnyServerMessage, fromWireId } from '../../protocol/index.ts';
import { type StatusUpdate, withBookings, withoutEnded, withStatus } from './bookings.ts';
import { withEntries } from './bounded.ts';
import { withDrivers } from './drivers.ts';
import { withEvents } from './events.ts';
import { joinRoom, withRoom } from './join-room.ts';
import type { Link } from './link.ts';
import { MODEL_LIMITS, type Model } from './model.ts';
import { NO_ROOMS, type RoomName } from './room.ts';
import { withStats } from './stats.ts';

/** What can happen to the model. */
export type Happening =
  | { readonly kind: 'message'; readonly message: AnyServerMessage }
  | { readonly kind: 'link'; readonly link: Link }
  | { readonly kind: 'room_refused'; readonly room: RoomName; readonly reason: string }
  /** Time passes: what only lingered goes. */
  | { readonly kind: 'tick' };

/** The model after something happened at `atMs` (monotonic). */
export function update(model: Model, happening: Happening, atMs: number): Model {
  switch (happening.kind) {
    case 'message':
      return receive(model, happening.message, atMs);
    case 'link':
      return changeLink(model, happening.link, atMs);
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
    case 'booking':
      return { ...model, bookings: withBookings(model.bookings, [message.booking], atMs) };
    case 'status_update':
      return changeBooking(model, message, atMs);
    case 'event':
      return { ...model, events: withEvents(model.events, [message.event]) };
    case 'fleet_update':
      return { ...model, drivers: withDrivers(model.drivers, message.drivers) };
    default:
      // The other messages belong to drivers, riders and the client library.
      return model;
  }
}

/** Without a link the rooms are gone; what they showed stays until they begin again. */
function changeLink(model: Model, link: Link, atMs: number): Model {
  const isNew = link.state === 'live' && model.link.state !== 'live';
  if (link.state === 'live' && !isNew) return model;
  const liveSinceMs = isNew ? atMs : model.liveSinceMs;
  return { ...model, link, liveSinceMs, rooms: NO_ROOMS, earlyUpdates: new Map() };
}

function changeBooking(model: Model, update: StatusUpdate, atMs: number): Model {
  const bookings = withStatus(model.bookings, update, atMs);
  const id = fromWireId(update.booking_id);
  if (model.bookings.has(id) || model.rooms.bookings.state === 'joined') {
    return { ...model, bookings };
  }
  const early = withEntries(model.earlyUpdates, [[id, update]], MODEL_LIMITS.earlyUpdatesMax);
  return { ...model, earlyUpdates: early };
}
