import { describe, expect, test } from 'vitest';
import type { SimulatedClient } from '../support/simulated-client.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';

const FIX = { type: 'location_update', latitude: 14, longitude: 121 };
const UNKNOWN = { type: 'driver_response', booking_id: 'none', response: 'accepted' };
const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('commands', () => {
  test('are a hundred in any minute; one more is told when to come back', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    daemon.clock.advance(59_000);
    const answers = await Promise.all(times(100).map(() => driver.ask(UNKNOWN)));
    expect(new Set(answers.map((each) => each.type === 'error' && each.code))).toEqual(
      new Set(['not_found']),
    );
    const refused = await driver.ask(UNKNOWN);
    expect(refused).toMatchObject({
      code: 'rate_limited',
      temporary: true,
      retry_after_ms: 60_000,
    });
    daemon.clock.advance(59_999);
    expect(await driver.ask(UNKNOWN)).toMatchObject({ code: 'rate_limited', retry_after_ms: 1 });
    daemon.clock.advance(1);
    expect(await driver.ask(UNKNOWN)).toMatchObject({ code: 'not_found' });
  });

  test('of an admin are a thousand a minute', async () => {
    const daemon = await simulateDaemon();
    const admin = await daemon.connectAs('admin:7');
    const leave = { type: 'leave_room', room: 'fleet' };
    const answers = await Promise.all(times(1_001).map(() => admin.ask(leave)));
    expect(answers.map(({ type }) => type).indexOf('error')).toBe(1_000);
  });

  test('that are not allowed count as well', async () => {
    const daemon = await simulateDaemon();
    const rider = await daemon.connectAs('rider:7');
    const join = { type: 'join_room', room: 'fleet' };
    const answers = await Promise.all(times(101).map(() => rider.ask(join)));
    expect(answers.at(-2)).toMatchObject({ code: 'not_allowed' });
    expect(answers.at(-1)).toMatchObject({ code: 'rate_limited' });
  });

  test('are not ping, pong and ack', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    const free = [{ type: 'ping' }, { type: 'pong' }, { type: 'ack', seq: 0 }];
    for (const message of free) {
      const answers = await Promise.all(times(150).map(() => driver.ask(message)));
      expect(answers.filter(({ type }) => type === 'error')).toEqual([]);
    }
    expect(await driver.ask(UNKNOWN)).toMatchObject({ code: 'not_found' });
  });

  test('over the rate, again and again, end the connection 4005', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    for (const _ of times(201)) driver.send(UNKNOWN);
    expect(driver.all('disconnect')).toMatchObject([{ code: 4005, reconnect: true }]);
    const refused = driver.all('error').filter(({ code }) => code === 'rate_limited');
    expect(refused).toHaveLength(101);
    expect(driver.received.at(-1)).toMatchObject({ type: 'disconnect' });
    expect(await driver.closed).toBe(4005);
  });

  test('over the rate now and then are forgiven', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    driver.answersPings = true;
    for (const _ of times(10)) {
      for (const _each of times(140)) driver.send(UNKNOWN);
      daemon.clock.advance(60_000);
    }
    expect(driver.all('disconnect')).toEqual([]);
  });
});

describe('positions', () => {
  test('are two a second with bursts of ten', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    const burst = await Promise.all(times(11).map(() => driver.ask(FIX)));
    expect(burst.map(({ type }) => type).indexOf('error')).toBe(10);
    expect(burst[10]).toMatchObject({ code: 'rate_limited', retry_after_ms: 500 });
    daemon.clock.advance(1_000);
    const second = await Promise.all(times(3).map(() => driver.ask(FIX)));
    expect(second.map(({ type }) => type)).toEqual(['ack', 'ack', 'error']);
  });

  test('do not use up the commands', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    await Promise.all(times(50).map(() => driver.ask(FIX)));
    const answers = await Promise.all(times(100).map(() => driver.ask(UNKNOWN)));
    expect(answers.at(-1)).toMatchObject({ code: 'not_found' });
  });

  test('in a batch count as one message', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    const points = times(100).map((second) => ({ ...FIX, timestamp: 1_000 * (second + 1) }));
    const answers = await Promise.all(
      times(20).map(() => driver.ask({ type: 'location_batch', points })),
    );
    expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(['ack']));
  });
});

describe('no rates hold', () => {
  test('for the operator', async () => {
    const daemon = await simulateDaemon();
    const operator = await daemon.operator();
    const leave = { type: 'leave_room', room: 'fleet' };
    const answers = await Promise.all(times(1_500).map(() => operator.ask(leave)));
    expect(answers.filter(({ type }) => type === 'error')).toEqual([]);
  });

  test('when they are switched off for a load test', async () => {
    const daemon = await simulateDaemon({ rateLimits: false });
    const driver = await daemon.connectAs('driver:7');
    const answers = await Promise.all(times(1_500).map(() => driver.ask(FIX)));
    expect(answers.filter(({ type }) => type === 'error')).toEqual([]);
  });
});

describe('bad tokens from one address', () => {
  const bad = `rt_${'A'.repeat(43)}`;

  test('are locked out after twenty; a good one never is', async () => {
    const daemon = await simulateDaemon();
    const fail = async () => {
      const client = daemon.open();
      client.send({ type: 'auth', token: bad });
      return (await client.next('error')).code;
    };
    for (const _ of times(20)) expect(await fail()).toBe('invalid_token');
    expect(await fail()).toBe('locked_out');
    await daemon.connectAs('rider:7');
    daemon.clock.advance(60_000);
    expect(await fail()).toBe('invalid_token');
  });

  test('from elsewhere are not their fault', async () => {
    const daemon = await simulateDaemon();
    for (const address of ['192.0.2.1', '192.0.2.2']) {
      for (const _ of times(20)) {
        const client = daemon.open({ address });
        client.send({ type: 'auth', token: bad });
        expect(await client.next('error')).toMatchObject({ code: 'invalid_token' });
      }
    }
  });
});

describe('Ping and Pong frames, which no message rate counts', () => {
  test.each([
    ['Pings', (client: SimulatedClient) => client.ping()],
    ['Pongs', (client: SimulatedClient) => client.pong('not asked for')],
    ['pings of a stranger', (client: SimulatedClient) => client.send({ type: 'ping' })],
  ])('%s without end close the connection 4005', async (what, send) => {
    const daemon = await simulateDaemon();
    const client = what.endsWith('stranger') ? daemon.open() : await daemon.connectAs('rider:7');
    for (const _ of times(2_000)) send(client);
    expect(client.all('disconnect')).toEqual([]);
    send(client);
    expect(client.all('disconnect')).toMatchObject([{ code: 4005, reconnect: true }]);
  });

  test('may come a hundred times a second', async () => {
    const daemon = await simulateDaemon();
    const rider = await daemon.connectAs('rider:7');
    for (const _ of times(10_000)) {
      rider.ping();
      daemon.clock.advance(10);
    }
    expect(rider.all('disconnect')).toEqual([]);
  });
});
