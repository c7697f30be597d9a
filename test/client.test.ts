import { expect, onTestFinished, test } from 'vitest';
import {
  adminClient,
  type BookingState,
  type Client,
  type ClientOptions,
  connect,
  driverClient,
  type Offer,
  riderClient,
} from '../src/client/index.ts';
import { openWsSocket } from '../src/client/node/ws-socket.ts';
import { next, status } from '../src/client/testing/client-world.ts';
import { newCast, PLACES } from './support/scene.ts';
import { sharedTestDaemon, startTestDaemon, type TestDaemon } from './support/test-daemon.ts';

/** The client library against the daemon itself. */
const shared = sharedTestDaemon();
const NO_WAIT = { backoffMsMin: 1, backoffMsMax: 10 };

/** A client that is closed when the test is over, and that finds the daemon wherever it is. */
function connectTo(daemon: TestDaemon, options: Partial<ClientOptions> = {}): Client {
  const client = connect({
    url: daemon.url,
    openSocket: (_, events) => openWsSocket(daemon.url, events),
    limits: NO_WAIT,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

async function connectAs(daemon: TestDaemon, userName: string): Promise<Client> {
  const client = connectTo(daemon, { token: await daemon.tokenFor(userName) });
  await client.ready();
  return client;
}

function notifications(client: Client): unknown[] {
  const seen: unknown[] = [];
  client.on('notification', ({ seq, data }) => seen.push([seq, data]));
  return seen;
}

test('a trip through the verbs of the three roles', async () => {
  const { bookingId, driverId, riderId, booking } = newCast();
  const admin = adminClient(await connectAs(shared, `admin:${riderId}`));
  const driver = driverClient(await connectAs(shared, `driver:${driverId}`));
  const rider = riderClient(await connectAs(shared, `rider:${riderId}`));
  const steps: string[] = [];
  const stop = await admin.watchBookings({
    bookings: (each) => {
      const ours = each.filter(({ booking_id }) => booking_id === bookingId);
      steps.push(...ours.map(({ status }) => status));
    },
    changed: (each) => each.booking_id === bookingId && steps.push(each.status),
  });
  const offered = new Promise<Offer>((resolve) => driver.onOffer(resolve));
  const seen: BookingState[] = [];
  rider.onBooking((state) => seen.push(state));

  const places = { rider_id: riderId, ...PLACES };
  const assigned = await admin.assign({ ...booking, driver_id: driverId, ...places });
  expect(assigned).toMatchObject({ status: 'assigned', online: true });
  expect(await offered).toMatchObject({ ...booking, ...places });
  await driver.accept(bookingId);
  await driver.onWay(bookingId);
  const position = next(rider.client, 'location_update');
  driver.sendPosition({ latitude: 14, longitude: 121, timestamp: 1_700_000_000_000 });
  expect(await position).toMatchObject({ ...booking, timestamp: 1_700_000_000_000 });
  await driver.arrived(bookingId);
  await driver.start(bookingId);
  const over = next(rider.client, 'status_update', (each) => each.status === 'completed');
  await driver.complete(bookingId);
  await over;
  await rider.rate(bookingId, 5, 'Salamat');
  await stop();

  const trip = ['assigned', 'accepted', 'on_way', 'arrived', 'started', 'completed'];
  expect(seen.map((state) => state.status)).toEqual(['pending', ...trip]);
  expect(steps).toEqual(['pending', ...trip]);
  await expect(driver.start(bookingId)).rejects.toMatchObject({
    name: 'ClientError',
    code: 'illegal_transition',
    details: { status: 'completed' },
  });
});

test('a daemon that stops and comes back loses nothing and repeats nothing', async () => {
  const daemon = await startTestDaemon();
  const rider = await connectAs(daemon, 'rider:3');
  const admin = await connectAs(daemon, 'admin:1');
  const seen = notifications(rider);
  const notify = (data: number) =>
    admin.send({ type: 'notify', role: 'rider', user_id: 3, event: 'count', data });
  const last = next(rider, 'notification', ({ data }) => data === 3);
  await notify(1);

  const away = Promise.all([status(rider, 'offline'), status(admin, 'offline')]);
  await daemon.close({ atOnce: true });
  await away;
  const later = [notify(2), notify(3)];
  await daemon.start();
  await Promise.all([...later, last]);
  expect(seen).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

test('a session that the daemon ends for a while is resumed, and its rooms with it', async () => {
  const admin = await connectAs(shared, 'admin:77');
  await admin.joinRoom('stats');
  const before = admin.session?.session ?? '';
  const again = next(admin, 'authenticated');
  await shared.api.call('closeConnections', { query: { session: before, reconnect: true } });
  expect(await again).toMatchObject({ resumed: true });
  await next(admin, 'stats');
  expect(admin.session?.session).not.toBe(before);
});

test('a revoked token ends the client', async () => {
  const rider = await connectAs(shared, 'rider:88');
  const refused = status(rider, 'refused');
  await shared.api.call('revokeTokens', { query: { role: 'rider', user_id: 88 } });
  expect(await refused).toMatchObject({ code: 4501 });
  await expect(rider.ready()).rejects.toMatchObject({ code: 'token_revoked' });
});

test('a token that was never issued is refused by name', async () => {
  const client = connectTo(shared, { token: 'rt_no' });
  await expect(client.ready()).rejects.toMatchObject({ code: 'invalid_token' });
});

test('a later client of the same device takes over', async () => {
  const token = await shared.tokenFor('driver:99');
  const first = connectTo(shared, { token, device: 'phone' });
  await first.ready();
  const refused = status(first, 'refused');
  const second = connectTo(shared, { token, device: 'phone' });
  await second.ready();
  expect(await refused).toMatchObject({ code: 4505 });
  expect(second.status.state).toBe('live');
});

test('a page that is loaded again asks anew, and goes on where the last stopped', async () => {
  const token = await shared.tokenFor('admin:98');
  const rider = await connectAs(shared, 'rider:98');
  const seen = notifications(rider);
  const load = async (resume?: Client['position']) => {
    const page = connectTo(shared, { token, device: 'desk', ...(resume && { resume }) });
    await page.ready();
    return page;
  };
  const notify = (page: Client, data: number) =>
    page.send({ type: 'notify', role: 'rider', user_id: 98, event: 'count', data });
  const before = await load();
  await notify(before, 1);
  const waiting = next(rider, 'notification', ({ data }) => data === 2);
  const after = await load(before.position);
  await notify(after, 2);
  await waiting;
  expect(seen).toEqual([
    [1, 1],
    [2, 2],
  ]);
  await expect(notify(before, 3)).rejects.toMatchObject({ code: 'replaced' });
  expect(after.session?.resumed).toBe(true);
});

test('another token of the same user goes on with the session', async () => {
  const rider = await connectAs(shared, 'rider:66');
  const before = rider.session?.session;
  const refreshed = await rider.refresh(await shared.tokenFor('rider:66'));
  expect(refreshed.session).toBe(before);
  const stranger = await shared.tokenFor('rider:67');
  await expect(rider.refresh(stranger)).rejects.toMatchObject({ code: 'not_allowed' });
});

test("the operator's socket opens without a token", async () => {
  const client = connect({ url: { socketPath: shared.socketPath } });
  onTestFinished(() => client.close());
  expect(await client.ready()).toMatchObject({ role: 'admin', user_id: 'operator' });
});

test('what a driver gathered offline becomes part of the track', async () => {
  const client = await connectAs(shared, 'driver:55');
  const driver = driverClient(client, { limits: NO_WAIT });
  const offline = status(client, 'offline');
  const session = client.session?.session ?? '';
  await shared.api.call('closeConnections', { query: { session, reconnect: true } });
  await offline;
  const at = Date.UTC(2025, 0, 1);
  for (const second of [0, 1, 2]) {
    driver.sendPosition({ latitude: 14, longitude: 121, timestamp: at + second * 1_000 });
  }
  const answer = await next(client, 'ack', ({ result }) => result !== undefined);
  expect(answer.result).toEqual({ stored: 2 });
  expect(driver.positions).toEqual({ waiting: 0, dropped: 0 });
});
