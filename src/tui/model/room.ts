/** The rooms that the dashboard watches. */
export const ROOMS = ['stats', 'bookings', 'events', 'fleet'] as const;
export type RoomName = (typeof ROOMS)[number];

export type RoomState =
  | { readonly state: 'waiting' }
  /** Some pages of its state are here, more follow. */
  | { readonly state: 'paging' }
  | { readonly state: 'joined' }
  | { readonly state: 'refused'; readonly reason: string };

export type Rooms = Readonly<Record<RoomName, RoomState>>;

const WAITING: RoomState = { state: 'waiting' };

export const NO_ROOMS: Rooms = {
  stats: WAITING,
  bookings: WAITING,
  events: WAITING,
  fleet: WAITING,
};

export function isRoomName(room: string): room is RoomName {
  return (ROOMS as readonly string[]).includes(room);
}
