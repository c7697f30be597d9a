import { expect, test } from 'vitest';
import { simulateDaemon } from '../support/simulated-daemon.ts';

test('a client that does not authenticate in time is closed 4008', async () => {
  const daemon = await simulateDaemon();
  const client = daemon.open();
  daemon.clock.advance(9_999);
  client.send({ type: 'ping' });
  await client.next('pong');
  daemon.clock.advance(250);
  expect(await client.next('disconnect')).toMatchObject({ code: 4008, reconnect: true });
  expect(await client.closed).toBe(4008);
});
