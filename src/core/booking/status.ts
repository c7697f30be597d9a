import type { BookingStatus } from '../../protocol/index.ts';

/** Somebody may still do something about the booking. A rider has at most one of these. */
export const OPEN_STATUSES = [
  'pending',
  'assigned',
  'declined',
  'accepted',
  'on_way',
  'arrived',
  'started',
] as const satisfies readonly BookingStatus[];

/** A driver waits to be asked whether they want it. A driver has at most one of these. */
export const OFFERED_STATUSES = ['assigned'] as const satisfies readonly BookingStatus[];

/** A driver has said yes and is busy with it. A driver has at most one of these. */
export const HELD_STATUSES = [
  'accepted',
  'on_way',
  'arrived',
  'started',
] as const satisfies readonly BookingStatus[];

const OPEN: ReadonlySet<BookingStatus> = new Set(OPEN_STATUSES);
const HELD: ReadonlySet<BookingStatus> = new Set(HELD_STATUSES);

export function isFinal(status: BookingStatus): boolean {
  return !OPEN.has(status);
}

/** Also the time in which the rider follows the driver's position. */
export function isHeld(status: BookingStatus): boolean {
  return HELD.has(status);
}

/** Whether the rider may know who the driver is. */
export function showsDriverToRider(status: BookingStatus): boolean {
  return isHeld(status) || status === 'completed';
}
