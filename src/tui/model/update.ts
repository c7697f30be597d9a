import { assertNever } from '../../client/assert-never.ts';
import {
  type AnyServerMessage,
  type DriverView,
  type EventView,
  fromWireId,
  type ServerMessageOf,
  type StatsView,
} from '../../protocol/index.ts';
import {
  heardSince,
  type StatusUpdate,
  withBookings,
  withoutEnded,
  withStatus,
} from './bookings.ts';
import { withEntries } from './bounded.ts';
import { recordRates } from './history.ts';
import type { Link } from './link.ts';
import { MODEL_LIMITS, type Model } from './model.ts';
import { isRoomName, NO_ROOMS, type RoomName, type RoomState } from './room.ts';

type RoomPage = ServerMessageOf<'room_joined'>;

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

/** The first page replaces what an earlier connection showed, the following ones add to it. */
function joinRoom(model: Model, page: RoomPage, atMs: number): Model {
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

function pageBookings(model: Model, page: RoomPage, isFirst: boolean, atMs: number): Model {
  const before = isFirst ? heardSince(model.bookings, model.liveSinceMs) : model.bookings;
  const paged = withBookings(before, page.bookings ?? [], atMs);
  const bookings = [...model.earlyUpdates.values()].reduce(
    (each, early) => withStatus(each, early, atMs),
    paged,
  );
  return { ...model, bookings, earlyUpdates: page.more ? model.earlyUpdates : new Map() };
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
