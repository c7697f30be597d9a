import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/daemon/store/store.ts';
import { hashToken } from '../../src/daemon/tokens/token-secret.ts';
import { connectAs } from '../support/connect-as.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon();

describe('when its token is revoked, a session', () => {
  test('ends at once with 4501, on every device, and nobody else does', async () => {
    const mine = [await connectAs(daemon, 'driver:1'), await connectAs(daemon, 'driver:1')];
    const others = [await connectAs(daemon, 'rider:1'), await connectAs(daemon, 'driver:10')];
    await daemon.api.call('revokeTokens', { query: { role: 'driver', user_id: 1 } });
    for (const client of mine) {
      expect(await client.next('disconnect')).toMatchObject({ code: 4501, reconnect: false });
      expect(await client.closed).toBe(4501);
    }
    for (const client of others) await client.must({ type: 'ping' });
  });

  test('ends although it is still being opened', async () => {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const spoil = (store: Store): Partial<Store> => ({
      async streamState(user) {
        asked.resolve();
        await answered.promise;
        return store.streamState(user);
      },
    });
    const town = await simulateDaemon({}, { spoil });
    const rider = town.open();
    rider.send({ type: 'auth', token: await town.tokenFor('rider:7') });
    await asked.promise;
    await town.live.parts.tokens.revoke({ role: 'rider', userId: '7' });
    answered.resolve();
    expect(await rider.closed).toBe(4501);
  });

  test('goes on where it has refreshed to another token before', async () => {
    const town = await simulateDaemon();
    const [first, second] = [await town.tokenFor('rider:7'), await town.tokenFor('rider:7')];
    const rider = await town.connectWith({ token: first });
    await rider.must({ type: 'auth', token: second });
    const { tokens } = town.live.parts;
    await tokens.revoke({ hash: hashToken(first) });
    expect(rider.all('disconnect')).toEqual([]);
    await tokens.revoke({ hash: hashToken(second) });
    expect(rider.all('disconnect')).toMatchObject([{ code: 4501 }]);
  });
});

describe('when its token expires, a session', () => {
  test('ends with 4004: come back with a new one', async () => {
    const town = await simulateDaemon();
    const token = await town.tokenFor('rider:7', { ttl_ms: 5_000 });
    const rider = await town.connectWith({ token });
    town.clock.advance(4_750);
    expect(rider.all('disconnect')).toEqual([]);
    town.clock.advance(250);
    expect(rider.all('disconnect')).toMatchObject([{ code: 4004, reconnect: true }]);
    expect(await rider.closed).toBe(4004);
    const late = town.open();
    late.send({ type: 'auth', token });
    expect(await late.next('error')).toMatchObject({ code: 'token_expired' });
    expect(await late.closed).toBe(4500);
  });

  test('goes on where its new token cannot be checked just now', async () => {
    let isBroken = false;
    const spoil = (store: Store): Partial<Store> => ({
      tokenByHash: (hash) =>
        isBroken ? Promise.reject(new Error('disk')) : store.tokenByHash(hash),
    });
    const daemon = await simulateDaemon({}, { spoil });
    const rider = await daemon.connectAs('rider:1');
    const token = await daemon.tokenFor('rider:1');
    isBroken = true;
    const refused = await rider.ask({ type: 'auth', token });
    expect(refused).toMatchObject({ code: 'internal', temporary: true });
    isBroken = false;
    expect(await rider.ask({ type: 'auth', token })).toMatchObject({ type: 'ack' });
    expect(rider.all('disconnect')).toEqual([]);
  });

  test('goes on where it was refreshed in time', async () => {
    const town = await simulateDaemon();
    const rider = await town.connectWith({
      token: await town.tokenFor('rider:7', { ttl_ms: 5_000 }),
    });
    town.clock.advance(4_000);
    await rider.must({ type: 'auth', token: await town.tokenFor('rider:7', { ttl_ms: 5_000 }) });
    town.clock.advance(4_000);
    expect(rider.all('disconnect')).toEqual([]);
    town.clock.advance(1_000);
    expect(rider.all('disconnect')).toMatchObject([{ code: 4004 }]);
  });

  test('never ends where the token never does', async () => {
    const town = await simulateDaemon();
    const token = await town.tokenFor('rider:7', { ttl_ms: null });
    const rider = await town.connectWith({ token });
    expect(rider.all('authenticated')[0]).not.toHaveProperty('expires_at');
  });
});

describe('an administrator', () => {
  test('can disconnect a user for good', async () => {
    const driver = await connectAs(daemon, 'driver:2');
    const query = { role: 'driver' as const, user_id: 2 };
    expect(await daemon.api.call('closeConnections', { query })).toEqual({ closed: 1 });
    expect(await driver.next('disconnect')).toMatchObject({ code: 4502, reconnect: false });
    expect(await driver.closed).toBe(4502);
  });

  test('can make a user connect again', async () => {
    const driver = await connectAs(daemon, 'driver:3');
    const query = { role: 'driver' as const, user_id: 3, reconnect: true };
    expect(await daemon.api.call('closeConnections', { query })).toEqual({ closed: 1 });
    expect(await driver.next('disconnect')).toMatchObject({ code: 4003, reconnect: true });
  });
});
