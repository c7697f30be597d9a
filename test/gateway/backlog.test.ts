import { describe, expect, test } from 'vitest';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';

/** A client whose token is still being checked when `texts` come. */
async function hasten(daemon: SimulatedDaemon, texts: readonly string[]) {
  const client = daemon.open();
  client.send({ type: 'auth', token: await daemon.tokenFor('rider:7') });
  for (const text of texts) client.sendText(text);
  return client;
}

describe('what a client sends while its token is checked', () => {
  test('is heard later, in order', async () => {
    const daemon = await simulateDaemon();
    const ids = [1, 2, 3];
    const pings = ids.map((id) => JSON.stringify({ type: 'ping', id }));
    const client = await hasten(daemon, pings);
    await client.answerTo(3);
    expect(client.received.map(({ type }) => type).slice(0, 2)).toEqual([
      'authenticated',
      'snapshot',
    ]);
    expect(client.all('ack').map(({ id }) => id)).toEqual(ids);
  });

  test.each([
    ['bytes', Array.from({ length: 5 }, () => 'x'.repeat(60_000))],
    ['frames, however empty', Array.from({ length: 10_000 }, () => '')],
  ])('may not be too many %s: it is closed 4006', async (_what, texts) => {
    const daemon = await simulateDaemon();
    const client = await hasten(daemon, texts);
    expect(await client.closed).toBe(4006);
    expect(client.all('authenticated')).toEqual([]);
  });
});
