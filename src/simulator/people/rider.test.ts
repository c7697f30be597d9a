import { describe, expect, it } from 'vitest';
import { riderClient } from '../../client/index.ts';
import { clientWorld, next } from '../../client/testing/client-world.ts';
import { ManualClock } from '../../clock/index.ts';
import { openAccounts } from '../account/accounts.ts';
import { hear } from '../testing/hear.ts';
import { streetOf } from '../testing/street.ts';
import { createTown } from '../town.ts';
import { Rider } from './rider.ts';

const world = clientWorld();

/** A rider in a street of 3 km, and the daemon's end of their connection. */
async function openRider() {
  const { client, peer } = await world().open();
  const clock = new ManualClock();
  const accounts = openAccounts(clock);
  const town = createTown([streetOf('Street', [0, 0], [3_000, 0])], 1);
  const rider = new Rider({
    userId: 'rider-1',
    phone: riderClient(client),
    town,
    random: town.random('rider-1'),
    townClock: clock,
    ...accounts,
  });
  rider.start();
  let seq = 0;
  const tell = async (status: string, fields: object = {}) => {
    seq += 1;
    const shown = next(client, 'durable');
    const head = { type: 'status_update', booking_id: 'b_1', timestamp: 0, by: 'driver' };
    peer.send({ ...head, status, seq, version: seq, ...fields });
    await shown;
  };
  return {
    client,
    peer,
    clock,
    accounts,
    rider,
    tell,
    async request() {
      clock.advance(30_000);
      return hear(peer, 'request_booking');
    },
    async showPosition() {
      const shown = next(client, 'location_update');
      const place = { latitude: 13.9, longitude: 121.5 };
      peer.send({ type: 'location_update', booking_id: 'b_1', timestamp: 7, ...place });
      await shown;
    },
  };
}

const DRIVER = { driver: { driver_id: 'driver-1' } };

describe('a rider', () => {
  it('asks for a trip between two places, and for another when it is over', async () => {
    const { request, tell } = await openRider();
    const first = await request();
    expect(first).toMatchObject({ pickup: {}, dropoff: {} });
    expect(first.pickup_location).not.toBe(first.dropoff_location);
    await tell('pending');
    await tell('cancelled');
    expect(await request()).toMatchObject({ type: 'request_booking' });
  });

  it('sees the driver come, from the first event on', async () => {
    const { accounts, request, tell, showPosition } = await openRider();
    await request();
    // The event may overtake the answer to the request.
    await tell('pending');
    await tell('accepted', DRIVER);
    accounts.positions.handOver('driver-1', 7);
    await showPosition();
    expect(accounts.positions.delivered).toBe(1);
    expect(accounts.troubles.count).toBe(0);
  });

  it('must not be shown where a driver is once the trip is over', async () => {
    const { accounts, request, tell, showPosition } = await openRider();
    await request();
    await tell('pending');
    await tell('completed', DRIVER);
    await showPosition();
    expect(accounts.troubles.tell()).toEqual([
      'rider:rider-1 was shown a position of b_1, which is not under way',
    ]);
  });

  it('gives a trip up that nobody takes', async () => {
    const { peer, clock, request, tell } = await openRider();
    await request();
    await tell('pending');
    clock.advance(900_000);
    const cancelled = { booking_id: 'b_1', status: 'cancelled', reason: 'changed_mind' };
    expect(await hear(peer, 'status_update')).toMatchObject(cancelled);
  });

  it('asks for no more trips after the last one', async () => {
    const { client, peer, clock, accounts, rider, request, tell } = await openRider();
    const { id } = await request();
    const answered = next(client, 'ack');
    peer.send({ type: 'ack', id, result: { booking_id: 'b_1', status: 'pending', version: 1 } });
    await answered;
    rider.stop();
    await tell('cancelled');
    clock.advance(900_000);
    expect(accounts.commands.underWay).toBe(0);
  });
});
