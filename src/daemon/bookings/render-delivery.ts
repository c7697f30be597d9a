import { type Announcement, assertNever, showsDriverToRider } from '../../core/index.ts';
import {
  type DurableMessage,
  type Role,
  type ServerMessageOf,
  toWireId,
} from '../../protocol/index.ts';
import type { CommittedStep } from '../store/store.ts';
import { knownFields, placeFields } from './wire-fields.ts';

/** The message that one user is sent about a step, without its number. */
export function renderDelivery(announcement: Announcement, step: CommittedStep): DurableMessage {
  switch (announcement.kind) {
    case 'driver_assigned':
      return renderDriverAssigned(step);
    case 'status_update':
      return renderStatusUpdate(step, announcement.to.role);
    default:
      return assertNever(announcement.kind);
  }
}

/** A step as a user of this role may see it: riders see their driver only during the trip. */
export function renderStatusUpdate(
  { transition, booking, driver }: CommittedStep,
  to: Role,
): ServerMessageOf<'status_update'> {
  const mayKnowDriver = to === 'rider' ? showsDriverToRider(booking.status) : to === 'admin';
  return {
    type: 'status_update',
    ...knownFields({
      booking_id: toWireId(booking.bookingId),
      status: transition.to,
      message: transition.message,
      reason: transition.reason,
      timestamp: transition.at,
      version: transition.version,
      by: transition.by,
      driver: mayKnowDriver ? driver : null,
      expires_at: to === 'admin' && transition.to === 'assigned' ? booking.expiresAt : null,
    }),
  };
}

function renderDriverAssigned({
  booking,
  transition,
}: CommittedStep): ServerMessageOf<'driver_assigned'> {
  return {
    type: 'driver_assigned',
    booking_id: toWireId(booking.bookingId),
    rider_id: toWireId(booking.riderId),
    ...placeFields(booking),
    version: booking.version,
    // An assignment has an end always; `at` only satisfies the compiler's doubt.
    expires_at: booking.expiresAt ?? transition.at,
  };
}
