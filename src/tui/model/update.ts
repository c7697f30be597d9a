import { assertNever } from '../../client/assert-never.ts';
import {
  type AnyServerMessage,
  type DriverView,
  type EventView,
  fromWireId,
  type ServerMessageOf,
  type StatsView,
} from '../../protocol/index.ts';
import { withBookings, withoutEnded, withStatus } from './bookings.ts';
import { withEntries } from './bounded.ts';
import { recordRates } from './history.ts';
import type { Link } from './link.ts';
import { MODEL_LIMITS, type Model } from './model.ts';
import { isRoomName, NO_ROOMS, type RoomName, type RoomState } from './room.ts';

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
    case 'booking':
      return { ...model, bookings: withBookings(model.bookings, [message.booking], atMs) };
    case 'status_update':
      return { ...model, bookings: withStatus(model.bookings, message, atMs) };
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
function changeLink(model: Model, link: Link): Model {
  return { ...model, link, rooms: link.state === 'live' ? model.rooms : NO_ROOMS };
}

/** The first page replaces what an earlier connection showed, the following ones add to it. */
function joinRoom(model: Model, page: ServerMessageOf<'room_joined'>, atMs: number): Model {
  if (!isRoomName(page.room)) return model;
  const isFirst = model.rooms[page.room].state !== 'paging';
  const joined = withRoom(model, page.room, { state: page.more ? 'paging' : 'joined' });
  switch (page.room) {
    case 'stats':
      return page.stats === undefined ? joined : withStats(joined, page.stats, atMs);
    case 'bookings': {
      const before = isFirst ? new Map() : model.bookings;
      return { ...joined, bookings: withBookings(before, page.bookings ?? [], atMs) };
    }
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

function withRoom(model: Model, room: RoomName, state: RoomState): Model {
  return { ...model, rooms: { ...model.rooms, [room]: state } };
}

function withStats(model: Model, stats: StatsView, atMs: number): Model {
  const { in_per_s: inPerS, out_per_s: outPerS } = stats.messages;
  const history = recordRates(model.history, atMs, { inPerS, outPerS });
  return { ...model, stats, statsAtMs: atMs, daemonTimeMs: stats.at, history };
}

function withEvents(
  events: readonly EventView[],
  more: readonly EventView[],
): readonly EventView[] {
  return [...events, ...more].slice(-MODEL_LIMITS.eventsMax);
}

function withDrivers(
  drivers: ReadonlyMap<string, DriverView>,
  changed: readonly DriverView[],
): ReadonlyMap<string, DriverView> {
  const entries = changed.map((driver) => [fromWireId(driver.driver_id), driver] as const);
  return withEntries(drivers, entries, MODEL_LIMITS.driversMax);
}
