import { describe, expect, it } from 'vitest';
import { type Announcement, type Booking, replay, type Transition } from '../../core/index.ts';
import { compileSchema } from '../../protocol/decode.ts';
import type { DriverCard } from '../../protocol/index.ts';
import { SERVER_MESSAGES } from '../../protocol/schemas/server-messages.ts';
import { BookingView, SnapshotBooking, TransitionView } from '../../protocol/schemas/views.ts';
import type { CommittedStep } from '../store/store.ts';
import { bookingView, snapshotBooking } from './booking-view.ts';
import { renderDelivery, renderStatusUpdate } from './render-delivery.ts';
import { transitionView } from './transition-view.ts';

const PLACES = {
  pickupLocation: 'Plaza',
  dropoffLocation: 'Pier',
  pickup: { latitude: 12.9, longitude: 124.1 },
  dropoff: null,
  note: null,
};
const ROW = { bookingId: '41', at: 1_000, reason: null, message: null, position: null };
const LOG: readonly Transition[] = [
  {
    ...ROW,
    from: null,
    to: 'pending',
    version: 1,
    round: 0,
    by: 'rider',
    actorId: 'R-9',
    driverId: null,
    riderId: 'R-9',
    places: PLACES,
  },
  {
    ...ROW,
    from: 'pending',
    to: 'assigned',
    version: 2,
    round: 1,
    by: 'admin',
    actorId: '1',
    driverId: '7',
    places: PLACES,
    expiresAt: 61_000,
  },
  {
    ...ROW,
    from: 'assigned',
    to: 'accepted',
    version: 3,
    round: 1,
    by: 'driver',
    actorId: '7',
    driverId: '7',
  },
];
const CARD: DriverCard = { driver_id: 7, name: 'Ana' };

/** The booking after so many rows, with the last of them. */
function stepAt(version: number): CommittedStep {
  const transition = LOG[version - 1];
  const booking = replay(LOG.slice(0, version));
  if (transition === undefined || booking === null) throw new Error('no such step');
  return { transition, booking, driver: booking.driverId === null ? null : CARD };
}
const to = (role: 'rider' | 'driver', kind: Announcement['kind']): Announcement => ({
  to: { role, userId: '1' },
  kind,
});

describe('a delivery', () => {
  it('tells the driver what the trip is', () => {
    const message = renderDelivery(to('driver', 'driver_assigned'), stepAt(2));
    expect(message).toEqual({
      type: 'driver_assigned',
      booking_id: 41,
      rider_id: 'R-9',
      pickup_location: 'Plaza',
      dropoff_location: 'Pier',
      pickup: PLACES.pickup,
      version: 2,
      expires_at: 61_000,
    });
    expect(compileSchema(SERVER_MESSAGES.driver_assigned.schema).Check(message)).toBe(true);
  });

  it('tells the rider of the driver once they have accepted, not before', () => {
    const [asked, accepted] = [2, 3].map((version) =>
      renderDelivery(to('rider', 'status_update'), stepAt(version)),
    );
    expect(asked).toEqual({
      type: 'status_update',
      booking_id: 41,
      status: 'assigned',
      timestamp: 1_000,
      version: 2,
      by: 'admin',
    });
    expect(accepted).toMatchObject({ status: 'accepted', by: 'driver', driver: CARD });
    expect(compileSchema(SERVER_MESSAGES.status_update.schema).Check(accepted)).toBe(true);
  });

  it('shows the driver to admins from the assignment on, and not to the driver', () => {
    expect(renderStatusUpdate(stepAt(2), 'admin')).toMatchObject({ driver: CARD });
    expect(renderStatusUpdate(stepAt(3), 'driver')).not.toHaveProperty('driver');
    expect(renderStatusUpdate(stepAt(1), 'admin')).not.toHaveProperty('driver');
  });

  it('tells admins, and nobody else, when an offer ends', () => {
    expect(renderStatusUpdate(stepAt(2), 'admin')).toMatchObject({ expires_at: 61_000 });
    expect(renderStatusUpdate(stepAt(3), 'admin')).not.toHaveProperty('expires_at');
    expect(renderStatusUpdate(stepAt(2), 'rider')).not.toHaveProperty('expires_at');
  });

  it('carries what was said with the step', () => {
    const { booking, driver, transition } = stepAt(3);
    const said = { ...transition, reason: 'late', message: 'five minutes' };
    const message = renderStatusUpdate({ booking, driver, transition: said }, 'rider');
    expect(message).toMatchObject({ reason: 'late', message: 'five minutes' });
  });
});

describe('a view', () => {
  const rated = (booking: Booking): Booking => ({
    ...booking,
    rating: { rating: 4, comment: null, at: 2_000 },
  });

  it('shows admins everything that is known, and leaves out the rest', () => {
    const view = bookingView(rated(stepAt(2).booking), null);
    expect(view).toEqual({
      booking_id: 41,
      rider_id: 'R-9',
      driver_id: 7,
      driver: { driver_id: 7 },
      status: 'assigned',
      version: 2,
      round: 1,
      pickup_location: 'Plaza',
      dropoff_location: 'Pier',
      pickup: PLACES.pickup,
      requested_at: 1_000,
      updated_at: 1_000,
      expires_at: 61_000,
      rating: 4,
    });
    expect(compileSchema(BookingView).Check(view)).toBe(true);
  });

  it('shows users their driver during the trip, and an end only while there is an offer', () => {
    const [offered, held] = [2, 3].map((version) => snapshotBooking(stepAt(version).booking, CARD));
    expect(offered).toMatchObject({ status: 'assigned', expires_at: 61_000 });
    expect(offered).not.toHaveProperty('driver');
    expect(held).toMatchObject({ status: 'accepted', driver: CARD });
    expect(held).not.toHaveProperty('expires_at');
    expect(compileSchema(SnapshotBooking).Check(held)).toBe(true);
  });

  it('shows a row of the log, with the role but no id for the system', () => {
    const first = transitionView(stepAt(1).transition);
    expect(first).toMatchObject({ booking_id: 41, from: null, to: 'pending', by_id: 'R-9' });
    expect(compileSchema(TransitionView).Check(first)).toBe(true);
    const system = { ...stepAt(3).transition, by: 'system', actorId: 'system' } as const;
    expect(transitionView(system)).not.toHaveProperty('by_id');
  });
});
