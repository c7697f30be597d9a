import { expect, test } from 'vitest';
import { applyConfig } from '../../src/daemon/config/running-config.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';
import { type ConfigOverrides, testConfig } from '../support/test-config.ts';

/** Other values of the configuration, while everybody stays connected. */
function reconfigure({ live }: SimulatedDaemon, overrides: ConfigOverrides): void {
  const { config } = live.parts;
  applyConfig(config, testConfig(config.data, overrides));
  live.reconfigure();
}

const UNKNOWN = { type: 'driver_response', booking_id: 'none', response: 'accepted' };
const FIX = { type: 'location_update', latitude: 14, longitude: 121 };

test('rates hold at once, also for sessions that are open', async () => {
  const daemon = await simulateDaemon();
  const driver = await daemon.connectAs('driver:7');
  expect(await driver.ask(UNKNOWN)).toMatchObject({ code: 'not_found' });
  reconfigure(daemon, { limits: { commandsPerMinute: 2 } });
  expect(await driver.ask(UNKNOWN)).toMatchObject({ code: 'not_found' });
  expect(await driver.ask(UNKNOWN)).toMatchObject({ code: 'rate_limited' });
  reconfigure(daemon, { rateLimits: false });
  expect(await driver.ask(UNKNOWN)).toMatchObject({ code: 'not_found' });
});

test('frames and rooms have other bounds', async () => {
  const daemon = await simulateDaemon();
  const [admin, rider] = [await daemon.connectAs('admin:1'), await daemon.connectAs('rider:1')];
  reconfigure(daemon, { limits: { roomsPerConnectionMax: 1, payloadBytesMax: 1_024 } });
  await admin.must({ type: 'join_room', room: 'stats' });
  expect(await admin.ask({ type: 'join_room', room: 'events' })).toMatchObject({
    code: 'conflict',
  });
  rider.send({ type: 'ping', padding: 'x'.repeat(1_024) });
  expect(await rider.closed).toBe(1009);
});

test('a shorter heartbeat reaches those who were connected before, each once a beat', async () => {
  const daemon = await simulateDaemon({}, { random: Math.random });
  const riders = await Promise.all([1, 2, 3].map((id) => daemon.connectAs(`rider:${id}`)));
  daemon.clock.advance(10_000);
  const before = riders.map(({ pings }) => pings.length);
  reconfigure(daemon, { limits: { heartbeatMs: 5_000 } });
  for (let beat = 1; beat <= 4; beat += 1) {
    daemon.clock.advance(5_000);
    for (const rider of riders) rider.pong();
    const since = riders.map(({ pings }, index) => pings.length - (before[index] ?? 0));
    expect(since).toEqual([beat, beat, beat]);
  }
  const newcomer = await daemon.connectAs('rider:4');
  expect(newcomer.all('authenticated')).toMatchObject([{ heartbeat_ms: 5_000 }]);
});

test('the fleet is shown at another pace', async () => {
  const daemon = await simulateDaemon({ fleet: { updateIntervalMs: 60_000 } });
  const [admin, driver] = [await daemon.connectAs('admin:1'), await daemon.connectAs('driver:7')];
  await admin.must({ type: 'join_room', room: 'fleet' });
  reconfigure(daemon, { fleet: { updateIntervalMs: 100 } });
  await driver.must(FIX);
  daemon.clock.advance(100);
  expect(admin.all('fleet_update')).toHaveLength(1);
  daemon.clock.advance(1_000);
  await driver.must({ ...FIX, latitude: 14.0001 });
  daemon.clock.advance(100);
  expect(admin.all('fleet_update')).toHaveLength(2);
});

test('an assignment that follows has another time', async () => {
  const daemon = await simulateDaemon();
  const admin = await daemon.connectAs('admin:1');
  const driver = await daemon.connectAs('driver:7');
  reconfigure(daemon, { bookings: { assignTimeoutMs: 5_000 } });
  const places = { pickup_location: 'Plaza', dropoff_location: 'Pier' };
  const booking = { booking_id: 1, driver_id: 7, rider_id: 8 };
  await admin.must({ type: 'assign_driver', ...booking, ...places });
  const { expires_at: expiresAt } = await driver.next('driver_assigned');
  expect(expiresAt).toBe(daemon.clock.now() + 5_000);
});
