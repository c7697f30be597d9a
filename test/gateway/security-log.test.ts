import { expect, test } from 'vitest';
import { isWanted } from '../../src/cli/tail/event-filter.ts';
import type { EventView } from '../../src/protocol/index.ts';
import { connectWith, open } from '../support/connect-as.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';
import { startTestDaemon } from '../support/test-daemon.ts';

const BAD = `rt_${'S'.repeat(43)}`;

/** What `routa tail --security` shows. */
async function watch(daemon: SimulatedDaemon) {
  const operator = await daemon.operator();
  operator.answersPings = true;
  await operator.must({ type: 'join_room', room: 'events' });
  const lines = () => operator.all('event').map(({ event }) => event);
  const shown = () => lines().filter((event) => isWanted(event, { security: true }));
  const fail = async () => {
    const client = daemon.open();
    client.send({ type: 'auth', token: BAD });
    await client.closed;
  };
  return { fail, kinds: () => shown().map(({ kind }) => kind), texts: () => textsOf(shown()) };
}

const textsOf = (events: readonly EventView[]) => events.map(({ text }) => text);

test('bad tokens are told one by one, until the lock-out, which is told once', async () => {
  const daemon = await simulateDaemon();
  const log = await watch(daemon);
  for (let count = 1; count <= 80; count += 1) await log.fail();
  expect(log.texts()[0]).toBe('a bad token from 192.0.2.7');
  expect(log.texts().at(-1)).toBe('too many bad tokens from 192.0.2.7');
  expect(log.kinds()).toEqual([...Array(20).fill('auth.failed'), 'auth.locked_out']);
  expect(log.texts().join()).not.toContain('SSS');
});

test('a swarm is told with its number, and hides nothing of another kind', async () => {
  const daemon = await simulateDaemon({ limits: { authFailuresMax: 1_000 } });
  const log = await watch(daemon);
  for (let count = 1; count <= 80; count += 1) await log.fail();
  expect(log.texts()).toHaveLength(50);
  await daemon.connectAs('admin:7');
  expect(log.texts().at(-1)).toMatch(
    /^admin:7 came in from 192\.0\.2\.7 with the token [0-9a-f]{12}$/,
  );
  daemon.clock.advance(1_000);
  await log.fail();
  expect(log.texts().at(-1)).toBe('a bad token from 192.0.2.7; 30 more before');
});

test('what everybody does every day is not shown', async () => {
  const daemon = await simulateDaemon();
  const log = await watch(daemon);
  await daemon.connectAs('driver:7');
  expect(log.kinds()).toEqual([]);
});

test('what operators do is told with who did it, and what strangers may not', async () => {
  const daemon = await startTestDaemon({ origins: ['https://dispatch.example'] });
  const operator = await daemon.operator();
  await operator.must({ type: 'join_room', room: 'events' });
  const token = await daemon.tokenFor('driver:7');
  await connectWith(daemon, { token });
  const page = open(daemon, { headers: { origin: 'https://evil.example' }, isSilent: true });
  expect(await page.closed).toBe(4503);
  const http = daemon.url.replace('ws', 'http');
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${http}/api/v1/bookings`, { headers })).status).toBe(403);
  const places = { pickup_location: 'Plaza', dropoff_location: 'Pier' };
  const params = { booking_id: 501 };
  await daemon.api.call('createBooking', { body: { ...params, rider_id: 9, ...places } });
  await daemon.api.call('setStatus', { params, body: { status: 'cancelled' } });
  const query = { role: 'driver' as const, user_id: 7 };
  await daemon.api.call('closeConnections', { query: { ...query, reconnect: true } });
  await daemon.api.call('revokeTokens', { query });
  await daemon.api.call('reloadDaemon', { body: {} });
  await operator.must({ type: 'ping' });

  const shown = operator.all('event').flatMap(({ event }) => (event.security ? [event] : []));
  expect(shown.map(({ kind, user }) => [kind, user])).toEqual([
    ['token.issued', 'admin:operator'],
    ['auth.origin_refused', undefined],
    ['auth.refused', 'driver:7'],
    ['booking.cancelled', 'admin:operator'],
    ['connection.kicked', 'driver:7'],
    ['operator.kicked', 'admin:operator'],
    ['token.revoked', undefined],
    ['operator.revoked', 'admin:operator'],
    ['operator.reloaded', 'admin:operator'],
  ]);
  expect(JSON.stringify(shown)).not.toContain(token.slice(3));
  expect(JSON.stringify(shown)).not.toContain('evil');
});
