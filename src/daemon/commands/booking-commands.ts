import type {
  Actor,
  AssignCommand,
  RateCommand,
  RequestCommand,
  RespondCommand,
  StatusCommand,
} from '../../core/index.ts';
import { type ClientMessageOf, fromWireId, type Refusal } from '../../protocol/index.ts';
import { makeBookingId } from './booking-id.ts';

/**
 * Turns what a socket or an HTTP body says into a command of the core. Nothing is decided here: an
 * id that the actor may not use is passed on, so that the rules refuse it in one place.
 */

export type Mapped<Command> =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly refusal: Refusal };

/** A rider asks for themself and gets a new id; an admin names the rider and may choose the id. */
export function requestCommand(
  message: Omit<ClientMessageOf<'request_booking'>, 'type'>,
  actor: Actor,
  makeId: () => string = makeBookingId,
): Mapped<RequestCommand> {
  if (actor.role === 'admin' && message.rider_id === undefined) return riderIsMissing();
  const chosenId = actor.role === 'admin' ? message.booking_id : undefined;
  const command: RequestCommand = {
    kind: 'request',
    bookingId: chosenId === undefined ? makeId() : fromWireId(chosenId),
    riderId: message.rider_id === undefined ? actor.userId : fromWireId(message.rider_id),
    pickupLocation: message.pickup_location,
    dropoffLocation: message.dropoff_location,
    pickup: message.pickup,
    dropoff: message.dropoff,
    note: message.note,
  };
  return { ok: true, command };
}

function riderIsMissing(): Mapped<never> {
  const refusal: Refusal = {
    code: 'invalid_message',
    message: '/rider_id: is missing; an admin names the rider the booking is for',
    details: { path: '/rider_id' },
  };
  return { ok: false, refusal };
}

export function assignCommand(
  message: Omit<ClientMessageOf<'assign_driver'>, 'type'>,
): AssignCommand {
  return {
    kind: 'assign',
    bookingId: fromWireId(message.booking_id),
    driverId: fromWireId(message.driver_id),
    riderId: message.rider_id === undefined ? undefined : fromWireId(message.rider_id),
    places: {
      pickupLocation: message.pickup_location,
      dropoffLocation: message.dropoff_location,
      pickup: message.pickup,
      dropoff: message.dropoff,
      note: message.note,
    },
    timeoutMs: message.timeout_ms,
    force: message.force,
  };
}

export function respondCommand(
  message: Omit<ClientMessageOf<'driver_response'>, 'type'>,
): RespondCommand {
  return {
    kind: 'respond',
    bookingId: fromWireId(message.booking_id),
    response: message.response,
    reason: message.reason,
  };
}

export function statusCommand(
  message: Omit<ClientMessageOf<'status_update'>, 'type'>,
): StatusCommand {
  return {
    kind: 'status',
    bookingId: fromWireId(message.booking_id),
    status: message.status,
    message: message.message,
    reason: message.reason,
  };
}

export function rateCommand(message: Omit<ClientMessageOf<'rate_booking'>, 'type'>): RateCommand {
  return {
    kind: 'rate',
    bookingId: fromWireId(message.booking_id),
    rating: message.rating,
    comment: message.comment,
  };
}
