import { describe, expect, test } from 'vitest';
import { simulateDaemon } from '../support/simulated-daemon.ts';

const MINUTE_MS = 60_000;

describe('before it is authenticated, a client', () => {
  test('has ten seconds, whatever else it says: then it is closed 4008', async () => {
    const daemon = await simulateDaemon();
    const client = daemon.open();
    daemon.clock.advance(9_999);
    client.send({ type: 'ping' });
    await client.next('pong');
    daemon.clock.advance(250);
    expect(await client.next('disconnect')).toMatchObject({ code: 4008, reconnect: true });
    expect(await client.closed).toBe(4008);
  });
});

describe('every 25 seconds the daemon', () => {
  test('sends a ping as JSON and as a numbered Ping frame', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7', { acks: true });
    daemon.clock.advance(25_000);
    expect(driver.pings).toHaveLength(1);
    driver.send({ type: 'pong' });
    daemon.clock.advance(25_000);
    expect(driver.pings).toHaveLength(2);
    expect(driver.pingFrames).toEqual(['1', '2']);
  });

  test('closes 4002 who has not answered until the next but one, and cuts it off', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    daemon.clock.advance(74_000);
    expect(driver.all('disconnect')).toEqual([]);
    daemon.clock.advance(1_000);
    expect(driver.all('disconnect')).toMatchObject([{ code: 4002, reconnect: true }]);
    expect(await driver.closed).toBe(4002);
    expect(daemon.live.gateway.size).toBe(0);
  });

  test('counts any frame as a proof of life', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    const proofs = [
      () => driver.pong('not a number of ours'),
      () => driver.ping(),
      () => driver.sendBinary(),
      () => driver.sendText('{'),
      () => driver.send({ type: 'pong' }),
      () => driver.send({ type: 'location_update', latitude: 14, longitude: 121 }),
    ];
    for (const prove of proofs) {
      daemon.clock.advance(49_000);
      prove();
    }
    daemon.clock.advance(49_000);
    expect(driver.all('disconnect')).toEqual([]);
  });

  test('spreads its pings, so that a crowd that came together is not woken together', async () => {
    const draws = [0, 0.5, 0.99];
    const daemon = await simulateDaemon({}, { random: () => draws.shift() ?? 0 });
    const clients = await Promise.all(['1', '2', '3'].map((id) => daemon.connectAs(`rider:${id}`)));
    const pinged = () => clients.filter(({ pings }) => pings.length > 0).length;
    const counts = Array.from({ length: 25 }, () => {
      daemon.clock.advance(1_000);
      return pinged();
    });
    expect([...new Set(counts)].filter((count) => count > 0)).toEqual([1, 2, 3]);
  });
});

describe('a session without any message for ten minutes', () => {
  test('is closed 4007, although its heart beats', async () => {
    const daemon = await simulateDaemon();
    const rider = await daemon.connectAs('rider:7');
    rider.answersPings = true;
    daemon.clock.advance(10 * MINUTE_MS - 25_000);
    expect(rider.all('disconnect')).toEqual([]);
    daemon.clock.advance(50_000);
    expect(rider.all('disconnect')).toMatchObject([{ code: 4007, reconnect: true }]);
  });

  test('stays when messages come the other way', async () => {
    const daemon = await simulateDaemon();
    const rider = await daemon.connectAs('rider:7', { acks: true });
    rider.answersPings = true;
    for (let minute = 1; minute <= 15; minute += 1) {
      daemon.clock.advance(MINUTE_MS);
      await daemon.notify('rider:7', `minute ${minute}`);
      await rider.next('notification', { event: `minute ${minute}` });
    }
    expect(rider.all('disconnect')).toEqual([]);
  });
});
