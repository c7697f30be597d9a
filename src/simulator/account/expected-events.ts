import {
  type BookingStatus,
  fromWireId,
  stageOf,
  type TransitionView,
  type WireId,
} from '../../protocol/index.ts';
import type { BookingEvent } from './booking-event.ts';

/** The log of one booking of the run, oldest row first. */
export interface BookingLog {
  readonly bookingId: string;
  readonly riderId: string;
  readonly rows: readonly TransitionView[];
}

/**
 * Who must have been told what, by the contract and not by the daemon's own rules: the rider of
 * every step; the driver who held the booking before it and the one who holds it after; whoever is
 * newly asked is told the trip instead of its status.
 */
export function expectedEvents({ bookingId, riderId, rows }: BookingLog): BookingEvent[] {
  let holder: string | null = null;
  return rows.flatMap(({ to, version, driver_id }) => {
    const before = holder;
    const after = holderAfter(before, to, driver_id);
    holder = after;
    const isAsked = (driverId: string) => to === 'assigned' && driverId === after;
    const drivers = [...new Set([before, after])].filter((id) => id !== null);
    return [
      { user: `rider:${riderId}`, type: 'status_update' as const, bookingId, version },
      ...drivers.map((driverId) => ({
        user: `driver:${driverId}`,
        type: isAsked(driverId) ? ('driver_assigned' as const) : ('status_update' as const),
        bookingId,
        version,
      })),
    ];
  });
}

function holderAfter(
  before: string | null,
  to: BookingStatus,
  driverId: WireId | undefined,
): string | null {
  if (to === 'assigned') return driverId === undefined ? null : fromWireId(driverId);
  return stageOf(to) === 'free' ? null : before;
}
