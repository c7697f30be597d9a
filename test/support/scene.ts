import type { ClientMessageOf } from '../../src/protocol/index.ts';
import { connectAs, type Host } from './connect-as.ts';
import type { Conversation } from './conversation.ts';
import type { RawClient } from './raw-client.ts';

export const PLACES = { pickup_location: 'Public market', dropoff_location: 'San Roque chapel' };
/** What a driver reports after having accepted. */
export const STEPS = ['on_way', 'arrived', 'started', 'completed'] as const;

/** Drivers and riders get the same numbers on purpose: `driver:7` and `rider:7` are two people. */
let lastNumber = 0;

export interface Cast {
  readonly bookingId: number;
  readonly driverId: number;
  readonly otherDriverId: number;
  readonly riderId: number;
  /** What names the booking in every message. */
  readonly booking: { readonly booking_id: number };
  /** `assign_driver` that creates the booking. */
  readonly assignment: ClientMessageOf<'assign_driver'>;
}

/** A booking and people that no other test of the file has. */
export function newCast(): Cast {
  lastNumber += 10;
  const number = lastNumber;
  const booking = { booking_id: 5_000 + number };
  return {
    bookingId: booking.booking_id,
    driverId: number,
    otherDriverId: number + 1,
    riderId: number,
    booking,
    assignment: {
      type: 'assign_driver',
      ...booking,
      driver_id: number,
      rider_id: number,
      ...PLACES,
    },
  };
}

export interface Scene<Client extends Conversation = RawClient> extends Cast {
  readonly driver: Client;
  readonly rider: Client;
  /** Watches `bookings`. */
  readonly admin: Client;
}

/** Everybody is connected; nothing has happened yet. */
export function openScene(host: Host): Promise<Scene> {
  return openSceneWith((userName, traits) => connectAs(host, userName, traits));
}

/** The same, whatever the clients are connected by. */
export async function openSceneWith<Client extends Conversation>(
  connect: (userName: string, traits?: { readonly name: string }) => Promise<Client>,
): Promise<Scene<Client>> {
  const cast = newCast();
  const [driver, rider, admin] = await Promise.all([
    connect(`driver:${cast.driverId}`, { name: 'Jun' }),
    connect(`rider:${cast.riderId}`),
    connect(`admin:${cast.riderId}`),
  ]);
  await admin.must({ type: 'join_room', room: 'bookings' });
  return { ...cast, driver, rider, admin };
}

/** As far as `status`, by the driver's own commands. */
export async function drive(
  { assignment, booking, admin, driver }: Scene<Conversation>,
  status: 'assigned' | 'accepted' | (typeof STEPS)[number],
): Promise<void> {
  await admin.must(assignment);
  if (status === 'assigned') return;
  await driver.must({ type: 'driver_response', ...booking, response: 'accepted' });
  if (status === 'accepted') return;
  for (const step of STEPS.slice(0, STEPS.indexOf(status) + 1)) {
    await driver.must({ type: 'status_update', ...booking, status: step });
  }
}
