import { describe, expect, test } from 'vitest';
import { simulateDaemon } from '../support/simulated-daemon.ts';

describe('a driver of a simulation', () => {
  test('is gone from the map when the simulation was erased', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:sim-1-7');
    const real = await daemon.connectAs('driver:7');
    const { fleet, tokens } = daemon.live.parts;
    await tokens.revoke({ userIdPrefix: 'sim-1-' });
    while (await daemon.store.eraseUsers('sim-1-'));
    await driver.closed;
    real.vanish();
    await real.closed;
    daemon.clock.advance(10_000);
    await daemon.settled(() => fleet.driver('sim-1-7') === null);
    expect(fleet.drivers()).toMatchObject([{ driver_id: 7, online: false }]);
  });
});

describe('the name of a driver', () => {
  test('is on the map as soon as the driver is, although the token is newer than the daemon', async () => {
    const daemon = await simulateDaemon();
    const admin = await daemon.connectAs('admin:1');
    await admin.must({ type: 'join_room', room: 'fleet' });
    await daemon.connectAs('driver:7', { name: 'Jun' });
    const { fleet } = daemon.live.parts;
    await daemon.settled(() => fleet.driver('7')?.name === 'Jun');
    daemon.clock.advance(1_000);
    expect(admin.all('fleet_update').at(-1)?.drivers).toMatchObject([{ name: 'Jun' }]);
  });
});
