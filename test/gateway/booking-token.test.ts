import { describe, expect, test } from 'vitest';
import { connectAs, connectWith, open } from '../support/connect-as.ts';
import { drive, openScene, type Scene } from '../support/scene.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon();

/** Somebody whom the rider has given a link to follow the trip. */
async function watch({ bookingId, riderId }: Scene) {
  const token = await daemon.tokenFor(`rider:${riderId}`, { booking_id: bookingId });
  return connectWith(daemon, { token });
}

describe('a token for one booking', () => {
  test('shows its snapshot, its statuses without seq, and its positions', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const guest = await watch(scene);
    const { bookings } = await guest.next('snapshot');
    expect(bookings).toMatchObject([{ ...scene.booking, status: 'accepted' }]);
    await scene.driver.must({ type: 'status_update', ...scene.booking, status: 'on_way' });
    const update = await guest.next('status_update', { status: 'on_way' });
    expect(update).toMatchObject({ ...scene.booking, driver: { name: 'Jun' } });
    expect(update).not.toHaveProperty('seq');
    await scene.driver.must({ type: 'location_update', latitude: 14.3, longitude: 121 });
    expect(await guest.next('location_update')).toMatchObject(scene.booking);
  });

  test('ends 4502 with the booking', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'started');
    const guest = await watch(scene);
    await scene.driver.must({ type: 'status_update', ...scene.booking, status: 'completed' });
    await guest.next('status_update', { status: 'completed' });
    expect(await guest.next('disconnect')).toMatchObject({ code: 4502, reconnect: false });
    expect(await guest.closed).toBe(4502);
    const late = open(daemon, {
      token: await daemon.tokenFor(`rider:${scene.riderId}`, { booking_id: scene.bookingId }),
    });
    expect((await late.next('snapshot')).bookings).toMatchObject([{ status: 'completed' }]);
    expect(await late.closed).toBe(4502);
  });

  test('may send auth, ping and pong, and nothing else', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const guest = await watch(scene);
    const token = await daemon.tokenFor(`rider:${scene.riderId}`, { booking_id: scene.bookingId });
    await guest.must({ type: 'auth', token });
    await guest.must({ type: 'ping' });
    await guest.must({ type: 'pong' });
    const cancel = { type: 'status_update', ...scene.booking, status: 'cancelled' };
    for (const message of [cancel, { type: 'ack', seq: 0 }]) {
      expect(await guest.ask(message)).toMatchObject({ code: 'not_allowed' });
    }
  });

  test('has no stream, and makes nobody present', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const user_id = `guest-${scene.bookingId}`;
    const token = await daemon.tokenFor(`rider:${user_id}`, { booking_id: scene.bookingId });
    const guest = await connectWith(daemon, { token, acks: true });
    const body = { role: 'rider' as const, user_id, event: 'private' };
    expect(await daemon.api.call('notify', { body })).toEqual({ seq: 1, online: false });
    await guest.must({ type: 'ping' });
    expect(guest.all('notification')).toEqual([]);
    expect(guest.all('authenticated')).toMatchObject([{ from: 0, seq: 0, resumed: false }]);
  });

  test('takes no part in takeovers: many may watch with it', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const token = await daemon.tokenFor(`rider:${scene.riderId}`, { booking_id: scene.bookingId });
    const rider = await connectAs(daemon, `rider:${scene.riderId}`, { device: 'phone' });
    const guests = [
      await connectWith(daemon, { token, device: 'phone' }),
      await connectWith(daemon, { token, device: 'phone' }),
    ];
    for (const client of [rider, ...guests]) await client.must({ type: 'ping' });
  });

  test('is listed among the connections, and can be disconnected', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const guest = await watch(scene);
    const [{ session } = { session: '' }] = guest.all('authenticated');
    const { connections } = await daemon.api.call('listConnections', { query: { session } });
    expect(connections).toMatchObject([{ session, user_id: scene.riderId }]);
    const closed = await daemon.api.call('closeConnections', { query: { session } });
    expect(closed).toEqual({ closed: 1 });
    expect(await guest.closed).toBe(4502);
  });

  test('ends at once when it is revoked', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const guest = await watch(scene);
    const query = { role: 'rider' as const, user_id: scene.riderId };
    await daemon.api.call('revokeTokens', { query });
    expect(await guest.closed).toBe(4501);
  });

  test('of a booking that does not exist yet shows it from its beginning', async () => {
    const scene = await openScene(daemon);
    const guest = await watch(scene);
    expect((await guest.next('snapshot')).bookings).toEqual([]);
    await scene.admin.must(scene.assignment);
    expect(await guest.next('status_update')).toMatchObject({ status: 'pending' });
    const assigned = await guest.next('status_update', { status: 'assigned' });
    expect(assigned).not.toHaveProperty('driver');
  });
});
