import { PLACES, STEPS } from '../../support/scene.ts';
import { type Ledger, Person } from './people.ts';
import type { TracedDaemon } from './traced-daemon.ts';

/** Who is told something over HTTP, whose answers name nobody. */
export const HTTP_RIDER = { role: 'rider', userId: 'http' } as const;
/** Whose tokens are revoked. */
export const REVOKED_RIDER = { role: 'rider', userId: 'revoked' } as const;

/** So much in one notification that the log is soon long enough to be moved into the database. */
const DATA = 'x'.repeat(16_000);

interface Scale {
  readonly trips: number;
  readonly notifications: number;
}

/**
 * A day of a small town, told to a daemon: trips side by side, so that many changes share a commit,
 * notifications in bursts, the web site over HTTP. `name` keeps its people apart from other days'.
 */
export async function liveADay(
  daemon: TracedDaemon,
  ledger: Ledger,
  name: string,
  { trips, notifications }: Scale,
): Promise<void> {
  const admin = await Person.connect(daemon, `admin:${name}`, ledger);
  await admin.must({ type: 'join_room', room: 'bookings' });
  const rides = Array.from({ length: trips }, (_, index) =>
    drive(daemon, ledger, admin, `${name}-${index}`),
  );
  await Promise.all([...rides, orderByApi(daemon, name), announce(admin, name, notifications)]);
}

/** One trip from its request to its rating. */
async function drive(daemon: TracedDaemon, ledger: Ledger, admin: Person, name: string) {
  const [rider, driver] = await Promise.all([
    Person.connect(daemon, `rider:${name}`, ledger),
    Person.connect(daemon, `driver:${name}`, ledger),
  ]);
  const { booking_id } = await rider.must({ type: 'request_booking', ...PLACES });
  await admin.must({ type: 'assign_driver', booking_id, driver_id: name });
  await driver.client.next('driver_assigned');
  await driver.must({ type: 'driver_response', booking_id, response: 'accepted' });
  for (const status of STEPS) {
    await driver.must({ type: 'location_batch', points: trackOf(ledger.size) });
    await driver.must({ type: 'status_update', booking_id, status });
    await rider.client.next('status_update', { status });
    await Promise.all([rider.acknowledge(), driver.acknowledge()]);
  }
  await rider.must({ type: 'rate_booking', booking_id, rating: 5 });
  // A refusal that lasts is remembered as well as an answer.
  await driver.ask({ type: 'driver_response', booking_id: 'none', response: 'declined' });
}

function trackOf(minute: number): object[] {
  return [0, 1].map((second) => ({
    latitude: 14,
    longitude: 121,
    timestamp: 1_700_000_000_000 + minute * 60_000 + second * 1_000,
  }));
}

async function announce(admin: Person, name: string, count: number): Promise<void> {
  const toWhom = ['driver', 'rider'] as const;
  const tell = (index: number) =>
    admin.must({
      type: 'notify',
      role: toWhom[index % 2],
      user_id: `${name}-${index % 3}`,
      event: 'news',
      data: { index, text: DATA },
    });
  for (let index = 0; index < count; index += 12) {
    await Promise.all(Array.from({ length: 12 }, (_, step) => tell(index + step)));
  }
}

async function orderByApi({ api }: TracedDaemon, name: string): Promise<void> {
  const booking_id = `${name}-http`;
  const body = { booking_id, rider_id: booking_id, ...PLACES };
  await api.call('createBooking', { body, idempotencyKey: booking_id });
  await api.call('assignDriver', { params: { booking_id }, body: { driver_id: booking_id } });
  await api.call('setStatus', { params: { booking_id }, body: { status: 'cancelled' } });
  const { role, userId } = HTTP_RIDER;
  const news = { role, user_id: userId, event: 'news', data: name };
  await Promise.all([1, 2, 3].map(() => api.call('notify', { body: news })));
  const tokens = Array.from({ length: 20 }, (_, index) => ({
    role: 'driver' as const,
    user_id: `${name}-new-${index}`,
  }));
  await api.call('issueTokens', { body: { tokens } });
  const doomed = { role: REVOKED_RIDER.role, user_id: REVOKED_RIDER.userId };
  await api.call('issueTokens', { body: doomed });
  await api.call('revokeTokens', { query: doomed });
}
