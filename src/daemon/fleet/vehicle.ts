import type { FixHistory } from '../../core/index.ts';
import {
  type BookingStatus,
  type DriverCard,
  type DriverView,
  toWireId,
} from '../../protocol/index.ts';
import type { CleanFix } from './position.ts';

/** The booking that a driver holds or is offered, as the position path needs it. */
export interface Trip {
  readonly bookingId: string;
  readonly riderId: string;
  readonly status: BookingStatus;
}

/** What is known of one driver. One object per driver who ever held a token: bounded by them. */
export interface Vehicle {
  readonly driverId: string;
  card: DriverCard | null;
  trip: Trip | null;
  offer: Trip | null;
  fix: CleanFix | null;
  receivedAtMs: number;
  history: FixHistory | null;
}

function stateOf({ trip, offer }: Vehicle): DriverView['state'] {
  if (trip !== null) return 'busy';
  return offer === null ? 'free' : 'offered';
}

/** A driver as the map and the lists show them. */
export function vehicleView(vehicle: Vehicle, isOnline: boolean): DriverView {
  const { fix, trip, offer, card } = vehicle;
  const booking = trip ?? offer;
  return {
    driver_id: toWireId(vehicle.driverId),
    ...(card?.name !== undefined && { name: card.name }),
    ...(card?.vehicle !== undefined && { vehicle: card.vehicle }),
    online: isOnline,
    state: stateOf(vehicle),
    ...(booking !== null && { booking_id: toWireId(booking.bookingId) }),
    ...(fix !== null && {
      latitude: fix.latitude,
      longitude: fix.longitude,
      ...(fix.heading !== undefined && { heading: fix.heading }),
      ...(fix.speed !== undefined && { speed: fix.speed }),
      ...(fix.accuracy !== undefined && { accuracy: fix.accuracy }),
      timestamp: fix.timestamp,
      received_at: vehicle.receivedAtMs,
    }),
  };
}
