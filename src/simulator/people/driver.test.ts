import { describe, expect, it } from 'vitest';
import { driverClient } from '../../client/index.ts';
import { clientWorld, next } from '../../client/testing/client-world.ts';
import { ManualClock } from '../../clock/index.ts';
import { openAccounts } from '../account/accounts.ts';
import { offsetBy } from '../geo/coordinate.ts';
import { hear } from '../testing/hear.ts';
import { ORIGIN, streetOf } from '../testing/street.ts';
import { createTown } from '../town.ts';
import { Driver } from './driver.ts';

const world = clientWorld();

/** A driver on a lane of 900 m, and the daemon's end of their connection. */
async function openDriver({ declineRate } = { declineRate: 0 }) {
  const { client, peer } = await world().open();
  // The connection stands still in time, so that no silence of minutes makes it stale.
  const clock = new ManualClock();
  const accounts = openAccounts(clock);
  const town = createTown([streetOf('Lane', [0, 0], [900, 0])], 1);
  const driver = new Driver({
    userId: 'driver-1',
    phone: driverClient(client, { clock: world().clock }),
    vehicle: town.createVehicle('driver-1'),
    random: town.random('driver-1'),
    declineRate,
    clock,
    townClock: clock,
    ...accounts,
  });
  driver.start();
  let seq = 0;
  const tell = async (message: object) => {
    seq += 1;
    const shown = next(client, 'durable');
    peer.send({ booking_id: 'b_1', timestamp: 0, seq, version: seq + 1, ...message });
    await shown;
  };
  return {
    peer,
    clock,
    accounts,
    client,
    offer: () =>
      tell({
        type: 'driver_assigned',
        rider_id: 'rider-1',
        pickup_location: 'Kanto',
        dropoff_location: 'Plaza',
        pickup: offsetBy(ORIGIN, 300, 0),
        dropoff: offsetBy(ORIGIN, 800, 0),
        expires_at: 1,
      }),
    change: (status: string, by = 'driver') => tell({ type: 'status_update', status, by }),
  };
}

describe('a driver', () => {
  it('takes an offer through all its steps, each when the vehicle is there', async () => {
    const { peer, clock, offer, change, accounts } = await openDriver();
    await offer();
    clock.advance(10_000);
    expect(await hear(peer, 'driver_response')).toMatchObject({ response: 'accepted' });
    await change('accepted');
    clock.advance(5_000);
    for (const status of ['on_way', 'arrived', 'started', 'completed']) {
      expect(await hear(peer, 'status_update')).toMatchObject({ booking_id: 'b_1', status });
      await change(status);
      clock.advance(300_000);
    }
    expect(accounts.troubles.count).toBe(0);
  });

  it('has to drive to the pickup before having arrived', async () => {
    const { peer, clock, accounts, offer, change } = await openDriver();
    await offer();
    await change('accepted');
    await change('on_way');
    clock.advance(1_000);
    expect(accounts.commands.underWay).toBe(0);
    clock.advance(300_000);
    expect(await hear(peer, 'status_update')).toMatchObject({ status: 'arrived' });
  });

  it('declines as often as it is told to', async () => {
    const { peer, clock, offer } = await openDriver({ declineRate: 1 });
    await offer();
    clock.advance(10_000);
    expect(await hear(peer, 'driver_response')).toMatchObject({ response: 'declined' });
  });

  it('forgets a booking that was cancelled, and takes the next', async () => {
    const { peer, clock, offer, change } = await openDriver();
    await offer();
    await change('cancelled', 'rider');
    clock.advance(60_000);
    await offer();
    clock.advance(10_000);
    expect(await hear(peer, 'driver_response')).toMatchObject({ response: 'accepted' });
  });

  it('asks for each step once, whatever the answer, until the daemon shows a change', async () => {
    const { peer, clock, offer, change, accounts } = await openDriver();
    await offer();
    clock.advance(10_000);
    const { id } = await hear(peer, 'driver_response');
    peer.send({ type: 'error', id, code: 'illegal_transition', message: 'no', temporary: false });
    clock.advance(600_000);
    await change('cancelled', 'rider');
    await offer();
    clock.advance(10_000);
    expect(await hear(peer, 'driver_response')).toMatchObject({ booking_id: 'b_1' });
    expect(accounts.commands.refusals).toMatchObject([{ step: 'answer', version: 2 }]);
  });

  it('reports as often as the daemon wants to know, in its time', async () => {
    const { client, peer, clock, accounts } = await openDriver();
    const told = next(client, 'report');
    peer.send({ type: 'report', interval_ms: 1_000, distance_m: 10 });
    await told;
    clock.advance(60_000);
    expect(accounts.positions.sent).toBeGreaterThan(50);
    expect(accounts.positions.sent).toBeLessThan(70);
    const { timestamp } = await hear(peer, 'location_update');
    expect(Number(timestamp)).toBeGreaterThan(1_750_000_000_000);
  });
});
